import { equals, not, valueOr } from '../../src/fact/fact.ts';
import { subnet } from '../../src/fact/kinds/ec2.ts';
import { SERVICE_TASKS } from '../../src/model/running-tasks.ts';
import { containerName, windows } from '../../src/model/task-definition.ts';
import { defineRule, failsIf, where } from '../../src/rule.ts';
import { CALLER_NEEDS } from './caller.ts';
import { LOGGING_NEEDS } from './cluster-logging.ts';
import { isNanoServer, judgeInit, judgeKeys } from './container-checks.ts';
import { judgeOff } from './exec-disabled.ts';
import { askWhereExecOn, judgeContainers, whereExecOn } from './exec-on.ts';
import { DENIED_NEEDS, UNREACHABLE_NEEDS } from './messages.ts';
import { judgeTaskRole } from './task-role.ts';
import { judgeRoot } from './writable-root.ts';

/** Loaded past the premises, which an offline check does not get by: most checks are offline. */
const byFacts = async () => (await import('./by-facts.ts')).EXEC_READINESS_BY_FACTS;

const EXEC_PAGE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html';

export default defineRule({
  id: 'exec-readiness',
  number: 5,
  title: 'No SSH on Fargate, and ECS Exec not set up before it is needed',
  options: {
    caller: {
      type: 'boolean',
      description: 'warn where the caller may not enter containers, instead of only telling',
    },
  },
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
    'ipv6-only': {
      summary: 'ECS Exec is on and a subnet of the service is IPv6-only',
      appliesTo: 'exec on, awsvpc',
      severity: 'warning',
      phase: 'operate',
      decidable: ['D', 'L'],
      why: 'ECS Exec is not supported for tasks in IPv6-only subnets, so that a container that starts there cannot be entered',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html',
      needs: [subnet],
      check: (deployment, facts) =>
        askWhereExecOn(deployment, facts, 'the subnets of the service', async (service) =>
          (await byFacts()).judgeSubnets(deployment, service, facts),
        ),
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
    'messages-denied': {
      summary: 'ECS Exec is on and the task role may not open its channels',
      appliesTo: "exec on, task role's policies known",
      severity: 'error',
      phase: 'operate',
      decidable: ['D', 'L'],
      why: 'the SSM agent in the container needs all four ssmmessages actions to open its control and data channels: without one of them the container cannot be entered',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions',
      needs: DENIED_NEEDS,
      check: (deployment, facts) =>
        askWhereExecOn(deployment, facts, 'what the task role may do', async () =>
          (await byFacts()).judgeDenied(deployment, facts),
        ),
    },
    'messages-unreachable': {
      summary: 'ECS Exec is on and no network path leads to Session Manager',
      appliesTo: 'exec on, network known',
      severity: 'error',
      phase: 'operate',
      decidable: ['D', 'L'],
      why: 'the SSM agent in the container opens its channels to ssmmessages by itself: without an endpoint, a NAT gateway or an internet gateway on its way it never connects',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html#ecs-vpc-endpoint-ecsexec',
      needs: UNREACHABLE_NEEDS,
      check: (deployment, facts) =>
        askWhereExecOn(deployment, facts, 'the network of the tasks', async (service) =>
          (await byFacts()).judgeUnreachable(deployment, service, facts),
        ),
    },
    'logging-misconfigured': {
      summary: 'ECS Exec is on and the cluster encrypts or logs sessions in a way that cannot work',
      appliesTo: "exec on, cluster's executeCommandConfiguration known",
      severity: 'error',
      phase: 'operate',
      scope: 'cluster',
      decidable: ['D', 'L'],
      why: 'the SSM agent in the container decrypts and logs the session with the task role: what it may not do or does not find ends the session, or leaves it unrecorded',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging',
      needs: LOGGING_NEEDS,
      check: (deployment, facts) =>
        askWhereExecOn(deployment, facts, 'the executeCommandConfiguration of the cluster', async (service) =>
          (await byFacts()).judgeClusterLogging(deployment, service, facts),
        ),
    },
    'tasks-predate-exec': {
      summary: 'ECS Exec is on in the service and running tasks were started without it',
      appliesTo: 'exec on in the service',
      severity: 'warning',
      phase: 'operate',
      decidable: ['L'],
      why: 'ECS Exec is given to a task when it starts, and changing enableExecuteCommand of a service starts no deployment: the tasks that run stay as they are',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html',
      needs: SERVICE_TASKS,
      check: (deployment, facts) =>
        askWhereExecOn(deployment, facts, 'the running tasks of the service', async (service) =>
          (await byFacts()).judgePredating(deployment, service, facts),
        ),
    },
    'exec-agent-not-running': {
      summary: 'the agent of ECS Exec does not run in a container of a running task',
      appliesTo: 'exec on in the task',
      severity: 'error',
      phase: 'operate',
      decidable: ['L'],
      why: 'a session is opened by the ExecuteCommandAgent in the container: where it does not run, execute-command answers TargetNotConnectedException',
      docs: EXEC_PAGE,
      needs: SERVICE_TASKS,
      check: (deployment, facts) =>
        askWhereExecOn(deployment, facts, 'the running tasks of the service', async (service) =>
          (await byFacts()).judgeAgents(deployment, service, facts),
        ),
    },
    'caller-denied': {
      summary: 'the caller may not enter containers of the cluster',
      appliesTo: 'live, exec on',
      severity: 'warning',
      maySeverities: ['warning', 'info'],
      phase: 'operate',
      scope: 'account',
      decidable: ['L'],
      why: 'ecs:ExecuteCommand is asked for on the cluster and on the task, and kms:GenerateDataKey where the cluster encrypts sessions with a key',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-best-practices-limit-access-execute-command',
      needs: CALLER_NEEDS,
      check: (deployment, facts, settings) =>
        askWhereExecOn(deployment, facts, 'what the caller may do', async (service) =>
          (await byFacts()).judgeCaller(deployment, service, facts, settings),
        ),
    },
  },
});
