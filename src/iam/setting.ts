import type { Context } from './context-value.ts';

/** Where an element of a statement stands: what it is filled in from, and what happens where it holds. */
export interface Setting {
  readonly context: Context;
  readonly effect: 'Allow' | 'Deny';
  /** Are variables filled in? */
  readonly variables: boolean;
  /** Are missing parts of an ARN taken for `*`? */
  readonly completes: boolean;
}
