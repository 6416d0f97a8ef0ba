import { absent, chain, type Fact, known, map, unknown, valueOr } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { parameter, secret } from '../fact/kinds/secrets.ts';
import { parseArn } from './arn.ts';
import type { Deployment } from './deployment.ts';
import { arnOfReference, type FetchedValue, publishedByAws } from './fetched-value.ts';
import { partitionOf } from './partition.ts';

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

/** What the account has of the value; absent where it does not exist. */
export async function storedValue(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
): Promise<Fact<StoredValue>> {
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
  return chain(await facts.ask(secret, { id: value.id }), (shape) => {
    const { ARN, KmsKeyId, DeletedDate, VersionIdsToStages, Tags = [] } = shape;
    const tags = Tags.map(({ Key = '', Value = '' }) => [Key, Value] as const);
    return map(ARN === undefined ? arnOfReference(value) : known(ARN), (arn) => ({
      arn,
      // DescribeSecret leaves the key out where it is aws/secretsmanager, and the date where no deletion is scheduled.
      encryption: known(encryptedWith(deployment, arn, KmsKeyId)),
      deletion: DeletedDate === undefined ? absent() : known(DeletedDate),
      versions:
        VersionIdsToStages === undefined
          ? unknown({ reason: 'not-recorded', detail: `the versions of secret ${arn} were not told` })
          : known(VersionIdsToStages),
      tags: Object.fromEntries(tags),
    }));
  });
}

async function parameterOf(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
): Promise<Fact<StoredValue>> {
  const region = valueOr(value.region, undefined);
  const elsewhere = region !== undefined && region !== valueOr(deployment.region, undefined);
  const query = elsewhere ? { name: value.name, region } : { name: value.name };
  return chain(await facts.ask(parameter, query), ({ ARN, Type, KeyId }) =>
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
  if (type !== undefined && key !== undefined) return known(encryptedWith(deployment, arn, key));
  return unknown({
    reason: 'not-recorded',
    detail: `${type === undefined ? 'the type' : 'the key'} of parameter ${arn} was not told`,
  });
}

/** A bare key id or alias means one of the value's own account and region: elsewhere only its ARN says that. */
function encryptedWith(deployment: Deployment, of: string, key: string | undefined): Encryption {
  if (key === undefined || /(^|:)alias\/aws\//.test(key)) return { by: 'default-key' };
  const home = parseArn(of);
  if (key.startsWith('arn:') || !home) return { by: 'key', key };
  const here =
    home.region === valueOr(deployment.region, home.region) &&
    home.account === valueOr(deployment.account, home.account);
  if (here) return { by: 'key', key };
  const resource = key.startsWith('alias/') ? key : `key/${key}`;
  return { by: 'key', key: `arn:${partitionOf(home.region)}:kms:${home.region}:${home.account}:${resource}` };
}
