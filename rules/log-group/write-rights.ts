import { valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import {
  type Asking,
  grantsFor,
  judgeRights,
  type Lacking,
  lackEvidence,
  type Right,
  type RightsJudgement,
  ROLE_RIGHTS,
} from '../../src/iam/role-rights.ts';
import { type ActingRole, actingRoles } from '../../src/model/acting-role.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { INSTANCE_ROLES } from '../../src/model/instance-role.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import { judgePaths, TASK_PATHS, taskPaths, waysOf } from '../../src/network/task-paths.ts';
import { cannotTell, type Failure, fail, notApplicable, pass, type Verdicts } from '../../src/rule.ts';
import { contradicted, DELIVERY_NEEDS, deliveryTo, perhapsContradicted } from './delivery.ts';
import { type Container, logOption } from './log-configuration.ts';
import { askGroup, createsGroup, type LogTarget, streamOf, writerNames } from './log-target.ts';

export const CREATE_NEEDS: readonly AnyKind[] = [logGroup, ...ROLE_RIGHTS, ...INSTANCE_ROLES, ...TASK_PATHS];
export const WRITE_NEEDS: readonly AnyKind[] = [
  ...ROLE_RIGHTS,
  ...INSTANCE_ROLES,
  ...TASK_PATHS,
  ...DELIVERY_NEEDS,
];

/** Asks what the role that writes the logs may do: the execution role, or the instance role on EC2 where there is none. */
async function whereWriterKnown(
  deployment: Deployment,
  target: LogTarget,
  facts: Facts,
  judge: (roles: readonly ActingRole[], asking: Asking) => Promise<Verdicts>,
): Promise<Verdicts> {
  const roles = await actingRoles(deployment, facts, 'executionRoleArn');
  return roles.match<Promise<Verdicts>>({
    known: async (list) => {
      const paths = await taskPaths(deployment, facts, 'logs', 'agent', target.region);
      const ways = waysOf(judgePaths(paths).arriving);
      // The call goes to the region that the container names.
      const here = list.map((role) => ({ ...role, region: target.region }));
      return judge(here, { by: 'agent', ways, facts });
    },
    absent: async () => notApplicable('no role is there to be judged: role-confusion/execution-role-missing'),
    unknown: async (why) => cannotTell(why),
  });
}

function groupArn({ partition, account }: ActingRole, { group, region }: LogTarget): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
}

/** May the role write to the group? */
export function judgeWriting(deployment: Deployment, target: LogTarget, facts: Facts): Promise<Verdicts> {
  return whereWriterKnown(deployment, target, facts, async (roles, asking) => {
    const judged = await judgeRights(roles, (role) => writeRights(role, target), asking);
    if (judged.is !== 'lacking') return verdictOf(judged);
    const delivery = await deliveryTo(deployment, target, facts);
    const claim = `the policies of ${judged.roles.map(({ role }) => role.title).join(', ')} deny writing to ${target.group}`;
    if (delivery.delivered.length > 0) return cannotTell([contradicted(target, delivery, claim)]);
    if (delivery.unseen.length > 0) return cannotTell(perhapsContradicted(target, delivery, claim));
    return judged.roles.map((lacking) =>
      fail({
        ...failure(target, lacking, logOption(target.container, 'awslogs-group')),
        evidence: [...lackEvidence(lacking.lacks), ...delivery.evidence],
        fixes: grantsFor(lacking, groupOf),
      }),
    );
  });
}

/** One stream for each container; its last part is the id of a task that does not run yet. */
function writeRights(role: ActingRole, target: LogTarget): readonly Right[] {
  const streams = new Set(target.containers.map((container) => streamOf(container, '*') ?? '*'));
  return [...streams].flatMap((stream) =>
    ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
      action,
      resource: `${groupArn(role, target)}:log-stream:${stream}`,
    })),
  );
}

/** A statement names the group and what is in it: without the :* it is about no stream. */
function groupOf({ resource }: Right): string {
  return resource.replace(/:log-stream:.*$/, ':*');
}

function actionsOf({ lacks }: Lacking): readonly string[] {
  return [...new Set(lacks.map(({ right }) => right.action))];
}

function failure(target: LogTarget, lacking: Lacking, at: Failure['at']): Failure {
  return {
    at,
    message: `${lacking.role.title} lacks ${actionsOf(lacking).join(' and ')} on ${groupArn(lacking.role, target)}:*, required by ${writerNames(target)} to log to ${target.group}`,
  };
}

function verdictOf(judged: Exclude<RightsJudgement, { is: 'lacking' }>): Verdicts {
  switch (judged.is) {
    case 'unknown':
      return cannotTell(judged.why);
    case 'no-role':
      return notApplicable('the role does not exist: role-confusion/role-not-found');
    case 'enough':
      return pass();
  }
}

/** May the role create the group that it is told to create? */
export async function judgeCreating(
  deployment: Deployment,
  target: LogTarget,
  facts: Facts,
): Promise<Verdicts> {
  const creator = target.containers.find((it) => valueOr(createsGroup(it), false));
  if (!creator) {
    const why = target.containers.flatMap((container) =>
      createsGroup(container).match({
        known: () => [],
        absent: () => [],
        unknown: (reasons) => [...reasons],
      }),
    );
    return why.length > 0 ? cannotTell(why) : notApplicable('awslogs-create-group is not true');
  }
  const there = (await askGroup(target, facts)).match<'present' | 'missing' | 'unknown'>({
    known: () => 'present',
    absent: () => 'missing',
    unknown: () => 'unknown',
  });
  if (there === 'present') return pass();
  return whereWriterKnown(deployment, target, facts, (roles, asking) =>
    judgeCreator(deployment, target, creator, roles, asking, there === 'missing'),
  );
}

async function judgeCreator(
  deployment: Deployment,
  target: LogTarget,
  creator: Container,
  roles: readonly ActingRole[],
  asking: Asking,
  missing: boolean,
): Promise<Verdicts> {
  // As CloudWatch Logs names it when it refuses: a stream without a name.
  const right = (role: ActingRole): readonly Right[] => [
    { action: 'logs:CreateLogGroup', resource: `${groupArn(role, target)}:log-stream:` },
  ];
  const judged = await judgeRights(roles, right, asking);
  if (judged.is !== 'lacking') return verdictOf(judged);
  const onFargate = valueOr(mayRunOn(deployment, 'FARGATE'), false);
  return judged.roles.map((lacking) =>
    fail({
      ...failure(target, lacking, logOption(creator, 'awslogs-create-group')),
      severity: missing && onFargate ? 'error' : 'warning',
      message: `${lacking.role.title} lacks logs:CreateLogGroup on ${groupArn(lacking.role, target)}:*, required by awslogs-create-group true of ${writerNames(target)}${missing ? ', and the group does not exist' : ''}`,
      evidence: [
        ...lackEvidence(lacking.lacks),
        missing
          ? `log group ${target.group} does not exist in ${target.region}`
          : `whether log group ${target.group} exists in ${target.region} is not known: if it does, nothing has to be created`,
      ],
      fixes: grantsFor(lacking, groupOf),
    }),
  );
}
