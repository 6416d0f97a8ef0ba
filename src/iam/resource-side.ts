import type { Facts } from '../fact/kind.ts';
import { repositoryPolicy } from '../fact/kinds/ecr.ts';
import type { PolicyText } from '../fact/kinds/iam.ts';
import { grants as keyGrants, keyPolicy } from '../fact/kinds/kms.ts';
import { secretPolicy } from '../fact/kinds/secrets.ts';
import { withoutResourcePolicy } from '../knowledge/iam-services.ts';
import { readPolicy, unreadable } from './document.ts';
import type { Grant } from './grants.ts';
import type { PermissionQuery } from './permission-query.ts';
import type { Policies } from './request.ts';
import { serviceOf } from './resource-control.ts';

type Side = Pick<Policies, 'resource' | 'grants'>;

/** The policy of the resource that is asked about, and the grants of a key. */
export async function resourceSide(query: PermissionQuery, facts: Facts): Promise<Side> {
  const { on } = query;
  if (!on) return unasked(query);
  if ('secret' in on) return ofSecret(on.secret, facts);
  return 'key' in on ? ofKey(on.key, facts) : ofRepository(on.repository, facts);
}

/** Some services have no policies of resources; of the others one may be there that nobody looks up. */
function unasked({ action, resource }: PermissionQuery): Side {
  if (resource === '*' || withoutResourcePolicy(serviceOf(action))) return {};
  const detail = `whether a policy of ${resource} allows or denies ${action} is not looked up`;
  return { resource: unreadable(`the policy of ${resource}`, [{ reason: 'undecidable', detail }]) };
}

/** A template that gives its resource no policy says that it has none. */
function policyOf(name: string, text: PolicyText): Side {
  return text === undefined ? {} : { resource: readPolicy(name, text) };
}

async function ofSecret(id: string, facts: Facts): Promise<Side> {
  const name = `the resource policy of secret ${id}`;
  const found = await facts.ask(secretPolicy, { id });
  return found.match<Side>({
    known: ({ ResourcePolicy }) => policyOf(name, ResourcePolicy),
    absent: () => ({}),
    unknown: (why) => ({ resource: unreadable(name, why) }),
  });
}

async function ofKey(key: string, facts: Facts): Promise<Side> {
  const name = `the key policy of ${key}`;
  const [policy, grants] = await Promise.all([facts.ask(keyPolicy, { key }), facts.ask(keyGrants, { key })]);
  const resource = policy.match({
    known: ({ Policy }) => readPolicy(name, Policy),
    absent: () => unreadable(name, [{ reason: 'error', detail: `${name} does not exist` }]),
    unknown: (why) => unreadable(name, why),
  });
  return {
    resource,
    grants: grants.match<NonNullable<Policies['grants']>>({
      known: (list) => list.map(grantOf),
      absent: () => [],
      unknown: (why) => unreadable(`the grants of ${key}`, why),
    }),
  };
}

type GrantShape = NonNullable<(typeof keyGrants)['value']>[number];

function grantOf({ GrantId, GranteePrincipal, Operations, Constraints }: GrantShape): Grant {
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = Constraints ?? {};
  return {
    ...(GrantId === undefined ? {} : { id: GrantId }),
    grantee: GranteePrincipal ?? '',
    operations: Operations ?? [],
    ...(subset ? { subset } : {}),
    ...(equals ? { equals } : {}),
  };
}

async function ofRepository(
  repository: Extract<NonNullable<PermissionQuery['on']>, { readonly repository: unknown }>['repository'],
  facts: Facts,
): Promise<Side> {
  const name = `the policy of repository ${repository.name}`;
  const found = await facts.ask(repositoryPolicy, repository);
  return found.match<Side>({
    known: ({ policyText }) => policyOf(name, policyText),
    absent: () => ({}),
    unknown: (why) => ({ resource: unreadable(name, why) }),
  });
}
