import { absent, chain, type Fact, known, unknown, valueOr, type Why } from '../fact/fact.ts';
import { isValue, sameText, unitsOf, whyOpaque } from '../fact/opaque.ts';
import { declaredSecret } from './declared-secret.ts';
import type { Deployment } from './deployment.ts';
import { remember } from './deployment.ts';
import { partitionOf } from './partition.ts';
import type { SecretNameReference, SecretReference } from './secret-reference.ts';
import { type Reference, secretReferences } from './secret-references.ts';

/** A secret or a parameter that the ECS agent fetches before the containers start, with every place that names it. */
export interface FetchedValue {
  /** Where it is kept, as endpoints and IAM actions spell the service. */
  readonly store: 'secretsmanager' | 'ssm';
  /** What is asked for: the ARN (full or partial, without key and version) or name of a secret, the name of a parameter. */
  readonly id: string;
  /** Its name without region and account; of a secret's ARN with the random suffix, if that is given. */
  readonly name: string;
  /** The region that is called: the ARN's, or the deployment's. */
  readonly region: Fact<string>;
  /** Whose it is: the ARN's account, or the deployment's. */
  readonly account: Fact<string>;
  /** The places that name it, in the order of the file. */
  readonly references: readonly [Reference, ...Reference[]];
}

/** The values found, and why some may be missing from the list. */
export interface FetchedValues {
  readonly list: readonly FetchedValue[];
  readonly why: readonly Why[];
}

/**
 * What the agent fetches for a task of the deployment, each secret and parameter once. Left out is what
 * `secret-reachability` finds wrong by the text alone: what cannot be read, and parameters of another account.
 */
export function fetchedValues(deployment: Deployment): FetchedValues {
  return remember(deployment, fetchedValues, () => gather(deployment));
}

function gather(deployment: Deployment): FetchedValues {
  const { list, why } = secretReferences(deployment.taskDefinition);
  const reasons = [...why];
  const values = new Map<string, FetchedValue>();
  for (const reference of list) {
    fetchedFrom(deployment, reference).match<void>({
      known: (value) => {
        const key = `${value.store} ${valueOr(value.region, '')} ${value.id}`;
        const first = values.get(key);
        values.set(key, first ? { ...first, references: [...first.references, reference] } : value);
      },
      absent: () => undefined,
      unknown: (more) => void reasons.push(...more),
    });
  }
  return { list: [...values.values()], why: reasons };
}

function fetchedFrom(deployment: Deployment, reference: Reference): Fact<FetchedValue> {
  return chain<SecretReference | SecretNameReference, FetchedValue>(reference.target, (target) => {
    const { region, account } = deployment;
    const references = [reference] as const;
    switch (target.kind) {
      case 'malformed':
        return absent();
      case 'secrets-manager':
        return known({
          store: 'secretsmanager',
          id: target.arn,
          name: target.name,
          region: known(target.region),
          account: known(target.account),
          references,
        });
      case 'secret-name':
        return known({
          store: 'secretsmanager',
          id: target.name,
          name: target.name,
          region,
          account,
          references,
        });
      case 'ssm-arn':
        if (isOther(account, target.account)) return absent();
        return known({
          store: 'ssm',
          id: target.name,
          name: target.name,
          region: known(target.region),
          account: known(target.account),
          references,
        });
      case 'ssm-name':
        return known({ store: 'ssm', id: target.name, name: target.name, region, account, references });
    }
  });
}

/** Is the one certainly another account than that of the deployment? */
function isOther(own: Fact<string>, account: string): boolean {
  const same = sameText(valueOr(own, account), account);
  return same.match({ known: (is) => !is, absent: () => false, unknown: () => false });
}

/** `container "api": secret DB_PASSWORD and 2 more`: the places that name the value, for a sentence. */
export function namedBy({ references: [first, ...others] }: FetchedValue): string {
  return others.length === 0 ? first.label : `${first.label} and ${others.length} more`;
}

/** `secret arn:…`, `parameter /shop/key`. */
export function nounOf({ store, id }: FetchedValue): string {
  return `${store === 'ssm' ? 'parameter' : 'secret'} ${id}`;
}

/** Secrets Manager puts a hyphen and six random characters behind a secret's name. */
const SIX = /-([A-Za-z0-9]{6})$/;
/** Six characters that somebody may have chosen: `secret`, `Backup`, `prod01`, `202611`. */
const CHOSEN = /^(?:[A-Z]?[a-z]*|[A-Z]+)\d*$/;
/** What stands for the random characters in AWS's own examples of policies. */
const RANDOM = '-??????';

/**
 * The ARN that IAM sees when the value is read, as far as the reference alone tells it: each of the six random characters behind a
 * secret's name is `?` where the reference leaves them out. Unknown where a name may end like these.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 */
export function arnOfReference(value: FetchedValue): Fact<string> {
  const { store, id, name, region, account } = value;
  if (store === 'secretsmanager' && id.startsWith('arn:')) {
    if (declaredSecret(id) !== undefined) return known(id);
    // It may end in the random characters, or before them.
    if (isValue(unitsOf(id).at(-1))) return unknown(whyOpaque(id));
    const [, six] = SIX.exec(id) ?? [];
    if (six === undefined) return known(`${id}${RANDOM}`);
    if (!CHOSEN.test(six)) return known(id);
    return unknown({
      reason: 'undecidable',
      detail: `whether ${six} at the end of ${id} belongs to the secret's name, or is what Secrets Manager puts behind it`,
    });
  }
  return chain(region, (place) =>
    chain(account, (owner) => {
      const home = `arn:${partitionOf(place)}:${store}:${place}:${owner}`;
      return known(
        store === 'ssm' ? `${home}:parameter/${name.replace(/^\//, '')}` : `${home}:secret:${name}${RANDOM}`,
      );
    }),
  );
}

/**
 * Is it one of the parameters that AWS itself publishes (`/aws/service/…`), or a secret read through the parameter store
 * (`/aws/reference/secretsmanager/…`)? Neither is listed among the account's parameters, and no name of its own begins so.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-secretsmanager.html
 */
export function publishedByAws({ store, name }: FetchedValue): Fact<never> | undefined {
  return store === 'ssm' && /^\/aws\//.test(name)
    ? unknown({
        reason: 'undecidable',
        detail: `${name} is not a parameter of the account's own: what names that begin with /aws/ lead to is not listed`,
      })
    : undefined;
}
