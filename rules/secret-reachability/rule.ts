import type { Deployment } from '../../src/model/deployment.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, defineRule, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';
import { judgeNames } from './duplicate-name.ts';
import { judgeCredentialsAccount, judgeParameterAccount, judgeRegion } from './elsewhere.ts';
import { judgeGrammar } from './malformed.ts';
import { judgeEnvironment } from './plaintext.ts';
import { judgeReferences } from './references.ts';

const SECRETS_PAGE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html';
const PARAMETERS_PAGE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html';

export default defineRule({
  id: 'secret-reachability',
  number: 11,
  title: 'Secrets that do not resolve at task start',
  problems: {
    'malformed-reference': {
      summary: 'a reference to a secret or a parameter cannot be read',
      appliesTo: 'each valueFrom and credentialsParameter',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['F'],
      why: 'ECS resolves every reference before the containers start; one that it cannot read stops the task',
      docs: SECRETS_PAGE,
      serviceError:
        'an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.',
      check: (deployment) => judgeReferences(deployment, judgeGrammar),
    },
    'other-region': {
      summary: 'a secret or a parameter is in another region than the task',
      appliesTo: "full ARN, deployment's region known",
      severity: 'warning',
      maySeverities: ['warning', 'error'],
      phase: 'pull-secrets',
      decidable: ['F', 'D', 'L'],
      why: 'the ARN resolves where the task reaches the other region, by NAT or a public address; a VPC endpoint of its own region does not serve it',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html',
      check: (deployment) => judgeReferences(deployment, (reference) => judgeRegion(deployment, reference)),
    },
    'repository-credentials-cross-account': {
      summary: 'the secret with the registry credentials is in another account',
      appliesTo: "repositoryCredentials, deployment's account known",
      severity: 'error',
      phase: 'pull-image',
      decidable: ['F'],
      why: 'the image cannot be pulled unless the other account has opened the secret and its key to the execution role, which nothing here shows',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html',
      check: (deployment) =>
        judgeReferences(deployment, (reference) => judgeCredentialsAccount(deployment, reference)),
    },
    'parameter-cross-account': {
      summary: 'an SSM parameter is in another account',
      appliesTo: "SSM parameter ARN, deployment's account known",
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'ECS takes parameters of its own account only; one that another account shares is refused too',
      docs: PARAMETERS_PAGE,
      check: (deployment) =>
        judgeReferences(deployment, (reference) => judgeParameterAccount(deployment, reference)),
    },
    'duplicate-name': {
      summary: 'a secret sets a variable that the container sets already',
      appliesTo: 'each container',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'RegisterTaskDefinition refuses a container whose secret shares its name with an environment variable or another secret',
      docs: SECRETS_PAGE,
      serviceError:
        'The secret name must be unique and not shared with any new or existing environment variables set on the container',
      check: (deployment) => judgeContainers(deployment, judgeNames),
    },
    'plaintext-secret': {
      summary: 'an environment variable holds a credential in plain text',
      appliesTo: 'each environment value',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F'],
      why: 'environment values stand readable in every revision of the task definition, in the console and in every describe call, and revisions are kept',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
      check: (deployment) =>
        judgeContainers(deployment, (container) => judgeEnvironment(deployment, container)),
    },
  },
});

function judgeContainers(
  { taskDefinition }: Deployment,
  judge: (container: View<ContainerShape>) => Verdicts,
): Verdicts {
  return containers(taskDefinition).match<Verdicts>({
    known: (list) => list.flatMap((container): readonly Verdict[] => [judge(container)].flat()),
    absent: () => notApplicable('the task definition has no containers'),
    unknown: cannotTell,
  });
}
