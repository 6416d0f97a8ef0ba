import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import type { Fact } from '../fact/fact.ts';
import { scalableTarget } from '../fact/kinds/scaling.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { batch, byName, everyPage, required, shapeOf } from './answers.ts';

const PAGE = 50;

interface OfService {
  readonly cluster: string;
  readonly service: string;
}

/** The desired count of services, where service auto scaling may set it. The kind's key is the resource id of the API. */
export function scalableTargets(
  { clients, region }: Account,
  queries: readonly OfService[],
): Promise<readonly Fact<Shape<ScalableTarget>>[]> {
  return batch({
    queries,
    subject: (query) => `the scalable target ${scalableTarget.key(query)}`,
    operation: { service: 'application-autoscaling', operation: 'DescribeScalableTargets' },
    read: async (asked) => {
      const client = clients.of(
        'application-autoscaling',
        region,
        (config) => new ApplicationAutoScalingClient(config),
      );
      const targets = await everyPage(async (NextToken) => {
        const answer = await client.send(
          new DescribeScalableTargetsCommand({
            ServiceNamespace: 'ecs',
            ScalableDimension: 'ecs:service:DesiredCount',
            ResourceIds: asked.map(scalableTarget.key),
            MaxResults: PAGE,
            NextToken,
          }),
        );
        return { items: required(answer.ScalableTargets, 'ScalableTargets'), next: answer.NextToken };
      });
      const byId = new Map(targets.map((target) => [target.ResourceId ?? '', shapeOf(target)]));
      return byName(byId, scalableTarget.key);
    },
  });
}
