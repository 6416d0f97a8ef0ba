import { type Fact, map, valueOr } from '../../fact/fact.ts';
import { role as iamRole, type RoleShape } from '../../fact/kinds/iam.ts';
import { declaredBy } from '../../model/declared-at.ts';
import type { View } from '../../model/view.ts';
import { policyArnOf } from './iam-policy-arn.ts';
import { arnOf, refOf } from './identity.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredResources } from './source.ts';

export const ROLE = 'AWS::IAM::Role';

/**
 * The declared roles by name. Their tags are not told: those of the stack and of the deploying tool come to what the template says.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export const rolesFacts = [
  declaredResources(iamRole, (estate) => {
    const roles = new Map<string, Fact<RoleShape>>();
    for (const resource of estate.of(ROLE)) {
      roles.set(
        refOf(resource, estate),
        map(resource.exists, () => declaredBy(shapeOf(resource, estate), resource.view as View)),
      );
    }
    return roles;
  }),
];

/** Of GetRole's answer what a template knows; id and dates are made by IAM. */
function shapeOf(resource: DeclaredResource, estate: Estate): RoleShape {
  const { view } = resource;
  const boundary = policyArnOf(resource, 'PermissionsBoundary', boundaryOf(resource));
  return {
    RoleName: refOf(resource, estate),
    Arn: arnOf(resource, estate),
    Path: valueOr((view.get('Path') as View).reference, '/'),
    AssumeRolePolicyDocument: (view.get('AssumeRolePolicyDocument') as View).raw,
    ...(boundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
  } as RoleShape;
}

export function boundaryOf({ view }: DeclaredResource): unknown {
  return (view.get('PermissionsBoundary') as View).raw;
}

/** The declared roles by name, for what is attached to them. */
export function rolesByName(estate: Estate): ReadonlyMap<string, DeclaredResource> {
  return new Map(estate.of(ROLE).map((resource) => [refOf(resource, estate), resource]));
}

/** The ARN of the declared role of that name; undefined where the template declares none. */
export function declaredRoleArn(name: string, estate: Estate): string | undefined {
  const resource = rolesByName(estate).get(name);
  return resource && arnOf(resource, estate);
}
