import { absent, chain, type Fact, known, map, unknown, valueOr } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { parameter, secret } from '../fact/kinds/secrets.ts';
import { holdsOpaqueValue, sameText, whyOpaque } from '../fact/opaque.ts';
import { parseArn } from './arn.ts';
import { type Deployment, rememberEach } from './deployment.ts';
import { arnOfReference, type FetchedValue, publishedByAws } from './fetched-value.ts';

/** What a value is encrypted with. */
type Encryption =
  /** The store's own key of the account, `aws/secretsmanager` or `aws/ssm`: reading takes no permission on it. */
  | { readonly by: 'default-key' }
  /** A key that is named: its ARN, alias or id, as KMS takes it. */
  | { readonly by: 'key'; readonly key: string }
  /** A parameter of type String or StringList is not encrypted with a key. */
  | { readonly by: 'nothing' };

/** A secret or a parameter as the account has it; never its value. */
export interface StoredValue {
  /** The ARN that IAM sees: of a secret with its six random characters. */
  readonly arn: string;
  readonly encryption: Fact<Encryption>;
  /** When it will be gone, ISO 8601; absent where it is not scheduled for deletion. */
  readonly deletion: Fact<string>;
  /** The staging labels of each version that has any; absent for parameters. */
  readonly versions: Fact<Readonly<Record<string, readonly string[]>>>;
  /** The tags that conditions may ask for, where the answer has them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a problem that calls `storedValue` puts into its `needs`. */
export const STORED_VALUES: readonly AnyKind[] = [secret, parameter];

/** What the account has of the value; absent where it does not exist. Several problems ask for it. */
export function storedValue(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
): Promise<Fact<StoredValue>> {
  return rememberEach(deployment, storedValue, value, () => lookUp(deployment, facts, value));
}

async function lookUp(deployment: Deployment, facts: Facts, value: FetchedValue): Promise<Fact<StoredValue>> {
  const published = publishedByAws(value);
  if (published) return published;
  if (value.store === 'secretsmanager') return secretOf(deployment, facts, value);
  return parameterOf(deployment, facts, value);
}

async function secretOf(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
): Promise<Fact<StoredValue>> {
  const found = await facts.ask(secret, { id: value.id });
  return chain(toldOf(value, found), (shape) => {
    const { ARN, KmsKeyId, DeletedDate, VersionIdsToStages, Tags = [] } = shape;
    const tags = Tags.map(({ Key = '', Value = '' }) => [Key, Value] as const);
    return map(ARN === undefined ? arnOfReference(value) : known(ARN), (arn) => ({
      arn,
      // DescribeSecret leaves the key out where it is aws/secretsmanager, and the date where no deletion is scheduled.
      encryption: encryptedWith(deployment, arn, KmsKeyId),
      deletion: DeletedDate === undefined ? absent() : known(DeletedDate),
      versions:
        VersionIdsToStages === undefined
          ? unknown({ reason: 'not-recorded', detail: `the versions of secret ${arn} were not told` })
          : known(VersionIdsToStages),
      tags: Object.fromEntries(tags),
    }));
  });
}

/** A value in the name that nobody knows is why nothing is known of it, unless the template declares it under that very name. */
function toldOf<T>({ id }: FetchedValue, found: Fact<T>): Fact<T> {
  return found.match<Fact<T>>({
    known: () => found,
    absent: () => found,
    unknown: () => (holdsOpaqueValue(id) ? unknown(whyOpaque(id)) : found),
  });
}

async function parameterOf(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
): Promise<Fact<StoredValue>> {
  const region = valueOr(value.region, undefined);
  const own = valueOr(deployment.region, undefined);
  const home = region === undefined || (own !== undefined && isIn(own, region));
  const query = home ? { name: value.name } : { name: value.name, region };
  const found = await facts.ask(parameter, query);
  return chain(toldOf(value, found), ({ ARN, Type, KeyId }) =>
    map(ARN === undefined ? arnOfReference(value) : known(ARN), (arn) => ({
      arn,
      encryption: parameterEncryption(deployment, arn, Type, KeyId),
      deletion: absent(),
      versions: absent(),
      tags: {},
    })),
  );
}

function parameterEncryption(
  deployment: Deployment,
  arn: string,
  type: string | undefined,
  key: string | undefined,
): Fact<Encryption> {
  if (type === 'String' || type === 'StringList') return known({ by: 'nothing' });
  if (type !== undefined && key !== undefined) return encryptedWith(deployment, arn, key);
  return unknown({
    reason: 'not-recorded',
    detail: `${type === undefined ? 'the type' : 'the key'} of parameter ${arn} was not told`,
  });
}

/** A bare key id or alias means one of the value's own account and region: elsewhere only its ARN says that. */
function encryptedWith(deployment: Deployment, of: string, key: string | undefined): Fact<Encryption> {
  if (key === undefined || /(^|:)alias\/aws\//.test(key)) return known({ by: 'default-key' });
  if (holdsOpaqueValue(key)) return unknown(whyOpaque(key));
  const home = parseArn(of);
  if (key.startsWith('arn:') || !home) return known({ by: 'key', key });
  const { partition, region, account } = home;
  const { region: there, account: own } = deployment;
  if (isIn(valueOr(there, region), region) && isIn(valueOr(own, account), account))
    return known({ by: 'key', key });
  const resource = key.startsWith('alias/') ? key : `key/${key}`;
  return known({ by: 'key', key: `arn:${partition}:kms:${region}:${account}:${resource}` });
}

/** Is it certainly the same region, or account? */
function isIn(own: string, other: string): boolean {
  return valueOr(sameText(own, other), false);
}
