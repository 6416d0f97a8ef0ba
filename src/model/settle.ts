import { absent, chain, type Fact, known, unknown, valueOr, type Why } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import {
  capacityProvider,
  cluster,
  type LiveServiceShape,
  service as liveService,
  taskDefinition as registered,
} from '../fact/kinds/ecs.ts';
import { scalableTarget } from '../fact/kinds/scaling.ts';
import type { Deployment, LaunchKind, Surroundings } from './deployment.ts';
import { Unresolved } from './placeholder.ts';
import { registeredTaskDefinition } from './registered.ts';
import { DEFAULT_PERCENTS, nameForFacts, type Service } from './service.ts';
import type { TaskDefinitionShape } from './shapes.ts';
import type { TaskDefinition } from './task-definition.ts';
import { View } from './view.ts';

/** What is asked before any rule judges. */
export const SETTLING: readonly AnyKind[] = [
  cluster,
  liveService,
  capacityProvider,
  registered,
  scalableTarget,
];

/**
 * Asks what decides which service and task definition are judged at all, and where they run: the service as it is now, what
 * its UpdateService input leaves unchanged, the task definition that no file gives, the cluster's default strategy.
 */
export async function settle(deployment: Deployment, facts: Facts): Promise<Deployment> {
  const { service } = deployment;
  if (!service) return deployment;
  const running = await runningService(deployment, service, facts);
  const settled = await counted(deployment, completed(service, running), running, facts);
  const [taskDefinition, defaultProviders] = await Promise.all([
    taskDefinitionOf(deployment, settled, facts),
    defaultStrategy(deployment, facts),
  ]);
  const providerKinds = await kindsOf(settled, deployment.cluster, defaultProviders, facts);
  return {
    ...deployment,
    service: settled,
    taskDefinition,
    around: { running, defaultProviders, providerKinds },
  };
}

async function runningService(
  { cluster: where }: Deployment,
  service: Service,
  facts: Facts,
): Promise<Fact<LiveServiceShape>> {
  if (service.form === 'describe') return known(service.view.raw as LiveServiceShape);
  const query = chain(where, (place) => chain(service.name, (name) => known({ cluster: place, name })));
  return query.match<Promise<Fact<LiveServiceShape>>>({
    known: async (asked) =>
      chain(await facts.ask(liveService, asked), (shape) =>
        // A deleted service stays visible for a while.
        shape.status === 'INACTIVE' ? absent() : known(shape),
      ),
    absent: async () => absent(),
    unknown: async (why) => unknown(...why),
  });
}

/** UpdateService leaves what is not given unchanged: the service as it is now says it. */
function completed(service: Service, running: Fact<LiveServiceShape>): Service {
  if (service.form !== 'update') return service;
  const shape = valueOr(running, undefined);
  if (!shape) return service;
  const primary = shape.deployments?.find(({ status }) => status === 'PRIMARY');
  const { serviceConnectConfiguration, volumeConfigurations, vpcLatticeConfigurations } = primary ?? {};
  return {
    ...service,
    view: service.view.over(
      { ...shape, serviceConnectConfiguration, volumeConfigurations, vpcLatticeConfigurations },
      unchangedPercents(shape),
    ),
  };
}

/**
 * Where no file says how many tasks are wanted, what the service has now stays; a new one starts at auto scaling's least, and one
 * that CloudFormation makes, with none, at 1.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html#cfn-ecs-service-desiredcount
 */
async function counted(
  { cluster: where, declared }: Deployment,
  service: Service,
  running: Fact<LiveServiceShape>,
  facts: Facts,
): Promise<Service> {
  const unsaid = service.view.get('desiredCount').number.match({
    known: () => false,
    absent: () => true,
    unknown: () => true,
  });
  if (!unsaid) return service;
  const madeByTemplate = declared !== undefined && !valueOr(service.view.get('desiredCount').given, true);
  const now = valueOr(running, undefined)?.desiredCount;
  if (now !== undefined) return { ...service, counted: known(now) };
  const query = chain(where, (place) =>
    chain(nameForFacts(service), (name) => known({ cluster: place, service: name })),
  );
  const asked = valueOr(query, undefined);
  if (!asked) return service;
  const target = await facts.ask(scalableTarget, asked);
  const least = valueOr(target, undefined)?.MinCapacity;
  if (least !== undefined) return { ...service, counted: known(least) };
  return madeByTemplate && isAbsent(running) && isAbsent(target)
    ? { ...service, counted: known(1) }
    : service;
}

