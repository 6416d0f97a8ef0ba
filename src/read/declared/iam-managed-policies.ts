import { type Fact, map, unknown } from '../../fact/fact.ts';
import { type ManagedPolicy, policy as managedPolicy } from '../../fact/kinds/iam.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { View } from '../../model/view.ts';
import { attachmentsTo, roleNames } from './iam-attachments.ts';
import { elementsOf, policyArnOf } from './iam-policy-arn.ts';
import { boundaryOf, ROLE } from './iam-roles.ts';
import { arnOf } from './identity.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredResources } from './source.ts';

export const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';

/**
 * The declared managed policies by ARN, and why those are not known whose ARN is left open.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
 */
export const managedPoliciesFacts = [
  declaredResources(managedPolicy, (estate) => {
    const policies = new Map<string, Fact<ManagedPolicy>>(openPolicies(estate));
    for (const resource of estate.of(MANAGED_POLICY)) {
      const arn = arnOf(resource, estate);
      if (arn === undefined) continue;
      const Document = (resource.view.get('PolicyDocument') as View).raw;
      policies.set(
        arn,
        map(resource.exists, () => ({ Arn: arn, VersionId: 'v1', Document })),
      );
    }
    return policies;
  }),
];

function* openPolicies(estate: Estate): Iterable<readonly [string, Fact<never>]> {
  for (const role of estate.of(ROLE)) {
    yield* whereOpen(role, 'PermissionsBoundary', boundaryOf(role));
    for (const [at, value] of elementsOf((role.view.get('ManagedPolicyArns') as View).raw).entries())
      yield* whereOpen(role, 'ManagedPolicyArns', value, `[${at}]`);
  }
  const names = roleNames(estate);
  for (const policy of estate.of(MANAGED_POLICY)) {
    const open = attachmentsTo(policy, 'Roles', names).find((attachment) => attachment.open)?.open;
    if (open) yield* whereOpen(policy, 'Roles', new Unresolved(open));
  }
}

function* whereOpen(
  resource: DeclaredResource,
  property: string,
  value: unknown,
  place?: string,
): Iterable<readonly [string, Fact<never>]> {
  const arn = policyArnOf(resource, property, value, place);
  if (arn !== undefined && value instanceof Unresolved) yield [arn, unknown(value.why)];
}
