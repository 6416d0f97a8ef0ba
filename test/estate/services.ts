import * as ecs from '../../src/fact/kinds/ecs.ts';
import * as scaling from '../../src/fact/kinds/scaling.ts';
import type { Book } from './book.ts';
import type { Capacity } from './capacity.ts';
import { type Dependencies, uuid } from './dependencies.ts';
import type { Network } from './network.ts';
import { arn, CLUSTER, iamArn, NOW } from './place.ts';
import type { Random } from './random.ts';
import type { Planted, Size } from './size.ts';
import type { Definitions } from './task-definitions.ts';
import { fargateTask, instanceTask } from './tasks.ts';
import { addScalableTarget, addTargetGroup } from './traffic.ts';

interface Ground {
  readonly definitions: Definitions;
  readonly network: Network;
  readonly capacity: Capacity;
  readonly dependencies: Dependencies;
}

/** How many tasks each service runs. */
const DESIRED = 2;
const FAULTS = ['secret-gone', 'log-group-gone', 'role-may-not-read', 'key-disabled', 'no-headroom'] as const;

/** The cluster, its services, and their running tasks; the last five services carry the planted faults. */
export function addServices(
  book: Book,
  size: Size,
  { definitions, network, capacity }: Ground,
  choose: Random,
): { readonly planted: readonly Planted[] } {
  const clusterArn = arn('ecs', `cluster/${CLUSTER}`);
  const planted: Planted[] = [];
  const services: ecs.LiveServiceShape[] = [];
  const tasks: ecs.TaskShape[] = [];
  for (let at = 0; at < size.services; at++) {
    const fault = FAULTS[at - (size.services - FAULTS.length)];
    const name = `service-${at}`;
    const definition = definitionOf(definitions, at, fault);
    const fargate = definition.requiresCompatibilities?.[0] === 'FARGATE';
    const own = Array.from({ length: DESIRED }, (_, number) =>
      fargate
        ? fargateTask(definition, name, network, at + number, choose)
        : instanceTask(definition, name, capacity, choose),
    );
    const targetGroup =
      at % 5 < 2 || at % 10 === 4 ? addTargetGroup(book, name, fargate, own, network, choose) : undefined;
    services.push(
      service(
        { at, name, clusterArn, definition, fargate, targetGroup, tight: fault === 'no-headroom' },
        network,
        capacity,
        choose,
      ),
    );
    for (const { task } of own) tasks.push({ ...task, enableExecuteCommand: allowsExec(at) });
    if (at % 2 === 0) addScalableTarget(book, name, DESIRED);
    else book.absent(scaling.scalableTarget, { cluster: CLUSTER, service: name });
    if (fault) planted.push({ fault, services: [name] });
  }
  const cluster = book.add(
    ecs.cluster,
    { name: CLUSTER },
    {
      clusterArn,
      clusterName: CLUSTER,
      status: 'ACTIVE',
      activeServicesCount: services.length,
      runningTasksCount: tasks.length,
      pendingTasksCount: 0,
      registeredContainerInstancesCount: capacity.instances.length,
      capacityProviders: [capacity.capacityProvider, 'FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
      settings: [{ name: 'containerInsights', value: 'enabled' }],
      statistics: [],
      attachments: [],
      tags: [],
    },
  );
  book.collect(ecs.clusters, {}, [cluster]);
  for (const shape of services)
    book.add(ecs.service, { cluster: CLUSTER, name: shape.serviceName ?? '' }, shape);
  book.collect(
    ecs.serviceArns,
    { cluster: CLUSTER },
    services.map(({ serviceArn = '' }) => ({ serviceArn })),
  );
  book.collect(ecs.runningTasks, { cluster: CLUSTER }, tasks);
  book.collect(ecs.stoppedTasks, { cluster: CLUSTER }, []);
  capacity.close();
  network.close();
  return { planted };
}

/** One service in ten lets people in. */
function allowsExec(at: number): boolean {
  return at % 10 === 0;
}

function definitionOf(
  { fargate, ec2, secretGone, logGroupGone, roleMayNotRead, keyDisabled }: Definitions,
  at: number,
  fault: (typeof FAULTS)[number] | undefined,
): ecs.RegisteredTaskDefinition {
  const own = {
    'secret-gone': secretGone,
    'log-group-gone': logGroupGone,
    'role-may-not-read': roleMayNotRead,
    'key-disabled': keyDisabled,
    'no-headroom': fargate[0],
  };
  const from = at % 5 === 4 ? ec2 : fargate;
  const definition = fault ? own[fault] : from[at % from.length];
  if (!definition) throw new Error('there is no task definition');
  return definition;
}

interface Recipe {
  readonly at: number;
  readonly name: string;
  readonly clusterArn: string;
  readonly definition: ecs.RegisteredTaskDefinition;
  readonly fargate: boolean;
  readonly targetGroup: string | undefined;
  /** Neither above nor below its desired count: it can never be updated. */
  readonly tight: boolean;
}

function service(
  { at, name, clusterArn, definition, fargate, targetGroup, tight }: Recipe,
  network: Network,
  { capacityProvider }: Capacity,
  choose: Random,
): ecs.LiveServiceShape {
  const networkConfiguration = {
    awsvpcConfiguration: {
      subnets: network.privateSubnets.map(({ id }) => id),
      securityGroups: [network.securityGroup],
      assignPublicIp: 'DISABLED' as const,
    },
  };
  const launch = fargate
    ? {
        launchType: 'FARGATE' as const,
        platformVersion: '1.4.0',
        platformFamily: 'Linux',
        networkConfiguration,
      }
    : { capacityProviderStrategy: [{ capacityProvider, weight: 1, base: 0 }] };
  return {
    serviceArn: arn('ecs', `service/${CLUSTER}/${name}`),
    serviceName: name,
    clusterArn,
    status: 'ACTIVE',
    schedulingStrategy: 'REPLICA',
    desiredCount: DESIRED,
    runningCount: DESIRED,
    pendingCount: 0,
    taskDefinition: definition.taskDefinitionArn,
    ...launch,
    loadBalancers: targetGroup
      ? [{ targetGroupArn: targetGroup, containerName: 'app', containerPort: 8080 }]
      : [],
    serviceRegistries: [],
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: {
      strategy: 'ROLLING',
      bakeTimeInMinutes: 0,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      maximumPercent: tight ? 100 : 200,
      minimumHealthyPercent: 100,
    },
    deployments: [
      {
        id: `ecs-svc/${String(choose.below(9e15)).padStart(19, '1')}`,
        status: 'PRIMARY',
        taskDefinition: definition.taskDefinitionArn,
        desiredCount: DESIRED,
        runningCount: DESIRED,
        pendingCount: 0,
        failedTasks: 0,
        createdAt: '2026-11-01T10:00:00.000Z',
        updatedAt: '2026-11-01T10:05:00.000Z',
        ...launch,
        rolloutState: 'COMPLETED',
        rolloutStateReason: `ECS deployment completed.`,
      },
    ],
    events: [
      {
        id: uuid(choose),
        createdAt: NOW,
        message: `(service ${name}) has reached a steady state.`,
      },
    ],
    ...(targetGroup ? { healthCheckGracePeriodSeconds: 120 } : {}),
    roleArn: iamArn('role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'),
    createdAt: '2025-05-01T10:00:00.000Z',
    createdBy: iamArn('user/deployer'),
    // ECS refuses rebalancing where it may start no task more.
    availabilityZoneRebalancing: tight ? 'DISABLED' : 'ENABLED',
    enableECSManagedTags: true,
    enableExecuteCommand: allowsExec(at),
    placementConstraints: [],
    placementStrategy: fargate
      ? []
      : [
          { type: 'spread', field: 'attribute:ecs.availability-zone' },
          { type: 'spread', field: 'instanceId' },
        ],
    propagateTags: 'SERVICE',
    tags: [],
  };
}
