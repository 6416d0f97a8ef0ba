import { containerInstances } from '../../src/fact/kinds/ecs.ts';
import { GROUP_FACTS } from '../../src/rollout/most-instances.ts';
import { defineRule } from '../../src/rule.ts';
import { halfCapacity, zeroCapacity } from './capacity-dip.ts';
import { cannotProgress } from './dead-end.ts';
import {
  blindBreaker,
  cannotRollBack,
  noCircuitBreaker,
  notApplicableDetection,
} from './failure-detection.ts';
import { illegalPercents } from './illegal-percents.ts';
import { staticPortsBlock } from './static-ports.ts';

const ROLLING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html';
const BREAKER = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html';
const CONFIGURATION =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html';

const STEERED = 'REPLICA, controller ECS, strategy ROLLING or absent';

export default defineRule({
  id: 'deployment-percents',
  number: 6,
  title: 'Minimum and maximum healthy percent that cause downtime or a dead end',
  problems: {
    'zero-capacity': {
      summary: 'some step of the rollout may leave no task running',
      appliesTo: `${STEERED}, desired count 1 or more`,
      severity: 'error',
      maySeverities: ['error', 'warning'],
      phase: 'rollout',
      decidable: ['F', 'D', 'L'],
      why: 'with a minimum of 0 the scheduler may stop every old task before it starts a new one, and nothing serves until the new ones are up',
      docs: ROLLING,
      check: zeroCapacity,
    },
    'half-capacity': {
      summary: 'some step of the rollout may leave half of the tasks or fewer',
      appliesTo: `${STEERED}, desired count 2 or more, and not zero-capacity`,
      severity: 'info',
      phase: 'rollout',
      decidable: ['F', 'D', 'L'],
      why: 'the tasks that remain carry the whole load for as long as the new ones take to start',
      docs: ROLLING,
      check: halfCapacity,
    },
    'cannot-progress': {
      summary: 'the scheduler can neither stop an old task nor start a new one',
      appliesTo: `${STEERED}, desired count 1 or more`,
      severity: 'error',
      phase: 'rollout',
      mayPhases: ['rollout', 'register'],
      decidable: ['F', 'D', 'L'],
      why: 'the minimum is rounded up to whole tasks and the maximum down: where both come to the desired count, a deployment waits for ever',
      docs: CONFIGURATION,
      serviceError:
        'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
      check: cannotProgress,
    },
    'static-ports-block': {
      summary: 'old and new tasks need the same host port, and there is no instance to spare',
      appliesTo: 'EC2, bridge or host, a static host port',
      severity: 'error',
      phase: 'rollout',
      decidable: ['F', 'D', 'L'],
      why: 'an instance gives a static host port to one task at a time: while all old tasks must run, a new one needs an instance of its own',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
      needs: [containerInstances, ...GROUP_FACTS],
      check: staticPortsBlock,
    },
    'no-circuit-breaker': {
      summary: 'neither the deployment circuit breaker nor deployment alarms are enabled',
      appliesTo: `${STEERED}, desired count 1 or more`,
      severity: 'warning',
      phase: 'rollout',
      decidable: ['F'],
      why: 'a deployment whose tasks cannot start never ends: ECS starts and stops tasks until somebody looks; `aws ecs wait services-stable` gives up after ten minutes, and a CloudFormation stack waits for hours',
      docs: BREAKER,
      check: noCircuitBreaker,
    },
    'breaker-cannot-roll-back': {
      summary: 'the circuit breaker may roll back, and there is no completed deployment to return to',
      appliesTo: 'breaker with rollback on',
      severity: 'warning',
      phase: 'rollout',
      decidable: ['L'],
      why: 'ECS rolls back to the last deployment that was completed; without one a deployment that fails stays failed, and no task serves',
      docs: BREAKER,
      check: cannotRollBack,
    },
    'breaker-blind-to-sick-tasks': {
      summary: 'the circuit breaker is on, and there is no health check of any kind',
      appliesTo: 'breaker on',
      severity: 'info',
      phase: 'rollout',
      decidable: ['F'],
      why: 'without a health check a task that reaches RUNNING counts as a success for the breaker',
      docs: BREAKER,
      check: blindBreaker,
    },
    'breaker-not-applicable': {
      summary: 'the circuit breaker or deployment alarms are enabled where ECS does not use them',
      appliesTo: 'breaker or alarms enabled',
      severity: 'warning',
      maySeverities: ['warning', 'error'],
      phase: 'rollout',
      mayPhases: ['rollout', 'register'],
      decidable: ['F'],
      why: 'both watch rolling updates of the controller ECS',
      docs: BREAKER,
      check: notApplicableDetection,
    },
    'illegal-percents': {
      summary: 'the percentages are outside what ECS takes',
      appliesTo: 'deploymentConfiguration given',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'ECS refuses to create or update a service with such a percentage',
      docs: CONFIGURATION,
      check: illegalPercents,
    },
  },
});
