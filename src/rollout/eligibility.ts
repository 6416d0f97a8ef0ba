import {
  absent,
  all,
  chain,
  collect,
  type Fact,
  known,
  map,
  orElse,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../fact/fact.ts';
import type { ContainerInstanceShape } from '../fact/kinds/ecs.ts';
import type { Deployment } from '../model/deployment.ts';
import type { View } from '../model/view.ts';
import { providersOf } from './capacity-providers.ts';
import { satisfies } from './query-language.ts';

/** What decides which container instances take the tasks of a service. */
export interface Constraints {
  /** Expressions of `memberOf`, of the task definition and the service. */
  readonly expressions: readonly string[];
  /** `distinctInstance`: no two tasks of the service on one instance. */
  readonly distinct: boolean;
  /** The task group of the service's tasks: `service:NAME`. */
  readonly group: string;
  /** Attributes that a registered task definition requires. */
  readonly attributes: readonly RequiredAttribute[];
  /** The capacity providers whose instances take the tasks; none for a launch type. */
  readonly providers: ReadonlySet<string>;
  /** Zones of the service's subnets with awsvpc; undefined where the zone does not matter. */
  readonly zones: Fact<ReadonlySet<string>> | undefined;
}

interface RequiredAttribute {
  readonly name: string;
  readonly value?: string | undefined;
}

type Constraint = View<{ readonly type?: string; readonly expression?: string }>;

/** The constraints of a service; unknown where one of them cannot be read. */
export function constraintsOf(deployment: Deployment, zones: Constraints['zones']): Fact<Constraints> {
  const { service, taskDefinition } = deployment;
  const lists = collect([
    listed(taskDefinition.view.get('placementConstraints') as View),
    listed(service?.view.get('placementConstraints') as View | undefined),
  ]);
  return chain(lists, (found) => {
    const constraints = found.flat();
    return chain(collect(constraints.map((item) => item.get('type').text)), (types) => {
      const members = constraints.filter((_, index) => types[index] === 'memberOf');
      return chain(collect(members.map((item) => item.get('expression').text)), (expressions) =>
        map(providersOf(deployment, 'used'), (used) => ({
          expressions,
          distinct: types.includes('distinctInstance'),
          group: `service:${service ? valueOr(service.name, '') : ''}`,
          attributes: requiredOf(deployment),
          providers: new Set(used.map(({ name }) => name)),
          zones,
        })),
      );
    });
  });
}

function listed(view: View | undefined): Fact<readonly Constraint[]> {
  const items = view?.items as Fact<readonly View[]> | undefined;
  return orElse((items ?? absent()) as Fact<readonly Constraint[]>, () => known([]));
}

/** `requiresAttributes`, which ECS adds when it registers a task definition: a file has none. */
function requiredOf({ taskDefinition }: Deployment): readonly RequiredAttribute[] {
  const view = taskDefinition.view as View as View<{ requiresAttributes?: readonly RequiredAttribute[] }>;
  return valueOr(view.get('requiresAttributes').items, []).flatMap((item) => {
    const name = valueOr(item.get('name').text, undefined);
    return name === undefined ? [] : [{ name, value: valueOr(item.get('value').text, undefined) }];
  });
}

export type Attributes = ReadonlyMap<string, string | undefined>;

/** May a task of the service be placed on this instance, as far as its attributes go? */
export function eligible(shape: ContainerInstanceShape, attributes: Attributes, limits: Constraints): Truth {
  const { capacityProviderName: provider } = shape;
  const { providers } = limits;
  return all([
    connected(shape),
    truth(providers.size === 0 || (provider !== undefined && providers.has(provider))),
    shape.attributes === undefined
      ? untold('the attributes of an instance')
      : byAttributes(attributes, shape.ec2InstanceId, limits),
  ]);
}

/**
 * Without its agent an instance takes no task, and agents disconnect and reconnect several times an hour in normal operation:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_container_instance_events.html
 */
function connected({ agentConnected, ec2InstanceId = 'an instance' }: ContainerInstanceShape): Truth {
  if (agentConnected === undefined) return untold(`whether the agent of ${ec2InstanceId} is connected`);
  if (agentConnected) return truth(true);
  const detail = `whether the agent of ${ec2InstanceId} connects again, which is disconnected now`;
  return unknown({ reason: 'undecidable', detail });
}

function untold(detail: string): Truth {
  return unknown({ reason: 'not-recorded', detail });
}

function byAttributes(attributes: Attributes, ec2InstanceId: string | undefined, limits: Constraints): Truth {
  return all([
    truth(!attributes.has('ecs.capability.external')),
    ...limits.attributes.map(({ name, value }) =>
      truth(attributes.has(name) && (value === undefined || attributes.get(name) === value)),
    ),
    limits.zones ? inZone(attributes.get('ecs.availability-zone'), limits.zones) : truth(true),
    ...limits.expressions.map((expression) => satisfies(expression, { attributes, ec2InstanceId })),
  ]);
}

/** An interface is attached to an instance of its own zone only, so that the subnets say which zones take tasks. */
function inZone(zone: string | undefined, zones: Fact<ReadonlySet<string>>): Truth {
  return zone === undefined
    ? untold('the availability zone of an instance')
    : chain(
        orElse(zones, () => known(new Set([zone]))),
        (names) => truth(names.has(zone)),
      );
}
