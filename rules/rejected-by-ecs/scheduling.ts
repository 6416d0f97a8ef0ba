import { all, and, any, chain, equals, holds, not, type Truth, truth, valueOr } from '../../src/fact/fact.ts';
import { isWithin, limit, stagesWithoutPause } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { deploymentStrategy, maximumPercent, minimumHealthyPercent } from '../../src/model/service.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { removal, setting } from './forms.ts';
import {
  controlledBy,
  empty,
  isDaemon,
  isInput,
  mayRunOnFargate,
  member,
  onInstancesOnly,
  serviceName,
  serviceOf,
} from './service-facts.ts';
import { enumeration } from './service-forms.ts';
import { observed } from './subject.ts';

const CREATE_SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';
const CONFIGURATION =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html';
const REBALANCING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html';

const rebalances = (deployment: Deployment): Truth =>
  equals(serviceOf(deployment).view.get('availabilityZoneRebalancing').text, 'ENABLED');

/** How tasks are scheduled, who controls deployments, and which of these go together. */
export const scheduling: readonly Constraint[] = [
  {
    id: 'daemon-desired-count',
    on: 'service',
    where: 'desiredCount',
    appliesTo: 'DAEMON',
    when: 'desiredCount is set',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => all([isInput(deployment), isDaemon(deployment)]),
    violated: (value) => value.given,
    message: (value, deployment) =>
      `${serviceName(deployment)}: desiredCount is ${observed(value)}, but schedulingStrategy is DAEMON, expected no desiredCount`,
    fixes: (value) => [
      removal(value, true, 'remove desiredCount: a daemon runs one task on each matching instance'),
    ],
  },
  {
    id: 'daemon-fargate',
    on: 'service',
    where: 'schedulingStrategy',
    appliesTo: 'DAEMON',
    when: 'its tasks run on Fargate',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: isDaemon,
    // The EXTERNAL of which the API's reference speaks beside Fargate is the deployment controller, not the launch type.
    violated: (_, deployment) => mayRunOnFargate(deployment),
    message: (_, deployment) =>
      `${serviceName(deployment)}: schedulingStrategy is DAEMON, but its tasks run on Fargate, expected container instances`,
    fixes: (value) => [setting(value, 'REPLICA', false, 'schedule replicas')],
  },
  {
    id: 'daemon-code-deploy',
    on: 'service',
    where: 'schedulingStrategy',
    appliesTo: 'DAEMON',
    when: 'the controller is CODE_DEPLOY or EXTERNAL',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: isDaemon,
    violated: (_, deployment) => controlledBy(deployment, 'CODE_DEPLOY', 'EXTERNAL'),
    message: (_, deployment) =>
      `${serviceName(deployment)}: schedulingStrategy is DAEMON, but the deployment controller is ${observed(serviceOf(deployment).view.get('deploymentController').get('type') as View)}, expected ECS`,
  },
  {
    id: 'daemon-az-rebalancing',
    on: 'service',
    where: 'availabilityZoneRebalancing',
    appliesTo: 'DAEMON',
    when: 'availabilityZoneRebalancing is ENABLED',
    severity: 'error',
    source: REBALANCING,
    premise: isDaemon,
    violated: (value) => equals(value.text, 'ENABLED'),
    message: (_, deployment) =>
      `${serviceName(deployment)}: availabilityZoneRebalancing is ENABLED, but schedulingStrategy is DAEMON, expected DISABLED`,
    fixes: (value) => [setting(value, 'DISABLED', true, 'set availabilityZoneRebalancing to DISABLED')],
  },
  enumeration('AvailabilityZoneRebalancing', {
    id: 'az-rebalancing-enum',
    where: 'availabilityZoneRebalancing',
    appliesTo: 'any',
    when: 'not ENABLED or DISABLED',
    severity: 'error',
    source: CREATE_SERVICE,
  }),
  {
    id: 'az-rebalancing-maximum-percent',
    on: 'service',
    where: 'availabilityZoneRebalancing',
    absentPasses: true,
    appliesTo: 'rebalancing ENABLED',
    when: 'maximumPercent is 100 or less',
    severity: 'warning',
    source: REBALANCING,
    why: 'rebalancing starts the replacement before it stops a task, which a maximum of 100 percent does not leave room for: ECS refuses the pair',
    premise: (deployment) => not(isDaemon(deployment)),
    violated: (_, deployment) =>
      all([
        rebalances(deployment),
        holds(
          maximumPercent(serviceOf(deployment)),
          (percent) => !isWithin('az-rebalancing-maximum-percent', percent),
        ),
      ]),
    message: (_, deployment) =>
      `${serviceName(deployment)}: availabilityZoneRebalancing is ENABLED and maximumPercent is ${valueOr(maximumPercent(serviceOf(deployment)), 'unknown')}, expected at least ${limit('az-rebalancing-maximum-percent').min}`,
    fixes: (value) => [setting(value, 'DISABLED', false, 'turn rebalancing off')],
  },
  enumeration('DeploymentControllerType', {
    id: 'deployment-controller-enum',
    where: 'deploymentController.type',
    appliesTo: 'any',
    when: 'not ECS, CODE_DEPLOY or EXTERNAL',
    severity: 'error',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentController.html',
  }),
  enumeration('DeploymentStrategy', {
    id: 'deployment-strategy-enum',
    where: 'deploymentConfiguration.strategy',
    appliesTo: 'any',
    when: 'not ROLLING, BLUE_GREEN, LINEAR or CANARY',
    severity: 'error',
    source: CONFIGURATION,
    decides: true,
  }),
  {
    id: 'percent-code-deploy',
    on: 'service',
    where: 'deploymentConfiguration',
    appliesTo: 'controller CODE_DEPLOY or EXTERNAL on EC2',
    when: 'minimum or maximum healthy percent is set',
    severity: 'warning',
    source: CONFIGURATION,
    premise: (deployment) =>
      all([
        isInput(deployment),
        controlledBy(deployment, 'CODE_DEPLOY', 'EXTERNAL'),
        onInstancesOnly(deployment),
      ]),
    violated: (value) => any(percents(value).map((percent) => percent.given)),
    message: (value, deployment) =>
      `${serviceName(deployment)}: ${givenPercents(value)
        .map((percent) => `${percent.key} is ${observed(percent)}`)
        .join(' and ')}, but the deployment controller is not ECS, expected none`,
    at: (value) => givenPercents(value)[0] ?? value,
    fixes: (value) => [
      {
        kind: 'edit',
        description: 'remove the percents: the defaults hold with this controller',
        safe: false,
        edits: givenPercents(value).map((at) => ({ at, op: 'remove' })),
      },
    ],
  },
  {
    id: 'external-controller-load-balancers',
    on: 'service',
    where: 'loadBalancers',
    appliesTo: 'controller EXTERNAL',
    when: 'loadBalancers is set',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => all([isInput(deployment), controlledBy(deployment, 'EXTERNAL')]),
    violated: (value) => not(empty(value)),
    message: (value, deployment) =>
      `${serviceName(deployment)} has ${valueOr(value.size, 'some')} loadBalancers, but its deployment controller is EXTERNAL: expected them in the task set`,
    fixes: (value) => [removal(value, false, 'remove loadBalancers and give them to CreateTaskSet')],
  },
  {
    id: 'external-controller-task-definition',
    on: 'service',
    where: 'taskDefinition',
    appliesTo: 'controller EXTERNAL',
    when: 'taskDefinition is set',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => all([isInput(deployment), controlledBy(deployment, 'EXTERNAL')]),
    violated: (value) => value.given,
    message: (value, deployment) =>
      `${serviceName(deployment)}: taskDefinition is ${observed(value)}, but its deployment controller is EXTERNAL: expected it in the task set`,
    fixes: (value) => [removal(value, true, 'remove taskDefinition and give it to CreateTaskSet')],
  },
  {
    id: 'blue-green-code-deploy',
    on: 'service',
    where: 'deploymentConfiguration.strategy',
    appliesTo: 'controller not ECS',
    when: 'strategy is other than ROLLING',
    severity: 'error',
    source: CONFIGURATION,
    premise: (deployment) => controlledBy(deployment, 'CODE_DEPLOY', 'EXTERNAL'),
    violated: (value) => holds(value.text, (strategy) => strategy !== 'ROLLING'),
    message: (value, deployment) =>
      `${serviceName(deployment)}: strategy is ${observed(value)}, but the deployment controller is ${observed(serviceOf(deployment).view.get('deploymentController').get('type') as View)}, expected ECS`,
    fixes: (_, deployment) => [
      setting(
        serviceOf(deployment).view.get('deploymentController').get('type') as View,
        'ECS',
        false,
        'let ECS control the deployments',
      ),
    ],
  },
  {
    id: 'lifecycle-hook-pause-stage',
    on: 'service',
    where: 'deploymentConfiguration.lifecycleHooks[].lifecycleStages[]',
    appliesTo: 'lifecycle hook PAUSE',
    when: 'its stage is TEST_TRAFFIC_SHIFT or PRODUCTION_TRAFFIC_SHIFT',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html',
    violated: (value) => {
      const hook = value.parent?.parent;
      return all([
        hook ? equals(member(hook, 'targetType').text, 'PAUSE') : truth(false),
        equals(value.text, ...stagesWithoutPause()),
      ]);
    },
    message: (value, deployment) =>
      `${serviceName(deployment)}: the PAUSE hook stands at ${observed(value)}, expected a stage in which no traffic shifts`,
  },
  {
    id: 'early-success-criteria',
    on: 'service',
    where: 'deploymentConfiguration.earlySuccessCriteria',
    appliesTo: 'earlySuccessCriteria enabled',
    when: 'the strategy is not ROLLING, healthyPercent or sourceServiceRevisionCleanup is absent, or healthyPercent is below minimumHealthyPercent or above 100',
    severity: 'warning',
    source:
      'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentEarlySuccessCriteria.html',
    violated: (value, deployment) =>
      and(chain(member(value, 'enable').flag, truth), () =>
        any(earlySuccess(value, deployment).map(({ wrong }) => wrong)),
      ),
    message: (value, deployment) =>
      `${serviceName(deployment)}: earlySuccessCriteria: ${earlySuccess(value, deployment)
        .filter(({ wrong }) => valueOr(wrong, false))
        .map(({ says }) => says)
        .join('; ')}`,
    at: (value, deployment) =>
      earlySuccess(value, deployment).find(({ wrong }) => valueOr(wrong, false))?.at ?? value,
  },
];

