import type { DerivedKind } from '../fact/kind.ts';
import { role as iamRole } from '../fact/kinds/iam.ts';
import { controls } from './controls.ts';
import type { AssumableQuery } from './decide-assumable.ts';
import type { Decision } from './decision.ts';

/** Does the role's trust policy let ECS tasks assume it? Absent where the role does not exist. */
export const assumable: DerivedKind<AssumableQuery, Decision> = {
  sort: 'derived',
  id: 'iam.assumable',
  noun: 'trust in ECS tasks of role',
  key: ({ role, account, region }) => `${role} ${account} ${region}`,
  needs: [iamRole, controls],
  derive: async (query, facts) => (await import('./decide-assumable.ts')).decideAssumable(query, facts),
};
