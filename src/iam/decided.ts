import { type Fact, known, unknownFor } from '../fact/fact.ts';
import type { Decision } from './decision.ts';
import type { Verdict } from './evaluate.ts';
import { becauseOf, whyOpen } from './explain.ts';
import type { Policies, Request } from './request.ts';

/** The verdict as a fact; what it takes for granted matters only where it allows. */
export function decisionOf(
  verdict: Verdict,
  request: Request,
  policies: Policies,
  assumed: readonly string[],
): Fact<Decision> {
  const { outcome, layer, doubts } = verdict;
  if (outcome === 'unknown') return unknownFor(whyOpen(doubts, request));
  return known({
    outcome,
    ...(layer ? { layer } : {}),
    because: becauseOf(verdict, request, policies),
    assumptions: outcome === 'allowed' ? assumed : [],
  });
}
