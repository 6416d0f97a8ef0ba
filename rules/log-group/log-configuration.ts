import { absent, chain, equals, type Fact, known, orElse, present, valueOr } from '../../src/fact/fact.ts';
import { isOpaque } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { ecrRegion, imageText } from '../../src/model/image-reference.ts';
import { withoutRole } from '../../src/model/role.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { containers, family } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, type Fix, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

export type Container = View<ContainerShape>;

/** The prefix that AWS's console gives to log streams. */
export const USUAL_PREFIX = 'ecs';

/** One verdict or several for each container. */
export function judgeContainers(
  { taskDefinition }: Deployment,
  judge: (container: Container) => Verdicts,
): Verdicts {
  return containers(taskDefinition).match<Verdicts>({
    known: (list) => list.flatMap((container): readonly Verdict[] => [judge(container)].flat()),
    absent: () => notApplicable('there are no containers'),
    unknown: cannotTell,
  });
}

/** An option of the container's log driver. */
export function logOption(container: Container, name: string): View<string> {
  return container.get('logConfiguration').get('options').get(name);
}

/** The group that AWS's console would name for the family. */
function usualGroup(deployment: Deployment): Fact<string> {
  return chain(family(deployment.taskDefinition), (name) => known(`/ecs/${name}`));
}

/** The region that the containers log to, or else the one deployed to. */
export function logRegion(deployment: Deployment): Fact<string> {
  return orElse(siblingOption(deployment, 'awslogs-region'), () => deployment.region);
}

/** The group that another container logs to, or else the one that AWS's console would name. */
export function logGroup(deployment: Deployment): Fact<string> {
  return orElse(siblingOption(deployment, 'awslogs-group'), () => usualGroup(deployment));
}

function siblingOption(deployment: Deployment, name: string): Fact<string> {
  for (const container of valueOr(containers(deployment.taskDefinition), [])) {
    const awslogs = equals(container.get('logConfiguration').get('logDriver').text, 'awslogs');
    const value = logOption(container, name).reference;
    if (isTrue(awslogs) && isTrue(present(value))) return value;
  }
  return absent();
}

/** The command that makes the group, where no container logs to it yet: a task whose log group is missing does not start. */
export function newGroup(deployment: Deployment, where = logRegion(deployment)): readonly Fix[] {
  const group = valueOr(logGroup(deployment), '');
  if (valueOr(siblingOption(deployment, 'awslogs-group'), undefined) !== undefined) return [];
  if (!/^[\w./#-]+$/.test(group)) return [];
  const named = valueOr(where, undefined);
  // Where nobody says the region, the command asks the one that it is run for.
  const region = named !== undefined && isOpaque(named) ? undefined : named;
  return [
    {
      kind: 'command',
      description: `create the log group ${group} first, if it is not there: without it the task does not start`,
      command: `aws logs create-log-group${region === undefined ? '' : ` --region ${shellWord(region)}`} --log-group-name ${shellWord(group)}`,
    },
  ];
}

/** The region that all the task's images of Amazon ECR come from: likely, and not certainly, the one it runs in. */
function imageRegion({ taskDefinition }: Deployment): Fact<string> {
  const regions = valueOr(containers(taskDefinition), []).flatMap((container) => {
    const region = ecrRegion(valueOr(imageText(container.get('image') as View), ''));
    return region === undefined ? [] : [region];
  });
  const [region] = regions;
  return region !== undefined && new Set(regions).size === 1 ? known(region) : absent();
}

/** Where an edit would let the container log to: what the files tell, or else the region of the images. */
function edited(deployment: Deployment): { readonly region: Fact<string>; readonly guessed: boolean } {
  const told = logRegion(deployment);
  const guessed = valueOr(told, undefined) === undefined;
  return { region: guessed ? imageRegion(deployment) : told, guessed };
}

/** The edit that lets a container log to CloudWatch Logs, where group, region and execution role are known. */
export function logToCloudWatch(deployment: Deployment, container: Container): readonly Fix[] {
  if (lacking(deployment).length > 0) return [];
  const group = valueOr(logGroup(deployment), '');
  const where = edited(deployment);
  const region = valueOr(where.region, '');
  const creates = valueOr(siblingOption(deployment, 'awslogs-create-group'), undefined);
  const options = {
    'awslogs-group': group,
    'awslogs-region': region,
    'awslogs-stream-prefix': USUAL_PREFIX,
    ...(creates === undefined ? {} : { 'awslogs-create-group': creates }),
  };
  const at = container.get('logConfiguration');
  return [
    ...newGroup(deployment, where.region),
    {
      kind: 'edit',
      description: `log to the group ${group} in ${region}${where.guessed ? ', the region that the images come from' : ''}`,
      safe: false,
      edits: [{ at, op: 'set', value: { logDriver: 'awslogs', options } }],
    },
  ];
}

/** What has to be known before an edit can be offered, each with what tells it. */
export function lacking(deployment: Deployment): readonly string[] {
  const role = deployment.taskDefinition.view.get('executionRoleArn');
  return [
    ...(valueOr(edited(deployment).region, undefined) === undefined ? ['the region (give --region)'] : []),
    ...(valueOr(logGroup(deployment), undefined) === undefined ? ['the log group'] : []),
    ...(valueOr(withoutRole(role), true)
      ? ['an executionRoleArn of a role that may write to the log group']
      : []),
  ];
}

function isTrue(truth: Fact<boolean>): boolean {
  return valueOr(truth, false);
}
