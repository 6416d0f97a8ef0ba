import type { Deployment, LaunchKind } from '../../src/model/deployment.ts';
import { compatibleWith, launchKinds } from '../../src/model/launch.ts';
import { createRoleCommand, roleArn, TASKS_TRUST, taskRoleName, withoutRole } from '../../src/model/role.ts';
import { cannotTell, type Failure, type Fix, fail, pass, type Verdicts } from '../../src/rule.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions */
export const EXEC_ACTIONS: readonly string[] = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

const EXEC_STATEMENT = {
  Effect: 'Allow',
  Action: EXEC_ACTIONS,
  Resource: '*',
};

/** The SSM agent in the container takes its credentials from the task role; only on an instance is there another. */
export function judgeTaskRole(deployment: Deployment): Verdicts {
  return withoutRole(deployment.taskDefinition.view.get('taskRoleArn')).match<Verdicts>({
    known: (missing) => (missing ? judgeMissing(deployment) : pass()),
    absent: pass,
    unknown: cannotTell,
  });
}

function judgeMissing(deployment: Deployment): Verdicts {
  return launchKinds(deployment).match<Verdicts>({
    known: (kinds) => judgeOn(deployment, kinds),
    absent: () => judgeOnUnknown(deployment),
    unknown: () => judgeOnUnknown(deployment),
  });
}

function judgeOn(deployment: Deployment, kinds: readonly LaunchKind[]): Verdicts {
  if (kinds.includes('FARGATE')) return fail(refused(deployment));
  return kinds.includes('MANAGED_INSTANCES') ? cannotTell([UNDOCUMENTED]) : fail(borrowed(deployment, kinds));
}

const UNDOCUMENTED = {
  reason: 'undecidable',
  detail: 'what ECS Exec does without a task role on Managed Instances is not documented',
} as const;

/** Whatever the cluster's default is, the role is missing: how much that costs, the least of the cases says. */
function judgeOnUnknown(deployment: Deployment): Verdicts {
  return compatibleWith(deployment, 'MANAGED_INSTANCES').match<Verdicts>({
    known: (may) => (may ? cannotTell([UNDOCUMENTED]) : fail(borrowed(deployment, []))),
    absent: () => fail(borrowed(deployment, [])),
    unknown: cannotTell,
  });
}

function refused(deployment: Deployment): Failure {
  return {
    at: deployment.taskDefinition.view.get('taskRoleArn'),
    message: 'no taskRoleArn is given, required by enableExecuteCommand true on Fargate',
    why: 'ECS refuses a service on Fargate with ECS Exec and no task role: the SSM agent would have no credentials to open its channel',
    evidence: ['enableExecuteCommand is true', 'the service runs on FARGATE', 'taskRoleArn is not given'],
    fixes: fixes(deployment),
  };
}

function borrowed(deployment: Deployment, kinds: readonly LaunchKind[]): Failure {
  const place = kinds.length > 0 ? `on ${kinds.join(' and ')}` : 'where the cluster decides';
  return {
    at: deployment.taskDefinition.view.get('taskRoleArn'),
    severity: 'warning',
    phase: 'operate',
    message: `no taskRoleArn is given, while enableExecuteCommand is true ${place}: ECS Exec then works only as far as the instance role allows`,
    why: 'without a task role the SSM agent takes the credentials of the instance role, which every task of the instance shares; UpdateService has been seen to refuse it',
    evidence: ['enableExecuteCommand is true', 'taskRoleArn is not given'],
    fixes: fixes(deployment),
  };
}

function fixes(deployment: Deployment): readonly Fix[] {
  const none = { absent: () => [], unknown: () => [] };
  const at = deployment.taskDefinition.view.get('taskRoleArn');
  const statement: Fix = {
    kind: 'policy',
    description: 'allow the task role to open the channels of ECS Exec',
    statement: EXEC_STATEMENT,
  };
  if (deployment.declared) {
    const description =
      'declare a role that trusts ECS tasks by this statement, and name it as the task role';
    return [{ kind: 'policy', description, statement: TASKS_TRUST }, statement];
  }
  const create = taskRoleName(deployment).match<readonly Fix[]>({
    known: (name) => [
      {
        kind: 'command',
        description: 'create a task role',
        command: createRoleCommand(name),
      },
      ...roleArn(deployment, 'taskRoleArn', name).match<readonly Fix[]>({
        known: (value) => [
          {
            kind: 'edit',
            description: 'name that role as the task role',
            safe: false,
            edits: [{ at, op: 'set', value }],
          },
        ],
        ...none,
      }),
    ],
    ...none,
  });
  return [...create, statement];
}
