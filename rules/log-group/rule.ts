import type { Truth } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import { defineRule, type Verdicts } from '../../src/rule.ts';
import { judgeOptions } from './awslogs-options.ts';
import { type Container, judgeContainers } from './log-configuration.ts';
import { judgeDriver, judgeLogging, judgeRouter } from './log-driver.ts';

const LOG_CONFIGURATION =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html';

export default defineRule({
  id: 'log-group',
  number: 7,
  title: 'Logs that silently vanish, or stop the task',
  problems: {
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
