import { type Fact, known, valueOr, type Why } from '../../fact/fact.ts';
import type { Listing } from '../../fact/kind.ts';
import {
  attachedRolePolicies,
  rolePolicies as inlineRolePolicies,
  type RolePolicy,
} from '../../fact/kinds/iam.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject, type View } from '../../model/view.ts';
import { attachedElsewhere, attachmentsTo, roleNames, whyOpen } from './iam-attachments.ts';
import { MANAGED_POLICY } from './iam-managed-policies.ts';
import { elementsOf, policyArnOf } from './iam-policy-arn.ts';
import { ROLE } from './iam-roles.ts';
import { arnOf, refOf } from './identity.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredListings } from './source.ts';

type AttachedPolicy = { readonly PolicyArn: string };

/**
 * The policies of the declared roles. All that a role has is declared with it: the lists are complete, and an entry that the
 * template leaves open is a policy that says nobody knows what.
 */
export const rolePoliciesFacts = [
  declaredListings(inlineRolePolicies, (estate) => {
    const found = collected<RolePolicy>(estate);
    const names = roleNames(estate);
    for (const role of estate.of(ROLE)) {
      const name = refOf(role, estate);
      for (const policy of ownInline(role, estate)) found.add(name, policy);
      const elsewhere = attachedElsewhere(name, estate);
      if (elsewhere) {
        const PolicyDocument = new Unresolved(elsewhere);
        found.add(name, { RoleName: name, PolicyName: `${role.id}.Policies`, PolicyDocument });
      }
    }
    for (const [type, roles] of [
      ['AWS::IAM::Policy', 'Roles'],
      ['AWS::IAM::RolePolicy', 'RoleName'],
    ] as const) {
      for (const policy of estate.of(type)) {
        for (const { role, open } of attachmentsTo(policy, roles, names))
          found.add(role, separate(policy, role, open));
      }
    }
    return found.listings((members) => members.map(distinct));
  }),
  declaredListings(attachedRolePolicies, (estate) => {
    const found = collected<AttachedPolicy>(estate);
    const names = roleNames(estate);
    for (const role of estate.of(ROLE)) {
      for (const policy of ownAttached(role)) found.add(refOf(role, estate), policy);
    }
    for (const policy of estate.of(MANAGED_POLICY)) {
      const PolicyArn = arnOf(policy, estate);
      if (PolicyArn === undefined) continue;
      for (const { role, open } of attachmentsTo(policy, 'Roles', names)) {
        // Whether it is attached is left open: as good as an attached policy of which nobody knows what it says.
        const arn = open ? policyArnOf(policy, 'Roles', new Unresolved(open)) : PolicyArn;
        if (arn !== undefined) found.add(role, { PolicyArn: arn });
      }
    }
    return found.listings((members) => members);
  }),
];

/** Lists by role, with one for each declared role. */
function collected<Member>(estate: Estate) {
  const lists = new Map<string, Member[]>(estate.of(ROLE).map((role) => [refOf(role, estate), []]));
  return {
    add: (role: string, member: Member) => void lists.get(role)?.push(member),
    listings: (made: (members: readonly Member[]) => readonly Member[]) => {
      const listings = new Map<string, Fact<Listing<Member>>>();
      for (const [role, members] of lists)
        listings.set(role, known({ members: made(members), complete: true }));
      return listings;
    },
  };
}

/** A role that may not be there has policies of which nobody knows what they say. */
function ownInline(role: DeclaredResource, estate: Estate): readonly RolePolicy[] {
  const RoleName = refOf(role, estate);
  const why = whyOpen(role.exists);
  if (why) return [{ RoleName, PolicyName: role.id, PolicyDocument: new Unresolved(why) }];
  return elementsOf((role.view.get('Policies') as View).raw).map((entry, at) => {
    if (!isObject(entry))
      return { RoleName, PolicyName: `${role.id}.Policies[${at}]`, PolicyDocument: entry };
    const { PolicyName, PolicyDocument } = entry;
    return {
      RoleName,
      PolicyName: typeof PolicyName === 'string' ? PolicyName : `${role.id}.Policies[${at}]`,
      PolicyDocument,
    };
  });
}

function ownAttached(role: DeclaredResource): readonly AttachedPolicy[] {
  return elementsOf((role.view.get('ManagedPolicyArns') as View).raw).flatMap((entry, at) => {
    const PolicyArn = policyArnOf(role, 'ManagedPolicyArns', entry, `[${at}]`);
    return PolicyArn === undefined ? [] : [{ PolicyArn }];
  });
}

function separate(policy: DeclaredResource, role: string, open: Why | undefined): RolePolicy {
  const { view } = policy;
  return {
    RoleName: role,
    PolicyName: valueOr((view.get('PolicyName') as View).reference, policy.id),
    PolicyDocument: open ? new Unresolved(open) : (view.get('PolicyDocument') as View).raw,
  };
}

/** Two policies under one name would be taken for one. */
function distinct(policy: RolePolicy, at: number, all: readonly RolePolicy[]): RolePolicy {
  const before = all.slice(0, at).filter(({ PolicyName }) => PolicyName === policy.PolicyName).length;
  return before === 0 ? policy : { ...policy, PolicyName: `${policy.PolicyName} (${before + 1})` };
}
