import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import type { Fact } from '../fact/fact.ts';
import type { AutoScalingGroupShape } from '../fact/kinds/scaling.ts';
import type { Account } from './account.ts';
import { batch, byName, everyPage, required, shapeOf } from './answers.ts';

const PAGE = 100;

interface ByName {
  readonly name: string;
}

/** The name in a group's ARN, or the name itself. */
function groupName({ name }: ByName): string {
  return name.split('autoScalingGroupName/').at(-1) ?? name;
}

export function autoScalingGroups(
  { clients, region }: Account,
  queries: readonly ByName[],
): Promise<readonly Fact<AutoScalingGroupShape>[]> {
  return batch({
    queries,
    subject: (query) => `Auto Scaling group ${groupName(query)}`,
    operation: { service: 'autoscaling', operation: 'DescribeAutoScalingGroups' },
    read: async (asked) => {
      const client = clients.of('autoscaling', region, (config) => new AutoScalingClient(config));
      const groups = await everyPage(async (NextToken) => {
        const answer = await client.send(
          new DescribeAutoScalingGroupsCommand({
            AutoScalingGroupNames: asked.map(groupName),
            MaxRecords: PAGE,
            NextToken,
          }),
        );
        return { items: required(answer.AutoScalingGroups, 'AutoScalingGroups'), next: answer.NextToken };
      });
      const byItsName = new Map(groups.map((group) => [group.AutoScalingGroupName ?? '', shapeOf(group)]));
      return byName(byItsName, groupName);
    },
  });
}
