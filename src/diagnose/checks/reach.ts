import { valueOr, type Why } from '../../fact/fact.ts';
import type { AnyKind, Facts } from '../../fact/kind.ts';
import type { Deployment } from '../../model/deployment.ts';
import { networkMends } from '../../model/network-mends.ts';
import type { View } from '../../model/view.ts';
import { ENDPOINT_COMMANDS } from '../../model/vpc-endpoint-command.ts';
import { type DeadEnd, judgePaths, TASK_PATHS, taskPaths } from '../../network/task-paths.ts';
import { cannotTell, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../rule.ts';

/** What a check that calls `judgeCalls` puts into its `needs`. */
export const REACHING: readonly AnyKind[] = [...TASK_PATHS, ...ENDPOINT_COMMANDS];

/** An endpoint that the agent calls before the task runs. */
export interface Call {
  /** As the names of VPC endpoints spell it: `ecr.dkr`; `internet` for what is no service of AWS. */
  readonly endpoint: string;
  readonly region: string | undefined;
  /** The value that makes it necessary. */
  readonly at: View;
  /** What it is for: `to pull nginx:1`. */
  readonly purpose: string;
}

/** Does every interface of the agent reach the endpoints? Each is judged once. */
export function judgeCalls(
  deployment: Deployment,
  facts: Facts,
  calls: readonly Call[],
  why: readonly Why[],
  none: string,
): Verdicts | Promise<Verdicts> {
  const once = new Map(calls.toReversed().map((call) => [`${call.endpoint} ${call.region ?? ''}`, call]));
  if (once.size === 0) return why.length > 0 ? cannotTell(why) : notApplicable(none);
  if (facts.offline) return cannotTell([OFFLINE]);
  return Promise.all([...once.values()].reverse().map((call) => judge(deployment, facts, call))).then(
    (verdicts) => (why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts),
  );
}

const OFFLINE: Why = {
  reason: 'offline',
  detail: 'the network of the tasks was not looked up',
  unlockedBy: '--live',
};
const NOWHERE = 'the tasks have no network path to judge';

async function judge(
  deployment: Deployment,
  facts: Facts,
  { endpoint, region, at, purpose }: Call,
): Promise<Verdict> {
  const paths = await taskPaths(deployment, facts, endpoint, 'agent', region);
  if (valueOr(paths, undefined)?.length === 0) return notApplicable(NOWHERE);
  const { deadEnds, why } = judgePaths(paths);
  if (deadEnds.length === 0) return why.length > 0 ? cannotTell(why) : pass();
  const to =
    endpoint === 'internet' ? 'the internet' : `${endpoint}${region === undefined ? '' : ` in ${region}`}`;
  // No interface endpoint goes around what stops these.
  const elsewhere = endpoint === 'internet' || endpoint === 's3';
  const { fixes, declare } = elsewhere
    ? { fixes: [], declare: [] }
    : await networkMends(
        deployment,
        facts,
        endpoint,
        deadEnds.map(({ path }) => path),
      );
  return fail({
    at,
    message: `no path leads from ${deadEnds.map(({ from }) => from).join(', ')} to ${to}, required ${purpose}`,
    evidence: [...deadEnds.map(told), ...declare],
    fixes,
  });
}

/** From where, by which hops, and what stops it. */
function told({ from, path }: DeadEnd): string {
  const line = path.hops.join(' → ');
  const way = path.hops[0] === from ? line : `${from}: ${line}`;
  return path.code === undefined ? way : `${way} (${path.code})`;
}
