import { chain, type Fact, known, unknown } from '../../fact/fact.ts';
import { instanceProfile } from '../../fact/kinds/iam.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { View } from '../../model/view.ts';
import { elementsOf } from './iam-policy-arn.ts';
import { declaredRoleArn } from './iam-roles.ts';
import { arnOf, refOf } from './identity.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredResources } from './source.ts';

type Shape = NonNullable<(typeof instanceProfile)['value']>;

/**
 * The declared instance profiles by name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html
 */
export const instanceProfilesFacts = [
  declaredResources(instanceProfile, (estate) => {
    const profiles = new Map<string, Fact<Shape>>();
    for (const resource of estate.of('AWS::IAM::InstanceProfile')) {
      profiles.set(
        refOf(resource, estate),
        chain(resource.exists, () => profileOf(resource, estate)),
      );
    }
    return profiles;
  }),
];

/** A profile holds one role. Of one that the template does not declare the path is not known, and so not the ARN. */
function profileOf(resource: DeclaredResource, estate: Estate): Fact<Shape> {
  const [role] = elementsOf((resource.view.get('Roles') as View).raw);
  if (role instanceof Unresolved) return unknown(role.why);
  const name = refOf(resource, estate);
  const told = { InstanceProfileName: name, Arn: arnOf(resource, estate) };
  if (typeof role !== 'string') return known({ ...told, Roles: [] } as unknown as Shape);
  const Arn = declaredRoleArn(role, estate);
  if (Arn === undefined) {
    return unknown({ reason: 'unresolved', detail: `the ARN of role ${role} of instance profile ${name}` });
  }
  return known({ ...told, Roles: [{ RoleName: role, Arn }] } as unknown as Shape);
}
