import { absent, type Fact, unknownFor } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { contextOfCall } from './context.ts';
import { decisionOf } from './decided.ts';
import type { Decision } from './decision.ts';
import type { PermissionQuery } from './permission-query.ts';
import { decide } from './precision.ts';
import type { Policies, Request } from './request.ts';
import { targetOf } from './resource-match.ts';
import { rolePolicies } from './role-policies.ts';

/** What is asked of a role's own policies; `role` as an ARN. */
export type OwnQuery = Pick<PermissionQuery, 'role' | 'account' | 'region' | 'action' | 'resource' | 'by'>;

/**
 * May the role do the action as far as its own policies and its boundary say? For resources whose policy nobody reads (a bucket):
 * it may still refuse what these allow, or allow what these leave out. Absent where the role does not exist.
 */
export async function allowedByOwnPolicies(query: OwnQuery, facts: Facts): Promise<Fact<Decision>> {
  const { role, account, region, action, resource, by } = query;
  return (await facts.ask(rolePolicies, { role })).match<Fact<Decision>>({
    known: ({ shape, identity, boundary }) => {
      const arn = shape?.Arn ?? role;
      const request: Request = {
        principal: { type: 'role', arn, account, session: 'unknown' },
        action,
        target: targetOf(action, resource),
        resourceAccount: account,
        context: contextOfCall({ by, action, region, role: { arn, account }, given: {} }),
      };
      const policies: Policies = { identity, ...(boundary ? { boundary } : {}) };
      return decisionOf(decide(request, policies), request, policies, []);
    },
    absent,
    unknown: (why) => unknownFor(why),
  });
}
