import { any, chain, collect, type Fact, holds, known, map, orElse, unknown, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { type CapacityProviderShape, capacityProvider } from '../fact/kinds/ecs.ts';
import type { Deployment } from '../model/deployment.ts';
import type { ServiceShape } from '../model/shapes.ts';
import type { View } from '../model/view.ts';

/** A capacity provider that the service's tasks go to, and where its name stands. */
export interface UsedProvider {
  readonly name: string;
  /** The item's name in the service's strategy; the strategy that is missing, where the cluster's default is used. */
  readonly at: View;
  readonly byDefault: boolean;
}

const NONE: Fact<readonly UsedProvider[]> = known([]);

/**
 * The providers that the service's strategy names (`used`: those with a weight or base above 0); else those of the cluster's
 * default strategy. None where a launch type says where the tasks run.
 */
export function providersOf(deployment: Deployment, which: 'named' | 'used'): Fact<readonly UsedProvider[]> {
  const { service } = deployment;
  if (!service) return NONE;
  const strategy = service.view.get('capacityProviderStrategy');
  return strategy.items.match<Fact<readonly UsedProvider[]>>({
    known: (items) =>
      items.length === 0
        ? byDefault(deployment)
        : collect(items.filter(which === 'used' ? used : () => true).map(named)),
    absent: () => byDefault(deployment),
    unknown: (why) => unknown(...why),
  });
}

type Item = View<NonNullable<ServiceShape['capacityProviderStrategy']>[number]>;

function named(item: Item): Fact<UsedProvider> {
  const at = item.get('capacityProvider');
  return map(at.reference, (name) => ({ name, at: at as View, byDefault: false }));
}

/** May tasks land on it? What is not known may. */
function used(item: Item): boolean {
  const share = (member: 'weight' | 'base') => holds(item.get(member).number, (number) => number > 0);
  return valueOr(any([share('weight'), share('base')]), true);
}

function byDefault({ service, around }: Deployment): Fact<readonly UsedProvider[]> {
  if (!service) return NONE;
  const at = service.view.get('capacityProviderStrategy') as View;
  return chain(service.view.get('launchType').given, (typed) =>
    typed
      ? NONE
      : orElse(
          map(around.defaultProviders, (names) => names.map((name) => ({ name, at, byDefault: true }))),
          () => NONE,
        ),
  );
}

/** The provider as the account has it. */
export function describedProvider(facts: Facts, name: string): Promise<Fact<CapacityProviderShape>> {
  return facts.ask(capacityProvider, { name });
}

/** Does ECS add instances to the provider's group by itself? */
export function managedScaling(shape: CapacityProviderShape): Fact<boolean> {
  const status = shape.autoScalingGroupProvider?.managedScaling?.status;
  return status === undefined
    ? unknown({ reason: 'not-recorded', detail: `managed scaling of capacity provider ${shape.name ?? ''}` })
    : known(status === 'ENABLED');
}
