import type { GrantListEntry, KeyMetadata } from '@aws-sdk/client-kms';
import type { CollectionKind, ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';
import type { PolicyText } from './iam.ts';

/** A key by its ARN, key id or alias (`alias/app`, or the alias's ARN). */
interface KeyQuery {
  readonly key: string;
}

/** What DescribeKey says: ARN, manager (AWS or CUSTOMER), state. */
export const key: ResourceKind<KeyQuery, Shape<KeyMetadata>> = {
  sort: 'resource',
  id: 'kms.key',
  noun: 'KMS key',
  actions: ['kms:DescribeKey'],
  after: ['secretsmanager.secret', 'ssm.parameter', 'logs.log-group', 'ecs.cluster', 'ecs.clusters'],
  key: (query) => query.key,
  aliases: ({ Arn, KeyId }) => [...(Arn === undefined ? [] : [Arn]), ...(KeyId === undefined ? [] : [KeyId])],
};

/** The key policy of a key, by the key's ARN. */
export const keyPolicy: ResourceKind<KeyQuery, { readonly Policy: PolicyText }> = {
  sort: 'resource',
  id: 'kms.key-policy',
  noun: 'key policy of',
  actions: ['kms:GetKeyPolicy'],
  after: ['kms.key'],
  key: (query) => query.key,
};

/** The grants on a key, by the key's ARN. */
export const grants: CollectionKind<KeyQuery, Shape<GrantListEntry>> = {
  sort: 'collection',
  id: 'kms.grants',
  noun: 'grants of',
  actions: ['kms:ListGrants'],
  after: ['kms.key'],
  key: (scope) => scope.key,
  member: 'kms.grant',
  idOf: ({ GrantId = '' }) => GrantId,
};