function isAbsent(fact: Fact<unknown>): boolean {
  return fact.match({ known: () => false, absent: () => true, unknown: () => false });
}

/** Where the service has the default, keeping it and resetting it come to the same. */
function unchangedPercents({ deploymentConfiguration = {}, schedulingStrategy }: LiveServiceShape): object {
  const defaults = DEFAULT_PERCENTS[schedulingStrategy === 'DAEMON' ? 'DAEMON' : 'REPLICA'];
  return Object.fromEntries(
    Object.entries(defaults).filter(
      ([name, value]) => deploymentConfiguration[name as keyof typeof defaults] === value,
    ),
  );
}

/** The task definition of the files, or the registered one that the service names. */
async function taskDefinitionOf(
  { taskDefinition }: Deployment,
  service: Service,
  facts: Facts,
): Promise<TaskDefinition> {
  const { raw, source, path } = taskDefinition.view;
  // Where several files may be meant, the registered one is none of them.
  if (!(raw instanceof Unresolved) || raw.why.reason === 'unresolved') return taskDefinition;
  const ref = valueOr(service.view.get('taskDefinition').text, undefined);
  if (ref === undefined) return taskDefinition;
  const missing = (why: Why): TaskDefinition => ({
    form: 'register',
    view: View.root<TaskDefinitionShape>(source, new Unresolved(why, false), path),
  });
  return (await facts.ask(registered, { ref })).match<TaskDefinition>({
    known: registeredTaskDefinition,
    absent: () =>
      missing({
        reason: 'undecidable',
        detail: `the task definition ${ref} is neither among the inputs nor registered`,
      }),
    unknown: ([why]) => (why ? missing(why) : taskDefinition),
  });
}

async function defaultStrategy(
  { cluster: where }: Deployment,
  facts: Facts,
): Promise<Fact<readonly string[]>> {
  return where.match<Promise<Fact<readonly string[]>>>({
    known: async (name) =>
      chain(await facts.ask(cluster, { name }), ({ defaultCapacityProviderStrategy = [] }) =>
        defaultCapacityProviderStrategy.length === 0
          ? absent()
          : known(defaultCapacityProviderStrategy.map((item) => item.capacityProvider ?? '')),
      ),
    absent: async () => absent(),
    unknown: async (why) => unknown(...why),
  });
}

async function kindsOf(
  service: Service,
  where: Fact<string>,
  defaultProviders: Fact<readonly string[]>,
  facts: Facts,
): Promise<Surroundings['providerKinds']> {
  const items = valueOr(service.view.get('capacityProviderStrategy').items, []);
  const named = items.map((item) => valueOr(item.get('capacityProvider').reference, ''));
  const names = new Set([...named, ...valueOr(defaultProviders, [])]);
  const asked = [...names]
    .filter((name) => name !== '' && !name.startsWith('FARGATE'))
    .map(async (name) => [name, await providerKind(name, where, facts)] as const);
  return new Map(await Promise.all(asked));
}

async function providerKind(name: string, where: Fact<string>, facts: Facts): Promise<Fact<LaunchKind>> {
  const cluster = valueOr(where, undefined);
  const query = cluster === undefined ? { name } : { name, cluster };
  return chain(await facts.ask(capacityProvider, query), (shape) => {
    if (shape.managedInstancesProvider) return known('MANAGED_INSTANCES');
    return shape.autoScalingGroupProvider ? known('EC2') : absent();
  });
}
