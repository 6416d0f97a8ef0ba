import type { Fact } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import type { Decision } from './decision.ts';
import { type PermissionQuery, permission } from './permission.ts';
import { SECOND_OPINION, withSecondOpinion } from './second-opinion.ts';

/** What `decided` asks. */
export const DECIDED: readonly AnyKind[] = [permission, ...SECOND_OPINION];

/** May the role do it? Where the user asked for a second opinion, the decision is held against IAM's own simulator. */
export async function decided(
  facts: Facts,
  query: PermissionQuery,
  options: Readonly<Record<string, unknown>>,
): Promise<Fact<Decision>> {
  const answer = await facts.ask(permission, query);
  return options['secondOpinion'] === true ? withSecondOpinion(facts, query, answer) : answer;
}
