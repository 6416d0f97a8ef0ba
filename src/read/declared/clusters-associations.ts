import { absent, any, chain, collect, type Fact, known, map, unknownFor, type Why } from '../../fact/fact.ts';
import { type ClusterShape, cluster } from '../../fact/kinds/ecs.ts';
import { sameText } from '../../fact/opaque.ts';
import { isFargateProvider } from '../../model/launch.ts';
import type { View } from '../../model/view.ts';
import { refOf } from './identity.ts';
import { listed, property, shaped, spelled } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';

const ASSOCIATIONS = 'AWS::ECS::ClusterCapacityProviderAssociations';
export const PROVIDER = 'AWS::ECS::CapacityProvider';

export type Strategy = NonNullable<ClusterShape['defaultCapacityProviderStrategy']>;

/** The associations that name a cluster, and why others may. */
export interface Associated {
  readonly sure: readonly DeclaredResource[];
  readonly open: readonly Why[];
}

/** The associations of the cluster of this name, as `Ref` gives it. */
export function associatedWith(name: string, estate: Estate): Associated {
  const sure: DeclaredResource[] = [];
  const open: Why[] = [];
  for (const association of estate.of(ASSOCIATIONS)) {
    const named = spelled(property(association.view as View, 'Cluster'));
    chain(association.exists, () => isCluster(named, name)).match<void>({
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
function isCluster(named: Fact<string>, name: string): Fact<boolean> {
  return chain(named, (text) => sameText(cluster.key({ name: text }), cluster.key({ name })));
}

/** The providers of Managed Instances that are made in the cluster: each belongs to one. */
export function managedProviders(name: string, estate: Estate): Fact<readonly string[]> {
  return collect(
    estate.of(PROVIDER).map((provider) => {
      const named = spelled(property(provider.view as View, 'ClusterName'));
      const mine = any([chain(provider.exists, () => isCluster(named, name))]);
      return chain(mine, (is) => (is ? known(refOf(provider, estate)) : absent()));
    }),
  );
}

export function associatedProviders({ sure, open }: Associated): Fact<readonly string[]> {
  if (open.length > 0) return unknownFor(open);
  return map(collect(sure.map(({ view }) => providersIn(view as View))), (lists) => lists.flat());
}

/** The default strategy that an association sets; absent where there is none. */
export function associatedStrategy({ sure: [association], open }: Associated): Fact<Strategy> {
  if (open.length > 0) return unknownFor(open);
  return association ? strategyIn(association.view as View) : absent();
}

export function providersIn(view: View): Fact<readonly string[]> {
  const list = property(view, 'CapacityProviders');
  return chain(list.given, (given) => (given ? listed(list, spelled) : known([])));
}

export function strategyIn(view: View): Fact<Strategy> {
  const list = property(view, 'DefaultCapacityProviderStrategy');
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

/**
 * A cluster that the template does not declare, with what it is given there: an association says all its providers anew, and its
 * strategy. Whether one of Managed Instances stays, which belongs to its cluster, is not documented: then the list is not told.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html
 */
export function changedCluster(
  estate: Estate,
  { name }: { readonly name: string },
  shape: ClusterShape,
): Fact<ClusterShape> {
  const associated = associatedWith(name, estate);
  const there = shape.capacityProviders ?? [];
  return chain(managedProviders(name, estate), (managed) =>
    chain(associatedProviders(associated), (named) => {
      const strategy = associatedStrategy(associated);
      if (associated.sure.length === 0)
        return known(managed.length === 0 ? shape : { ...shape, capacityProviders: [...there, ...managed] });
      const left = there.filter((one) => !isFargateProvider(one) && ![...named, ...managed].includes(one));
      const { capacityProviders: _, ...others } = shape;
      return map(strategy, (defaultCapacityProviderStrategy) => ({
        ...others,
        ...(left.length > 0 ? {} : { capacityProviders: [...named, ...managed] }),
        defaultCapacityProviderStrategy: [...defaultCapacityProviderStrategy],
      }));
    }),
  );
}
