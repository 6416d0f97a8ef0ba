import {
  type AttachedPolicy,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  type InstanceProfile,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { type Fact, known, type Why } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { ManagedPolicy, RolePolicy, RoleShape } from '../fact/kinds/iam.ts';
import type { Shape } from '../fact/shape.ts';
import { type Account, foreignAccount } from './account.ts';
import { allPages, list, listing, one, required, shapeOf, untold } from './answers.ts';
import { isNotFound, MalformedAnswerError, whyOf } from './failures.ts';
import { policyText } from './policy-text.ts';

/** IAM takes up to 1,000 and may send fewer. */
const PAGE = 1000;

/** IAM is one for the whole partition; the SDK knows its address from any region. */
export function iam({ clients, region }: Account): IAMClient {
  return clients.of('iam', region, (config) => new IAMClient(config));
}

/** Where the next page begins; an answer that is cut off and does not say where is not one. */
export function markerOf(answer: {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}): string | undefined {
  if (answer.IsTruncated && !answer.Marker) throw new MalformedAnswerError('it is cut off without a marker');
  return answer.IsTruncated ? answer.Marker : undefined;
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** By name IAM would answer with the namesake in the caller's account. */
function elsewhere(noun: string, reference: string, account: Account): Fact<never> | undefined {
  const owner = foreignAccount(reference, account);
  return owner === undefined
    ? undefined
    : untold(`${noun} ${reference} belongs to account ${owner}, and the caller to ${account.account}`);
}

export async function role(account: Account, query: { readonly role: string }): Promise<Fact<RoleShape>> {
  const RoleName = lastPart(query.role);
  const foreign = elsewhere('role', query.role, account);
  if (foreign) return foreign;
  return one({ service: 'iam', operation: 'GetRole', subject: `role ${RoleName}` }, async () => {
    const { Role } = await iam(account).send(new GetRoleCommand({ RoleName }));
    const { AssumeRolePolicyDocument, ...rest } = shapeOf(required(Role, 'Role'));
    return known(
      AssumeRolePolicyDocument === undefined
        ? rest
        : { ...rest, AssumeRolePolicyDocument: policyText(AssumeRolePolicyDocument) },
    );
  });
}

export async function rolePolicies(
  account: Account,
  scope: { readonly role: string },
): Promise<Fact<Listing<RolePolicy>>> {
  const RoleName = lastPart(scope.role);
  const foreign = elsewhere('role', scope.role, account);
  if (foreign) return foreign;
  const asked = {
    service: 'iam',
    operation: 'ListRolePolicies',
    subject: `the inline policies of role ${RoleName}`,
  };
  return one(asked, async () => {
    const why: Why[] = [];
    const { items: names, error } = await allPages(async (Marker) => {
      const answer = await iam(account).send(
        new ListRolePoliciesCommand({ RoleName, MaxItems: PAGE, ...(Marker && { Marker }) }),
      );
      return { items: required(answer.PolicyNames, 'PolicyNames'), next: markerOf(answer) };
    });
    if (error !== undefined) why.push(whyOf(error, asked));
    const read = async (PolicyName: string): Promise<readonly RolePolicy[]> => {
      const each = {
        service: 'iam',
        operation: 'GetRolePolicy',
        subject: `policy ${PolicyName} of role ${RoleName}`,
      };
      try {
        const answer = await iam(account).send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        const document = required(answer.PolicyDocument, 'PolicyDocument');
        return [{ RoleName, PolicyName, PolicyDocument: policyText(document) }];
      } catch (thrown) {
        if (!isNotFound(thrown, each)) why.push(whyOf(thrown, each));
        return [];
      }
    };
    return listing((await Promise.all(names.map(read))).flat(), why);
  });
}

export async function attachedRolePolicies(
  account: Account,
  scope: { readonly role: string },
): Promise<Fact<Listing<Shape<AttachedPolicy>>>> {
  const RoleName = lastPart(scope.role);
  const foreign = elsewhere('role', scope.role, account);
  if (foreign) return foreign;
  const subject = `the managed policies attached to role ${RoleName}`;
  return list(
    { service: 'iam', operation: 'ListAttachedRolePolicies', subject },
    async (Marker) => {
      const answer = await iam(account).send(
        new ListAttachedRolePoliciesCommand({ RoleName, MaxItems: PAGE, ...(Marker && { Marker }) }),
      );
      return { items: required(answer.AttachedPolicies, 'AttachedPolicies'), next: markerOf(answer) };
    },
    shapeOf,
  );
}

export async function policy(
  account: Account,
  { arn }: { readonly arn: string },
): Promise<Fact<ManagedPolicy>> {
  const subject = `managed policy ${arn}`;
  const client = iam(account);
  let operation = 'GetPolicy';
  try {
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn: arn }));
    const VersionId = required(Policy?.DefaultVersionId, 'DefaultVersionId');
    operation = 'GetPolicyVersion';
    const answer = await client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }));
    const document = required(answer.PolicyVersion?.Document, 'Document');
    return known({ Arn: arn, VersionId, Document: policyText(document) });
  } catch (error) {
    return one({ service: 'iam', operation, subject }, () => Promise.reject(error));
  }
}

export async function instanceProfile(
  account: Account,
  { profile }: { readonly profile: string },
): Promise<Fact<Shape<InstanceProfile>>> {
  const InstanceProfileName = lastPart(profile);
  const foreign = elsewhere('instance profile', profile, account);
  if (foreign) return foreign;
  const subject = `instance profile ${InstanceProfileName}`;
  return one({ service: 'iam', operation: 'GetInstanceProfile', subject }, async () => {
    const answer = await iam(account).send(new GetInstanceProfileCommand({ InstanceProfileName }));
    return known(shapeOf(required(answer.InstanceProfile, 'InstanceProfile')));
  });
}
