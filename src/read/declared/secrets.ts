import { absent, type Fact, known, valueOr } from '../../fact/fact.ts';
import { parameter, secret } from '../../fact/kinds/secrets.ts';
import { opaqueName } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { arnOf, nameOf, refOf } from './identity.ts';
import { orOpaque } from './open.ts';
import { property, shapesOf, told } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { managedSecrets } from './secrets-managed.ts';
import { SECRET, secretNames } from './secrets-names.ts';
import { secretPolicies } from './secrets-policies.ts';
import { preferences } from './secrets-preferences.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

type SecretShape = NonNullable<(typeof secret)['value']>;
type ParameterShape = NonNullable<(typeof parameter)['value']>;

/**
 * The secrets of a template, never what is in them. Their tags are not told: those of the stack come on top of them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
 */
function secrets(estate: Estate): ReadonlyMap<string, Fact<SecretShape>> {
  const own = shapesOf<SecretShape>(
    estate,
    SECRET,
    (it) => secretNames(it, estate),
    (it) =>
      known(
        told<SecretShape>({
          ARN: known(refOf(it, estate)),
          Name: known(nameOf(it, 'Name')),
          KmsKeyId: orOpaque(property(it.view as View, 'KmsKeyId'), `${it.id}.KmsKeyId`),
          VersionIdsToStages: firstVersion(it),
        }),
      ),
  );
  return new Map([...managedSecrets(estate), ...own]);
}

/** A value makes the first version. Without one somebody else puts it there, and nothing is known of versions. */
function firstVersion(it: DeclaredResource): Fact<Record<string, string[]>> {
  const isGiven = (name: string) => valueOr(property(it.view as View, name).given, false);
  if (!isGiven('SecretString') && !isGiven('GenerateSecretString')) return absent();
  return known({ [opaqueName(`${it.id}.VersionId`)]: ['AWSCURRENT'] });
}

/**
 * The parameters of a template; of them Terraform alone makes secure ones, for which `KeyId` stands beside CloudFormation's properties.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html
 */
function parameters(estate: Estate): ReadonlyMap<string, Fact<ParameterShape>> {
  return shapesOf<ParameterShape>(
    estate,
    'AWS::SSM::Parameter',
    (it) => {
      const name = refOf(it, estate);
      return [parameter.key({ name }), parameter.key({ name, region: estate.region })];
    },
    (it) => {
      const type = property(it.view as View, 'Type').text;
      return known(
        told<ParameterShape>({
          Name: known(refOf(it, estate)),
          ARN: known(arnOf(it, estate) ?? ''),
          Type: type as Fact<NonNullable<ParameterShape['Type']>>,
          KeyId: valueOr(type, '') === 'SecureString' ? keyOf(it) : absent(),
        }),
      );
    },
  );
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html: the account's own key where none is named. */
function keyOf(it: DeclaredResource): Fact<string> {
  const key = orOpaque(property(it.view as View, 'KeyId'), `${it.id}.KeyId`);
  return key.match({ known: () => key, absent: () => known('alias/aws/ssm'), unknown: () => key });
}

export const secretsFacts: readonly DeclaredFacts[] = [
  declaredResources(secret, secrets),
  secretPolicies,
  declaredResources(parameter, parameters),
  preferences,
];
