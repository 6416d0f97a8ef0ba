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
import { parseArn } from '../model/arn.ts';
import { type Account, regionOf } from './account.ts';
import { one, required, shapeOf, untold } from './answers.ts';
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
  const asked = { service: SERVICE, operation: 'DescribeSecret', subject: `secret ${id}` };
  const found = await one(asked, async () => {
    const answer = await secretsManager(account, id).send(new DescribeSecretCommand({ SecretId: id }));
    required(answer.ARN, 'ARN');
    return known(shapeOf<DescribeSecretResponse>(answer));
  });
  const owner = parseArn(id)?.account;
  if (owner === undefined || owner === account.account) return found;
  // What another account does not share looks as if it were not there.
  return found.match<Fact<Shape<DescribeSecretResponse>>>({
    known: () => found,
    absent: () =>
      untold(`whether account ${owner} has ${id}: it is not to be seen from account ${account.account}`),
    unknown: () => found,
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
