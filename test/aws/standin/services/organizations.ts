import { type Account, policyText } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { type PageRules, pageOf } from '../paging.ts';
import { JSON_CODES, type Service } from './service.ts';

const LIST: PageRules = { max: 20, fallback: 20, refusal: 'InvalidInputException' };

interface Level {
  readonly TargetId: string;
  readonly policies: readonly { readonly Id: string; readonly Name?: string; readonly Content: unknown }[];
}

/** AWS Organizations, rebuilt from what the snapshot holds of the levels above the account. */
export const organizations: Service = {
  name: 'organizations',
  protocol: 'json',
  client: () => import('@aws-sdk/client-organizations'),
  codes: { ...JSON_CODES, throttled: ['TooManyRequestsException', 400], broken: ['ServiceException', 500] },
  operations: {
    DescribeOrganization: (_, account) => {
      account.refuse('organizations.organization', account.id);
      const held = account.findAnywhere('organizations.organization', account.id, () => []);
      return { Organization: held?.value ?? none(account) };
    },
    ListParents: (input, account) => {
      const levels =
        levelsOf(account, 'SERVICE_CONTROL_POLICY') ??
        levelsOf(account, 'RESOURCE_CONTROL_POLICY') ??
        none(account);
      const at = levels.findIndex(({ TargetId }) => TargetId === input['ChildId']);
      const parent = levels[at - 1];
      if (!parent)
        throw new ApiError(
          'ChildNotFoundException',
          "You specified an organizational unit or account that doesn't exist.",
        );
      return {
        Parents: [
          { Id: parent.TargetId, Type: parent.TargetId.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' },
        ],
      };
    },
    ListPoliciesForTarget: (input, account) => {
      const levels = levelsOf(account, String(input['Filter'])) ?? none(account);
      const level = levels.find(({ TargetId }) => TargetId === input['TargetId']);
      if (!level) throw new ApiError('TargetNotFoundException', "You specified a target that doesn't exist.");
      const policies = level.policies.map(({ Id, Name = Id }) =>
        summaryOf(Id, Name, String(input['Filter'])),
      );
      const { page, next } = pageOf(policies, input['MaxResults'], input['NextToken'], LIST, account.pageCap);
      return { Policies: page, NextToken: next };
    },
    DescribePolicy: (input, account) => {
      for (const type of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) {
        const policies = (levelsOf(account, type) ?? []).flatMap((level) => level.policies);
        const policy = policies.find(({ Id }) => Id === input['PolicyId']);
        if (policy) {
          const { Id, Name = Id, Content } = policy;
          return { Policy: { PolicySummary: summaryOf(Id, Name, type), Content: policyText(Content) } };
        }
      }
      throw new ApiError('PolicyNotFoundException', "You specified a policy that doesn't exist.");
    },
  },
};

function levelsOf(account: Account, type: string): readonly Level[] | undefined {
  const held = account.findAnywhere('organizations.control-policies', `${account.id}/${type}`, () => []);
  return held?.value['levels'] as readonly Level[] | undefined;
}

/** A lone account knows that it is in no organization; a member account may not ask. */
function none(account: Account): never {
  throw account.isAbsent('organizations.control-policies', `${account.id}/SERVICE_CONTROL_POLICY`)
    ? new ApiError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.')
    : new ApiError('AccessDeniedException', "You don't have permissions to access this resource.");
}

function summaryOf(Id: string, Name: string, Type: string): object {
  return { Id, Name, Type, AwsManaged: Id === 'p-FullAWSAccess' || Id === 'p-RCPFullAWSAccess' };
}
