import type { ContainerInstanceShape } from '../../src/fact/kinds/ecs.ts';

/** A container instance, and how many tasks of 256 CPU units and 512 MiB it runs. */
export interface Machine {
  readonly arn: string;
  readonly instance: string;
  readonly zone: string;
  tasks: number;
  /** The host port of the next task; ECS takes them from the ephemeral range. */
  nextPort: number;
}

export const INSTANCE_TYPE = 'm6i.2xlarge';
/** https://aws.amazon.com/ec2/instance-types/m6i/ ; ECS leaves the agent and the system their part of the memory. */
const CPU = 8 * 1024;
const MEMORY = 31_538;
const TASK_CPU = 256;
const TASK_MEMORY = 512;

/** What DescribeContainerInstances says of it. */
export function containerInstance(
  { arn: containerInstanceArn, instance, zone, tasks }: Machine,
  capacityProviderName: string,
  image: string,
): ContainerInstanceShape {
  const integers = (cpu: number, memory: number) => [
    { name: 'CPU', type: 'INTEGER', doubleValue: 0, longValue: 0, integerValue: cpu },
    { name: 'MEMORY', type: 'INTEGER', doubleValue: 0, longValue: 0, integerValue: memory },
    {
      name: 'PORTS',
      type: 'STRINGSET',
      doubleValue: 0,
      longValue: 0,
      integerValue: 0,
      stringSetValue: ['22', '2376', '2375', '51678', '51679'],
    },
    {
      name: 'PORTS_UDP',
      type: 'STRINGSET',
      doubleValue: 0,
      longValue: 0,
      integerValue: 0,
      stringSetValue: [],
    },
  ];
  return {
    containerInstanceArn,
    ec2InstanceId: instance,
    capacityProviderName,
    status: 'ACTIVE',
    agentConnected: true,
    agentUpdateStatus: undefined,
    version: 5,
    versionInfo: { agentVersion: '1.106.2', agentHash: '0a1b2c3d', dockerVersion: 'DockerVersion: 25.0.8' },
    registeredResources: integers(CPU, MEMORY),
    remainingResources: integers(CPU - tasks * TASK_CPU, MEMORY - tasks * TASK_MEMORY),
    runningTasksCount: tasks,
    pendingTasksCount: 0,
    registeredAt: '2026-11-10T06:02:00.000Z',
    attachments: [],
    tags: [],
    attributes: [
      ...CAPABILITIES.map((name) => ({ name })),
      { name: 'ecs.instance-type', value: INSTANCE_TYPE },
      { name: 'ecs.os-type', value: 'linux' },
      { name: 'ecs.os-family', value: 'LINUX' },
      { name: 'ecs.cpu-architecture', value: 'x86_64' },
      { name: 'ecs.availability-zone', value: zone },
      { name: 'ecs.ami-id', value: image },
      { name: 'ecs.awsvpc-trunk-id', value: `eni-${instance.slice(2)}` },
    ],
  } as ContainerInstanceShape;
}

const CAPABILITIES = [
  'ecs.capability.secrets.asm.environment-variables',
  'ecs.capability.secrets.ssm.environment-variables',
  'ecs.capability.execution-role-awslogs',
  'ecs.capability.execution-role-ecr-pull',
  'ecs.capability.task-eni',
  'ecs.capability.task-eia',
  'ecs.capability.container-health-check',
  'ecs.capability.container-ordering',
  'ecs.capability.full-sync',
  'com.amazonaws.ecs.capability.ecr-auth',
  'com.amazonaws.ecs.capability.task-iam-role',
  'com.amazonaws.ecs.capability.logging-driver.awslogs',
  'com.amazonaws.ecs.capability.logging-driver.json-file',
  'com.amazonaws.ecs.capability.docker-remote-api.1.17',
  'com.amazonaws.ecs.capability.docker-remote-api.1.18',
  'com.amazonaws.ecs.capability.docker-remote-api.1.19',
];
