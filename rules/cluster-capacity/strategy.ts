import { any, equals, holds, type Truth, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import type { ServiceShape } from '../../src/model/shapes.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, notApplicable, type Verdicts } from '../../src/rule.ts';

const FARGATE: readonly string[] = ['FARGATE', 'FARGATE_SPOT'];

/** One provider of a strategy, with its weight and base. */
export type Item = View<NonNullable<ServiceShape['capacityProviderStrategy']>[number]>;

export interface Strategy {
  readonly service: Service;
  readonly at: View;
  readonly items: readonly Item[];
}

/** Judges a strategy of at least so many providers. */
export function whereStrategy(
  { service }: Deployment,
  least: number,
  judge: (strategy: Strategy) => Verdicts,
): Verdicts {
  const because = least > 1 ? 'no strategy of several capacity providers' : 'no capacity provider strategy';
  if (!service) return notApplicable('no service is deployed');
  const at = service.view.get('capacityProviderStrategy');
  return at.items.match<Verdicts>({
    known: (items) =>
      items.length >= least ? judge({ service, at: at as View, items }) : notApplicable(because),
    absent: () => notApplicable(because),
    unknown: cannotTell,
  });
}

/** Is the number given and above 0? Weight and base are 0 unless given. */
export function aboveZero(item: Item, member: 'weight' | 'base'): Truth {
  return holds(item.get(member).number, (number) => number > 0);
}

/** May tasks land on it: does it have a weight or a base? */
export function inUse(item: Item): Truth {
  return any([aboveZero(item, 'weight'), aboveZero(item, 'base')]);
}

/** Is it FARGATE_SPOT? */
export function isSpot(item: Item): Truth {
  return equals(item.get('capacityProvider').reference, 'FARGATE_SPOT');
}

/** Is it one of Fargate's own providers? Those of Auto Scaling groups and Managed Instances have names of their own. */
export function isFargate(item: Item): Truth {
  return equals(item.get('capacityProvider').reference, ...FARGATE);
}

/** Has it a name of its own? */
export function isOwn(item: Item): Truth {
  return holds(item.get('capacityProvider').reference, (name) => !FARGATE.includes(name));
}

/** `FARGATE_SPOT (weight 1, base 0)`, as far as the file tells. */
export function spell(item: Item): string {
  const number = (member: 'weight' | 'base') =>
    item.get(member).number.match<string | number>({
      known: (value) => value,
      absent: () => 0,
      unknown: () => 'unknown',
    });
  return `${nameOf(item)} (weight ${number('weight')}, base ${number('base')})`;
}

/** The provider's name for a message. */
export function nameOf(item: Item): string {
  const at = item.get('capacityProvider');
  return valueOr(at.reference, valueOr(at.verbatim, 'a provider without a name'));
}

/** Nothing of a list holds a placeholder: only such a list can be written anew as a whole. */
export function literal(items: readonly Item[]): boolean {
  return items.every((item) =>
    (['weight', 'base'] as const).every((member) =>
      item.get(member).number.match({ known: () => true, absent: () => true, unknown: () => false }),
    ),
  );
}
