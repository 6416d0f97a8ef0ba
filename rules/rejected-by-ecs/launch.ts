import { all, and, equals, holds, not, truth, valueOr } from '../../src/fact/fact.ts';
import { limit, monitoringResolutions, pattern } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment, LaunchKind } from '../../src/model/deployment.ts';
import { compatibleWith } from '../../src/model/launch.ts';
import type { Fix } from '../../src/rule.ts';
import type { Constraint } from './constraint.ts';
import { malformed } from './form-of-text.ts';
import { removal, setting } from './forms.ts';
import { isInput, serviceName, serviceOf } from './service-facts.ts';
import { atMost, enumeration, range } from './service-forms.ts';
import { observed, oneOf } from './subject.ts';

const CREATE_SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';

/** Is the list of compatibilities given, and without that launch type? */
const lacks = (deployment: Deployment, kind: LaunchKind) =>
  all([
    holds(deployment.taskDefinition.view.get('requiresCompatibilities').size, (size) => size > 0),
    not(compatibleWith(deployment, kind)),
  ]);

const compatibilities = (deployment: Deployment): readonly string[] =>
  valueOr(deployment.taskDefinition.view.get('requiresCompatibilities').items, []).flatMap((item) =>
    valueOr(item.text, '') === '' ? [] : [String(item.raw)],
  );

const compatibility = (kind: LaunchKind, row: Pick<Constraint, 'id' | 'severity' | 'when'>): Constraint => ({
  ...row,
  on: 'service',
  where: 'launchType',
  appliesTo: `launchType ${kind}`,
  source: CREATE_SERVICE,
  violated: (value, deployment) => and(equals(value.text, kind), () => lacks(deployment, kind)),
  message: (_, deployment) =>
    `${serviceName(deployment)}: launchType is ${kind}, but the task definition's requiresCompatibilities is ${oneOf(compatibilities(deployment))}, expected ${kind} among them`,
  fixes: (value, deployment) => {
    const [only, ...others] = compatibilities(deployment);
    return (only === 'EC2' || only === 'FARGATE' || only === 'EXTERNAL') && others.length === 0
      ? [setting(value, only, false, `launch the tasks on ${only}, which the task definition is made for`)]
      : [];
  },
});

/** A capacity provider's name in the place of a launch type moves to a strategy. */
function asStrategy(
  value: Parameters<NonNullable<Constraint['fixes']>>[0],
  deployment: Deployment,
): readonly Fix[] {
  const strategy = serviceOf(deployment).view.get('capacityProviderStrategy');
  if (value.raw !== 'FARGATE_SPOT' || valueOr(strategy.given, true)) return [];
  return [
    {
      kind: 'edit',
      description: 'ask for FARGATE_SPOT by a capacity provider strategy in place of a launch type',
      safe: false,
      edits: [
        { at: strategy, op: 'set', value: [{ capacityProvider: value.raw, weight: 1 }] },
        { at: value, op: 'remove' },
      ],
    },
  ];
}

/** A service's name, where it runs, and the plain numbers of its request. */
export const launch: readonly Constraint[] = [
  {
    id: 'service-name-pattern',
    on: 'service',
    where: 'serviceName',
    appliesTo: 'any',
    when: 'serviceName is not 1–255 letters, digits, hyphens, underscores',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => truth(serviceOf(deployment).form !== 'update'),
    violated: (value) => malformed(value, (name) => !pattern('service-name').test(name)),
    message: (value) =>
      `serviceName is "${String(value.raw)}" (${String(value.raw).length} characters), expected 1 to ${limit('service-name-pattern').max} letters, digits, hyphens and underscores`,
  },
  enumeration('LaunchType', {
    id: 'launch-type-enum',
    where: 'launchType',
    appliesTo: 'any',
    when: 'launchType is not EC2, FARGATE, EXTERNAL or MANAGED_INSTANCES (FARGATE_SPOT is a provider)',
    severity: 'error',
    source: CREATE_SERVICE,
    fixes: asStrategy,
    decides: true,
  }),
  compatibility('FARGATE', {
    id: 'launch-type-fargate-compatibility',
    severity: 'error',
    when: "the task definition's requiresCompatibilities is given and lacks FARGATE",
  }),
  compatibility('EC2', {
    id: 'launch-type-ec2-compatibility',
    severity: 'warning',
    when: 'requiresCompatibilities is given and lacks EC2',
  }),
  {
    id: 'managed-instances-launch-type',
    on: 'service',
    where: 'launchType',
    appliesTo: 'launchType MANAGED_INSTANCES',
    when: 'Managed Instances are reached through a strategy only',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: isInput,
    violated: (value) => equals(value.text, 'MANAGED_INSTANCES'),
    message: (value, deployment) =>
      `${serviceName(deployment)}: launchType is ${observed(value)}, expected a capacityProviderStrategy that names the Managed Instances provider`,
  },
  enumeration('SchedulingStrategy', {
    id: 'scheduling-strategy-enum',
    where: 'schedulingStrategy',
    appliesTo: 'any',
    when: 'not REPLICA or DAEMON',
    severity: 'error',
    source: CREATE_SERVICE,
  }),
  enumeration('PropagateTags', {
    id: 'propagate-tags-enum',
    where: 'propagateTags',
    appliesTo: 'any',
    when: 'not SERVICE, TASK_DEFINITION or NONE',
    severity: 'error',
    source: CREATE_SERVICE,
  }),
  atMost({
    id: 'service-tags-max',
    where: 'tags',
    appliesTo: 'any',
    when: 'more than 50 tags',
    severity: 'error',
    source: CREATE_SERVICE,
  }),
  {
    id: 'client-token-length',
    on: 'service',
    where: 'clientToken',
    absentPasses: true,
    appliesTo: 'any',
    when: 'clientToken is longer than 36 characters',
    severity: 'error',
    source: CREATE_SERVICE,
    violated: (value) =>
      holds(value.text, (token) => token.length > (limit('client-token-length').max ?? token.length)),
    message: (value, deployment) =>
      `${serviceName(deployment)}: clientToken has ${String(value.raw).length} characters, expected at most ${limit('client-token-length').max}`,
    fixes: (value) => [
      removal(value, true, 'leave the token out; it only makes retries of one request safe'),
    ],
  },
  range({
    id: 'grace-period-range',
    where: 'healthCheckGracePeriodSeconds',
    appliesTo: 'any',
    when: 'healthCheckGracePeriodSeconds is outside 0–2147483647',
    severity: 'warning',
    source: CREATE_SERVICE,
  }),
  {
    id: 'monitoring-resolution',
    on: 'service',
    where: 'monitoring.metricConfigurations[].resolutionSeconds',
    appliesTo: 'monitoring given',
    when: 'the resolution is neither 20 nor 60',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MetricConfiguration.html',
    violated: (value) => holds(value.number, (seconds) => !monitoringResolutions().includes(seconds)),
    message: (value, deployment) =>
      `${serviceName(deployment)}: resolutionSeconds is ${observed(value)}, expected ${oneOf(monitoringResolutions().map(String))}`,
  },
];
