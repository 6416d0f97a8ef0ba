import type { Organization } from '@aws-sdk/client-organizations';
import type { ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';
import type { PolicyText } from './iam.ts';

/** The policies of one sort that hold for an account, root first, account last. */
export interface ControlPolicies {
  readonly levels: readonly {
    /** The id of the root, organizational unit or account. */
    readonly TargetId: string;
    readonly policies: readonly {
      readonly Id: string;
      readonly Name?: string;
      readonly Content: PolicyText;
    }[];
  }[];
}

/** The organization that an account belongs to; absent where it belongs to none. Each account may ask for its own. */
export const organization: ResourceKind<
  { readonly account: string },
  Pick<Shape<Organization>, 'Id' | 'MasterAccountId'>
> = {
  sort: 'resource',
  id: 'organizations.organization',
  noun: 'organization of account',
  actions: ['organizations:DescribeOrganization'],
  key: ({ account }) => account,
};

/**
 * Asked of the organization; absent where the account belongs to none, or manages it: control policies spare the management
 * account. Few accounts may read them.
 */
interface Query {
  readonly account: string;
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
}

export const controlPolicies: ResourceKind<Query, ControlPolicies> = {
  sort: 'resource',
  id: 'organizations.control-policies',
  noun: 'control policies of account',
  actions: [
    'organizations:DescribeOrganization',
    'organizations:ListParents',
    'organizations:ListPoliciesForTarget',
    'organizations:DescribePolicy',
  ],
  key: ({ account, type }) => `${account}/${type}`,
};
