import { role } from '../../src/fact/kinds/iam.ts';
import { SECOND_OPINION_OPTION } from '../../src/iam/deciding.ts';
import { withoutRole } from '../../src/model/role.ts';
import { defineRule, where } from '../../src/rule.ts';
import { applicationPermission, COURIER } from './application-permission.ts';
import { awsCalls } from './aws-resource.ts';
import { cannotPull, PULLING } from './cannot-pull.ts';
import { judgeNeeds } from './missing-execution-role.ts';
import { judgeCalls } from './missing-task-role.ts';
import { PASSING, passRoleDenied } from './pass-role.ts';
import { roleNeeds } from './role-need.ts';
import { roleNotAssumable, TRUSTING } from './role-not-assumable.ts';
import { roleNotFound } from './role-not-found.ts';
import { judgeSameRole } from './same-role.ts';
import { SECRETS, secretOnTaskRole } from './secret-on-task-role.ts';

const ROLES_PAGE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html';

export default defineRule({
  id: 'role-confusion',
  number: 1,
  title: 'The execution role and the task role are taken for each other',
  options: {
    secondOpinion: SECOND_OPINION_OPTION,
    caller: {
      type: 'boolean',
      description: 'ask whether the caller may pass the roles to ECS tasks (iam:PassRole)',
      default: false,
    },
  },
  problems: {
    'same-role': {
      summary: 'the execution role and the task role are the same role',
      appliesTo: 'both roles given',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F', 'D', 'L'],
      why: 'the application then holds what the role allows the ECS agent: it can read every secret and pull every image that ECS fetches on its behalf',
      docs: ROLES_PAGE,
      needs: [role],
      check: judgeSameRole,
    },
    'execution-role-missing': {
      summary: 'something in the task definition needs an execution role, and none is named',
      appliesTo: 'task definition without executionRoleArn',
      severity: 'error',
      phase: 'register',
      mayPhases: ['register', 'start', 'pull-image'],
      decidable: ['F'],
      why: 'ECS fetches secrets, files and images and writes logs with the execution role before and beside the application; without the role it has no credentials to do so',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
      serviceError:
        "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'",
      check: (deployment) =>
        where(
          withoutRole(deployment.taskDefinition.view.get('executionRoleArn')),
          'an execution role is named',
          () => judgeNeeds(deployment, roleNeeds(deployment)),
        ),
    },
    'role-not-found': {
      summary: 'a role that the task definition names does not exist',
      appliesTo: 'a role is named',
      severity: 'error',
      phase: 'start',
      decidable: ['D', 'L'],
      why: 'RegisterTaskDefinition does not look the role up: it is missed only when a task starts, and then ECS cannot assume it',
      docs: ROLES_PAGE,
      serviceError:
        'ECS was unable to assume the role that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.',
      needs: [role],
      check: roleNotFound,
    },
    'role-not-assumable': {
      summary: 'the trust policy of a role does not let ECS tasks assume it',
      appliesTo: "the role's trust policy is known",
      severity: 'error',
      phase: 'start',
      decidable: ['D', 'L'],
      why: 'ECS assumes both roles as ecs-tasks.amazonaws.com, and nothing that it tells IAM says which cluster it is for: where the trust policy trusts another service, account, region or one cluster, no task starts',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
      serviceError: 'ECS was unable to assume the role that was provided for this task.',
      needs: TRUSTING,
      check: roleNotAssumable,
    },
    'application-permission-on-execution-role': {
      summary: "the execution role holds permissions that are the application's",
      appliesTo: "the execution role's policies are known",
      severity: 'warning',
      phase: 'operate',
      decidable: ['D', 'L'],
      why: 'the application never has the credentials of the execution role: what it needs belongs on the task role, and what the agent does not need only widens what a task definition can be used for',
      docs: ROLES_PAGE,
      needs: COURIER,
      check: applicationPermission,
    },
    'secret-permission-on-task-role': {
      summary: 'the task role may read a secret that the execution role has to fetch and may not',
      appliesTo: "secrets (or other values the agent fetches) and both roles' policies known",
      severity: 'error',
      phase: 'pull-secrets',
      decidable: ['D', 'L'],
      why: 'values under secrets are fetched before the application starts, with the execution role; the task role plays no part in it',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
      serviceError:
        'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
      needs: SECRETS,
      check: secretOnTaskRole,
    },
    'task-role-missing': {
      summary: 'the environment shows that the application calls AWS, and no task role is named',
      appliesTo: 'no task role, ECS Exec off',
      severity: 'info',
      phase: 'operate',
      decidable: ['F'],
      why: 'the application gets its AWS credentials from the task role: without one it has none on Fargate, and on EC2 what the instance role allows every task of the instance',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
      check: (deployment) =>
        where(withoutRole(deployment.taskDefinition.view.get('taskRoleArn')), 'a task role is named', () =>
          judgeCalls(deployment, awsCalls(deployment.taskDefinition.view)),
        ),
    },
    'execution-role-cannot-pull': {
      summary: 'the execution role may not pull an image from its private Amazon ECR repository',
      appliesTo: 'private ECR image, and the execution role is what pulls',
      severity: 'error',
      phase: 'pull-image',
      decidable: ['D', 'L'],
      why: 'the agent pulls with the execution role where one is named: without a token, the manifest or a layer the task stops before its containers start',
      docs: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html',
      serviceError:
        'CannotPullECRContainerError: AccessDeniedException: User is not authorized to perform: ecr:GetAuthorizationToken on resource: *',
      needs: PULLING,
      check: cannotPull,
    },
    'pass-role-denied': {
      summary: 'the caller may not pass a role of the task definition to ECS tasks',
      appliesTo: 'live, and asked for',
      severity: 'warning',
      phase: 'register',
      decidable: ['L'],
      why: 'RegisterTaskDefinition demands iam:PassRole on both roles of whoever calls it: a deployment with these credentials is refused',
      docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
      serviceError: 'AccessDeniedException: User is not authorized to perform: iam:PassRole on resource',
      needs: PASSING,
      check: passRoleDenied,
    },
  },
});
