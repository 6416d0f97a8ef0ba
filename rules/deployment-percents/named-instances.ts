import {
  all,
  any,
  chain,
  type Fact,
  holds,
  known,
  not,
  orElse,
  present,
  unknown,
  valueOr,
  type Why,
} from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type ContainerInstanceShape, containerInstances } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { desiredCount, type Service } from '../../src/model/service.ts';
import { groupsInUse } from '../../src/rollout/most-instances.ts';

/**
 * A whole constraint that names container instances one by one: `ec2InstanceId == 'i-…'`, `ec2InstanceId in ['i-…', …]`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
const NAMED = /^\s*ec2InstanceId\s*(?:(?:==|equals)\s*'?(i-[0-9a-z]+)'?|in\s*\[([^[\]]*)\])\s*$/;

const UNCOUNTED: Why = {
  reason: 'offline',
  detail:
    'whether the cluster has more container instances than tasks, so that a new task finds its host port free',
  unlockedBy: '--live',
};

/** How many container instances the tasks can be on, where a placement constraint names them; else the cluster knows. */
export function namedInstances({ taskDefinition }: Deployment, service: Service): Fact<number> {
  const path = 'placementConstraints[].expression';
  const views = [...select(service.view, path).views, ...select(taskDefinition.view, path).views];
  let fewest: number | undefined;
  for (const view of views) {
    const count = view.text.match({ known: countOf, absent: () => undefined, unknown: () => undefined });
    if (count !== undefined) fewest = Math.min(fewest ?? count, count);
  }
  return fewest === undefined ? unknown(UNCOUNTED) : known(fewest);
}

/** How many container instances there are for the tasks, and who says so: `the cluster has`. */
export interface Instances {
  readonly count: Fact<number>;
  readonly where: string;
}

/**
 * How many container instances there are or may be for new tasks, where no constraint chooses among them: those of the cluster,
 * or as many as the Auto Scaling groups of the capacity providers may have.
 */
export async function instancesOf(
  deployment: Deployment,
  service: Service,
  facts: Facts,
): Promise<Instances> {
  const { cluster, taskDefinition, around } = deployment;
  const undecided = (detail: string) => unknown({ reason: 'undecidable', detail });
  const strategy = service.view.get('capacityProviderStrategy').size;
  const onProviders = any([
    holds(strategy, (size) => size > 0),
    all([not(service.view.get('launchType').given), present(around.defaultProviders)]),
  ]);
  const path = 'placementConstraints[].expression';
  const selections = [select(service.view, path), select(taskDefinition.view, path)];
  const open = selections.flatMap(({ why }) => why);
  if (open.length > 0) return { count: unknown(...open), where: '' };
  // `distinctInstance` has no expression, and says what a static port says anyhow.
  if (selections.some(({ views }) => views.some(({ given }) => valueOr(given, true))))
    return { count: undecided('which container instances the placement constraints choose'), where: '' };
  if (valueOr(onProviders, false)) return mostOf(deployment, service, facts);
  const asked = chain(onProviders, () => orElse(cluster, () => unknown(UNCOUNTED)));
  const count = await asked.match<Promise<Fact<number>>>({
    known: async (name) => chain(await facts.ask(containerInstances, { cluster: name }), takingTasks),
    absent: async () => unknown(UNCOUNTED),
    unknown: async (why) => unknown(...why),
  });
  return { count, where: 'the cluster has' };
}

const UNSCALED: Why = {
  reason: 'undecidable',
  detail: 'how many instances the Auto Scaling groups have that ECS does not scale',
};

/** However much the capacity providers add, no group is larger than its maximum; one that ECS does not scale may be smaller. */
async function mostOf(deployment: Deployment, service: Service, facts: Facts): Promise<Instances> {
  const groups = await groupsInUse(deployment, facts);
  const wanted = valueOr(desiredCount(service), 0);
  const count = chain(groups, (list) => {
    if (list.length === 0) return unknown(UNSCALED);
    const most = list.reduce((total, { maximum }) => total + maximum, 0);
    if (most <= wanted) return known(most);
    return chain(all(list.map(({ managed }) => managed)), (managed) =>
      managed ? known(most) : unknown(UNSCALED),
    );
  });
  const several = valueOr(groups, []).length > 1;
  return { count, where: `the Auto Scaling ${several ? 'groups have' : 'group has'} at most` };
}

/** Those that are ACTIVE; external ones take no task of EC2. */
function takingTasks(shapes: readonly ContainerInstanceShape[]): Fact<number> {
  const untold = shapes.filter(({ status }) => status === undefined);
  if (untold.length > 0)
    return unknown({ reason: 'undecidable', detail: 'the status of container instances was not told' });
  return known(
    shapes.filter(
      ({ status, attributes = [] }) =>
        status === 'ACTIVE' && !attributes.some(({ name }) => name === 'ecs.capability.external'),
    ).length,
  );
}

/** The number of instances that an expression names; undefined where it says something else. */
export function countOf(expression: string): number | undefined {
  const [, one, list] = NAMED.exec(expression) ?? [];
  if (one !== undefined) return 1;
  return list === undefined ? undefined : new Set(list.split(',').map((id) => id.trim())).size;
}
