/** The services that answer an operation or two. */
import { type Account, policyText } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { type PageRules, pageOf } from '../paging.ts';
import { type Circumstances, type Input, JSON_CODES, QUERY_CODES, type Service } from './service.ts';

/** AWS Security Token Service; whoever asks is the caller of the snapshot. */
export const sts: Service = {
  name: 'sts',
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  client: () => import('@aws-sdk/client-sts'),
  codes: QUERY_CODES,
  operations: {
    GetCallerIdentity: (_input, account) =>
      account.everywhere('sts.caller-identity')[0]?.value ?? {
        Account: account.id,
        Arn: `arn:aws:iam::${account.id}:user/standin`,
        UserId: 'AIDASTANDINEXAMPLE000',
      },
    AssumeRole: (input, account) => ({
      AssumedRoleUser: {
        Arn: `arn:aws:sts::${account.id}:assumed-role/${String(input['RoleArn']).split('/').at(-1)}/${input['RoleSessionName']}`,
        AssumedRoleId: `AROASTANDINEXAMPLE000:${input['RoleSessionName']}`,
      },
      Credentials: {
        AccessKeyId: 'ASIASTANDINEXAMPLE000',
        SecretAccessKey: 'standin',
        SessionToken: 'standin',
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      },
    }),
  },
};

/** Amazon ECR: the policies of private repositories. */
export const ecr: Service = {
  name: 'ecr',
  protocol: 'json',
  client: () => import('@aws-sdk/client-ecr'),
  codes: { ...JSON_CODES, broken: ['ServerException', 500] },
  operations: {
    GetRepositoryPolicy: (input, account) => {
      const registryId = String(input['registryId'] ?? account.id);
      const key = `${registryId}/${account.region}/${input['repositoryName']}`;
      const policy = account.find('ecr.repository-policy', key, () => []);
      if (policy) {
        const text = policyText(policy.value['policyText']);
        return { registryId, repositoryName: input['repositoryName'], policyText: text };
      }
      account.refuse('ecr.repository-policy', key);
      const where = `in the registry with id '${registryId}'`;
      throw account.isAbsent('ecr.repository-policy', key)
        ? new ApiError(
            'RepositoryPolicyNotFoundException',
            `Repository policy does not exist for the repository with name '${input['repositoryName']}' ${where}`,
          )
        : new ApiError(
            'RepositoryNotFoundException',
            `The repository with name '${input['repositoryName']}' does not exist ${where}`,
          );
    },
  },
};

const TARGET_GROUPS: PageRules = { max: 400, fallback: 400, refusal: 'ValidationError' };

/** Elastic Load Balancing, version 2. One unknown ARN fails the whole call. */
export const elbv2: Service = {
  name: 'elasticloadbalancing',
  protocol: 'query',
  namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  client: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  codes: { ...QUERY_CODES, throttled: ['ThrottlingException', 400] },
  operations: {
    DescribeTargetGroups: (input, account) => {
      const arns = input['TargetGroupArns'] as readonly string[] | undefined;
      const groups = arns?.length
        ? arns.map((arn) => targetGroup(account, arn))
        : account.all('elbv2.target-group').map(({ value }) => value);
      const { page, next } = pageOf(
        groups,
        input['PageSize'],
        input['Marker'],
        TARGET_GROUPS,
        account.pageCap,
      );
      return { TargetGroups: page, NextMarker: next };
    },
    DescribeTargetHealth: (input, account) => {
      const arn = String(input['TargetGroupArn']);
      const targets = account.collection('elbv2.target-health', arn, 'elbv2.target');
      if (!targets) targetGroup(account, arn);
      return { TargetHealthDescriptions: (targets ?? []).map(({ value }) => value) };
    },
  },
};

function targetGroup(account: Account, arn: string): object {
  const group = account.find('elbv2.target-group', arn, ({ value }) => [value['TargetGroupArn']]);
  if (group) return group.value;
  account.refuse('elbv2.target-group', arn);
  throw new ApiError('TargetGroupNotFound', 'One or more target groups not found');
}

/** Amazon Route 53: the private hosted zones that answer in a VPC. */
export const route53: Service = {
  name: 'route53',
  protocol: 'rest-xml',
  namespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
  client: () => import('@aws-sdk/client-route-53'),
  codes: QUERY_CODES,
  route: (method, url) =>
    method === 'GET' && url.pathname === '/2013-04-01/hostedzonesbyvpc'
      ? { operation: 'ListHostedZonesByVPC' }
      : undefined,
  operations: {
    ListHostedZonesByVPC: (input, account) => {
      const zones =
        account.collection('route53.private-hosted-zones', String(input['VPCId']), 'route53.hosted-zone') ??
        [];
      const rules = { max: 100, fallback: 100, refusal: 'InvalidPaginationToken' };
      const { page, next } = pageOf(zones, input['MaxItems'], input['NextToken'], rules, account.pageCap);
      return {
        HostedZoneSummaries: page.map(({ value }) => value),
        MaxItems: input['MaxItems'] ?? 100,
        NextToken: next,
      };
    },
  },
};

/** Amazon S3: the default encryption of a bucket, asked by path or by host. */
export const s3: Service = {
  name: 's3',
  protocol: 's3',
  namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  client: () => import('@aws-sdk/client-s3'),
  codes: {
    ...QUERY_CODES,
    throttled: ['SlowDown', 503],
    expired: ['ExpiredToken', 400],
    unknownOperation: ['MethodNotAllowed', 405],
    broken: ['InternalError', 500],
  },
  route: (method, url, host) => {
    if (method !== 'GET' || !url.searchParams.has('encryption')) return undefined;
    const byHost = /^(.+)\.(?:localhost|s3[.-].*)(?::\d+)?$/.exec(host)?.[1];
    return {
      operation: 'GetBucketEncryption',
      input: { Bucket: byHost ?? url.pathname.split('/')[1] ?? '' },
    };
  },
  operations: {
    GetBucketEncryption: (input: Input, account: Account, _: Circumstances) => {
      const bucket = account.findAnywhere('s3.bucket', String(input['Bucket']), ({ value }) => [
        value['Name'],
      ]);
      if (!bucket) {
        account.refuse('s3.bucket', String(input['Bucket']));
        throw new ApiError('NoSuchBucket', 'The specified bucket does not exist', 404);
      }
      return { ServerSideEncryptionConfiguration: { Rules: bucket.value['encryption'] } };
    },
  },
};
