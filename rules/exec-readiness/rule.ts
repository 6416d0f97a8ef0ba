import { equals, not, valueOr } from '../../src/fact/fact.ts';
import { containerName, windows } from '../../src/model/task-definition.ts';
import { defineRule, failsIf, where } from '../../src/rule.ts';
import { isNanoServer, judgeInit, judgeKeys } from './container-checks.ts';
import { judgeOff } from './exec-disabled.ts';
import { judgeContainers, whereExecOn } from './exec-on.ts';
import { judgeTaskRole } from './task-role.ts';
import { judgeRoot } from './writable-root.ts';

const EXEC_PAGE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html';

export default defineRule({
  id: 'exec-readiness',
  number: 5,
  title: 'No SSH on Fargate, and ECS Exec not set up before it is needed',
  problems: {
    'exec-disabled': {
      summary: 'the service does not turn ECS Exec on',
      appliesTo: 'service',
      severity: 'info',
      phase: 'operate',
      decidable: ['F'],
      why: 'turning ECS Exec on later reaches only tasks that start afterwards, and not the one that is in trouble now',
      docs: EXEC_PAGE,
      check: judgeOff,
    },
    'exec-without-task-role': {
      summary: 'ECS Exec is on and the task definition names no task role',
      appliesTo: 'exec on, no task role',
      severity: 'error',
      maySeverities: ['error', 'warning'],
      phase: 'register',
      mayPhases: ['register', 'operate'],
      decidable: ['F'],
      why: 'the SSM agent in the container opens its channel with the credentials of the task role',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
      check: (deployment) => whereExecOn(deployment, () => judgeTaskRole(deployment)),
    },
    'read-only-root': {
      summary: 'ECS Exec is on and the root file system of a container is read-only',
      appliesTo: 'exec on, readonlyRootFilesystem true',
      severity: 'error',
      maySeverities: ['error', 'warning'],
      phase: 'operate',
      decidable: ['F'],
      why: 'the SSM agent creates folders and files in the container when it starts; where it cannot, it does not run and the container cannot be entered',
      docs: EXEC_PAGE,
      check: (deployment) => whereExecOn(deployment, () => judgeContainers(deployment, judgeRoot)),
    },
    'no-init-process': {
      summary: 'ECS Exec is on and a container has no init process',
      appliesTo: 'exec on, Linux',
      severity: 'info',
      phase: 'operate',
      decidable: ['F'],
      why: 'processes that a session leaves behind become children of the first process of the container; if that does not reap them, they stay as zombies until the task stops',
      docs: EXEC_PAGE,
      check: (deployment) =>
        whereExecOn(deployment, () =>
          where(not(windows(deployment.taskDefinition)), 'the task is a Windows one', () =>
            judgeContainers(deployment, judgeInit),
          ),
        ),
    },
    'shared-pid-namespace': {
      summary: 'ECS Exec is on and the containers share a process namespace',
      appliesTo: 'exec on',
      severity: 'info',
      phase: 'operate',
      decidable: ['F'],
      why: 'ECS runs one session per process namespace: with a shared one a second session has to wait for the first, whatever container it is for',
      docs: EXEC_PAGE,
      check(deployment) {
        const pidMode = deployment.taskDefinition.view.get('pidMode');
        return whereExecOn(deployment, () =>
          failsIf(equals(pidMode.text, 'task', 'host'), () => ({
            at: pidMode,
            message: `pidMode is ${valueOr(pidMode.text, '')}, so that one ECS Exec session runs per ${valueOr(pidMode.text, '') === 'host' ? 'instance' : 'task'}, not one per container`,
            fixes: [
              {
                kind: 'edit',
                description: 'give each container a process namespace of its own',
                safe: false,
                edits: [{ at: pidMode, op: 'remove' }],
              },
            ],
          })),
        );
      },
    },
    'credentials-in-environment': {
      summary: 'ECS Exec is on and a container has AWS keys in its environment',
      appliesTo: 'exec on',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F'],
      why: 'the SSM agent takes keys from the environment before those of the task role; ECS Exec fails unless they allow the four ssmmessages actions',
      docs: 'https://github.com/aws-containers/amazon-ecs-exec-checker',
      check: (deployment) => whereExecOn(deployment, () => judgeContainers(deployment, judgeKeys)),
    },
    'windows-nano': {
      summary: 'ECS Exec is on and an image is Windows Nano Server',
      appliesTo: 'exec on, Windows',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F'],
      why: 'ECS Exec does not support containers of Nano Server, so that the container cannot be entered',
      docs: EXEC_PAGE,
      check: (deployment) =>
        whereExecOn(deployment, () =>
          where(windows(deployment.taskDefinition), 'the task is not a Windows one', () =>
            judgeContainers(deployment, (container) =>
              failsIf(isNanoServer(container.get('image')), () => ({
                at: container.get('image'),
                message: `${containerName(container)}: image ${valueOr(container.get('image').verbatim, '')} is Nano Server, expected one that ECS Exec supports, such as Server Core`,
              })),
            ),
          ),
        ),
    },
  },
});
