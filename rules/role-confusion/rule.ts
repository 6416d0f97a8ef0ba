import { all, both, not, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { sameRole, withoutRole } from '../../src/model/role.ts';
import { defineRule, failsIf, type Verdicts, where } from '../../src/rule.ts';
import { awsCalls } from './aws-resource.ts';
import { judgeNeeds } from './missing-execution-role.ts';
import { judgeCalls, newTaskRole } from './missing-task-role.ts';
import { roleNeeds } from './role-need.ts';

const ROLES_PAGE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html';

export default defineRule({
  id: 'role-confusion',
  number: 1,
  title: 'The execution role and the task role are taken for each other',
  problems: {
    'same-role': {
      summary: 'the execution role and the task role are the same role',
      appliesTo: 'both roles given',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F', 'D', 'L'],
      why: 'the application then holds what the role allows the ECS agent: it can read every secret and pull every image that ECS fetches on its behalf',
      docs: ROLES_PAGE,
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
  },
});

function judgeSameRole(deployment: Deployment): Verdicts {
  const { view } = deployment.taskDefinition;
  const execution = view.get('executionRoleArn').text;
  const task = view.get('taskRoleArn').text;
  return where(
    all([not(withoutRole(view.get('executionRoleArn'))), not(withoutRole(view.get('taskRoleArn')))]),
    'not both roles are given',
    () => {
      const same = both(execution, task, sameRole);
      return failsIf(same, () => {
        const executionRole = valueOr(execution, '');
        const taskRole = valueOr(task, '');
        return {
          at: view.get('taskRoleArn'),
          message: `task role and execution role are the same role, ${taskRole}, expected two roles`,
          evidence: [`executionRoleArn is ${executionRole}`, `taskRoleArn is ${taskRole}`],
          fixes: newTaskRole(deployment),
        };
      });
    },
  );
}
