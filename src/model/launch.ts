import {
  absent,
  all,
  any,
  chain,
  collect,
  equals,
  type Fact,
  holds,
  known,
  not,
  some,
  type Truth,
  truth,
  unknown,
  valueOr,
  type Why,
} from '../fact/fact.ts';
import { type Deployment, type LaunchKind, remember } from './deployment.ts';
import { deploymentController, type Service } from './service.ts';

const SERVICE_UNDECIDED = {
  reason: 'offline',
  detail: 'the service gives neither launchType nor capacityProviderStrategy: the cluster default decides',
  unlockedBy: '--live',
} as const;

const PROVIDER_UNDECIDED = {
  reason: 'offline',
  detail: 'whether the capacity provider is of an Auto Scaling group or of Managed Instances',
  unlockedBy: '--live',
} as const;

const TASK_SETS_DECIDE = {
  reason: 'undecidable',
  detail: 'where tasks of the deployment controller EXTERNAL run: each task set says it',
} as const;

const FARGATE_PROVIDERS: readonly string[] = ['FARGATE', 'FARGATE_SPOT'];

/** One of the two providers that AWS owns. */
export function isFargateProvider(name: string): boolean {
  return FARGATE_PROVIDERS.includes(name);
}

/** Is the kind among the task definition's `requiresCompatibilities`? Known false where none are given. */
export function compatibleWith(deployment: Deployment, kind: LaunchKind): Truth {
  return some(deployment.taskDefinition.view.get('requiresCompatibilities').items, (item) =>
    equals(item.text, kind),
  );
}

/**
 * Does the service's strategy name FARGATE or FARGATE_SPOT? A name that the deploy alone will tell is of a provider of one's own:
 * nobody may call one FARGATE. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html
 */
export function strategyOnFargate(service: Service): Truth {
  return some(service.view.get('capacityProviderStrategy').items, (item) =>
    equals(item.get('capacityProvider').reference, ...FARGATE_PROVIDERS),
  );
}

/**
 * Is it a Fargate deployment: by `requiresCompatibilities`, by the service's launch type or strategy,
 * or because the user asks what if? Silence is no: only what is said makes a deployment one of Fargate.
 */
export function onFargate(deployment: Deployment): Truth {
  return remember(deployment, decideFargate, () => decideFargate(deployment));
}

function decideFargate(deployment: Deployment): Truth {
  const { service } = deployment;
  return any([
    truth(deployment.asFargate),
    compatibleWith(deployment, 'FARGATE'),
    service
      ? any([
          equals(service.view.get('launchType').text, 'FARGATE'),
          strategyOnFargate(service),
          // Where the cluster was not asked, what the files do not say is no.
          truth(valueOr(defaultOf(deployment, service), []).some((name) => FARGATE_PROVIDERS.includes(name))),
        ])
      : truth(false),
  ]);
}

/**
 * Where the tasks run. For a service: its launch type, or what its strategy's providers are; for a task definition alone:
 * its `requiresCompatibilities`. Unknown where only the cluster knows.
 */
export function launchKinds(deployment: Deployment): Fact<readonly LaunchKind[]> {
  return remember(deployment, decideKinds, () => decideKinds(deployment));
}

function decideKinds(deployment: Deployment): Fact<readonly LaunchKind[]> {
  if (deployment.asFargate) return known(['FARGATE']);
  const { service } = deployment;
  if (!service) return declaredKinds(deployment);
  const launchType = service.view.get('launchType').text;
  return launchType.match<Fact<readonly LaunchKind[]>>({
    known: (type) => known([type as LaunchKind]),
    absent: () => strategyKinds(deployment, service),
    unknown: (why) => declaredOr(deployment, why),
  });
}

/** Do the tasks run there, and nowhere else? */
export function runsOnlyOn(deployment: Deployment, kind: LaunchKind): Truth {
  return chain(launchKinds(deployment), (kinds) => truth(kinds.length === 1 && kinds[0] === kind));
}

/** Can tasks of this deployment run there? */
export function mayRunOn(deployment: Deployment, kind: LaunchKind): Truth {
  return chain(launchKinds(deployment), (kinds) => truth(kinds.includes(kind)));
}

