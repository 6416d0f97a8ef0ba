import { ECRClient, GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { type Fact, known } from '../fact/fact.ts';
import type { RepositoryQuery } from '../fact/kinds/ecr.ts';
import type { PolicyText } from '../fact/kinds/iam.ts';
import type { Account } from './account.ts';
import { one, required } from './answers.ts';
import { policyText } from './policy-text.ts';

export async function repositoryPolicy(
  { clients }: Account,
  { account, region, name }: RepositoryQuery,
): Promise<Fact<{ readonly policyText: PolicyText }>> {
  const subject = `the policy of repository ${name} of account ${account}`;
  return one({ service: 'ecr', operation: 'GetRepositoryPolicy', subject }, async () => {
    const ecr = clients.of('ecr', region, (config) => new ECRClient(config));
    const answer = await ecr.send(
      new GetRepositoryPolicyCommand({ registryId: account, repositoryName: name }),
    );
    return known({ policyText: policyText(required(answer.policyText, 'policyText')) });
  });
}
