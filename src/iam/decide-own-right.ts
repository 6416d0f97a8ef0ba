import { absent, type Fact, unknown, unknownFor, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { contextOf, UNKNOWN } from './context-value.ts';
import { ORGANIZATION_ASSUMPTION, UNREAD } from './control-policies.ts';
import { controls } from './controls.ts';
import { decisionOf } from './decided.ts';
import type { Decision } from './decision.ts';
import { decide } from './precision.ts';
import type { RolePolicies } from './read-role-policies.ts';
import type { Policies, Request } from './request.ts';
import { targetOf } from './resource-match.ts';
import { rolePolicies } from './role-policies.ts';

/** What is it that the role holds by itself? */
export interface OwnRightQuery {
  /** Name or ARN. */
  readonly role: string;
  /** The role's account, twelve digits. */
  readonly account: string;
  readonly action: string;
  /** An ARN; `*` in it stands for a part that nobody knows. */
  readonly resource: string;
}

/** What `ownRight` derives. */
export async function decideOwnRight(query: OwnRightQuery, facts: Facts): Promise<Fact<Decision>> {
  const found = await facts.ask(rolePolicies, { role: query.role });
  return found.match<Fact<Decision> | Promise<Fact<Decision>>>({
    known: (policies) => decision(query, policies, facts),
    absent,
    unknown: (why) => unknownFor(why),
  });
}

async function decision(
  { role, account, action, resource }: OwnRightQuery,
  { shape, identity, boundary }: RolePolicies,
  facts: Facts,
): Promise<Fact<Decision>> {
  const arn = shape?.Arn ?? role;
  if (!arn.startsWith('arn:')) {
    return unknown({ reason: 'undecidable', detail: `the ARN of role ${role} is not known` });
  }
  const above = await facts.ask(controls, { account, type: 'SERVICE_CONTROL_POLICY' });
  const { levels, unread } = valueOr(above, UNREAD);
  const request: Request = {
    principal: { type: 'role', arn, account, session: 'unknown' },
    action,
    target: targetOf(action, resource),
    resourceAccount: account,
    context: contextOf([], () => UNKNOWN),
  };
  const policies: Policies = { identity, ...(boundary ? { boundary } : {}), serviceControl: levels };
  return decisionOf(decide(request, policies), request, policies, unread ? [ORGANIZATION_ASSUMPTION] : []);
}
