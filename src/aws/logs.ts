import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type LogGroup,
  type LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { absent, type Fact, known } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { listing, one, required, shapeOf } from './answers.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html: up to 50. */
const PAGE = 50;

interface GroupQuery {
  readonly name: string;
  readonly region?: string;
}

function logs({ clients, region: home }: Account, region = home): CloudWatchLogsClient {
  return clients.of('logs', region, (config) => new CloudWatchLogsClient(config));
}

/**
 * Log groups of one region by their exact names, many in one call. No page says what the API answers for names that no group has,
 * so that what it does not return, or all where it takes no such list, is asked for once more by itself.
 */
export async function logGroups(
  account: Account,
  queries: readonly GroupQuery[],
): Promise<readonly Fact<Shape<LogGroup>>[]> {
  const found = queries.length > 1 ? await named(account, queries) : new Map<string, Shape<LogGroup>>();
  return Promise.all(
    queries.map((query) => {
      const group = found.get(query.name);
      return group ? known(group) : logGroup(account, query);
    }),
  );
}

async function named(
  account: Account,
  queries: readonly GroupQuery[],
): Promise<ReadonlyMap<string, Shape<LogGroup>>> {
  const found = new Map<string, Shape<LogGroup>>();
  try {
    const names = queries.map(({ name }) => name);
    const answer = await logs(account, queries[0]?.region).send(
      new DescribeLogGroupsCommand({ logGroupIdentifiers: names }),
    );
    for (const group of answer.logGroups ?? [])
      if (group.logGroupName !== undefined) found.set(group.logGroupName, shapeOf(group));
  } catch {
    // The single questions tell why.
  }
  return found;
}

/** The API looks up by prefix and sorts by name, so that the exact name comes before all that only begin with it. */
async function logGroup(account: Account, { name, region }: GroupQuery): Promise<Fact<Shape<LogGroup>>> {
  const asked = { service: 'logs', operation: 'DescribeLogGroups', subject: `log group ${name}` };
  return one(asked, async () => {
    const client = logs(account, region);
    let nextToken: string | undefined;
    do {
      const answer = await client.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: PAGE, nextToken }),
      );
      const groups = required(answer.logGroups, 'logGroups');
      const group = groups.find(({ logGroupName }) => logGroupName === name);
      if (group) return known(shapeOf(group));
      if (groups.length > 0) return absent();
      nextToken = answer.nextToken;
    } while (nextToken);
    return absent();
  });
}

export async function recentLogStreams(
  account: Account,
  { name, region }: GroupQuery,
): Promise<Fact<Listing<Shape<LogStream>>>> {
  const subject = `the recent log streams of ${name}`;
  return one({ service: 'logs', operation: 'DescribeLogStreams', subject }, async () => {
    const answer = await logs(account, region).send(
      new DescribeLogStreamsCommand({
        logGroupName: name,
        orderBy: 'LastEventTime',
        descending: true,
        limit: PAGE,
      }),
    );
    return listing(required(answer.logStreams, 'logStreams').map(shapeOf), []);
  });
}
