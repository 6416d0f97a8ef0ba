import { Unresolved } from '../../model/placeholder.ts';
import { CHOICES } from './choices.ts';
import { LISTS } from './lists.ts';
import { LOOKUPS } from './lookups.ts';
import { NETWORKS } from './networks.ts';
import type { Placed } from './placed.ts';
import type { IntrinsicFunction } from './scope.ts';
import { TEXTS } from './text-functions.ts';

/**
 * CloudFormation's functions, by the name of the member that calls them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  ...CHOICES,
  ...LISTS,
  ...LOOKUPS,
  ...NETWORKS,
  ...TEXTS,
};

/** What a function gives that CloudFormation does not have: a macro's, or a slip of the pen. */
export function unknownFunction(name: string): Placed {
  return { value: new Unresolved({ reason: 'unresolved', detail: `what ${name} gives is not known` }) };
}
