import { not, truth } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import { createRoleCommand, roleArn, TASKS_TRUST, taskRoleName } from '../../src/model/role.ts';
import { execEnabled } from '../../src/model/service.ts';
import { cannotTell, type Failure, type Fix, fail, pass, type Verdicts, where } from '../../src/rule.ts';
import type { AwsCalls } from './aws-resource.ts';

/** One finding for all the resources that the environment names. */
export function judgeCalls(deployment: Deployment, { calls, why }: AwsCalls): Verdicts {
  if (calls.length === 0) return why.length > 0 ? cannotTell(why) : pass();
  const { service } = deployment;
  const execOff = service ? not(execEnabled(service)) : truth(true);
  return where(execOff, 'ECS Exec is on: exec-readiness tells of the missing task role', () =>
    fail(failure(deployment, calls)),
  );
}

function failure(deployment: Deployment, calls: AwsCalls['calls']): Failure {
  const names = [...new Set(calls.map(({ variable }) => variable))].join(', ');
  const consequence = onFargate(deployment).match({
    known: (is) =>
      is
        ? 'on Fargate the application then has no AWS credentials'
        : 'the application then has no AWS credentials but those of the instance role',
    absent: () => 'the application then has no AWS credentials but those of the instance role',
    unknown: () => 'the application then has no AWS credentials of its own',
  });
  return {
    at: deployment.taskDefinition.view.get('taskRoleArn'),
    message: `no taskRoleArn is given, while the environment names AWS resources (${names}): ${consequence}`,
    evidence: calls.map(({ evidence }) => evidence),
    fixes: newTaskRole(deployment),
  };
}

/** A task role of its own: create it, and name it where the account is known. */
export function newTaskRole(deployment: Deployment): readonly Fix[] {
  if (deployment.declared) {
    return [
      {
        kind: 'policy',
        description:
          'declare a role of its own that trusts ECS tasks by this statement, allow it what the application calls, and name it as the task role',
        statement: TASKS_TRUST,
      },
    ];
  }
  const none = { absent: () => [], unknown: () => [] };
  const at = deployment.taskDefinition.view.get('taskRoleArn');
  return taskRoleName(deployment).match<readonly Fix[]>({
    known: (name) => [
      {
        kind: 'command',
        description: 'create a task role of its own, then allow it what the application calls',
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
}
