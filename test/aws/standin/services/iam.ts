import { type Account, type Held, policyText } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { type PageRules, pageOf } from '../paging.ts';
import { type Operation, QUERY_CODES, type Service } from './service.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
const LIST: PageRules = { max: 1000, fallback: 100, refusal: 'ValidationError' };

const operations: Readonly<Record<string, Operation>> = {
  GetRole: (input, account) => {
    const { value } = roleOf(account, input['RoleName']);
    const trust = value['AssumeRolePolicyDocument'];
    return {
      Role: trust === undefined ? value : { ...value, AssumeRolePolicyDocument: percentEncoded(trust) },
    };
  },

  ListRolePolicies: (input, account) => {
    const names = inlineOf(account, input['RoleName']).map(({ value }) => value['PolicyName']);
    return marked('PolicyNames', pageOf(names, input['MaxItems'], input['Marker'], LIST, account.pageCap));
  },

  GetRolePolicy: (input, account) => {
    const policy = inlineOf(account, input['RoleName']).find(
      ({ value }) => value['PolicyName'] === input['PolicyName'],
    );
    if (!policy) {
      throw noSuchEntity(`The role policy with name ${input['PolicyName']} cannot be found.`);
    }
    return { ...policy.value, PolicyDocument: percentEncoded(policy.value['PolicyDocument']) };
  },

  ListAttachedRolePolicies: (input, account) => {
    const role = roleOf(account, input['RoleName']);
    const attached =
      account.collection('iam.attached-role-policies', nameOf(role), 'iam.attached-policy') ?? [];
    const policies = attached.map(({ value }) => value);
    return marked(
      'AttachedPolicies',
      pageOf(policies, input['MaxItems'], input['Marker'], LIST, account.pageCap),
    );
  },

  GetPolicy: (input, account) => {
    const { value } = policyOf(account, input['PolicyArn']);
    return { Policy: { DefaultVersionId: value['VersionId'], IsAttachable: true, ...value } };
  },

  GetPolicyVersion: (input, account) => {
    const { value } = policyOf(account, input['PolicyArn']);
    if (value['VersionId'] !== input['VersionId']) {
      throw noSuchEntity(`Policy ${input['PolicyArn']} version ${input['VersionId']} does not exist.`);
    }
    return {
      PolicyVersion: {
        Document: percentEncoded(value['Document']),
        VersionId: value['VersionId'],
        IsDefaultVersion: true,
      },
    };
  },

  GetInstanceProfile: (input, account) => {
    const name = String(input['InstanceProfileName']);
    const profile = account.findAnywhere('iam.instance-profile', name, ({ value }) => [
      value['InstanceProfileName'],
    ]);
    if (!profile) {
      account.refuse('iam.instance-profile', name);
      throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
    }
    return { InstanceProfile: profile.value };
  },

  SimulatePrincipalPolicy: (input, account, { simulation }) => {
    const context = ((input['ContextEntries'] ?? []) as readonly Record<string, unknown>[])
      .map(
        (entry) =>
          `${entry['ContextKeyName']}=${(entry['ContextKeyValues'] as string[] | undefined)?.join() ?? ''}`,
      )
      .sort();
    const recorded = account.everywhere('iam.simulation');
    const results = (input['ActionNames'] as readonly string[]).flatMap((action) =>
      ((input['ResourceArns'] ?? ['*']) as readonly string[]).map((resource) => {
        const key = [input['PolicySourceArn'], action, resource, ...context].join(' ');
        const answer = recorded.find((held) => held.key === key)?.value;
        return answer ?? { EvalActionName: action, EvalResourceName: resource, EvalDecision: simulation };
      }),
    );
    return marked(
      'EvaluationResults',
      pageOf(results, input['MaxItems'], input['Marker'], LIST, account.pageCap),
    );
  },
};

/** AWS Identity and Access Management. */
export const iam: Service = {
  name: 'iam',
  protocol: 'query',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  client: () => import('@aws-sdk/client-iam'),
  operations,
  codes: { ...QUERY_CODES, broken: ['ServiceFailure', 500] },
};

function roleOf(account: Account, name: unknown): Held {
  const role = account.findAnywhere('iam.role', String(name), ({ value }) => [value['RoleName']]);
  if (!role) {
    account.refuse('iam.role', String(name));
    throw noSuchEntity(`The role with name ${String(name)} cannot be found.`);
  }
  return role;
}

function nameOf({ key, value }: Held): string {
  return String(value['RoleName'] ?? key);
}

function inlineOf(account: Account, name: unknown): readonly Held[] {
  const role = nameOf(roleOf(account, name));
  return (
    account.collection('iam.role-policies', role, 'iam.role-policy') ??
    account.everywhere('iam.role-policy').filter(({ value }) => value['RoleName'] === role)
  );
}

function policyOf(account: Account, arn: unknown): Held {
  const policy = account.findAnywhere('iam.policy', String(arn), ({ value }) => [value['Arn']]);
  if (!policy) {
    account.refuse('iam.policy', String(arn));
    throw noSuchEntity(`Policy ${String(arn)} does not exist or is not attachable.`);
  }
  return policy;
}

function noSuchEntity(message: string): ApiError {
  return new ApiError('NoSuchEntity', message, 404);
}

/** IAM returns policy documents percent-encoded as RFC 3986 says. */
function percentEncoded(policy: unknown): string {
  return encodeURIComponent(policyText(policy)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function marked(member: string, { page, next }: ReturnType<typeof pageOf>): object {
  return { [member]: page, IsTruncated: next !== undefined, Marker: next };
}
