import { chain, collect, type Fact, known, unknown, unknownFor, valueOr, type Why } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { type Deployment, type LaunchKind, rememberEach } from '../model/deployment.ts';
import { environment } from '../model/environment.ts';
import { launchKinds } from '../model/launch.ts';
import type { Service } from '../model/service.ts';
import { containers, networkMode } from '../model/task-definition.ts';
import { clusterPaths, instancePaths } from './instance-paths.ts';
import type { TaskPath } from './judge-paths.ts';
import { type Path, path } from './path.ts';
import { isProxyVariable } from './proxy.ts';
import { subnetPaths } from './subnet-paths.ts';

export { type DeadEnd, judgePaths, waysOf } from './judge-paths.ts';

/** What a problem that calls `taskPaths` puts into its `needs`. */
export const TASK_PATHS: readonly AnyKind[] = [path, clusterPaths];

type Paths = Fact<readonly TaskPath[]>;

/** Who calls which service. */
interface Call {
  readonly deployment: Deployment;
  readonly service: Service;
  readonly facts: Facts;
  readonly to: string;
  readonly region: string;
  readonly by: 'agent' | 'task';
}

/** What is called, by whom, and where, if not where the deployment is. */
type Called = readonly [to: string, by: 'agent' | 'task', region?: string | undefined];

/**
 * The paths of all interfaces by which the tasks of a deployment may call a service: `agent` pulls images, reads secrets and
 * writes logs; `task` is what runs in the containers. On Fargate both call from the task's own interface, on EC2 the agent
 * calls from the instance's.
 */
export function taskPaths(deployment: Deployment, facts: Facts, ...call: Called): Promise<Paths> {
  // Whether calls arrive, and whether they are allowed, is asked of the same ones.
  return rememberEach(deployment, taskPaths, call.join(' '), () => findTaskPaths(deployment, facts, ...call));
}

/** The same, of these very facts and not of those that somebody else asked. */
export async function findTaskPaths(
  deployment: Deployment,
  facts: Facts,
  ...[to, by, region]: Called
): Promise<Paths> {
  const { service } = deployment;
  if (!service) return unknown(NO_SERVICE);
  const where = region === undefined ? deployment.region : known(region);
  const asked = chain(where, (place) => chain(launchKinds(deployment), (kinds) => known({ place, kinds })));
  return asked.match<Promise<Paths>>({
    known: async ({ place, kinds }) => {
      const call = { deployment, service, facts, to, region: place, by };
      return agreed(await Promise.all(kinds.map((kind) => pathsOn(call, kind))));
    },
    absent: async () => unknown(NO_REGION),
    unknown: async (why) => unknownFor(why),
  });
}

const NO_SERVICE: Why = {
  reason: 'unresolved',
  detail: 'in which subnets the tasks run: no service is given',
  unlockedBy: '--service FILE',
};
const NO_REGION: Why = {
  reason: 'unresolved',
  detail: 'the region of the deployment',
  unlockedBy: '--region NAME',
};

/** Tasks may run on any of several kinds of capacity: known where all agree. */
function agreed(each: readonly Paths[]): Paths {
  if (each.length === 1 && each[0]) return each[0];
  return chain(collect(each), (lists) => {
    const outcomes = new Set(lists.flat().map(({ path: it }) => valueOr(it, undefined)?.outcome));
    return outcomes.size === 1
      ? known(lists.flat())
      : unknown({
          reason: 'undecidable',
          detail: 'on which kind of capacity the tasks run: their networks differ',
        });
  });
}

async function pathsOn(call: Call, kind: LaunchKind): Promise<Paths> {
  const { deployment, service, facts, to, region, by } = call;
  if (kind === 'FARGATE') return throughProxy(call, await subnetPaths(service, facts, kind, to, region));
  if (kind !== 'EC2') {
    return unknown({ reason: 'undecidable', detail: `which network tasks on ${kind} capacity call from` });
  }
  if (by === 'agent') return instancePaths(deployment, facts, to, region);
  return networkMode(deployment.taskDefinition).match<Promise<Paths>>({
    known: async (mode) => {
      if (mode === 'none') return known([{ from: 'network mode none', path: known(NO_NETWORK) }]);
      const paths =
        mode === 'awsvpc'
          ? await subnetPaths(service, facts, kind, to, region)
          : await instancePaths(deployment, facts, to, region);
      return throughProxy(call, paths);
    },
    absent: async () => unknown({ reason: 'unresolved', detail: 'the network mode of the task definition' }),
    unknown: async (why) => unknownFor(why),
  });
}

const NO_NETWORK: Path = {
  outcome: 'unreachable',
  code: 'NO_POSSIBLE_DESTINATION',
  hops: ['network mode none gives containers no network'],
};

/** Code in a container calls through the proxy that its environment names, wherever that leads. */
function throughProxy({ deployment, by }: Call, paths: Paths): Paths {
  if (by === 'agent') return paths;
  const proxy = valueOr(containers(deployment.taskDefinition), [])
    .flatMap((container) => valueOr(environment(container), []).map(({ name }) => valueOr(name, '')))
    .find(isProxyVariable);
  if (proxy === undefined) return paths;
  const why: Why = { reason: 'undecidable', detail: `whether the proxy that ${proxy} names leads there` };
  return chain(paths, (all) => known(all.map(({ from }) => ({ from, path: unknown(why) }))));
}
