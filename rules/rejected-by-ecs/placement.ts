import {
  all,
  any,
  equals,
  every,
  type Fact,
  holds,
  map,
  not,
  some,
  type Truth,
  valueOr,
} from '../../src/fact/fact.ts';
import { binpackFields, zoneAttribute } from '../../src/knowledge/ecs-limits.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { removal, setting } from './forms.ts';
import {
  elements,
  empty,
  fargateOnly,
  filled,
  isDaemon,
  member,
  serviceName,
  serviceOf,
} from './service-facts.ts';
import { atMost, enumeration } from './service-forms.ts';
import { observed, oneOf } from './subject.ts';

const CREATE_SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';
const STRATEGY = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementStrategy.html';
const CONSTRAINT = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementConstraint.html';
const REBALANCING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html';

/** Does the strategy spread tasks by Availability Zone? */
const spreadsByZone = (strategy: View): Truth =>
  all([
    equals(member(strategy, 'type').text, 'spread'),
    equals(member(strategy, 'field').text, zoneAttribute()),
  ]);

/** Does the constraint's expression name the Availability Zone's attribute? */
const namesZone = (constraint: View): Truth =>
  holds(member(constraint, 'expression').verbatim, (expression) => expression.includes(zoneAttribute()));

/** Where the service's tasks may be placed. */
export const placement: readonly Constraint[] = [
  {
    id: 'fargate-placement-constraints-service',
    on: 'service',
    where: 'placementConstraints',
    absentPasses: true,
    appliesTo: 'Fargate',
    when: 'placementConstraints is not empty',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: fargateOnly,
    violated: (value) => not(empty(value)),
    message: (value, deployment) =>
      `${serviceName(deployment)} runs on Fargate and has ${valueOr(value.size, 'some')} placementConstraints, expected none`,
    fixes: (value, deployment) => [removal(value, !deployment.asFargate, 'remove placementConstraints')],
  },
  {
    id: 'fargate-placement-strategy',
    on: 'service',
    where: 'placementStrategy',
    absentPasses: true,
    appliesTo: 'Fargate',
    when: 'placementStrategy is not empty',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: fargateOnly,
    violated: (value) => not(empty(value)),
    message: (value, deployment) =>
      `${serviceName(deployment)} runs on Fargate and has ${valueOr(value.size, 'some')} placement strategies, expected none`,
    fixes: (value, deployment) => [
      removal(
        value,
        !deployment.asFargate,
        'remove placementStrategy: Fargate spreads tasks over Availability Zones by itself',
      ),
    ],
  },
  {
    id: 'daemon-placement-strategies',
    on: 'service',
    where: 'placementStrategy',
    appliesTo: 'DAEMON',
    when: 'placementStrategy is not empty',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: isDaemon,
    violated: (value) => not(empty(value)),
    message: (value, deployment) =>
      `${serviceName(deployment)} is a DAEMON service and has ${valueOr(value.size, 'some')} placement strategies, expected none`,
    fixes: (value) => [removal(value, true, 'remove placementStrategy: a daemon runs on every instance')],
  },
  atMost({
    id: 'placement-strategies-max',
    where: 'placementStrategy',
    appliesTo: 'any',
    when: 'more than 5 placement strategies',
    severity: 'error',
    source: CREATE_SERVICE,
  }),
  atMost({
    id: 'placement-constraints-max-service',
    where: 'placementConstraints',
    appliesTo: 'service',
    when: 'more than 10 placement constraints',
    severity: 'warning',
    source: CREATE_SERVICE,
  }),
  enumeration('PlacementStrategyType', {
    id: 'placement-strategy-type-enum',
    where: 'placementStrategy[].type',
    appliesTo: 'any',
    when: 'not random, spread or binpack',
    severity: 'error',
    source: STRATEGY,
  }),
  enumeration('PlacementConstraintType', {
    id: 'placement-constraint-type-enum',
    where: 'placementConstraints[].type',
    appliesTo: 'service',
    when: 'not distinctInstance or memberOf',
    severity: 'error',
    source: CONSTRAINT,
  }),
  {
    id: 'distinct-instance-expression',
    on: 'service',
    where: 'placementConstraints[]',
    appliesTo: 'any',
    when: 'distinctInstance has an expression',
    severity: 'error',
    source: CONSTRAINT,
    violated: (value) =>
      all([equals(member(value, 'type').text, 'distinctInstance'), filled(member(value, 'expression'))]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: the distinctInstance constraint has the expression ${observed(member(value, 'expression'))}, expected none`,
    at: (value) => member(value, 'expression'),
    fixes: (value) => [removal(member(value, 'expression'), true, 'remove the expression')],
  },
  {
    id: 'binpack-field',
    on: 'service',
    where: 'placementStrategy[]',
    appliesTo: 'any',
    when: "binpack's field is not cpu or memory",
    severity: 'error',
    source: STRATEGY,
    violated: (value) =>
      all([
        equals(member(value, 'type').text, 'binpack'),
        not(holds(member(value, 'field').text, (field) => binpackFields().includes(field.toLowerCase()))),
      ]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: binpack's field is ${observed(member(value, 'field'))}, expected ${oneOf(binpackFields())}`,
    at: (value) => member(value, 'field'),
    fixes: (value) =>
      binpackFields().map((field) => setting(member(value, 'field'), field, true, `pack tasks by ${field}`)),
  },
  {
    id: 'random-field',
    on: 'service',
    where: 'placementStrategy[]',
    appliesTo: 'any',
    when: 'random has a field',
    severity: 'error',
    source: STRATEGY,
    violated: (value) => all([equals(member(value, 'type').text, 'random'), filled(member(value, 'field'))]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: the random strategy has the field ${observed(member(value, 'field'))}, expected none`,
    at: (value) => member(value, 'field'),
    fixes: (value) => [removal(member(value, 'field'), true, 'remove the field')],
  },
];

/** What rebalancing over Availability Zones asks of the rest of the service. */
export const rebalancing: readonly Constraint[] = [
  {
    id: 'az-rebalancing-first-strategy',
    on: 'service',
    where: '',
    appliesTo: 'rebalancing ENABLED',
    when: 'strategies are given and the first is not spread by `attribute:ecs.availability-zone`, or a constraint names that attribute',
    severity: 'warning',
    source: REBALANCING,
    premise: (deployment) =>
      all([
        equals(serviceOf(deployment).view.get('availabilityZoneRebalancing').text, 'ENABLED'),
        not(fargateOnly(deployment)),
      ]),
    violated: (root) =>
      any([not(zoneSpreadFirst(root)), some(list(root, 'placementConstraints'), namesZone)]),
    message: (root, deployment) =>
      valueOr(zoneSpreadFirst(root), true)
        ? `${serviceName(deployment)}: a placement constraint names ${zoneAttribute()}, expected none while availabilityZoneRebalancing is ENABLED`
        : `${serviceName(deployment)}: the first placement strategy is ${spelled(firstStrategy(root))}, expected spread by ${zoneAttribute()} while availabilityZoneRebalancing is ENABLED`,
    at: (root) =>
      valueOr(zoneSpreadFirst(root), true)
        ? (valueOr(list(root, 'placementConstraints'), []).find((item) => valueOr(namesZone(item), false)) ??
          root)
        : (firstStrategy(root) ?? root),
  },
  {
    id: 'az-rebalancing-classic-lb',
    on: 'service',
    where: 'loadBalancers[].loadBalancerName',
    appliesTo: 'rebalancing ENABLED',
    when: 'a Classic Load Balancer is attached',
    severity: 'warning',
    source: REBALANCING,
    premise: (deployment) =>
      equals(serviceOf(deployment).view.get('availabilityZoneRebalancing').text, 'ENABLED'),
    violated: filled,
    message: (value, deployment) =>
      `${serviceName(deployment)}: the Classic Load Balancer ${observed(value)} is attached, expected a target group while availabilityZoneRebalancing is ENABLED`,
    fixes: (_, deployment) => [
      setting(
        serviceOf(deployment).view.get('availabilityZoneRebalancing') as View,
        'DISABLED',
        false,
        'turn rebalancing off',
      ),
    ],
  },
];

function list(root: View, name: string): Fact<readonly View[]> {
  return elements(member(root, name));
}

function firstStrategy(root: View): View | undefined {
  return valueOr(list(root, 'placementStrategy'), [])[0];
}

/** No strategy at all leaves the default, which spreads by zone. */
function zoneSpreadFirst(root: View): Truth {
  return every(
    map(list(root, 'placementStrategy'), (strategies) => strategies.slice(0, 1)),
    spreadsByZone,
  );
}

function spelled(strategy: View | undefined): string {
  if (!strategy) return 'none';
  const field = valueOr(member(strategy, 'field').verbatim, undefined);
  return `${valueOr(member(strategy, 'type').verbatim, 'without a type')}${field === undefined ? '' : ` by ${field}`}`;
}
