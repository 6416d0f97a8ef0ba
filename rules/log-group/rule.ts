import type { Truth } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import { defineRule, type Verdicts } from '../../src/rule.ts';
import { judgeOptions } from './awslogs-options.ts';
import { KEY_NEEDS } from './group-key.ts';
import { GROUP_NEEDS } from './group-missing.ts';
import { GROUP_ONLY } from './group-settings.ts';
import { type Container, judgeContainers } from './log-configuration.ts';
import { judgeDriver, judgeLogging, judgeRouter } from './log-driver.ts';
import { judgeTargets } from './log-target.ts';
import { UNREACHABLE_NEEDS } from './unreachable.ts';
import { CREATE_NEEDS, WRITE_NEEDS } from './write-rights.ts';

const LOG_CONFIGURATION =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html';

const USING_AWSLOGS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html';

/** Loaded past the premises, which an offline check does not get by: most checks are offline. */
const byFacts = async () => (await import('./by-facts.ts')).LOG_GROUP_BY_FACTS;

/** What is asked, in the words of what was not. */
const GROUP = 'the log group';

export default defineRule({
  id: 'log-group',
  number: 7,
  title: 'Logs that silently vanish, or stop the task',
  problems: {
    'group-missing': {
      summary: 'containers log to a group that does not exist',
      appliesTo: 'awslogs without awslogs-create-group; Fargate or EC2',
      severity: 'error',
      maySeverities: ['error', 'warning'],
      phase: 'start',
      decidable: ['D', 'L'],
      why: 'the log driver does not create the group unless it is told to: on Fargate and in blocking mode the task stops, otherwise its logs are lost',
      docs: USING_AWSLOGS,
      serviceError:
        'failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      needs: GROUP_NEEDS,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, GROUP, async (target) =>
          (await byFacts()).judgeGroupMissing(deployment, target, facts),
        ),
    },
    'group-will-not-be-created': {
      summary: 'containers log to a group that does not exist, where it is not documented what that does',
      appliesTo:
        'awslogs where group-missing cannot decide (Managed Instances, EXTERNAL, launch type or mode unknown)',
      severity: 'info',
      phase: 'start',
      decidable: ['D', 'L'],
      why: 'nothing creates the group, and the driver has nowhere to write until somebody does',
      docs: USING_AWSLOGS,
      needs: GROUP_NEEDS,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, GROUP, async (target) =>
          (await byFacts()).judgeGroupNotCreated(deployment, target, facts),
        ),
    },
    'create-group-denied': {
      summary: 'the log driver is to create the group, and its role may not',
      appliesTo: 'awslogs-create-group true, and the group is not known to exist',
      severity: 'error',
      maySeverities: ['error', 'warning'],
      phase: 'start',
      decidable: ['D', 'L'],
      why: 'awslogs-create-group needs logs:CreateLogGroup, which the managed policy of execution roles does not hold',
      docs: USING_AWSLOGS,
      serviceError:
        'failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log group: AccessDeniedException',
      needs: CREATE_NEEDS,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, 'what the writing role may do', async (target) =>
          (await byFacts()).judgeCreating(deployment, target, facts),
        ),
    },
    'write-denied': {
      summary: 'the role that writes the logs may not write to the group',
      appliesTo: "awslogs, the writing role's policies known",
      severity: 'error',
      phase: 'start',
      decidable: ['D', 'L'],
      why: 'the log driver creates a stream for each container and puts the lines into it: on Fargate the task stops where it may not, on EC2 the logs are lost',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
      serviceError:
        'failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException',
      needs: WRITE_NEEDS,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, 'what the writing role may do', async (target) =>
          (await byFacts()).judgeWriting(deployment, target, facts),
        ),
    },
    'logs-unreachable': {
      summary: 'no network path leads to CloudWatch Logs',
      appliesTo: 'awslogs, network known',
      severity: 'error',
      phase: 'start',
      decidable: ['D', 'L'],
      why: 'the log driver calls CloudWatch Logs through the network of the task on Fargate, and of the instance on EC2: on Fargate the task stops where no path leads there',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html',
      serviceError: 'failed to validate logger args',
      needs: UNREACHABLE_NEEDS,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, 'the network of the tasks', async (target) =>
          (await byFacts()).judgeUnreachable(deployment, target, facts),
        ),
    },
    'options-missing': {
      summary: 'awslogs lacks an option that it cannot do without',
      appliesTo: 'awslogs',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'RegisterTaskDefinition refuses awslogs without a group and a region, and on Fargate without a stream prefix',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
      serviceError: 'Log driver awslogs requires options: awslogs-group',
      check: (deployment) => judgeEachOnFargate(deployment, judgeOptions),
    },
    'wrong-region': {
      summary: 'the logs go to another region than the one deployed to',
      appliesTo: 'awslogs, awslogs-region known',
      severity: 'warning',
      maySeverities: ['warning', 'info'],
      phase: 'start',
      decidable: ['L'],
      why: 'awslogs-region is where the driver writes, wherever the task runs: a region that was copied with the file is found when the group is not',
      docs: USING_AWSLOGS,
      needs: GROUP_ONLY,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, GROUP, async (target) =>
          (await byFacts()).judgeRegion(deployment, target, facts),
        ),
    },
    'no-logging': {
      summary: 'a container on Fargate has no log configuration',
      appliesTo: 'Fargate, each container',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F'],
      why: 'on Fargate there is no host on which to read the output of a container later: without a log driver nothing tells why it failed',
      docs: LOG_CONFIGURATION,
      check: (deployment) => judgeEachOnFargate(deployment, judgeLogging),
    },
    'firelens-without-router': {
      summary: 'a container logs by awsfirelens and no container is the log router',
      appliesTo: 'a container logs by awsfirelens',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'RegisterTaskDefinition refuses awsfirelens without a container that has firelensConfiguration: there is nothing to hand the lines to',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
      serviceError:
        'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be specified',
      check: (deployment) => judgeContainers(deployment, (container) => judgeRouter(deployment, container)),
    },
    'driver-unsupported-on-fargate': {
      summary: 'a container on Fargate names a log driver that Fargate does not have',
      appliesTo: "Fargate, by the task definition or by the service's launch type",
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'ECS refuses the task definition, or the service that puts it on Fargate: Fargate has awslogs, splunk and awsfirelens only',
      docs: LOG_CONFIGURATION,
      serviceError: 'is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]',
      check: (deployment) => judgeEachOnFargate(deployment, judgeDriver),
    },
    'kms-denied': {
      summary: 'CloudWatch Logs cannot use the key of the log group',
      appliesTo: 'the log group has a customer key',
      severity: 'warning',
      phase: 'steady',
      decidable: ['D', 'L'],
      why: 'CloudWatch Logs encrypts what it takes in, and decrypts what is read, by the key policy alone: where that no longer lets it, logs can be neither written nor read',
      docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
      needs: KEY_NEEDS,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, GROUP, async (target) => (await byFacts()).judgeKey(target, facts)),
    },
    'no-retention': {
      summary: 'the log group keeps its logs for ever',
      appliesTo: 'the log group is known',
      severity: 'info',
      phase: 'operate',
      decidable: ['D', 'L'],
      why: 'a log group without a retention never drops anything, and its storage is paid for each month',
      docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention',
      needs: GROUP_ONLY,
      check: (deployment, facts) =>
        judgeTargets(deployment, facts, GROUP, async (target) =>
          (await byFacts()).judgeRetention(target, facts),
        ),
    },
  },
});

/** Whether it is a Fargate deployment is asked once for all containers. */
function judgeEachOnFargate(
  deployment: Deployment,
  judge: (deployment: Deployment, fargate: Truth, container: Container) => Verdicts,
): Verdicts {
  const fargate = onFargate(deployment);
  return judgeContainers(deployment, (container) => judge(deployment, fargate, container));
}
