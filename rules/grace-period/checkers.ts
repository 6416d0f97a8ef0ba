import { chain, type Fact, holds, known, orElse, unknown, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../src/fact/kinds/elbv2.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import type { ContainerShape, ServiceShape } from '../../src/model/shapes.ts';
import { containers, type TaskDefinition } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import type { Settings } from '../../src/rule.ts';
import type { Observed } from './observed.ts';
import { startTime } from './start-time.ts';

/** How a checker treats its targets, in seconds. */
export interface CheckTimes {
  readonly interval: number;
  /** Interval × unhealthy threshold: how long a target that does not answer lives. */
  readonly death: number;
  /** Interval × healthy threshold: what one that has turned unhealthy takes to be healthy again. */
  readonly recovery: Fact<number>;
}

/** What checks a container from outside, and how long that container takes to start. */
export interface Checker {
  readonly name: string;
  /** The ARN of the target group whose checks they are. */
  readonly targetGroup?: string | undefined;
  readonly container: View<ContainerShape> | undefined;
  readonly start: Fact<number>;
  readonly times: Fact<CheckTimes>;
}

type LoadBalancer = NonNullable<ServiceShape['loadBalancers']>[number];
type GatewayConnector = NonNullable<ServiceShape['gatewayConnectors']>[number];

/**
 * The load balancers' checks of a service: target groups, Classic Load Balancers, gateway connectors. `observed`: what its tasks
 * show of their start.
 */
export async function checkersOf(
  { taskDefinition }: Deployment,
  service: Service,
  facts: Facts,
  settings: Settings,
  observed: Promise<Observed>,
): Promise<readonly Checker[]> {
  const startOf = async (container: Checker['container']) =>
    startTime(container, settings, facts.offline, (await observed).unread);
  const balancers = valueOr(service.view.get('loadBalancers').items, []).map(async (balancer) => {
    const container = containerNamed(taskDefinition, balancer.get('containerName').text);
    const times = await balancerTimes(balancer, facts);
    return {
      name: balancerName(balancer),
      targetGroup: valueOr(balancer.get('targetGroupArn').reference, undefined),
      container,
      start: await startOf(container),
      times,
    };
  });
  const connectors = valueOr(service.view.get('gatewayConnectors').items, []).map(async (connector) => {
    const container = containerOfPort(taskDefinition, connector.get('portName').text);
    const times = connectorTimes(connector);
    return {
      name: 'the gateway connector',
      container,
      start: await startOf(container),
      times,
    };
  });
  return Promise.all([...balancers, ...connectors]);
}

function containerNamed(task: TaskDefinition, name: Fact<string>): View<ContainerShape> | undefined {
  return valueOr(containers(task), []).find((container) => isSame(container.get('name').text, name));
}

/** A connector names a port, and a port belongs to a container. */
function containerOfPort(task: TaskDefinition, port: Fact<string>): View<ContainerShape> | undefined {
  return valueOr(containers(task), []).find((container) =>
    valueOr(container.get('portMappings').items, []).some((mapping) =>
      isSame(mapping.get('name').text, port),
    ),
  );
}

function isSame(a: Fact<string>, b: Fact<string>): boolean {
  return valueOr(
    chain(a, (left) => holds(b, (right) => left === right)),
    false,
  );
}

function balancerName(balancer: View<LoadBalancer>): string {
  const arn = valueOr(balancer.get('targetGroupArn').reference, undefined);
  return arn === undefined ? 'the load balancer' : `target group ${arn.split('/')[1] ?? arn}`;
}

const CLASSIC: Why = {
  reason: 'offline',
  detail: 'the health check of the Classic Load Balancer',
  unlockedBy: '--live',
};

async function balancerTimes(balancer: View<LoadBalancer>, facts: Facts): Promise<Fact<CheckTimes>> {
  const asked = balancer.get('targetGroupArn').reference.match<Fact<CheckTimes> | string>({
    known: (arn) => arn,
    absent: () => unknown(CLASSIC),
    unknown: (why) => unknown(...why),
  });
  if (typeof asked !== 'string') return asked;
  const group = await facts.ask(targetGroup, { arn: asked });
  return chain(group, (shape: TargetGroupShape) =>
    times(
      given(shape.HealthCheckIntervalSeconds, asked),
      given(shape.UnhealthyThresholdCount, asked),
      given(shape.HealthyThresholdCount, asked),
    ),
  );
}

function given(value: number | undefined, arn: string): Fact<number> {
  return value === undefined
    ? unknown({ reason: 'not-recorded', detail: `a health check time of ${arn}` })
    : known(value);
}

/** A connector says its times itself; the defaults of one that does not are not documented. */
function connectorTimes(connector: View<GatewayConnector>): Fact<CheckTimes> {
  const check = connector.get('healthCheck');
  const said = (member: 'healthCheckIntervalSeconds' | 'unhealthyThresholdCount' | 'healthyThresholdCount') =>
    orElse(check.get(member).number, () =>
      unknown({ reason: 'undecidable', detail: `the gateway's default of ${member}` }),
    );
  return times(
    said('healthCheckIntervalSeconds'),
    said('unhealthyThresholdCount'),
    said('healthyThresholdCount'),
  );
}

function times(interval: Fact<number>, unhealthy: Fact<number>, healthy: Fact<number>): Fact<CheckTimes> {
  return chain(interval, (seconds) =>
    chain(unhealthy, (failures) =>
      known({
        interval: seconds,
        death: seconds * failures,
        recovery: chain(healthy, (passes) => known(seconds * passes)),
      }),
    ),
  );
}
