import { SECOND_OPINION_OPTION } from '../../src/iam/deciding.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { STORED_VALUES } from '../../src/model/stored-value.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { TASK_PATHS } from '../../src/network/task-paths.ts';
import { cannotTell, defineRule, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';
import { DECRYPTING, kmsDecryptDenied } from './decrypt-denied.ts';
import { crossAccountDefaultKey, DEFAULT_KEYS } from './default-key.ts';
import { judgeNames } from './duplicate-name.ts';
import { judgeCredentialsAccount, judgeParameterAccount } from './elsewhere.ts';
import { secretMissing } from './existence.ts';
import { kmsKeyUnusable } from './key-state.ts';
import { KEYS } from './keys.ts';
import { judgeGrammar } from './malformed.ts';
import { judgeRegion } from './other-region.ts';
import { judgeEnvironment } from './plaintext.ts';
import { READING, readDenied } from './read-denied.ts';
import { judgeReferences } from './references.ts';
import { REACHING, unreachable } from './unreachable.ts';
import { secretBeingDeleted, versionMissing } from './versions.ts';
import { BREADTH, wildcardGrant } from './wildcard-grant.ts';

const SECRETS_PAGE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html';
const PARAMETERS_PAGE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html';

export default defineRule({
  id: 'secret-reachability',
  number: 11,
  title: 'Secrets that do not resolve at task start',
  options: { secondOpinion: SECOND_OPINION_OPTION },
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
      needs: TASK_PATHS,
      check: (deployment, facts) =>
        judgeReferences(deployment, (reference) => judgeRegion(deployment, facts, reference)),
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
    'secret-missing': {
      summary: 'a secret or a parameter does not exist',
      appliesTo: 'secret or parameter named',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['L'],
      why: 'every task stops before its containers start, until the value is there',
      docs: SECRETS_PAGE,
      serviceError: "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
      needs: STORED_VALUES,
      check: secretMissing,
    },
    'secret-being-deleted': {
      summary: 'a secret is scheduled for deletion',
      appliesTo: 'Secrets Manager',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['L'],
      why: 'Secrets Manager gives out no value of a secret that is scheduled for deletion: tasks that run go on, and none starts',
      docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html',
      serviceError:
        "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
      needs: STORED_VALUES,
      check: secretBeingDeleted,
    },
    'version-missing': {
      summary: 'a secret has no version of the stage or id that is named',
      appliesTo: 'version stage or id named',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['L'],
      why: 'a version that is named is not replaced by the current one: the task stops before its containers start',
      docs: SECRETS_PAGE,
      serviceError:
        "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label",
      needs: STORED_VALUES,
      check: versionMissing,
    },
    'read-denied': {
      summary: 'the execution role may not read a secret or a parameter',
      appliesTo: "execution role's policies known",
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['D', 'L'],
      why: 'ECS fetches every value with the execution role, on every launch type: one that the role may not read stops the task',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
      serviceError:
        'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException',
      needs: READING,
      check: readDenied,
    },
    'kms-decrypt-denied': {
      summary: 'the execution role may not decrypt with the key of a secret or a parameter',
      appliesTo: 'customer key',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['D', 'L'],
      why: 'the store decrypts in the name of the role that reads: reading is allowed, and the value is refused all the same',
      docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
      serviceError: 'AccessDeniedException: Access to KMS is not allowed',
      needs: DECRYPTING,
      check: kmsDecryptDenied,
    },
    'kms-key-unusable': {
      summary: 'the key of a secret or a parameter is disabled, or about to be deleted',
      appliesTo: 'customer key',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['L'],
      why: 'KMS decrypts with no such key, whoever asks: the value can be described, and not be read',
      docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
      needs: KEYS,
      check: kmsKeyUnusable,
    },
    'cross-account-default-key': {
      summary: "a secret of another account is encrypted with that account's aws/secretsmanager key",
      appliesTo: 'secret of another account',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['L'],
      why: "the policy of the AWS managed key lets its own account alone decrypt, and cannot be changed: whatever the secret's policy says, the value is refused",
      docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html',
      needs: DEFAULT_KEYS,
      check: crossAccountDefaultKey,
    },
    unreachable: {
      summary: 'tasks do not reach Secrets Manager or Systems Manager from where they are placed',
      appliesTo: 'network known',
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['D', 'L'],
      why: 'the value is fetched from the network of the task, or of its instance: without a way there the start times out',
      docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html',
      serviceError:
        'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: RequestCanceled: request context canceled caused by: context deadline exceeded',
      needs: REACHING,
      check: unreachable,
    },
    'wildcard-grant': {
      summary: 'the execution role may read every secret, or every parameter, of the account',
      appliesTo: "execution role's policies known",
      severity: 'warning',
      phase: 'operate',
      decidable: ['D', 'L'],
      why: 'whoever may register a task definition with this role can have any secret of the account put into a container',
      docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html',
      needs: BREADTH,
      check: wildcardGrant,
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
