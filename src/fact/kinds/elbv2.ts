import type { FactKind } from '../kind.ts';

/**
 * What DescribeTargetGroups says of a target group's health check; the rest of its shape is no rule's matter.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html
 */
export interface TargetGroupShape {
  readonly TargetGroupArn?: string;
  /** Seconds between two checks of a target. */
  readonly HealthCheckIntervalSeconds?: number;
  /** Seconds after which a check without an answer has failed. */
  readonly HealthCheckTimeoutSeconds?: number;
  /** Passing checks in a row that make an unhealthy target healthy again. */
  readonly HealthyThresholdCount?: number;
  /** Failing checks in a row that make a target unhealthy. */
  readonly UnhealthyThresholdCount?: number;
}

/** A target group by its ARN. */
export const targetGroup: FactKind<{ readonly arn: string }, TargetGroupShape> = {
  id: 'elbv2.target-group',
  noun: 'target group',
  actions: ['elasticloadbalancing:DescribeTargetGroups'],
  key: ({ arn }) => arn,
};
