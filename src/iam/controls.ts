import type { DerivedKind } from '../fact/kind.ts';
import { controlPolicies, organization } from '../fact/kinds/organizations.ts';
import type { Controls, ControlsQuery } from './control-policies.ts';

/** The control policies of one sort above an account; none where none affects what is done there. Always known, if only as unread. */
export const controls: DerivedKind<ControlsQuery, Controls> = {
  sort: 'derived',
  id: 'iam.controls',
  noun: 'control policies above account',
  key: ({ account, type }) => `${account}/${type}`,
  needs: [controlPolicies, organization],
  derive: async (query, facts) => (await import('./control-policies.ts')).readControls(query, facts),
};
