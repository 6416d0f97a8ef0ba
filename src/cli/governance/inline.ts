import { unknownNames } from '../../engine/select.ts';
import type { Suppression } from '../../engine/suppression.ts';
import type { Facts } from '../../fact/kind.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { InputError } from '../../model/input-error.ts';
import { awaitedOf, suppressionsIn, suppressionsOfRegistered } from '../../read/suppressions/index.ts';
import type { Rule } from '../../rule.ts';
import { noSuchRule } from '../selection.ts';

/** What is said beside the definitions. */
interface Said {
  readonly suppressions: readonly Suppression[];
  readonly errors: readonly InputError[];
}

/** What is said beside the definitions that were read, and beside those that the account tells when they are judged. */
export interface InlineDecisions extends Said {
  readonly afterJudging: () => Promise<Said>;
}

/** Gathers the suppressions in comments, metadata, tags and labels. */
export async function inlineDecisions(
  deployments: readonly Deployment[],
  facts: Facts,
  catalogue: readonly Rule[],
): Promise<InlineDecisions> {
  const complaintOf = (name: string) =>
    unknownNames(catalogue, [name]).length > 0 ? noSuchRule(catalogue, name) : undefined;
  const awaited = facts.offline ? [] : awaitedOf(deployments);
  return {
    ...(await suppressionsIn(deployments, complaintOf)),
    afterJudging: () => suppressionsOfRegistered(awaited, facts, complaintOf),
  };
}

/** With `--no-inline-config`. */
export const NOTHING_INLINE: InlineDecisions = {
  suppressions: [],
  errors: [],
  afterJudging: async () => ({ suppressions: [], errors: [] }),
};
