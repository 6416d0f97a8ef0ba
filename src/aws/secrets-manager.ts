import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  GetResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { absent, type Fact, known } from '../fact/fact.ts';
import type { PolicyText } from '../fact/kinds/iam.ts';
import type { SecretQuery } from '../fact/kinds/secrets.ts';
import type { Shape } from '../fact/shape.ts';
import { type Account, regionOf } from './account.ts';
import { one, required, shapeOf } from './answers.ts';
import { policyText } from './policy-text.ts';

const SERVICE = 'secretsmanager';

/** The secret's own region, where it is named by ARN. */
function secretsManager(account: Account, id: string): SecretsManagerClient {
  return account.clients.of(SERVICE, regionOf(id, account), (config) => new SecretsManagerClient(config));
}

export async function secret(
  account: Account,
  { id }: SecretQuery,
): Promise<Fact<Shape<DescribeSecretResponse>>> {
  return one({ service: SERVICE, operation: 'DescribeSecret', subject: `secret ${id}` }, async () => {
    const answer = await secretsManager(account, id).send(new DescribeSecretCommand({ SecretId: id }));
    required(answer.ARN, 'ARN');
    return known(shapeOf<DescribeSecretResponse>(answer));
  });
}

export async function secretPolicy(
  account: Account,
  { id }: SecretQuery,
): Promise<Fact<{ readonly ResourcePolicy: PolicyText }>> {
  const subject = `the resource policy of secret ${id}`;
  return one({ service: SERVICE, operation: 'GetResourcePolicy', subject }, async () => {
    const answer = await secretsManager(account, id).send(new GetResourcePolicyCommand({ SecretId: id }));
    required(answer.ARN, 'ARN');
    return answer.ResourcePolicy ? known({ ResourcePolicy: policyText(answer.ResourcePolicy) }) : absent();
  });
}
