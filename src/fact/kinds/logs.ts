import type { LogGroup, LogStream } from '@aws-sdk/client-cloudwatch-logs';
import type { CollectionKind, ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

/** A log group's name, and its region where that is not the deployment's. */
interface GroupQuery {
  readonly name: string;
  readonly region?: string;
}

function keyOf({ name, region }: GroupQuery): string {
  return region === undefined ? name : `${region}/${name}`;
}

/** A log group of the account: ARN, retention, key. */
export const logGroup: ResourceKind<GroupQuery, Shape<LogGroup>> = {
  sort: 'resource',
  id: 'logs.log-group',
  noun: 'log group',
  actions: ['logs:DescribeLogGroups'],
  after: ['ecs.task-definition'],
  key: keyOf,
};

/** The streams of a log group that moved last, newest first: at most 50. Not all of them, but complete as what it is. */
export const recentLogStreams: CollectionKind<GroupQuery, Shape<LogStream>> = {
  sort: 'collection',
  id: 'logs.recent-streams',
  noun: 'recent log streams of',
  actions: ['logs:DescribeLogStreams'],
  after: ['logs.log-group'],
  key: keyOf,
  member: 'logs.log-stream',
  idOf: ({ arn, logStreamName = '' }) => arn ?? logStreamName,
};
