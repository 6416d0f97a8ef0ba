import type { Why } from '../fact/fact.ts';
import type { DerivedKind } from '../fact/kind.ts';
import {
  attachedRolePolicies,
  role as iamRole,
  rolePolicies as inlinePolicies,
  policy as managedPolicy,
} from '../fact/kinds/iam.ts';
import type { Policy } from './document.ts';
import type { RolePolicies } from './read-role-policies.ts';
import { nameOf } from './role-name.ts';

/** The policies of a role by name or ARN. Absent where the role does not exist; otherwise known, if only as unreadable. */
export const rolePolicies: DerivedKind<{ readonly role: string }, RolePolicies> = {
  sort: 'derived',
  id: 'iam.role-and-policies',
  noun: 'policies of role',
  key: ({ role }) => nameOf(role),
  needs: [iamRole, inlinePolicies, attachedRolePolicies, managedPolicy],
  derive: async ({ role }, facts) => (await import('./read-role-policies.ts')).readRolePolicies(role, facts),
};

/** Why a policy could not be read, of all that could not. */
export function whyUnread(policies: readonly Policy[]): readonly Why[] {
  return policies.flatMap(({ doubts }) =>
    doubts.flatMap(({ text, why }) => why ?? [{ reason: 'undecidable', detail: text } as const]),
  );
}
