import * as ecs from '../../../src/fact/kinds/ecs.ts';
import type { Book } from '../book.ts';
import type { Capacity } from '../capacity.ts';
import { arn, CLUSTER } from '../place.ts';
import { BUCKET, EXEC_GROUP, KEY } from './names.ts';

/** The cluster logs sessions to a group and a bucket, and encrypts them. */
export function addCluster(
  book: Book,
  services: number,
  tasks: number,
  { capacityProvider, instances }: Capacity,
): void {
  const cluster = book.add(
    ecs.cluster,
    { name: CLUSTER },
    {
      clusterArn: arn('ecs', `cluster/${CLUSTER}`),
      clusterName: CLUSTER,
      status: 'ACTIVE',
      activeServicesCount: services,
      runningTasksCount: tasks,
      registeredContainerInstancesCount: instances.length,
      capacityProviders: [capacityProvider, 'FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
      settings: [{ name: 'containerInsights', value: 'enabled' }],
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: KEY,
          logging: 'OVERRIDE',
          logConfiguration: {
            cloudWatchLogGroupName: EXEC_GROUP,
            cloudWatchEncryptionEnabled: true,
            s3BucketName: BUCKET,
            s3EncryptionEnabled: true,
            s3KeyPrefix: 'sessions',
          },
        },
      },
    },
  );
  book.collect(ecs.clusters, {}, [cluster]);
}
