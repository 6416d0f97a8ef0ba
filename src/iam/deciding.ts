import type { Fact } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { role as iamRole, simulation } from '../fact/kinds/iam.ts';
import type { Decision } from './decision.ts';
import { type PermissionQuery, permission } from './permission.ts';

/** What a second opinion asks. */
export const SECOND_OPINION: readonly AnyKind[] = [iamRole, simulation];

/** What `decided` asks. */
export const DECIDED: readonly AnyKind[] = [permission, ...SECOND_OPINION];

/** The option of a rule that asks for it. */
export const SECOND_OPINION_OPTION = {
  type: 'boolean',
  description: "ask IAM's policy simulator as well about each permission that a verdict rests on",
  default: false,
} as const;

/** May the role do it? Where the user asked for a second opinion, the decision is held against IAM's own simulator. */
export async function decided(
  facts: Facts,
  query: PermissionQuery,
  options: Readonly<Record<string, unknown>>,
): Promise<Fact<Decision>> {
  const answer = await facts.ask(permission, query);
  if (options['secondOpinion'] !== true) return answer;
  return (await import('./second-opinion.ts')).withSecondOpinion(facts, query, answer);
}
