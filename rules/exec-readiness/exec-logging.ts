import type { ClusterShape } from '../../src/fact/kinds/ecs.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { View } from '../../src/model/view.ts';

type ExecConfiguration = NonNullable<
  NonNullable<ClusterShape['configuration']>['executeCommandConfiguration']
>;

/** How a cluster encrypts and logs the sessions of ECS Exec, and what the account says of what it names. */
export interface ExecLogging {
  /** The cluster's name. */
  readonly cluster: string;
  /** As it stands in the cluster, to be put back with a change. */
  readonly configuration: NonNullable<ClusterShape['configuration']>;
  readonly exec: ExecConfiguration;
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html says the default. */
  readonly logging: string;
  /** What is logged to, where logging is OVERRIDE. */
  readonly group?: string;
  readonly bucket?: string;
  /** The `ExecuteCommandConfiguration` of the template that declares the cluster. */
  readonly declared?: View;
}

/** What a cluster says of the sessions; silence has the defaults that AWS documents. */
export function loggingOf(shape: ClusterShape): ExecLogging {
  const { clusterName = '', configuration = {} } = shape;
  const exec = configuration.executeCommandConfiguration ?? {};
  const logging = exec.logging ?? 'DEFAULT';
  const { cloudWatchLogGroupName, s3BucketName } = exec.logConfiguration ?? {};
  const declared = declaredAt(shape, 'Configuration', 'ExecuteCommandConfiguration');
  return {
    cluster: clusterName,
    configuration,
    exec,
    logging,
    ...(logging === 'OVERRIDE' && cloudWatchLogGroupName ? { group: cloudWatchLogGroupName } : {}),
    ...(logging === 'OVERRIDE' && s3BucketName ? { bucket: s3BucketName } : {}),
    ...(declared ? { declared } : {}),
  };
}
