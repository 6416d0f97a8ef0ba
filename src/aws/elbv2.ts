import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Fact, known, unknown } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { TargetGroupShape } from '../fact/kinds/elbv2.ts';
import type { Shape } from '../fact/shape.ts';
import { type Account, regionOf } from './account.ts';
import { batch, everyPage, listing, one, required, shapeOf } from './answers.ts';

interface ByArn {
  readonly arn: string;
}

const SERVICE = 'elasticloadbalancing';

function elbv2(account: Account, arn: string): ElasticLoadBalancingV2Client {
  const region = regionOf(arn, account);
  return account.clients.of(SERVICE, region, (config) => new ElasticLoadBalancingV2Client(config));
}

/** Target groups of one region. One ARN that does not exist, or is none of this account, fails a call for all of them. */
export function targetGroups(
  account: Account,
  queries: readonly ByArn[],
): Promise<readonly Fact<TargetGroupShape>[]> {
  return batch({
    queries,
    subject: ({ arn }) => `target group ${arn}`,
    operation: { service: SERVICE, operation: 'DescribeTargetGroups' },
    read: async (asked) => {
      const arns = asked.map(({ arn }) => arn);
      const client = elbv2(account, arns[0] ?? '');
      const groups = await everyPage(async (Marker) => {
        const answer = await client.send(new DescribeTargetGroupsCommand({ TargetGroupArns: arns, Marker }));
        return { items: required(answer.TargetGroups, 'TargetGroups'), next: answer.NextMarker };
      });
      const byArn = new Map(groups.map((group) => [group.TargetGroupArn, shapeOf(group)]));
      return ({ arn }) => {
        const group = byArn.get(arn);
        if (group !== undefined) return known(group);
        return unknown({ reason: 'error', detail: `${SERVICE} says nothing about target group ${arn}` });
      };
    },
  });
}

export async function targetHealth(
  account: Account,
  { arn }: ByArn,
): Promise<Fact<Listing<Shape<TargetHealthDescription>>>> {
  const subject = `the targets of target group ${arn}`;
  return one({ service: SERVICE, operation: 'DescribeTargetHealth', subject }, async () => {
    const answer = await elbv2(account, arn).send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
    return listing(required(answer.TargetHealthDescriptions, 'TargetHealthDescriptions').map(shapeOf), []);
  });
}
