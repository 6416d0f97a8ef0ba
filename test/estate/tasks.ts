import type { RegisteredTaskDefinition, TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Capacity } from './capacity.ts';
import { uuid } from './dependencies.ts';
import type { Network } from './network.ts';
import { ACCOUNT, arn, CLUSTER } from './place.ts';
import type { Random } from './random.ts';

/** A task, and what a load balancer sends its traffic to. */
export interface Running {
  readonly task: TaskShape;
  readonly target: { readonly Id: string; readonly Port: number };
}

const CONTAINER_PORT = 8080;

/** A task with an interface of its own in one of the private subnets. */
export function fargateTask(
  definition: RegisteredTaskDefinition,
  name: string,
  network: Network,
  turn: number,
  choose: Random,
): Running {
  const subnet = network.privateSubnets[turn % network.privateSubnets.length];
  if (!subnet) throw new Error('the network has no private subnet');
  const attachment = uuid(choose);
  const { id, address } = subnet.attach({
    description: `arn:aws:ecs:${subnet.zone.slice(0, -1)}:${ACCOUNT}:attachment/${attachment}`,
    requester: '578734482556',
    securityGroup: network.securityGroup,
  });
  const task: TaskShape = {
    ...commonTask(definition, name, subnet.zone, choose),
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    ephemeralStorage: { sizeInGiB: 20 },
    attachments: [
      {
        id: attachment,
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [
          { name: 'subnetId', value: subnet.id },
          { name: 'networkInterfaceId', value: id },
          { name: 'privateIPv4Address', value: address },
        ],
      },
    ],
  };
  return { task, target: { Id: address, Port: CONTAINER_PORT } };
}

/** A task on the container instance that runs fewest. */
export function instanceTask(
  definition: RegisteredTaskDefinition,
  name: string,
  { instances, capacityProvider }: Capacity,
  choose: Random,
): Running {
  const machine = instances.toSorted((a, b) => a.tasks - b.tasks)[0];
  if (!machine) throw new Error('the cluster has no container instance');
  machine.tasks++;
  const hostPort = machine.nextPort++;
  const task: TaskShape = {
    ...commonTask(definition, name, machine.zone, choose, hostPort),
    launchType: 'EC2',
    capacityProviderName: capacityProvider,
    containerInstanceArn: machine.arn,
    attachments: [],
  };
  return { task, target: { Id: machine.instance, Port: hostPort } };
}

function commonTask(
  { taskDefinitionArn, cpu = '256', memory = '512' }: RegisteredTaskDefinition,
  name: string,
  zone: string,
  choose: Random,
  hostPort?: number,
): TaskShape {
  const taskArn = arn('ecs', `task/${CLUSTER}/${choose.hex(32)}`);
  return {
    taskArn,
    clusterArn: arn('ecs', `cluster/${CLUSTER}`),
    taskDefinitionArn,
    group: `service:${name}`,
    startedBy: `ecs-svc/${String(choose.below(9e15)).padStart(19, '1')}`,
    availabilityZone: zone,
    cpu,
    memory,
    desiredStatus: 'RUNNING',
    lastStatus: 'RUNNING',
    healthStatus: 'HEALTHY',
    connectivity: 'CONNECTED',
    connectivityAt: '2026-11-01T10:02:00.000Z',
    createdAt: '2026-11-01T10:01:00.000Z',
    pullStartedAt: '2026-11-01T10:02:10.000Z',
    pullStoppedAt: '2026-11-01T10:02:20.000Z',
    startedAt: '2026-11-01T10:02:30.000Z',
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    containers: [
      {
        containerArn: arn('ecs', `container/${CLUSTER}/${choose.hex(32)}/${uuid(choose)}`),
        taskArn,
        name: 'app',
        lastStatus: 'RUNNING',
        healthStatus: 'HEALTHY',
        networkBindings:
          hostPort === undefined
            ? []
            : [{ bindIP: '0.0.0.0', containerPort: CONTAINER_PORT, hostPort, protocol: 'tcp' }],
        networkInterfaces: [],
        cpu: '256',
        memory: '512',
      },
    ],
    inferenceAccelerators: [],
    overrides: { containerOverrides: [{ name: 'app' }], inferenceAcceleratorOverrides: [] },
    tags: [],
    version: 5,
  } as TaskShape;
}
