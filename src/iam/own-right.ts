import type { DerivedKind } from '../fact/kind.ts';
import { controls } from './controls.ts';
import type { OwnRightQuery } from './decide-own-right.ts';
import type { Decision } from './decision.ts';
import { rolePolicies } from './role-policies.ts';

/**
 * What the role's policies hold, within its boundary and the organization's policies, whatever the policy of the resource says: for
 * questions of breadth, where no resource is meant. Absent where the role does not exist.
 */
export const ownRight: DerivedKind<OwnRightQuery, Decision> = {
  sort: 'derived',
  id: 'iam.own-right',
  noun: 'own right of',
  key: ({ role, account, action, resource }) => JSON.stringify([role, account, action, resource]),
  needs: [rolePolicies, controls],
  derive: async (query, facts) => (await import('./decide-own-right.ts')).decideOwnRight(query, facts),
};
