import { chain, collect, type Fact, known, unknown, unknownFor, valueOr, type Why } from '../fact/fact.ts';
import type { DerivedKind, Facts } from '../fact/kind.ts';
import { type InstanceShape, instance } from '../fact/kinds/ec2.ts';
import { type ContainerInstanceShape, containerInstances } from '../fact/kinds/ecs.ts';
import type { Deployment } from '../model/deployment.ts';
import { select } from '../model/select.ts';
import type { TaskPath } from './judge-paths.ts';
import { type Path, type PathQuery, path } from './path.ts';

/** Instances that call from the same place: same subnet, same security groups, a public address or none. */
interface Alike {
  readonly subnet: string;
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: boolean;
  /** Their ids, the first for an example. */
  readonly ids: string[];
  /** Is the agent of one of them connected to ECS? Then some way out there is. */
  connected: boolean;
}

/** Where calls leave from: the instances of a cluster, of these capacity providers where any are named. */
interface FromCluster {
  /** Name or ARN. */
  readonly cluster: string;
  readonly providers: readonly string[];
  /** As in `PathQuery`. */
  readonly service: string;
  readonly region: string;
}

/** The paths from a cluster's container instances, found once for all services that run on them. */
export const clusterPaths: DerivedKind<FromCluster, readonly TaskPath[]> = {
  sort: 'derived',
  id: 'network.cluster-paths',
  noun: 'network paths from the instances of cluster',
  key: ({ cluster, providers, service, region }) =>
    [cluster, [...providers].sort().join('+'), service, region].join(' '),
  needs: [containerInstances, instance, path],
  derive: async (query, facts) => {
    const { cluster } = query;
    const listed = await facts.ask(containerInstances, { cluster });
    return listed.match<Promise<Fact<readonly TaskPath[]>>>({
      known: (all) => pathsOf(query, all, facts),
      absent: async () => unknown({ reason: 'undecidable', detail: `cluster ${cluster} does not exist` }),
      unknown: async (why) => unknownFor(why),
    });
  },
};

/** The paths from the container instances that may take tasks of the deployment. */
export async function instancePaths(
  deployment: Deployment,
  facts: Facts,
  service: string,
  region: string,
): Promise<Fact<readonly TaskPath[]>> {
  return deployment.cluster.match<Promise<Fact<readonly TaskPath[]>>>({
    known: async (cluster) => {
      const providers = providersOf(deployment);
      const paths = await facts.ask(clusterPaths, { cluster, providers, service, region });
      return chain(paths, (all) =>
        constrained(deployment) && differ(all) ? unknown(CONSTRAINED) : known(all),
      );
    },
    absent: async () => unknown(NO_CLUSTER),
    unknown: async (why) => unknownFor(why),
  });
}

const NO_CLUSTER: Why = {
  reason: 'unresolved',
  detail: 'which cluster, and so which container instances, the tasks run on',
  unlockedBy: '--cluster NAME',
};
const NO_INSTANCE: Why = {
  reason: 'undecidable',
  detail: 'which network the tasks will call from: no container instance of the cluster may take them now',
};
const CONSTRAINED: Why = {
  reason: 'undecidable',
  detail: 'which of the container instances the placement constraints allow: calls arrive from some alone',
};

async function pathsOf(
  { providers, service, region }: FromCluster,
  all: readonly ContainerInstanceShape[],
  facts: Facts,
): Promise<Fact<readonly TaskPath[]>> {
  const able = all.filter(
    ({ status, ec2InstanceId: id = '', capacityProviderName: name = '' }) =>
      (status === undefined || status === 'ACTIVE') &&
      id.startsWith('i-') &&
      (providers.length === 0 || providers.includes(name)),
  );
  if (able.length === 0) return unknown(NO_INSTANCE);
  const { groups, unread } = await grouped(able, facts);
  const paths = await Promise.all(groups.map((group) => pathOf(group, facts, service, region)));
  return known([...paths, ...unread]);
}

