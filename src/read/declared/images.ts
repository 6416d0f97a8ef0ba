import { absent, type Fact, known, unknown } from '../../fact/fact.ts';
import { repositoryPolicy } from '../../fact/kinds/ecr.ts';
import type { PolicyText } from '../../fact/kinds/iam.ts';
import type { View } from '../../model/view.ts';
import { refOf } from './identity.ts';
import { document } from './open.ts';
import { property, shapesOf } from './property.ts';
import type { Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

type Policy = { readonly policyText: PolicyText };

/**
 * The policies of a template's repositories. Where a repository that the template itself makes is given none, it has none.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html
 */
function repositoryPolicies(estate: Estate): ReadonlyMap<string, Fact<Policy>> {
  const { account, region } = estate;
  return shapesOf<Policy>(
    estate,
    'AWS::ECR::Repository',
    (it) => [repositoryPolicy.key({ account, region, name: refOf(it, estate) })],
    ({ view }) =>
      document(property(view as View, 'RepositoryPolicyText')).match<Fact<Policy>>({
        known: (policyText) => known({ policyText }),
        absent,
        unknown: (why) => unknown(...why),
      }),
  );
}

export const imagesFacts: readonly DeclaredFacts[] = [
  declaredResources(repositoryPolicy, repositoryPolicies),
];
