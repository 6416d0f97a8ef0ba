import { all, any, chain, equals, not, truth, valueOr } from '../../src/fact/fact.ts';
import { deploymentStrategy } from '../../src/model/service.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { empty, filled, member, serviceName, serviceOf } from './service-facts.ts';
import { complete, enumeration, range } from './service-forms.ts';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/';
const CONFIGURATION = `${API}API_DeploymentConfiguration.html`;
const CANARY = `${API}API_CanaryConfiguration.html`;
const LINEAR = `${API}API_LinearConfiguration.html`;
const HOOK = `${API}API_DeploymentLifecycleHook.html`;

/** The one switch takes the other's value: a breaker that is on rolls back, one that is off does not. */
const likeTheOther = (value: View, missing: string): boolean =>
  valueOr(member(value, missing === 'enable' ? 'rollback' : 'enable').flag, false);

/** What stands in `deploymentConfiguration`, and what blue/green, linear and canary deployments need elsewhere. */
export const deployment: readonly Constraint[] = [
  complete(['enable', 'rollback'], {
    id: 'circuit-breaker-required-fields',
    where: 'deploymentConfiguration.deploymentCircuitBreaker',
    appliesTo: 'deploymentCircuitBreaker given',
    when: 'enable or rollback is absent',
    severity: 'error',
    source: `${API}API_DeploymentCircuitBreaker.html`,
    neutral: likeTheOther,
  }),
  enumeration('ThresholdType', {
    id: 'circuit-breaker-threshold',
    where: 'deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.type',
    appliesTo: 'thresholdConfiguration given',
    when: 'its type is not COUNT, BOUNDED_PERCENT or UNBOUNDED_PERCENT',
    severity: 'warning',
    source: `${API}API_ThresholdConfiguration.html`,
  }),
  complete(['alarmNames', 'enable', 'rollback'], {
    id: 'alarms-required-fields',
    where: 'deploymentConfiguration.alarms',
    appliesTo: 'alarms given',
    when: 'alarmNames, enable or rollback is absent',
    severity: 'error',
    source: `${API}API_DeploymentAlarms.html`,
    neutral: (value, missing) => (missing === 'alarmNames' ? undefined : likeTheOther(value, missing)),
  }),
  {
    id: 'alarm-names-empty',
    on: 'service',
    where: 'deploymentConfiguration.alarms',
    appliesTo: 'alarms enabled',
    when: 'alarmNames is empty',
    severity: 'warning',
    source: `${API}API_DeploymentAlarms.html`,
    violated: (value) => {
      const names = member(value, 'alarmNames');
      return all([chain(member(value, 'enable').flag, truth), names.given, empty(names)]);
    },
    message: (_, to) =>
      `${serviceName(to)}: deployment alarms are enabled and alarmNames is empty, expected at least one alarm`,
    at: (value) => member(value, 'alarmNames'),
  },
  {
    id: 'blue-green-advanced-configuration',
    on: 'service',
    where: 'loadBalancers[]',
    appliesTo: 'BLUE_GREEN, LINEAR or CANARY with a target group',
    when: 'advancedConfiguration is absent',
    severity: 'warning',
    source: `${API}API_LoadBalancer.html`,
    premise: (to) => equals(deploymentStrategy(serviceOf(to)), 'BLUE_GREEN', 'LINEAR', 'CANARY'),
    violated: (value) =>
      all([filled(member(value, 'targetGroupArn')), not(member(value, 'advancedConfiguration').given)]),
    message: (_, to) =>
      `${serviceName(to)}: strategy is ${valueOr(deploymentStrategy(serviceOf(to)), 'unknown')} and the target group has no advancedConfiguration, expected one with alternateTargetGroupArn, productionListenerRule and roleArn`,
    at: (value) => member(value, 'advancedConfiguration'),
  },
  complete(['alternateTargetGroupArn', 'productionListenerRule', 'roleArn'], {
    id: 'advanced-configuration-required',
    where: 'loadBalancers[].advancedConfiguration',
    appliesTo: 'advancedConfiguration given',
    when: 'alternateTargetGroupArn, productionListenerRule or roleArn is absent',
    severity: 'error',
    source: `${API}API_AdvancedConfiguration.html`,
  }),
  {
    id: 'bake-time-required',
    on: 'service',
    where: 'deploymentConfiguration.bakeTimeInMinutes',
    appliesTo: 'BLUE_GREEN, requests to the API',
    when: 'bakeTimeInMinutes is absent',
    severity: 'warning',
    source: CONFIGURATION,
    // CloudFormation's page says what ECS fills in where it is left out, and AWS's construct library deploys templates without it.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-deploymentconfiguration.html
    premise: (to) =>
      all([truth(to.declared === undefined), equals(deploymentStrategy(serviceOf(to)), 'BLUE_GREEN')]),
    violated: (value) => not(value.given),
    message: (_, to) =>
      `${serviceName(to)}: strategy is BLUE_GREEN and bakeTimeInMinutes is missing, expected 0 to 1440 minutes`,
  },
  range({
    id: 'bake-time-range',
    where: 'deploymentConfiguration.bakeTimeInMinutes',
    appliesTo: 'any',
    when: 'bakeTimeInMinutes is outside 0–1440',
    severity: 'error',
    source: CONFIGURATION,
  }),
  range({
    id: 'canary-percent-range',
    where: 'deploymentConfiguration.canaryConfiguration.canaryPercent',
    appliesTo: 'canaryConfiguration',
    when: 'canaryPercent is outside 0.1–100.0',
    severity: 'error',
    source: CANARY,
  }),
  range({
    id: 'canary-bake-time-range',
    where: 'deploymentConfiguration.canaryConfiguration.canaryBakeTimeInMinutes',
    appliesTo: 'canaryConfiguration',
    when: 'canaryBakeTimeInMinutes is outside 0–1440',
    severity: 'error',
    source: CANARY,
  }),
  range({
    id: 'linear-step-range',
    where: 'deploymentConfiguration.linearConfiguration.stepPercent',
    appliesTo: 'linearConfiguration',
    when: 'stepPercent is outside 3.0–100.0',
    severity: 'error',
    source: LINEAR,
  }),
  range({
    id: 'linear-bake-time-range',
    where: 'deploymentConfiguration.linearConfiguration.stepBakeTimeInMinutes',
    appliesTo: 'linearConfiguration',
    when: 'stepBakeTimeInMinutes is outside 0–1440',
    severity: 'warning',
    source: LINEAR,
  }),
  {
    id: 'lifecycle-hook-required',
    on: 'service',
    where: 'deploymentConfiguration.lifecycleHooks[]',
    appliesTo: 'lifecycle hook',
    when: 'lifecycleStages is absent, or an AWS_LAMBDA hook lacks hookTargetArn or roleArn (PAUSE needs neither)',
    severity: 'error',
    source: HOOK,
    violated: (value) => any(hookMembers(value).map((needed) => empty(needed))),
    message: (value, to) =>
      `${serviceName(to)}: the lifecycle hook ${value.key} has no ${missingOf(value)
        .map(({ key }) => key)
        .join(', no ')}`,
    at: (value) => missingOf(value)[0] ?? value,
  },
  enumeration('DeploymentLifecycleHookStage', {
    id: 'lifecycle-hook-stage-enum',
    where: 'deploymentConfiguration.lifecycleHooks[].lifecycleStages[]',
    appliesTo: 'lifecycle hook',
    when: 'not a lifecycle stage',
    severity: 'error',
    source: HOOK,
  }),
];

/** What a hook needs by its type; where the type is not known, only what every hook needs. */
function hookMembers(hook: View): readonly View[] {
  const lambda = valueOr(
    chain(member(hook, 'targetType').given, (given) =>
      given ? equals(member(hook, 'targetType').text, 'AWS_LAMBDA') : truth(true),
    ),
    false,
  );
  const names = lambda ? ['lifecycleStages', 'hookTargetArn', 'roleArn'] : ['lifecycleStages'];
  return names.map((name) => member(hook, name));
}

function missingOf(hook: View): readonly View[] {
  return hookMembers(hook).filter((needed) => valueOr(empty(needed), false));
}
