import { SERVICE_TASKS } from '../../src/model/running-tasks.ts';
import { defineRule } from '../../src/rule.ts';
import { featureNeedsVersion } from './feature-needs-version.ts';
import { mixedRunning } from './mixed-running.ts';
import { notFargate } from './not-fargate.ts';
import { unpinned } from './unpinned.ts';
import { retired, unknownVersion } from './version-status.ts';

const PLATFORMS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html';

export default defineRule({
  id: 'platform-version',
  number: 10,
  title: 'Fargate platform version pinned wrongly, or not at all',
  problems: {
    retired: {
      summary: 'the platform version is retired',
      appliesTo: 'Fargate, version named',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'ECS starts no tasks on a retired platform version, and stops those that still run on it',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-versions-retired.html',
      check: retired,
    },
    'unknown-version': {
      summary: 'there was never such a platform version for the operating system',
      appliesTo: 'Fargate, version named',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'ECS refuses a platform version that it does not know; those of Linux and Windows are numbered apart',
      docs: PLATFORMS,
      check: unknownVersion,
    },
    'feature-needs-version': {
      summary: 'the deployment uses a feature that the named platform version does not have',
      appliesTo: 'Fargate, version named, and not LATEST',
      severity: 'error',
      phase: 'register',
      mayPhases: ['register', 'start', 'pull-secrets'],
      decidable: ['F'],
      why: 'each platform version fixes what its tasks can do: a feature that came later is refused, or fails when the task starts',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html',
      serviceError:
        "The specified platform version doesn't satisfy the task definition's required capabilities",
      check: featureNeedsVersion,
    },
    unpinned: {
      summary: 'the service takes whichever platform version is current',
      appliesTo: 'Fargate service',
      severity: 'info',
      maySeverities: ['info', 'warning'],
      phase: 'operate',
      decidable: ['F'],
      why: 'with LATEST a deployment of the same revision may land on another platform version than the last one, so that two deployments differ without a change of yours',
      docs: PLATFORMS,
      check: (deployment, _facts, { ruleset }) => unpinned(deployment, ruleset),
    },
    'not-fargate': {
      summary: 'a service that is not on Fargate names a platform version',
      appliesTo: 'service with platformVersion',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'only Fargate has platform versions, and ECS refuses one with the launch type EC2 or EXTERNAL',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html#ECS-CreateService-request-platformVersion',
      serviceError: 'The platform version must be null when specifying an EC2 launch type',
      check: notFargate,
    },
    'mixed-running': {
      summary: 'the running tasks of a service are on different platform versions',
      appliesTo: 'Fargate service',
      severity: 'info',
      phase: 'operate',
      decidable: ['L'],
      why: 'a task keeps the version it was started on: those that were replaced since are on another, and may behave differently',
      docs: PLATFORMS,
      needs: SERVICE_TASKS,
      check: mixedRunning,
    },
  },
});