function declaredKinds(deployment: Deployment): Fact<readonly LaunchKind[]> {
  const declared = deployment.taskDefinition.view.get('requiresCompatibilities').items;
  return declared.match<Fact<readonly LaunchKind[]>>({
    known: (items) =>
      items.length === 0
        ? unknown({
            reason: 'unresolved',
            detail: 'requiresCompatibilities is empty: no launch type is named',
          })
        : (collect(items.map((item) => item.text)) as Fact<readonly LaunchKind[]>),
    absent: () =>
      unknown({
        reason: 'unresolved',
        detail: 'the task definition names no launch type (requiresCompatibilities)',
      }),
    unknown: (why) => unknown(...why),
  });
}

function strategyKinds(deployment: Deployment, service: Service): Fact<readonly LaunchKind[]> {
  const strategy = service.view.get('capacityProviderStrategy').items;
  return strategy.match<Fact<readonly LaunchKind[]>>({
    known: (items) => {
      if (items.length === 0) return defaultKinds(deployment, service);
      const fargate = all(
        items.map((item) => equals(item.get('capacityProvider').reference, ...FARGATE_PROVIDERS)),
      );
      const none = not(strategyOnFargate(service));
      return chain(fargate, (only) => {
        if (only) return known(['FARGATE']);
        const named = collect(items.map((item) => item.get('capacityProvider').reference));
        return chain(none, (instances) =>
          instances ? chain(named, (names) => instanceKinds(deployment, names)) : known(['FARGATE', 'EC2']),
        );
      });
    },
    absent: () => defaultKinds(deployment, service),
    unknown: (why) => declaredOr(deployment, why),
  });
}

/** The providers of the cluster's default strategy, where the service leaves the choice to it. */
function defaultOf({ around }: Deployment, service: Service): Fact<readonly string[]> {
  const chosen = any([
    service.view.get('launchType').given,
    holds(service.view.get('capacityProviderStrategy').size, (size) => size > 0),
  ]);
  return chain(chosen, (is) => (is ? absent() : around.defaultProviders));
}

/**
 * A service that says nothing runs by its cluster's default strategy, and as EC2 where there is none; with the controller EXTERNAL
 * it leaves that to its task sets. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html
 */
function defaultKinds(deployment: Deployment, service: Service): Fact<readonly LaunchKind[]> {
  return chain(equals(deploymentController(service), 'EXTERNAL'), (external) =>
    external ? declaredOr(deployment, [TASK_SETS_DECIDE]) : clusterKinds(deployment, service),
  );
}

function clusterKinds(deployment: Deployment, service: Service): Fact<readonly LaunchKind[]> {
  return defaultOf(deployment, service).match<Fact<readonly LaunchKind[]>>({
    known: (names) => {
      const fargate = names.filter((name) => FARGATE_PROVIDERS.includes(name));
      if (fargate.length === names.length) return known(['FARGATE']);
      return fargate.length === 0 ? instanceKinds(deployment, names) : known(['FARGATE', 'EC2']);
    },
    absent: () => known(['EC2']),
    unknown: (why) => declaredOr(deployment, isOffline(why) ? [SERVICE_UNDECIDED] : why),
  });
}

function isOffline(why: readonly Why[]): boolean {
  return why.every(({ reason }) => reason === 'offline');
}

/** A provider that is not Fargate's is of an Auto Scaling group or of Managed Instances: its name does not tell. */
function instanceKinds(deployment: Deployment, names: readonly string[]): Fact<readonly LaunchKind[]> {
  const told = names.map((name) => deployment.around.providerKinds.get(name) ?? unknown(PROVIDER_UNDECIDED));
  return collect(told).match<Fact<readonly LaunchKind[]>>({
    known: (kinds) => (kinds.length > 0 ? known([...new Set(kinds)]) : known(['EC2'])),
    absent: () => known(['EC2']),
    unknown: (why) =>
      chain(compatibleWith(deployment, 'MANAGED_INSTANCES'), (managed) =>
        managed ? declaredOr(deployment, isOffline(why) ? [PROVIDER_UNDECIDED] : why) : known(['EC2']),
      ),
  });
}

/** The one declared kind decides; several or none leave it to the cluster. */
function declaredOr(deployment: Deployment, why: readonly Why[]): Fact<readonly LaunchKind[]> {
  return declaredKinds(deployment).match<Fact<readonly LaunchKind[]>>({
    known: (kinds) => (kinds.length === 1 ? known(kinds) : unknown(...why)),
    absent: () => unknown(...why),
    unknown: () => unknown(...why),
  });
}
