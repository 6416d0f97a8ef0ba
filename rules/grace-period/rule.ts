import { targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { defineRule } from '../../src/rule.ts';
import { checkTooEager, graceCoversNothing, noHealthCheck } from './container-checks.ts';
import { graceMissing } from './grace-missing.ts';
import { graceTooShort } from './grace-too-short.ts';
import { healthCheckCommand } from './health-check-command.ts';
import { OBSERVING } from './observed.ts';

const BALANCER = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html';
const GRACE =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html#ECS-CreateService-request-healthCheckGracePeriodSeconds';
const CHECK = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html';

export default defineRule({
  id: 'grace-period',
  number: 3,
  title: 'Health checks kill tasks that are still starting',
  options: {
    startupSeconds: {
      type: 'map',
      description:
        'seconds from the start of a task until its container answers health checks, for all containers or by name (`--startup-seconds [container=]N`)',
    },
  },
  problems: {
    'grace-missing': {
      summary: 'a service behind a load balancer has no grace period for tasks that are starting',
      appliesTo: 'service with a load balancer (target group, gateway connector)',
      severity: 'info',
      maySeverities: ['info', 'warning', 'error'],
      phase: 'health',
      decidable: ['F', 'D', 'L'],
      why: 'without a grace period ECS stops a task as soon as the load balancer calls it unhealthy, also while it is still starting, and starts another that fares no better',
      docs: GRACE,
      needs: [targetGroup, ...OBSERVING],
      check: graceMissing,
    },
    'grace-too-short': {
      summary: 'the grace period ends before a slow start can be healthy',
      appliesTo: "service with a grace period, start time and the checker's times known",
      severity: 'error',
      maySeverities: ['error', 'warning', 'info'],
      phase: 'health',
      decidable: ['F', 'D', 'L'],
      why: 'a target that turned unhealthy while it started needs several passing checks to recover, and the grace period has to last until then',
      docs: BALANCER,
      needs: [targetGroup, ...OBSERVING],
      check: graceTooShort,
    },
    'container-check-too-eager': {
      summary: "a container's own health check gives up before the container has started",
      appliesTo: 'container healthCheck, start time known',
      severity: 'warning',
      phase: 'health',
      decidable: ['F', 'L'],
      why: 'failed checks count once the start period is over: the container turns unhealthy while it starts, and its task is stopped',
      docs: CHECK,
      needs: OBSERVING,
      check: checkTooEager,
    },
    'grace-covers-nothing': {
      summary: 'a grace period is given, and there is no health check that it could hold back',
      appliesTo: 'service',
      severity: 'info',
      phase: 'health',
      decidable: ['F'],
      why: 'ECS uses the grace period for load balancer, VPC Lattice and container health checks only: without one it has no effect',
      docs: GRACE,
      check: graceCoversNothing,
    },
    'no-health-check': {
      summary: 'nothing checks the health of an essential container',
      appliesTo: 'service, each essential container',
      severity: 'warning',
      phase: 'health',
      decidable: ['F'],
      why: 'ECS counts a task without any health check as healthy 40 seconds after it runs: a deployment that starts and does not work replaces one that did',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html',
      check: noHealthCheck,
    },
    'health-check-command': {
      summary: 'the command of a container health check cannot work as it is written',
      appliesTo: 'container healthCheck',
      severity: 'warning',
      phase: 'health',
      decidable: ['F'],
      why: 'the first word says how the rest is run: CMD runs it as it stands, CMD-SHELL hands it to the shell of the container; other forms are not documented',
      docs: CHECK,
      check: healthCheckCommand,
    },
  },
});
