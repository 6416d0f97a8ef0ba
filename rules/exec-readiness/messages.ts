import { valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import {
  datedBy,
  grantsFor,
  judgeRights,
  type Lacking,
  lackEvidence,
  type RightsJudgement,
  ROLE_RIGHTS,
} from '../../src/iam/role-rights.ts';
import { type ActingRole, actingRoles } from '../../src/model/acting-role.ts';
import { declaredWhere } from '../../src/model/declared-role.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { INSTANCE_ROLES } from '../../src/model/instance-role.ts';
import { networkMends } from '../../src/model/network-mends.ts';
import type { Service } from '../../src/model/service.ts';
import { ENDPOINT_COMMANDS } from '../../src/model/vpc-endpoint-command.ts';
import { type DeadEnd, judgePaths, TASK_PATHS, taskPaths, waysOf } from '../../src/network/task-paths.ts';
import { cannotTell, type Failure, fail, notApplicable, pass, type Verdicts } from '../../src/rule.ts';
import { EXEC_ACTIONS } from './task-role.ts';

/** What the SSM agent in a container talks to. */
const SERVICE = 'ssmmessages';

export const DENIED_NEEDS: readonly AnyKind[] = [iamRole, ...ROLE_RIGHTS, ...INSTANCE_ROLES, ...TASK_PATHS];
export const UNREACHABLE_NEEDS: readonly AnyKind[] = [...TASK_PATHS, ...ENDPOINT_COMMANDS];

/** May the role whose credentials the SSM agent takes open its channels? */
export async function judgeDenied(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  const roles = await actingRoles(deployment, facts, 'taskRoleArn');
  return roles.match<Promise<Verdicts>>({
    known: async (list) => {
      const { arriving } = judgePaths(await taskPaths(deployment, facts, SERVICE, 'task'));
      const ways = waysOf(arriving);
      const rights = EXEC_ACTIONS.map((action) => ({ action, resource: '*' }));
      const judged = await judgeRights(list, () => rights, { by: 'task', ways, facts });
      const where = await declaredRoles(list, facts);
      return verdictOf(judged, (lacking) => deniedFailure(deployment, lacking, where));
    },
    absent: async () => notApplicable('no role is there to be judged: exec-without-task-role'),
    unknown: async (why) => cannotTell(why),
  });
}

/** What a judgement of rights comes to. */
export function verdictOf(judged: RightsJudgement, failure: (lacking: Lacking) => Failure): Verdicts {
  switch (judged.is) {
    case 'lacking':
      return judged.roles.map((lacking) => fail(failure(lacking)));
    case 'unknown':
      return cannotTell(judged.why);
    case 'no-role':
      return notApplicable('the role does not exist: role-confusion/role-not-found');
    case 'enough':
      return pass();
  }
}

/** Where a template declares each of the roles. */
export async function declaredRoles(
  roles: readonly ActingRole[],
  facts: Facts,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const places = await Promise.all(
    roles.map(
      async ({ role, title }) => [role, await declaredWhere({ reference: role, title }, facts)] as const,
    ),
  );
  return new Map(places);
}

function deniedFailure(
  { taskDefinition }: Deployment,
  lacking: Lacking,
  where: ReadonlyMap<string, readonly string[]>,
): Failure {
  const { role, lacks } = lacking;
  const actions = lacks.map(({ right }) => right.action);
  return {
    at: taskDefinition.view.get('taskRoleArn'),
    message: `${role.title} lacks ${actions.join(', ')} on *, required by enableExecuteCommand true`,
    ...datedBy(lacks),
    evidence: [...(where.get(role.role) ?? []), ...lackEvidence(lacks)],
    fixes: grantsFor(lacking),
  };
}

/** Is there a way from each place where a task may run to the service that the SSM agent opens its channels to? */
export async function judgeUnreachable(
  deployment: Deployment,
  service: Service,
  facts: Facts,
): Promise<Verdicts> {
  const paths = await taskPaths(deployment, facts, SERVICE, 'task');
  const nowhere = paths.match({
    known: (list) => list.length === 0,
    absent: () => true,
    unknown: () => false,
  });
  if (nowhere) return notApplicable('the tasks have no network path to judge');
  const { reachable, deadEnds } = judgePaths(paths);
  if (deadEnds.length === 0)
    return reachable.match<Verdicts>({ known: pass, absent: pass, unknown: cannotTell });
  const subnets = service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets');
  const region = valueOr(deployment.region, undefined);
  const ends = deadEnds.map(({ path }) => path);
  const { fixes, declare } = await networkMends(deployment, facts, SERVICE, ends);
  return fail({
    at: valueOr(subnets.given, false) ? subnets : service.view.get('enableExecuteCommand'),
    message: `no path leads from ${deadEnds.map(({ from }) => from).join(', ')} to ${SERVICE}${region === undefined ? '' : ` in ${region}`}, required by enableExecuteCommand true`,
    evidence: [...deadEnds.flatMap(hopsOf), ...declare],
    fixes,
  });
}

/** The way as far as it goes, and what was taken for granted on it. */
function hopsOf({ from, path }: DeadEnd): readonly string[] {
  const line = path.hops.join(' → ');
  return [path.hops[0] === from ? line : `${from}: ${line}`, ...(path.assumptions ?? [])];
}
