import type { Constraint } from './constraint.ts';
import { atMost, range, required } from './service-forms.ts';

const STRATEGY_ITEM =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html';

/** What each entry of a capacity provider strategy must be; how the entries go together is another rule's. */
export const capacity: readonly Constraint[] = [
  required({
    id: 'capacity-provider-name-missing',
    where: 'capacityProviderStrategy[].capacityProvider',
    appliesTo: 'strategy',
    when: 'an entry has no capacityProvider',
    severity: 'error',
    source: STRATEGY_ITEM,
  }),
  range({
    id: 'capacity-provider-base-range',
    where: 'capacityProviderStrategy[].base',
    appliesTo: 'strategy',
    when: 'base is outside 0–100000',
    severity: 'error',
    source: STRATEGY_ITEM,
  }),
  range({
    id: 'capacity-provider-weight-range',
    where: 'capacityProviderStrategy[].weight',
    appliesTo: 'strategy',
    when: 'weight is outside 0–1000',
    severity: 'error',
    source: STRATEGY_ITEM,
  }),
  atMost({
    id: 'capacity-providers-max',
    where: 'capacityProviderStrategy',
    appliesTo: 'strategy',
    when: 'more than 20 providers',
    severity: 'error',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  }),
];
