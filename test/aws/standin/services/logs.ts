import { ApiError } from '../api-error.ts';
import { atMost, type PageRules, pageOf } from '../paging.ts';
import { JSON_CODES, type Operation, type Service } from './service.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
const LOGS_PAGE: PageRules = { max: 50, fallback: 50, refusal: 'InvalidParameterException' };

const logsOperations: Readonly<Record<string, Operation>> = {
  DescribeLogGroups: (input, account) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers: named } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw new ApiError(
        'InvalidParameterException',
        'logGroupNamePrefix and logGroupNamePattern are mutually exclusive.',
      );
    }
    if (named !== undefined) {
      if (prefix !== undefined || pattern !== undefined || input['nextToken'] !== undefined) {
        throw new ApiError('InvalidParameterException', 'logGroupIdentifiers goes with no other parameter.');
      }
      atMost(named, 50, 'InvalidParameterException', 'logGroupIdentifiers');
    }
    const groups = account
      .all('logs.log-group')
      .map(({ value }) => value)
      .filter(({ logGroupName, logGroupArn, arn }) => {
        const name = String(logGroupName);
        if (named)
          return [name, logGroupArn, String(arn).replace(/:\*$/, '')].some((it) => named.includes(it));
        if (pattern !== undefined) return name.includes(pattern);
        return prefix === undefined || name.startsWith(prefix);
      })
      .toSorted((a, b) => (String(a['logGroupName']) < String(b['logGroupName']) ? -1 : 1));
    const { page, next } = pageOf(groups, input['limit'], input['nextToken'], LOGS_PAGE, account.pageCap);
    const shown =
      pattern === undefined
        ? page
        : page.map(({ arn, creationTime, logGroupName }) => ({ arn, creationTime, logGroupName }));
    return { logGroups: shown, nextToken: next };
  },

  DescribeLogStreams: (input, account) => {
    const name = String(input['logGroupName'] ?? input['logGroupIdentifier']);
    const group = account.find('logs.log-group', name, ({ value }) => [
      value['logGroupName'],
      value['logGroupArn'],
    ]);
    if (!group) throw new ApiError('ResourceNotFoundException', 'The specified log group does not exist.');
    const moved = (stream: Record<string, unknown>) => Number(stream['lastEventTimestamp'] ?? 0);
    const ascending = (account.collection('logs.recent-streams', group.key, 'logs.log-stream') ?? [])
      .map(({ value }) => value)
      .toSorted((a, b) =>
        input['orderBy'] === 'LastEventTime'
          ? moved(a) - moved(b)
          : String(a['logStreamName']) < String(b['logStreamName'])
            ? -1
            : 1,
      );
    const streams = input['descending'] === true ? ascending.toReversed() : ascending;
    const { page, next } = pageOf(streams, input['limit'], input['nextToken'], LOGS_PAGE, account.pageCap);
    return { logStreams: page, nextToken: next };
  },
};

/** Amazon CloudWatch Logs. */
export const logs: Service = {
  name: 'logs',
  protocol: 'json',
  client: () => import('@aws-sdk/client-cloudwatch-logs'),
  codes: { ...JSON_CODES, broken: ['ServiceUnavailableException', 500] },
  operations: logsOperations,
};