function percents(configuration: View): readonly View[] {
  return [member(configuration, 'minimumHealthyPercent'), member(configuration, 'maximumPercent')];
}

function givenPercents(configuration: View): readonly View[] {
  return percents(configuration).filter((percent) => valueOr(percent.given, false));
}

interface Wrong {
  readonly wrong: Truth;
  readonly at: View;
  readonly says: string;
}

/** What is asked of early success criteria, each with what stands against it. */
function earlySuccess(criteria: View, deployment: Deployment): readonly Wrong[] {
  const service = serviceOf(deployment);
  const healthy = member(criteria, 'healthyPercent');
  const cleanup = member(criteria, 'sourceServiceRevisionCleanup');
  const strategy = deploymentStrategy(service);
  const minimum = minimumHealthyPercent(service);
  const { max } = limit('early-success-criteria');
  return [
    {
      wrong: not(equals(strategy, 'ROLLING')),
      at: criteria,
      says: `the strategy is ${valueOr(strategy, 'unknown')}, expected ROLLING`,
    },
    { wrong: not(healthy.given), at: healthy, says: 'healthyPercent is missing' },
    { wrong: not(cleanup.given), at: cleanup, says: 'sourceServiceRevisionCleanup is missing' },
    {
      wrong: any([
        holds(healthy.number, (percent) => !isWithin('early-success-criteria', percent)),
        chain(healthy.number, (percent) => holds(minimum, (least) => percent < least)),
      ]),
      at: healthy,
      says: `healthyPercent is ${observed(healthy)}, expected ${valueOr(minimum, 'minimumHealthyPercent')} to ${max}`,
    },
  ];
}
