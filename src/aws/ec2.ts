/**
 * What EC2 says of single things. They are asked for by filter, never by id: a call by id fails as a whole where one id does
 * not exist, while a filter leaves it out. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
import {
  DescribeDhcpOptionsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type DhcpOptions,
  EC2Client,
  type Filter,
  type Image,
  type Instance,
  type InstanceTypeInfo,
  type NetworkInterface,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { type Fact, known } from '../fact/fact.ts';
import type { VpcDnsShape } from '../fact/kinds/ec2.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { batch, byName, everyPage, one, type Page, required, shapeOf } from './answers.ts';

export const MOST_PER_PAGE = 1000;
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html */
const MOST_TYPES_PER_PAGE = 100;

interface ById {
  readonly id: string;
}

type Facts<Value> = Promise<readonly Fact<Shape<Value>>[]>;

export function ec2({ clients, region }: Account): EC2Client {
  return clients.of('ec2', region, (config) => new EC2Client(config));
}

/** A filter by exact values: in EC2's filters `*` and `?` stand for other characters unless escaped. */
export function filter(Name: string, values: readonly string[]): Filter {
  return { Name, Values: values.map((value) => value.replace(/[\\*?]/g, '\\$&')) };
}

interface Things<Value> {
  readonly operation: string;
  readonly noun: string;
  readonly filter: string;
  readonly pageSize?: number;
  readonly idOf: (value: Value) => string | undefined;
  readonly read: (page: {
    Filters: Filter[];
    MaxResults: number;
    NextToken?: string;
  }) => Promise<Page<Value>>;
}

function things<Value>(queries: readonly ById[], what: Things<Value>): Facts<Value> {
  return batch<ById, Shape<Value>>({
    queries,
    subject: ({ id }) => `${what.noun} ${id}`,
    operation: { service: 'ec2', operation: what.operation },
    read: async (asked) => {
      const Filters = [
        filter(
          what.filter,
          asked.map(({ id }) => id),
        ),
      ];
      const found = await everyPage((token) =>
        what.read({
          Filters,
          MaxResults: what.pageSize ?? MOST_PER_PAGE,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      return byName(new Map(found.map((value) => [what.idOf(value) ?? '', shapeOf(value)])), ({ id }) => id);
    },
  });
}

export function subnets(account: Account, queries: readonly ById[]): Facts<Subnet> {
  return things<Subnet>(queries, {
    operation: 'DescribeSubnets',
    noun: 'subnet',
    filter: 'subnet-id',
    idOf: ({ SubnetId }) => SubnetId,
    read: async (page) => {
      const answer = await ec2(account).send(new DescribeSubnetsCommand(page));
      return { items: required(answer.Subnets, 'subnets'), next: answer.NextToken };
    },
  });
}

export function securityGroups(account: Account, queries: readonly ById[]): Facts<SecurityGroup> {
  return things<SecurityGroup>(queries, {
    operation: 'DescribeSecurityGroups',
    noun: 'security group',
    filter: 'group-id',
    idOf: ({ GroupId }) => GroupId,
    read: async (page) => {
      const answer = await ec2(account).send(new DescribeSecurityGroupsCommand(page));
      return { items: required(answer.SecurityGroups, 'security groups'), next: answer.NextToken };
    },
  });
}

export function vpcs(account: Account, queries: readonly ById[]): Facts<Vpc> {
  return things<Vpc>(queries, {
    operation: 'DescribeVpcs',
    noun: 'VPC',
    filter: 'vpc-id',
    idOf: ({ VpcId }) => VpcId,
    read: async (page) => {
      const answer = await ec2(account).send(new DescribeVpcsCommand(page));
      return { items: required(answer.Vpcs, 'VPCs'), next: answer.NextToken };
    },
  });
}

export function dhcpOptions(account: Account, queries: readonly ById[]): Facts<DhcpOptions> {
  return things<DhcpOptions>(queries, {
    operation: 'DescribeDhcpOptions',
    noun: 'DHCP options',
    filter: 'dhcp-options-id',
    idOf: ({ DhcpOptionsId }) => DhcpOptionsId,
    read: async (page) => {
      const answer = await ec2(account).send(new DescribeDhcpOptionsCommand(page));
      return { items: required(answer.DhcpOptions, 'DHCP options'), next: answer.NextToken };
    },
  });
}

export function networkInterfaces(account: Account, queries: readonly ById[]): Facts<NetworkInterface> {
  return things<NetworkInterface>(queries, {
    operation: 'DescribeNetworkInterfaces',
    noun: 'network interface',
    filter: 'network-interface-id',
    idOf: ({ NetworkInterfaceId }) => NetworkInterfaceId,
    read: async (page) => {
      const answer = await ec2(account).send(new DescribeNetworkInterfacesCommand(page));
      return { items: required(answer.NetworkInterfaces, 'network interfaces'), next: answer.NextToken };
    },
  });
}

export function instances(account: Account, queries: readonly ById[]): Facts<Instance> {
  return things<Instance>(queries, {
    operation: 'DescribeInstances',
    noun: 'instance',
    filter: 'instance-id',
    idOf: ({ InstanceId }) => InstanceId,
    read: async (page) => {
      const answer = await ec2(account).send(new DescribeInstancesCommand(page));
      const items = required(answer.Reservations, 'reservations').flatMap(({ Instances }) => Instances ?? []);
      return { items, next: answer.NextToken };
    },
  });
}

export function images(account: Account, queries: readonly ById[]): Facts<Image> {
  return things<Image>(queries, {
    operation: 'DescribeImages',
    noun: 'AMI',
    filter: 'image-id',
    idOf: ({ ImageId }) => ImageId,
    read: async (page) => {
      // A deprecated image is left out unless asked for, and that it is deprecated is what one wants to know.
      const answer = await ec2(account).send(new DescribeImagesCommand({ ...page, IncludeDeprecated: true }));
      return { items: required(answer.Images, 'images'), next: answer.NextToken };
    },
  });
}

export function instanceTypes(
  account: Account,
  queries: readonly { readonly name: string }[],
): Facts<InstanceTypeInfo> {
  return things<InstanceTypeInfo>(
    queries.map(({ name }) => ({ id: name })),
    {
      operation: 'DescribeInstanceTypes',
      noun: 'instance type',
      filter: 'instance-type',
      pageSize: MOST_TYPES_PER_PAGE,
      idOf: ({ InstanceType }) => InstanceType,
      read: async (page) => {
        const answer = await ec2(account).send(new DescribeInstanceTypesCommand(page));
        return { items: required(answer.InstanceTypes, 'instance types'), next: answer.NextToken };
      },
    },
  );
}

export function vpcDns(account: Account, { id }: ById): Promise<Fact<VpcDnsShape>> {
  const subject = `the DNS attributes of VPC ${id}`;
  return one({ service: 'ec2', operation: 'DescribeVpcAttribute', subject }, async () => {
    const attribute = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
      ec2(account).send(new DescribeVpcAttributeCommand({ VpcId: id, Attribute }));
    const [support, hostnames] = await Promise.all([
      attribute('enableDnsSupport'),
      attribute('enableDnsHostnames'),
    ]);
    return known({
      enableDnsSupport: required(support.EnableDnsSupport?.Value, 'enableDnsSupport'),
      enableDnsHostnames: required(hostnames.EnableDnsHostnames?.Value, 'enableDnsHostnames'),
    });
  });
}
