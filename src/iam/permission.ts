import type { DerivedKind } from '../fact/kind.ts';
import { repositoryPolicy } from '../fact/kinds/ecr.ts';
import { grants, keyPolicy } from '../fact/kinds/kms.ts';
import { organization } from '../fact/kinds/organizations.ts';
import { secretPolicy } from '../fact/kinds/secrets.ts';
import { controls } from './controls.ts';
import type { Decision } from './decision.ts';
import { type PermissionQuery, permissionKey } from './permission-query.ts';
import { rolePolicies } from './role-policies.ts';

export { assumable } from './assumable.ts';
export { type CallerQuery, callerMay } from './caller.ts';
export { identityStatements, type RoleStatement } from './identity-statements.ts';
export type { PermissionQuery } from './permission-query.ts';

/** May the role do the action on the resource? Absent where the role does not exist. */
export const permission: DerivedKind<PermissionQuery, Decision> = {
  sort: 'derived',
  id: 'iam.permission',
  noun: 'permission of',
  key: permissionKey,
  needs: [rolePolicies, controls, organization, secretPolicy, keyPolicy, grants, repositoryPolicy],
  // Offline nobody comes here: what decides is loaded when it is needed.
  derive: async (query, facts) => (await import('./decide-permission.ts')).decidePermission(query, facts),
};
