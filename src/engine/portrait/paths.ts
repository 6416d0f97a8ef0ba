import { chain, equals, type Fact, holds, map, valueOr, type Why } from '../../fact/fact.ts';
import type { Facts } from '../../fact/kind.ts';
import { told } from '../../model/declared-secret.ts';
import type { Deployment } from '../../model/deployment.ts';
import { fetchedValues } from '../../model/fetched-value.ts';
import { execEnabled } from '../../model/service.ts';
import { containers } from '../../model/task-definition.ts';
import type { Path } from '../../network/path.ts';
import { findTaskPaths } from '../../network/task-paths.ts';
import { heard } from './heard.ts';

/** One way of a call from a task, as far as it is known. */
export interface PathPortrait {
  /** What is called, as the names of VPC endpoints spell it: `secretsmanager`. */
  readonly to: string;
  /** Only where it is not the region deployed to. */
  readonly region?: string;
  /** `subnet-0a`, or `instance i-0 in subnet-0b and 2 more like it`. */
  readonly from: string;
  readonly verdict: 'reachable' | 'unreachable' | 'unknown';
  /** From the interface outwards; of a call that does not arrive, the last one is what stops it. */
  readonly hops: readonly string[];
  /** What stops it, as VPC Reachability Analyzer names it. */
  readonly code?: string;
  /** What could not be read and was taken for granted. */
  readonly assumptions?: readonly string[];
  /** Why it is not decided; with `hops` as far as they are known. */
  readonly why?: readonly string[];
}

/** What a task of the deployment calls that a rule may have asked the way to. */
interface Call {
  readonly to: string;
  readonly by: 'agent' | 'task';
  /** Undefined: where the deployment is. */
  readonly region: string | undefined;
}

/** The ways that the rules of the run asked for; none that only a portrait would want to know. */
export async function pathPortraits(deployment: Deployment, facts: Facts): Promise<readonly PathPortrait[]> {
  if (facts.offline) return [];
  const portraits = await Promise.all(
    callsOf(deployment).map((call) => portraitsOf(call, deployment, facts)),
  );
  return portraits.flat();
}

/** Each call once: to the stores of its secrets, to its logs, and to the channels of ECS Exec. */
function callsOf(deployment: Deployment): readonly Call[] {
  const calls = new Map<string, Call>();
  const add = (to: string, by: Call['by'], region: string | undefined) =>
    calls.set(`${to} ${by} ${region ?? ''}`, { to, by, region });
  for (const { store, region } of fetchedValues(deployment).list)
    add(store, 'agent', valueOr(region, undefined));
  for (const region of logRegions(deployment)) add('logs', 'agent', region);
  const { service } = deployment;
  if (service && valueOr(execEnabled(service), false)) add('ssmmessages', 'task', undefined);
  return [...calls.values()];
}

/** Where the containers send their logs by awslogs. */
function logRegions({ taskDefinition }: Deployment): readonly string[] {
  return valueOr(containers(taskDefinition), []).flatMap((container) => {
    const logging = container.get('logConfiguration');
    const awslogs = equals(logging.get('logDriver').text, 'awslogs');
    const region = chain(awslogs, () => logging.get('options').get('awslogs-region').reference);
    return valueOr(awslogs, false) ? (valueOr(region, undefined) ?? []) : [];
  });
}

async function portraitsOf(
  { to, by, region }: Call,
  deployment: Deployment,
  facts: Facts,
): Promise<readonly PathPortrait[]> {
  const again = heard(facts);
  const paths = await findTaskPaths(deployment, again.facts, to, by, region);
  // Nobody asked for it, or not for all of it: what is half heard is not drawn.
  if (again.answered === 0 || again.missed > 0) return [];
  const home = holds(deployment.region, (own) => region === undefined || own === region);
  const target = { to, ...(region === undefined || valueOr(home, true) ? {} : { region: told(region) }) };
  return paths.match<readonly PathPortrait[]>({
    known: (list) =>
      list.map(({ from, path }) => ({ ...target, from: told(from), ...wayOf(path) }) satisfies PathPortrait),
    absent: () => [],
    unknown: (why) => [{ ...target, from: 'the tasks', ...open(why) }],
  });
}

function wayOf(path: Fact<Path>): Pick<PathPortrait, 'verdict' | 'hops'> {
  const drawn = map(path, ({ outcome, hops, code, assumptions }) => ({
    verdict: outcome,
    hops: hops.map(told),
    ...(code === undefined ? {} : { code }),
    ...(assumptions ? { assumptions: assumptions.map(told) } : {}),
  }));
  return drawn.match<Pick<PathPortrait, 'verdict' | 'hops'>>({
    known: (it) => it,
    absent: () => ({ verdict: 'unknown', hops: [] }),
    unknown: open,
  });
}

/** The way that is known longest, and each reason once without the way that is drawn anyway. */
function open(why: readonly Why[]): Pick<PathPortrait, 'verdict' | 'hops' | 'why'> {
  let hops: readonly string[] = [];
  for (const { way = [] } of why) if (way.length > hops.length) hops = way;
  const reasons = why.map(({ detail, way, unlockedBy }) => {
    const short = way ? detail.replace(` (${way.join(' → ')})`, '') : detail;
    return told(unlockedBy === undefined ? short : `${short} (needs ${unlockedBy})`);
  });
  return { verdict: 'unknown', hops: hops.map(told), why: [...new Set(reasons)] };
}
