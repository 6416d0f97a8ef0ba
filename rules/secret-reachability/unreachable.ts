import { valueOr, type Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, fetchedValues } from '../../src/model/fetched-value.ts';
import { runsOnlyOn } from '../../src/model/launch.ts';
import { networkMends } from '../../src/model/network-mends.ts';
import { ENDPOINT_COMMANDS } from '../../src/model/vpc-endpoint-command.ts';
import { type DeadEnd, judgePaths, TASK_PATHS, taskPaths } from '../../src/network/task-paths.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { namings } from './sentences.ts';

/** What `unreachable` asks. */
export const REACHING: readonly AnyKind[] = [...TASK_PATHS, ...ENDPOINT_COMMANDS];

const NONE = 'the task definition names no secret that has to be fetched';
const OFFLINE: Why = {
  reason: 'offline',
  detail: 'the network between the tasks and their secrets was not looked up',
  unlockedBy: '--live',
};

/** Does every interface of the tasks reach the stores? Those of another region are `other-region`'s. */
export function unreachable(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const { list, why } = fetchedValues(deployment);
  const groups = byEndpoint(deployment, list);
  if (groups.length === 0) return why.length > 0 ? cannotTell(why) : notApplicable(NONE);
  if (facts.offline) return cannotTell([OFFLINE, ...why]);
  const rest = why.length > 0 ? [cannotTell(why)] : [];
  return Promise.all(groups.map((group) => judge(deployment, facts, group))).then((verdicts) => [
    ...verdicts,
    ...rest,
  ]);
}

/** The values that one endpoint serves. */
type Group = readonly [FetchedValue, ...FetchedValue[]];

function byEndpoint(deployment: Deployment, values: readonly FetchedValue[]): readonly Group[] {
  const here = valueOr(deployment.region, undefined);
  const groups = new Map<string, [FetchedValue, ...FetchedValue[]]>();
  for (const value of values) {
    const region = valueOr(value.region, undefined);
    if (here !== undefined && region !== undefined && !valueOr(sameText(region, here), true)) continue;
    const key = `${value.store} ${region ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups.values()];
}

async function judge(deployment: Deployment, facts: Facts, group: Group): Promise<Verdict> {
  const [{ store, region }] = group;
  const paths = await taskPaths(deployment, facts, store, 'agent', valueOr(region, undefined));
  const nowhere = paths.match({
    known: (list) => list.length === 0,
    absent: () => true,
    unknown: () => false,
  });
  if (nowhere) return notApplicable('the tasks have no network path to judge');
  const { deadEnds, arriving, why } = judgePaths(paths);
  if (deadEnds.length === 0) return why.length > 0 ? cannotTell(why) : pass();
  // On EC2 it is the instance that calls, by subnets and groups of its own.
  const ends = valueOr(runsOnlyOn(deployment, 'FARGATE'), false) ? deadEnds.map(({ path }) => path) : [];
  const { fixes, declare } = await networkMends(deployment, facts, store, ends);
  const told = failure(group, deadEnds, arriving);
  return fail({ ...told, evidence: [...(told.evidence ?? []), ...declare], fixes });
}

function failure(group: Group, deadEnds: readonly DeadEnd[], arriving: readonly DeadEnd[]): Failure {
  const [{ store, references, region }] = group;
  const place = valueOr(region, undefined);
  const others = arriving.map(({ from }) => from).join(', ');
  return {
    at: references[0].view,
    message: `no path leads from ${deadEnds.map(({ from }) => from).join(', ')} to ${store}${place === undefined ? '' : ` in ${place}`}, required by ${references[0].label}${others === '' ? '' : `, while one leads from ${others}`}`,
    evidence: [
      ...group.flatMap(namings),
      ...deadEnds.map(
        ({ from, path }) =>
          `${from}: ${path.hops.join(' → ')}${path.code === undefined ? '' : ` (${path.code})`}`,
      ),
      ...new Set([...deadEnds, ...arriving].flatMap(({ path }) => path.assumptions ?? [])),
    ],
  };
}
