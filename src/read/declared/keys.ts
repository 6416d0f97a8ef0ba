import { absent, any, chain, type Fact, known, orElse, valueOr, type Why } from '../../fact/fact.ts';
import type { Listing } from '../../fact/kind.ts';
import type { PolicyText } from '../../fact/kinds/iam.ts';
import { grants, key, keyPolicy } from '../../fact/kinds/kms.ts';
import { sameText } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { arnOf, refOf } from './identity.ts';
import { document } from './open.ts';
import { listed, property, shaped, shapesOf, spelled, told } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { type DeclaredFacts, declaredListings, declaredResources } from './source.ts';

type KeyShape = NonNullable<(typeof key)['value']>;
type GrantShape = NonNullable<(typeof grants)['value']>[number];

const KEY = 'AWS::KMS::Key';

/** A key by its id and its ARN, an alias by its name and its ARN. */
function namesOf(it: DeclaredResource, estate: Estate): readonly string[] {
  return [refOf(it, estate), arnOf(it, estate) ?? ''];
}

/**
 * The keys of a template, also by their aliases.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 */
function keys(estate: Estate): ReadonlyMap<string, Fact<KeyShape>> {
  const aliases = estate.of('AWS::KMS::Alias').filter(({ exists }) => valueOr(exists, false));
  return shapesOf<KeyShape>(
    estate,
    KEY,
    (it) => {
      const names = namesOf(it, estate);
      const own = aliases.filter((alias) => isOf(alias, names));
      return [...names, ...own.flatMap((alias) => namesOf(alias, estate))];
    },
    (it) =>
      known(
        told<KeyShape>({
          KeyId: known(refOf(it, estate)),
          Arn: known(arnOf(it, estate) ?? ''),
          KeyManager: known('CUSTOMER'),
          ...stateOf(it),
        }),
      ),
  );
}

function isOf(alias: DeclaredResource, names: readonly string[]): boolean {
  const target = valueOr(spelled(property(alias.view as View, 'TargetKeyId')), '');
  return names.some((name) => valueOr(sameText(target, name), false));
}

/** A key is enabled unless the template says otherwise. One whose material is imported or elsewhere cannot be used at once. */
function stateOf({ view }: DeclaredResource): {
  readonly Enabled?: Fact<boolean>;
  readonly KeyState?: Fact<NonNullable<KeyShape['KeyState']>>;
} {
  const origin = orElse(property(view as View, 'Origin').text, () => known('AWS_KMS'));
  if (valueOr(origin, '') !== 'AWS_KMS') return {};
  const enabled = orElse(property(view as View, 'Enabled').flag, () => known(true));
  return { Enabled: enabled, KeyState: chain(enabled, (is) => known(is ? 'Enabled' : 'Disabled')) };
}

type Policy = { readonly Policy: PolicyText };

/** The key policies: the template's, or the one that KMS gives a key without one. */
function keyPolicies(estate: Estate): ReadonlyMap<string, Fact<Policy>> {
  return shapesOf<Policy>(
    estate,
    KEY,
    (it) => namesOf(it, estate),
    ({ view }) => {
      const text = document(property(view as View, 'KeyPolicy'));
      return chain(
        orElse(text, () => known(defaultPolicy(estate))),
        (Policy) => known({ Policy }),
      );
    },
  );
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html, of a key that is made by the API. */
function defaultPolicy({ partition, account }: Estate): PolicyText {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
}

/**
 * CloudFormation declares no grants, Terraform does: `AWS::KMS::Grant`, with the members of CreateGrant. A key that the template
 * itself makes has no others.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
function grantsOn(estate: Estate): ReadonlyMap<string, Fact<Listing<GrantShape>>> {
  const declared = estate.of('AWS::KMS::Grant');
  return shapesOf<Listing<GrantShape>>(
    estate,
    KEY,
    (it) => namesOf(it, estate),
    (it) => {
      const names = namesOf(it, estate);
      const open: Why[] = [];
      const members = declared.flatMap((grant) =>
        grantOn(grant, names).match<readonly GrantShape[]>({
          known: (shape) => [shape],
          absent: () => [],
          unknown: (why) => {
            open.push(...why);
            return [];
          },
        }),
      );
      return known({ members, complete: open.length === 0 ? true : open });
    },
  );
}

/** A grant, if it is one on the key of these names. */
function grantOn(grant: DeclaredResource, names: readonly string[]): Fact<GrantShape> {
  const at = (name: string) => property(grant.view as View, name);
  const on = chain(spelled(at('KeyId')), (id) => any(names.map((name) => sameText(id, name))));
  return chain(on, (is) =>
    is
      ? shaped<GrantShape>({
          GrantId: known(grant.id),
          GranteePrincipal: spelled(at('GranteePrincipal')),
          Operations: listed(at('Operations'), ({ text }) => text) as Fact<GrantShape['Operations'] & object>,
          Constraints: chain(at('Constraints').given, (given) =>
            given ? known(at('Constraints').raw as NonNullable<GrantShape['Constraints']>) : absent(),
          ),
        })
      : absent(),
  );
}

export const keysFacts: readonly DeclaredFacts[] = [
  declaredResources(key, keys),
  declaredResources(keyPolicy, keyPolicies),
  declaredListings(grants, grantsOn),
];
