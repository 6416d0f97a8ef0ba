import { type Fact, known, unknownFor } from '../fact/fact.ts';
import type { Decision } from './decision.ts';
import type { Policy } from './document.ts';
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
  const dated = datedOf(verdict, policies);
  return known({
    outcome,
    because: [...becauseOf(verdict, request, policies), ...unread(outcome, dated)],
    assumptions: outcome === 'allowed' ? assumed : [],
    ...(layer ? { layer } : {}),
    ...(dated[0]?.asOf === undefined ? {} : { asOf: dated[0].asOf }),
  });
}

/** The policies taken from what AWS published that the decision rests on: that one allows, or that none does. */
function datedOf({ outcome, layer, outcomes }: Verdict, { identity, boundary }: Policies): readonly Policy[] {
  const limit = boundary ? [boundary] : [];
  const isDated = ({ asOf }: Policy) => asOf !== undefined;
  if (outcome === 'allowed') {
    const citedBy = (policy: Policy) => outcomes.some(({ allowedBy }) => allowedBy?.policy === policy);
    return [...identity, ...limit].filter((policy) => isDated(policy) && citedBy(policy));
  }
  if (outcome !== 'implicitDeny') return [];
  return (layer === 'identity' ? identity : layer === 'boundary' ? limit : []).filter(isDated);
}

/** What allows is cited with its date; where nothing allows, that has to be said. */
function unread(outcome: Verdict['outcome'], dated: readonly Policy[]): readonly string[] {
  return outcome === 'allowed' ? [] : dated.map(({ name }) => `${name} has no such permission`);
}
