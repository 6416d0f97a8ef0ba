import { absent, chain, type Fact, known, map, orElse, valueOr } from '../../fact/fact.ts';
import {
  type CapacityProviderShape,
  type ClusterShape,
  capacityProvider,
  cluster,
} from '../../fact/kinds/ecs.ts';
import type { View } from '../../model/view.ts';
import {
  type Associated,
  associatedProviders,
  associatedStrategy,
  associatedWith,
  changedCluster,
  managedProviders,
  PROVIDER,
  providersIn,
  type Strategy,
  strategyIn,
} from './clusters-associations.ts';
import { arnOf, nameOf, refOf } from './identity.ts';
import { listed, property, shaped, shapesOf, spelled } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

type Configuration = NonNullable<ClusterShape['configuration']>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-cluster.html */
function clusters(estate: Estate): ReadonlyMap<string, Fact<ClusterShape>> {
  return shapesOf(
    estate,
    'AWS::ECS::Cluster',
    (it) => [cluster.key({ name: refOf(it, estate) })],
    (it) => clusterOf(it, estate),
  );
}

function clusterOf(it: DeclaredResource, estate: Estate): Fact<ClusterShape> {
  const at = (...names: readonly string[]) => property(it.view as View, ...names);
  const arn = arnOf(it, estate);
  const associated = associatedWith(refOf(it, estate), estate);
  return shaped<ClusterShape>({
    clusterName: known(nameOf(it, 'ClusterName')),
    clusterArn: arn === undefined ? absent() : known(arn),
    status: known('ACTIVE'),
    capacityProviders: providersOf(it, associated, estate),
    defaultCapacityProviderStrategy: strategyOf(it, associated),
    settings: listed(at('ClusterSettings'), (setting) =>
      shaped({
        name: property(setting, 'Name').text as Fact<'containerInsights'>,
        value: property(setting, 'Value').text,
      }),
    ),
    configuration: configurationOf(at('Configuration')),
    serviceConnectDefaults: chain(at('ServiceConnectDefaults').given, (given) =>
      given ? shaped({ namespace: spelled(at('ServiceConnectDefaults', 'Namespace')) }) : absent(),
    ),
  });
}

/** Those of the cluster, of its associations, and the providers of Managed Instances, which belong to one cluster. */
function providersOf(it: DeclaredResource, associated: Associated, estate: Estate): Fact<readonly string[]> {
  return chain(associatedProviders(associated), (named) =>
    chain(providersIn(it.view as View), (own) =>
      map(managedProviders(refOf(it, estate), estate), (managed) => [
        ...new Set([...own, ...named, ...managed]),
      ]),
    ),
  );
}

/** An association sets the strategy of its cluster anew. */
function strategyOf({ view }: DeclaredResource, associated: Associated): Fact<Strategy> {
  return orElse(associatedStrategy(associated), () => strategyIn(view as View));
}

function configurationOf(at: View): Fact<Configuration> {
  const exec = property(at, 'ExecuteCommandConfiguration');
  const logs = property(exec, 'LogConfiguration');
  return whereGiven(at, () =>
    shaped<Configuration>({
      executeCommandConfiguration: whereGiven(exec, () =>
        shaped<NonNullable<Configuration['executeCommandConfiguration']>>({
          kmsKeyId: spelled(property(exec, 'KmsKeyId')),
          logging: property(exec, 'Logging').text as Fact<'DEFAULT'>,
          logConfiguration: whereGiven(logs, () =>
            shaped({
              cloudWatchLogGroupName: spelled(property(logs, 'CloudWatchLogGroupName')),
              cloudWatchEncryptionEnabled: property(logs, 'CloudWatchEncryptionEnabled').flag,
              s3BucketName: spelled(property(logs, 'S3BucketName')),
              s3EncryptionEnabled: property(logs, 'S3EncryptionEnabled').flag,
              s3KeyPrefix: spelled(property(logs, 'S3KeyPrefix')),
            }),
          ),
        }),
      ),
    }),
  );
}

function whereGiven<T>(view: View, read: () => Fact<T>): Fact<T> {
  return chain(view.given, (given) => (given ? read() : absent()));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-capacityprovider.html */
function providers(estate: Estate): ReadonlyMap<string, Fact<CapacityProviderShape>> {
  return shapesOf(
    estate,
    PROVIDER,
    (it) => [capacityProvider.key({ name: refOf(it, estate) })],
    (it) => providerOf(it, estate),
  );
}

type GroupProvider = NonNullable<CapacityProviderShape['autoScalingGroupProvider']>;

function providerOf(it: DeclaredResource, estate: Estate): Fact<CapacityProviderShape> {
  const at = (...names: readonly string[]) => property(it.view as View, ...names);
  const group = at('AutoScalingGroupProvider');
  const scaling = property(group, 'ManagedScaling');
  const managed = at('ManagedInstancesProvider');
  const arn = arnOf(it, estate);
  return shaped<CapacityProviderShape>({
    name: known(nameOf(it, 'Name')),
    capacityProviderArn: arn === undefined ? absent() : known(arn),
    // What the deploy has made is.
    status: known('ACTIVE'),
    cluster: spelled(at('ClusterName')),
    autoScalingGroupProvider: whereGiven(group, () =>
      shaped<GroupProvider>({
        autoScalingGroupArn: spelled(property(group, 'AutoScalingGroupArn')),
        managedScaling: whereGiven(scaling, () =>
          shaped<NonNullable<GroupProvider['managedScaling']>>({
            status: property(scaling, 'Status').text as Fact<'ENABLED' | 'DISABLED'>,
            targetCapacity: lenient(property(scaling, 'TargetCapacity').number),
          }),
        ),
        managedTerminationProtection: lenient(
          property(group, 'ManagedTerminationProtection').text as Fact<'ENABLED' | 'DISABLED'>,
        ),
      }),
    ),
    // That there is one tells the kind; what is in it nobody asks.
    managedInstancesProvider: whereGiven(managed, () =>
      known({} as NonNullable<CapacityProviderShape['managedInstancesProvider']>),
    ),
  });
}

/** A member that decides nothing: open, it is left out. */
function lenient<T>(fact: Fact<T>): Fact<T> {
  const value = valueOr(fact, undefined);
  return value === undefined ? absent() : known(value);
}

export const clustersFacts: readonly DeclaredFacts[] = [
  declaredResources(cluster, clusters, changedCluster),
  declaredResources(capacityProvider, providers),
];