/** The capacity providers that the service names; none where it names none, and any instance may serve. */
function providersOf({ service }: Deployment): readonly string[] {
  if (!service) return [];
  const items = valueOr(service.view.get('capacityProviderStrategy').items, []);
  return valueOr(collect(items.map((item) => item.get('capacityProvider').text)), []);
}

/** Do placement constraints (`memberOf`) of the task definition or the service choose among the instances? */
function constrained({ taskDefinition, service }: Deployment): boolean {
  return [taskDefinition.view, service?.view].some((view) => {
    if (!view) return false;
    const { views, why } = select(view, 'placementConstraints[].type');
    return why.length > 0 || views.some((type) => valueOr(type.text, 'memberOf') === 'memberOf');
  });
}

function differ(paths: readonly TaskPath[]): boolean {
  const outcomes = paths.map(({ path: it }) => valueOr(it, undefined)?.outcome);
  return new Set(outcomes).size > 1;
}

async function grouped(able: readonly ContainerInstanceShape[], facts: Facts) {
  const groups = new Map<string, Alike>();
  const unread = new Map<string, TaskPath>();
  const asked = able.map(async (member) => {
    const id = member.ec2InstanceId ?? '';
    return { id, connected: member.agentConnected === true, fact: await facts.ask(instance, { id }) };
  });
  const missed = (id: string, why: readonly Why[]) => {
    const key = why.map(({ reason, unlockedBy = '' }) => `${reason} ${unlockedBy}`).join();
    if (!unread.has(key)) unread.set(key, { from: `instance ${id}`, path: unknownFor(why) });
  };
  for (const { id, connected, fact } of await Promise.all(asked)) {
    fact.match<void>({
      known: (shape) => {
        const place = placeOf(shape);
        if (!place)
          return missed(id, [{ reason: 'undecidable', detail: `instance ${id} has no network interface` }]);
        const key = JSON.stringify(place);
        const group = groups.get(key) ?? { ...place, ids: [], connected: false };
        group.ids.push(id);
        group.connected ||= connected;
        groups.set(key, group);
      },
      absent: () => missed(id, [{ reason: 'undecidable', detail: `instance ${id} does not exist` }]),
      unknown: (why) => missed(id, why),
    });
  }
  return { groups: [...groups.values()], unread: [...unread.values()] };
}

/** The primary interface, by which an instance calls. AWS leaves `PublicIpAddress` out where there is none. */
function placeOf({ SubnetId, SecurityGroups, PublicIpAddress }: InstanceShape) {
  if (SubnetId === undefined || SecurityGroups === undefined) return undefined;
  return {
    subnet: SubnetId,
    securityGroups: SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []).sort(),
    assignPublicIp: PublicIpAddress !== undefined,
  };
}

async function pathOf(
  { ids, connected, ...place }: Alike,
  facts: Facts,
  service: string,
  region: string,
): Promise<TaskPath> {
  const more = ids.length > 1 ? ` and ${ids.length - 1} more like it` : '';
  const from = `instance ${ids[0]} in ${place.subnet}${more}`;
  const query: PathQuery = { ...place, launchKind: 'EC2', service, region };
  const found = await facts.ask(path, query);
  if (!connected || !fails(found)) return { from, path: found };
  const control = await facts.ask(path, { ...query, service: 'ecs-agent' });
  return { from, path: fails(control) ? unknown(anotherWay(ids[0] ?? '')) : found };
}

function fails(fact: Fact<Path>): boolean {
  return valueOr(fact, undefined)?.outcome === 'unreachable';
}

/** By the routes the agent could not reach ECS, and yet it does: a proxy, most likely. */
function anotherWay(id: string): Why {
  return {
    reason: 'undecidable',
    detail: `by which way instance ${id} calls: its agent is connected to ECS, though no route leads there (a proxy?)`,
  };
}
