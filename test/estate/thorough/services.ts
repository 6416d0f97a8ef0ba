import type * as ecs from '../../../src/fact/kinds/ecs.ts';
import { arn, CLUSTER, iamArn } from '../place.ts';

/** What the services differ in. */
export interface Recipe {
  readonly name: string;
  readonly definition: ecs.RegisteredTaskDefinition;
  readonly subnets?: readonly string[];
  readonly securityGroup?: string;
  /** Where it runs on container instances. */
  readonly capacityProvider?: string;
  readonly targetGroup?: string;
  readonly exec?: boolean;
}

const DESIRED = 1;

/** A service of one task that has long come to rest. */
export function service(recipe: Recipe): ecs.LiveServiceShape {
  const { name, definition, subnets, securityGroup, capacityProvider, targetGroup, exec = false } = recipe;
  const taskDefinition = definition.taskDefinitionArn;
  const awsvpcConfiguration = {
    subnets,
    securityGroups: securityGroup === undefined ? [] : [securityGroup],
    assignPublicIp: 'DISABLED' as const,
  };
  const launch = {
    ...(subnets === undefined ? {} : { networkConfiguration: { awsvpcConfiguration } }),
    ...(capacityProvider === undefined
      ? { launchType: 'FARGATE' as const, platformVersion: '1.4.0', platformFamily: 'Linux' }
      : { capacityProviderStrategy: [{ capacityProvider, weight: 1, base: 0 }] }),
  };
  const counts = { desiredCount: DESIRED, runningCount: DESIRED, pendingCount: 0 };
  return {
    serviceArn: arn('ecs', `service/${CLUSTER}/${name}`),
    serviceName: name,
    clusterArn: arn('ecs', `cluster/${CLUSTER}`),
    status: 'ACTIVE',
    schedulingStrategy: 'REPLICA',
    ...counts,
    taskDefinition,
    ...launch,
    loadBalancers: targetGroup
      ? [{ targetGroupArn: targetGroup, containerName: 'app', containerPort: 8080 }]
      : [],
    serviceRegistries: [],
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: {
      strategy: 'ROLLING',
      deploymentCircuitBreaker: { enable: true, rollback: true },
      maximumPercent: 200,
      minimumHealthyPercent: 100,
    },
    deployments: [
      {
        id: `ecs-svc/${name}`,
        status: 'PRIMARY',
        taskDefinition,
        ...counts,
        failedTasks: 0,
        createdAt: '2026-11-01T10:00:00.000Z',
        updatedAt: '2026-11-01T10:05:00.000Z',
        ...launch,
        rolloutState: 'COMPLETED',
        rolloutStateReason: 'ECS deployment completed.',
      },
    ],
    events: [],
    ...(targetGroup ? { healthCheckGracePeriodSeconds: 120 } : {}),
    roleArn: iamArn('role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'),
    createdAt: '2025-05-01T10:00:00.000Z',
    createdBy: iamArn('user/deployer'),
    availabilityZoneRebalancing: 'ENABLED',
    enableECSManagedTags: true,
    enableExecuteCommand: exec,
    placementConstraints: [],
    placementStrategy: [],
    propagateTags: 'SERVICE',
  };
}
