import { absent, chain, equals, type Fact, known, orElse, present, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { withoutRole } from '../../src/model/role.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
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
    const value = logOption(container, name).text;
    if (isTrue(awslogs) && isTrue(present(value))) return value;
  }
  return absent();
}

/** The command that makes the group, where no container logs to it yet: a task whose log group is missing does not start. */
export function newGroup(deployment: Deployment): readonly Fix[] {
  const group = valueOr(logGroup(deployment), '');
  if (valueOr(siblingOption(deployment, 'awslogs-group'), undefined) !== undefined) return [];
  if (!/^[\w./#-]+$/.test(group)) return [];
  const region = valueOr(logRegion(deployment), undefined);
  return [
    {
      kind: 'command',
      description: `create the log group ${group} first, if it is not there: without it the task does not start`,
      command: `aws logs create-log-group${region === undefined ? '' : ` --region ${region}`} --log-group-name ${group}`,
    },
  ];
}

function isTrue(truth: Fact<boolean>): boolean {
  return valueOr(truth, false);
}

/** The edit that lets a container log to CloudWatch Logs, where group, region and execution role are known. */
export function logToCloudWatch(deployment: Deployment, container: Container): readonly Fix[] {
  const role = deployment.taskDefinition.view.get('executionRoleArn');
  const group = valueOr(logGroup(deployment), undefined);
  const region = valueOr(logRegion(deployment), undefined);
  if (valueOr(withoutRole(role), true) || group === undefined || region === undefined) return [];
  const creates = valueOr(siblingOption(deployment, 'awslogs-create-group'), undefined);
  const options = {
    'awslogs-group': group,
    'awslogs-region': region,
    'awslogs-stream-prefix': USUAL_PREFIX,
    ...(creates === undefined ? {} : { 'awslogs-create-group': creates }),
  };
  const at = container.get('logConfiguration');
  return [
    ...newGroup(deployment),
    {
      kind: 'edit',
      description: `log to the group ${group} in ${region}`,
      safe: false,
      edits: [{ at, op: 'set', value: { logDriver: 'awslogs', options } }],
    },
  ];
}
