import type { TargetGroup, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CollectionKind, ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html */
export type TargetGroupShape = Shape<TargetGroup>;

/** A target group by its ARN: target type, health check, the load balancers whose listeners use it. */
export const targetGroup: ResourceKind<{ readonly arn: string }, TargetGroupShape> = {
  sort: 'resource',
  id: 'elbv2.target-group',
  noun: 'target group',
  actions: ['elasticloadbalancing:DescribeTargetGroups'],
  after: ['ecs.service'],
  key: ({ arn }) => arn,
};

/** The health of a target group's targets now. */
export const targetHealth: CollectionKind<{ readonly arn: string }, Shape<TargetHealthDescription>> = {
  sort: 'collection',
  id: 'elbv2.target-health',
  noun: 'targets of target group',
  actions: ['elasticloadbalancing:DescribeTargetHealth'],
  after: ['ecs.service', 'elbv2.target-group'],
  key: ({ arn }) => arn,
  member: 'elbv2.target',
  idOf: ({ Target }) => `${Target?.Id ?? ''}:${Target?.Port ?? ''}`,
};
