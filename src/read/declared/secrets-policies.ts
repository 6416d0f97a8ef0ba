import {
  absent,
  all,
  any,
  type Fact,
  holds,
  known,
  type Truth,
  unknownFor,
  valueOr,
  type Why,
} from '../../fact/fact.ts';
import type { PolicyText } from '../../fact/kinds/iam.ts';
import { secretPolicy } from '../../fact/kinds/secrets.ts';
import { holdsOpaqueValue, sameText } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { document } from './open.ts';
import { property, spelled } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { managedSecrets } from './secrets-managed.ts';
import { SECRET, secretNames } from './secrets-names.ts';
import { declaredResources } from './source.ts';

type Policy = { readonly ResourcePolicy: PolicyText };

/**
 * The resource policies of secrets. A secret that the template itself makes has those alone that the template gives it: where it
 * gives none, there is none.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html
 */
export const secretPolicies = declaredResources(secretPolicy, (estate) => {
  const declared = estate.of('AWS::SecretsManager::ResourcePolicy');
  const facts = new Map<string, Fact<Policy>>();
  // Of a secret that is not the template's own, what the template gives it replaces what it had.
  for (const it of declared) {
    const id = valueOr(secretOf(it), undefined);
    if (id !== undefined && !holdsOpaqueValue(id)) facts.set(id, policyOf([it], [id]));
  }
  for (const arn of managedSecrets(estate).keys()) facts.set(arn, policyOf(declared, [arn]));
  for (const it of estate.of(SECRET)) {
    const names = secretNames(it, estate);
    const policy = it.exists.match<Fact<Policy>>({
      known: () => {
        const policy = policyOf(declared, names);
        const elsewhere = policy.match({
          known: () => false,
          absent: () => isHanded(estate, names),
          unknown: () => false,
        });
        return elsewhere ? unknownFor([notRead(it)]) : policy;
      },
      absent,
      unknown: unknownFor,
    });
    for (const name of names) facts.set(name, policy);
  }
  return facts;
});

/** Is the secret named to a stack that could not be read, or to a custom resource? */
function isHanded({ unread = [] }: Estate, names: readonly string[]): boolean {
  return unread.some(({ view }) => names.some((name) => holdsText(view.raw, name)));
}

function holdsText(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.includes(text);
  return (
    typeof value === 'object' && value !== null && Object.values(value).some((one) => holdsText(one, text))
  );
}

function notRead({ id }: DeclaredResource): Why {
  const detail = `whether what ${id} is handed to gives it a resource policy`;
  return { reason: 'undecidable', detail };
}

function secretOf({ view }: DeclaredResource): Fact<string> {
  return spelled(property(view as View, 'SecretId'));
}

/** The one policy among those declared that is given to the secret of these names. */
function policyOf(declared: readonly DeclaredResource[], names: readonly string[]): Fact<Policy> {
  const given = declared.map((it) => ({ it, is: isGivenTo(it, names) }));
  const surely = given.filter(({ is }) => valueOr(is, false));
  const perhaps = given.flatMap(({ is }) =>
    is.match({ known: () => [], absent: () => [], unknown: (why) => why.slice(0, 1) }),
  );
  if (perhaps.length > 0) return unknownFor(perhaps);
  const [first, ...others] = surely;
  if (!first) return absent();
  if (others.length > 0) {
    const detail = `which of ${surely.map(({ it }) => it.id).join(', ')} is the resource policy of the secret`;
    return unknownFor([{ reason: 'undecidable', detail }]);
  }
  const text = document(property(first.it.view as View, 'ResourcePolicy'));
  return text.match<Fact<Policy>>({
    known: (ResourcePolicy) => known({ ResourcePolicy }),
    absent,
    unknown: unknownFor,
  });
}

function isGivenTo(it: DeclaredResource, names: readonly string[]): Truth {
  const isOneOf = secretOf(it).match<Truth>({
    known: (id) => any(names.map((name) => sameText(id, name))),
    absent: () => known(false),
    unknown: unknownFor,
  });
  return all([holds(it.exists, () => true), isOneOf]);
}
