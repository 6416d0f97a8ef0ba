import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type GrantListEntry,
  type KeyMetadata,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { type Fact, known } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { PolicyText } from '../fact/kinds/iam.ts';
import type { Shape } from '../fact/shape.ts';
import { type Account, regionOf } from './account.ts';
import { list, one, required, shapeOf } from './answers.ts';
import { MalformedAnswerError } from './failures.ts';
import { policyText } from './policy-text.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html: up to 100. */
const PAGE = 100;

interface KeyQuery {
  readonly key: string;
}

/** The key's own region, where it is named by ARN. */
function kms(account: Account, key: string): KMSClient {
  return account.clients.of('kms', regionOf(key, account), (config) => new KMSClient(config));
}

export async function key(account: Account, query: KeyQuery): Promise<Fact<Shape<KeyMetadata>>> {
  const KeyId = query.key;
  return one({ service: 'kms', operation: 'DescribeKey', subject: `KMS key ${KeyId}` }, async () => {
    const answer = await kms(account, KeyId).send(new DescribeKeyCommand({ KeyId }));
    return known(shapeOf(required(answer.KeyMetadata, 'KeyMetadata')));
  });
}

export async function keyPolicy(
  account: Account,
  query: KeyQuery,
): Promise<Fact<{ readonly Policy: PolicyText }>> {
  const KeyId = query.key;
  const subject = `the key policy of ${KeyId}`;
  return one({ service: 'kms', operation: 'GetKeyPolicy', subject }, async () => {
    // Every key has one policy, of this name.
    const answer = await kms(account, KeyId).send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    return known({ Policy: policyText(required(answer.Policy, 'Policy')) });
  });
}

export async function grants(
  account: Account,
  { key: KeyId }: KeyQuery,
): Promise<Fact<Listing<Shape<GrantListEntry>>>> {
  return list(
    { service: 'kms', operation: 'ListGrants', subject: `the grants of ${KeyId}` },
    async (Marker) => {
      const answer = await kms(account, KeyId).send(new ListGrantsCommand({ KeyId, Limit: PAGE, Marker }));
      if (answer.Truncated && !answer.NextMarker) {
        throw new MalformedAnswerError('it is cut off without a marker');
      }
      return {
        items: required(answer.Grants, 'Grants'),
        next: answer.Truncated ? answer.NextMarker : undefined,
      };
    },
    shapeOf,
  );
}
