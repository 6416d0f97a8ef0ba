import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import type { ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

/** What is known of a bucket without listing or reading anything in it. */
export interface BucketShape {
  readonly Name: string;
  /** The default encryption; since 2023 every bucket has one. */
  readonly encryption: readonly Shape<ServerSideEncryptionRule>[];
}

/** A bucket by name. Absent where no account has one of that name. */
export const bucket: ResourceKind<{ readonly name: string }, BucketShape> = {
  sort: 'resource',
  id: 's3.bucket',
  noun: 'bucket',
  actions: ['s3:GetEncryptionConfiguration'],
  after: ['ecs.cluster', 'ecs.clusters'],
  key: ({ name }) => name,
};
