import { instanceProfilesFacts } from './iam-instance-profiles.ts';
import { managedPoliciesFacts } from './iam-managed-policies.ts';
import { rolePoliciesFacts } from './iam-role-policies.ts';
import { rolesFacts } from './iam-roles.ts';
import type { DeclaredFacts } from './source.ts';

/** What a template tells of roles, their policies, managed policies and instance profiles. */
export const iamFacts: readonly DeclaredFacts[] = [
  ...rolesFacts,
  ...rolePoliciesFacts,
  ...managedPoliciesFacts,
  ...instanceProfilesFacts,
];
