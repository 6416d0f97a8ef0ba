import {
  absent,
  any,
  chain,
  collect,
  type Fact,
  known,
  map,
  unknownFor,
  valueOr,
  type Why,
} from '../../fact/fact.ts';
import {
  type CapacityProviderShape,
  type ClusterShape,
  capacityProvider,
  cluster,
} from '../../fact/kinds/ecs.ts';
import { sameText } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { arnOf, nameOf, refOf } from './identity.ts';
import { listed, property, shaped, shapesOf, spelled } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

const ASSOCIATIONS = 'AWS::ECS::ClusterCapacityProviderAssociations';
const PROVIDER = 'AWS::ECS::CapacityProvider';

type Strategy = NonNullable<ClusterShape['defaultCapacityProviderStrategy']>;
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
  const associated = associatedWith(it, estate);
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

/** The associations that name the cluster, and those that may. */
interface Associated {
  readonly sure: readonly DeclaredResource[];
  readonly open: readonly Why[];
}

function associatedWith(it: DeclaredResource, estate: Estate): Associated {
  const sure: DeclaredResource[] = [];
  const open: Why[] = [];
  for (const association of estate.of(ASSOCIATIONS)) {
    const named = spelled(property(association.view as View, 'Cluster'));
    const same = chain(association.exists, () => isCluster(named, it, estate));
    same.match<void>({
      known: (is) => {
        if (is) sure.push(association);
      },
      absent: () => {},
      unknown: (why) => void open.push(...why),
    });
  }
  return { sure, open };
}

/** Is the cluster meant, by its name or ARN? */
function isCluster(named: Fact<string>, it: DeclaredResource, estate: Estate): Fact<boolean> {
  return chain(named, (text) =>
    sameText(cluster.key({ name: text }), cluster.key({ name: refOf(it, estate) })),
  );
}

/** Those of the cluster, of its associations, and the providers of Managed Instances, which belong to one cluster. */
function providersOf(
  it: DeclaredResource,
  { sure, open }: Associated,
  estate: Estate,
): Fact<readonly string[]> {
  if (open.length > 0) return unknownFor(open);
  const own = estate.of(PROVIDER).map((provider) => {
    const named = spelled(property(provider.view as View, 'ClusterName'));
    const mine = any([chain(provider.exists, () => isCluster(named, it, estate))]);
    return chain(mine, (is) => (is ? known(refOf(provider, estate)) : absent()));
  });
  const lists = [it, ...sure].map(({ view }) => {
    const list = property(view as View, 'CapacityProviders');
    return chain(list.given, (given) => (given ? listed(list, spelled) : known([])));
  });
  return chain(collect(lists), (named) =>
    map(collect(own), (more) => [...new Set([...named.flat(), ...more])]),
  );
}

/** An association sets the strategy of its cluster anew. */
function strategyOf({ view }: DeclaredResource, { sure, open }: Associated): Fact<Strategy> {
  if (open.length > 0) return unknownFor(open);
  const [association] = sure;
  const list = property((association?.view ?? view) as View, 'DefaultCapacityProviderStrategy');
  return chain(list.given, (given) =>
    given
      ? listed(list, (item) =>
          shaped<Strategy[number]>({
            capacityProvider: spelled(property(item, 'CapacityProvider')),
            weight: property(item, 'Weight').number,
            base: property(item, 'Base').number,
          }),
        )
      : known([]),
  );
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
  declaredResources(cluster, clusters),
  declaredResources(capacityProvider, providers),
];
