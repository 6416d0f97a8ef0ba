import type { Account } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { type PageRules, pageOf } from '../paging.ts';
import { DESCRIBING, type Describing } from './ec2-describing.ts';
import { filtered } from './ec2-filters.ts';
import { type Input, type Operation, QUERY_CODES, type Service, valuesOf } from './service.ts';

const operations: Readonly<Record<string, Operation>> = {
  ...Object.fromEntries(
    Object.entries(DESCRIBING).map(([name, how]): [string, Operation] => [
      name,
      (input, account) => describe(input, account, how),
    ]),
  ),

  DescribeInstances: (input, account) => {
    const { Instances, NextToken } = describe(input, account, {
      kind: 'ec2.instance',
      ids: 'InstanceIds',
      output: 'Instances',
      id: 'InstanceId',
      missing: 'InvalidInstanceID.NotFound',
      filters: { 'instance-id': 'InstanceId', 'vpc-id': 'VpcId', 'instance-state-name': 'State.Name' },
    }) as Record<string, unknown>;
    const reservations = (Instances as readonly object[]).map((instance, at) => ({
      ReservationId: `r-${String(at).padStart(17, '0')}`,
      OwnerId: account.id,
      Instances: [instance],
    }));
    return { Reservations: reservations, NextToken };
  },

  DescribeVpcAttribute: (input, account) => {
    const vpc = String(input['VpcId']);
    const dns = account.find('ec2.vpc-dns', vpc, () => []);
    if (!dns) {
      account.refuse('ec2.vpc-dns', vpc);
      throw notFound('InvalidVpcID.NotFound', vpc);
    }
    switch (input['Attribute']) {
      case 'enableDnsSupport':
        return { VpcId: vpc, EnableDnsSupport: { Value: dns.value['enableDnsSupport'] } };
      case 'enableDnsHostnames':
        return { VpcId: vpc, EnableDnsHostnames: { Value: dns.value['enableDnsHostnames'] } };
      default:
        throw new ApiError(
          'InvalidParameterValue',
          `Value (${input['Attribute']}) for parameter attribute is invalid`,
        );
    }
  },

  GetManagedPrefixListEntries: (input, account) => {
    const id = String(input['PrefixListId']);
    const list = account.find('ec2.prefix-list', id, () => []);
    if (!list) throw notFound('InvalidPrefixListID.NotFound', id);
    const rules: PageRules = { max: 100, fallback: 100, refusal: 'InvalidParameterValue' };
    const entries = (list.value['Entries'] ?? []) as readonly object[];
    const { page, next } = pageOf(entries, input['MaxResults'], input['NextToken'], rules, account.pageCap);
    return { Entries: page, NextToken: next };
  },

  DescribeVpcBlockPublicAccessOptions: (_input, account) => ({
    VpcBlockPublicAccessOptions: blockPublicAccess(account)?.['options'] ?? {
      AwsAccountId: account.id,
      AwsRegion: account.region,
      State: 'default-state',
      InternetGatewayBlockMode: 'off',
      ManagedBy: 'account',
      ExclusionsAllowed: 'allowed',
    },
  }),

  DescribeVpcBlockPublicAccessExclusions: (input, account) => {
    const exclusions = (blockPublicAccess(account)?.['exclusions'] ?? []) as readonly object[];
    const { page, next } = paged(exclusions, input, {}, account);
    return { VpcBlockPublicAccessExclusions: page, NextToken: next };
  },
};

/** Amazon EC2 and VPC. */
export const ec2: Service = {
  name: 'ec2',
  protocol: 'ec2',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  client: () => import('@aws-sdk/client-ec2'),
  operations,
  codes: {
    ...QUERY_CODES,
    denied: ['UnauthorizedOperation', 403],
    throttled: ['RequestLimitExceeded', 503],
    expired: ['RequestExpired', 400],
    broken: ['InternalError', 500],
  },
};

function describe(input: Input, account: Account, how: Describing): object {
  const ids = (input[how.ids] ?? []) as readonly string[];
  if (how.maxIds !== undefined && ids.length > how.maxIds) {
    throw new ApiError('InvalidParameterValue', `At most ${how.maxIds} of ${how.ids} may be specified.`);
  }
  if (ids.length > 0 && input['MaxResults'] !== undefined) {
    throw new ApiError(
      'InvalidParameterCombination',
      `The parameter ${how.ids} cannot be used with the parameter MaxResults`,
    );
  }
  const shapes = ids.length > 0 ? ids.map((id) => named(account, how, id)) : valuesOf(account.all(how.kind));
  const { page, next } = paged(filtered(shapes, input, how.filters), input, how, account);
  return { [how.output]: page, NextToken: next };
}

function named(account: Account, { kind, id, missing }: Describing, wanted: string): object {
  const held = account.find(kind, wanted, ({ value }) => [value[id]]);
  if (held) return held.value;
  account.refuse(kind, wanted);
  throw notFound(missing, wanted);
}

function paged(
  shapes: readonly object[],
  input: Input,
  { minPage = 5, maxPage = 1000, page = Number.POSITIVE_INFINITY }: Partial<Describing>,
  { pageCap }: Account,
): ReturnType<typeof pageOf<object>> {
  const rules = { min: minPage, max: maxPage, fallback: page, refusal: 'InvalidParameterValue' };
  return pageOf(shapes, input['MaxResults'], input['NextToken'], rules, pageCap);
}

function notFound(code: string, id: string): ApiError {
  return new ApiError(code, `The ID '${id}' does not exist`);
}

function blockPublicAccess(account: Account): Record<string, unknown> | undefined {
  return account.find('ec2.block-public-access', 'region', () => [])?.value;
}
