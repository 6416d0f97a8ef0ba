import type {
  CapacityProvider,
  Cluster,
  ContainerInstance,
  Service,
  Setting,
  Task,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { CollectionKind, ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

export type ClusterShape = Shape<Cluster>;
export type LiveServiceShape = Shape<Service>;
export type RegisteredTaskDefinition = Shape<TaskDefinition>;
export type TaskShape = Shape<Task>;
export type ContainerInstanceShape = Shape<ContainerInstance>;
export type CapacityProviderShape = Shape<CapacityProvider>;

/** The last part of an ARN's resource, or the name itself. */
function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** What keeps a thing of the ECS API asked by name or by ARN. */
interface ByCluster {
  /** Name or ARN. */
  readonly cluster: string;
}

/** A cluster by name or ARN, with settings, configuration and statistics. */
export const cluster: ResourceKind<{ readonly name: string }, ClusterShape> = {
  sort: 'resource',
  id: 'ecs.cluster',
  noun: 'cluster',
  actions: ['ecs:DescribeClusters'],
  key: ({ name }) => nameOf(name),
};

/** All clusters of the account in the region. */
export const clusters: CollectionKind<Readonly<Record<string, never>>, ClusterShape> = {
  sort: 'collection',
  id: 'ecs.clusters',
  noun: 'clusters',
  actions: ['ecs:ListClusters', 'ecs:DescribeClusters'],
  key: () => 'all',
  member: cluster.id,
  idOf: ({ clusterName = '' }) => clusterName,
};

/** The ARNs of a cluster's services; each is described by itself. */
export const serviceArns: CollectionKind<ByCluster, { readonly serviceArn: string }> = {
  sort: 'collection',
  id: 'ecs.service-arns',
  noun: 'services of cluster',
  actions: ['ecs:ListServices'],
  after: ['ecs.cluster', 'ecs.clusters'],
  key: (scope) => nameOf(scope.cluster),
  member: 'ecs.service-arn',
  idOf: ({ serviceArn }) => serviceArn,
};

/** A service as it is now, with its deployments and events. Its name is unique in its cluster. */
export const service: ResourceKind<ByCluster & { readonly name: string }, LiveServiceShape> = {
  sort: 'resource',
  id: 'ecs.service',
  noun: 'service',
  actions: ['ecs:DescribeServices'],
  after: ['ecs.service-arns'],
  key: (query) => `${nameOf(query.cluster)}/${nameOf(query.name)}`,
};

/** A registered task definition by family, family:revision or ARN. */
export const taskDefinition: ResourceKind<{ readonly ref: string }, RegisteredTaskDefinition> = {
  sort: 'resource',
  id: 'ecs.task-definition',
  noun: 'task definition',
  actions: ['ecs:DescribeTaskDefinition'],
  after: ['ecs.service'],
  key: ({ ref }) => nameOf(ref),
  aliases: ({ family = '', revision = 0 }) => [`${family}:${revision}`],
};

/** The tasks of a cluster that ECS wants to run (desired status RUNNING). One listing serves all services. */
export const runningTasks: CollectionKind<ByCluster, TaskShape> = {
  sort: 'collection',
  id: 'ecs.running-tasks',
  noun: 'running tasks of cluster',
  actions: ['ecs:ListTasks', 'ecs:DescribeTasks'],
  after: ['ecs.cluster', 'ecs.clusters'],
  key: (scope) => nameOf(scope.cluster),
  member: 'ecs.task',
  idOf: ({ taskArn = '' }) => taskArn,
};

/** The tasks of a cluster that were stopped within the last hour; ECS forgets the older ones. */
export const stoppedTasks: CollectionKind<ByCluster, TaskShape> = {
  sort: 'collection',
  id: 'ecs.stopped-tasks',
  noun: 'stopped tasks of cluster',
  actions: ['ecs:ListTasks', 'ecs:DescribeTasks'],
  after: ['ecs.cluster', 'ecs.clusters'],
  key: (scope) => nameOf(scope.cluster),
  member: 'ecs.task',
  idOf: ({ taskArn = '' }) => taskArn,
};

/** The container instances of a cluster: resources, attributes, agent version. */
export const containerInstances: CollectionKind<ByCluster, ContainerInstanceShape> = {
  sort: 'collection',
  id: 'ecs.container-instances',
  noun: 'container instances of cluster',
  actions: ['ecs:ListContainerInstances', 'ecs:DescribeContainerInstances'],
  after: ['ecs.cluster', 'ecs.clusters'],
  key: (scope) => nameOf(scope.cluster),
  member: 'ecs.container-instance',
  idOf: ({ containerInstanceArn = '' }) => containerInstanceArn,
};

/**
 * A capacity provider by name or ARN. Those of Managed Instances belong to one cluster: where it is named, they are found there.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeCapacityProviders.html
 */
export const capacityProvider: ResourceKind<
  { readonly name: string; readonly cluster?: string },
  CapacityProviderShape
> = {
  sort: 'resource',
  id: 'ecs.capacity-provider',
  noun: 'capacity provider',
  actions: ['ecs:DescribeCapacityProviders'],
  after: ['ecs.cluster', 'ecs.clusters', 'ecs.service'],
  key: ({ name }) => nameOf(name),
};

/** The account settings that are in force for the caller (`awsvpcTrunking`, `defaultLogDriverMode`). */
export const accountSettings: CollectionKind<Readonly<Record<string, never>>, Shape<Setting>> = {
  sort: 'collection',
  id: 'ecs.account-settings',
  noun: 'ECS account settings',
  actions: ['ecs:ListAccountSettings'],
  key: () => 'effective',
  member: 'ecs.account-setting',
  idOf: ({ name = '' }) => name,
};
