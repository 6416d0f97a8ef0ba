import type {
  DhcpOptions,
  EgressOnlyInternetGateway,
  Image,
  Instance,
  InstanceTypeInfo,
  InternetGateway,
  ManagedPrefixList,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  PrefixListEntry,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
  VpcEndpoint,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { CollectionKind, ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

export type SubnetShape = Shape<Subnet>;
export type NetworkInterfaceShape = Shape<NetworkInterface>;
export type InstanceShape = Shape<Instance>;
export type InstanceTypeShape = Shape<InstanceTypeInfo>;

interface ById {
  readonly id: string;
}

interface InVpc {
  readonly vpc: string;
}

/** A subnet by its id: VPC, zone, CIDR, free addresses. */
export const subnet: ResourceKind<ById, SubnetShape> = {
  sort: 'resource',
  id: 'ec2.subnet',
  noun: 'subnet',
  actions: ['ec2:DescribeSubnets'],
  after: ['ecs.service'],
  key: ({ id }) => id,
};

/** A security group by its id, with its rules. */
export type SecurityGroupShape = Shape<SecurityGroup>;
export const securityGroup: ResourceKind<ById, SecurityGroupShape> = {
  sort: 'resource',
  id: 'ec2.security-group',
  noun: 'security group',
  actions: ['ec2:DescribeSecurityGroups'],
  after: ['ecs.service', 'ec2.vpc-endpoints', 'ec2.instance'],
  key: ({ id }) => id,
};

/** A VPC by its id. */
export const vpc: ResourceKind<ById, Shape<Vpc>> = {
  sort: 'resource',
  id: 'ec2.vpc',
  noun: 'VPC',
  actions: ['ec2:DescribeVpcs'],
  after: ['ec2.subnet'],
  key: ({ id }) => id,
};

/** The two DNS attributes of a VPC, each from a call of its own. */
export interface VpcDnsShape {
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
}

export const vpcDns: ResourceKind<ById, VpcDnsShape> = {
  sort: 'resource',
  id: 'ec2.vpc-dns',
  noun: 'DNS attributes of',
  actions: ['ec2:DescribeVpcAttribute'],
  after: ['ec2.subnet'],
  key: ({ id }) => id,
};

export const dhcpOptions: ResourceKind<ById, Shape<DhcpOptions>> = {
  sort: 'resource',
  id: 'ec2.dhcp-options',
  noun: 'DHCP options',
  actions: ['ec2:DescribeDhcpOptions'],
  after: ['ec2.vpc'],
  key: ({ id }) => id,
};

/** Everything of one sort in a VPC. */
function inVpc<Member>(
  name: string,
  noun: string,
  action: string,
  idOf: (member: Member) => string | undefined,
): CollectionKind<InVpc, Member> {
  return {
    sort: 'collection',
    id: `ec2.${name}s`,
    noun: `${noun} of`,
    actions: [`ec2:${action}`],
    after: ['ec2.subnet'],
    key: (scope) => scope.vpc,
    member: `ec2.${name}`,
    idOf: (member) => idOf(member) ?? '',
  };
}

export const subnets = inVpc<SubnetShape>('subnet', 'subnets', 'DescribeSubnets', (it) => it.SubnetId);
export const routeTables = inVpc<Shape<RouteTable>>(
  'route-table',
  'route tables',
  'DescribeRouteTables',
  (it) => it.RouteTableId,
);
export const internetGateways = inVpc<Shape<InternetGateway>>(
  'internet-gateway',
  'internet gateways',
  'DescribeInternetGateways',
  (it) => it.InternetGatewayId,
);
/** The API knows no filter by VPC: all of the region are listed, and those of the VPC kept. */
export const egressOnlyInternetGateways = inVpc<Shape<EgressOnlyInternetGateway>>(
  'egress-only-internet-gateway',
  'egress-only internet gateways',
  'DescribeEgressOnlyInternetGateways',
  (it) => it.EgressOnlyInternetGatewayId,
);
export const natGateways = inVpc<Shape<NatGateway>>(
  'nat-gateway',
  'NAT gateways',
  'DescribeNatGateways',
  (it) => it.NatGatewayId,
);
export const vpcEndpoints = inVpc<Shape<VpcEndpoint>>(
  'vpc-endpoint',
  'VPC endpoints',
  'DescribeVpcEndpoints',
  (it) => it.VpcEndpointId,
);
export const networkAcls = inVpc<Shape<NetworkAcl>>(
  'network-acl',
  'network ACLs',
  'DescribeNetworkAcls',
  (it) => it.NetworkAclId,
);
/** Those that the VPC asked for, and those it accepted. */
export const peeringConnections = inVpc<Shape<VpcPeeringConnection>>(
  'peering-connection',
  'peering connections',
  'DescribeVpcPeeringConnections',
  (it) => it.VpcPeeringConnectionId,
);

/** The network interfaces in a subnet: who holds its addresses. */
export const networkInterfaces: CollectionKind<{ readonly subnet: string }, NetworkInterfaceShape> = {
  sort: 'collection',
  id: 'ec2.network-interfaces',
  noun: 'network interfaces in',
  actions: ['ec2:DescribeNetworkInterfaces'],
  after: ['ec2.subnet'],
  key: (scope) => scope.subnet,
  member: 'ec2.network-interface',
  idOf: ({ NetworkInterfaceId = '' }) => NetworkInterfaceId,
};

/** A network interface by its id: what a route leads to. */
export const networkInterface: ResourceKind<ById, NetworkInterfaceShape> = {
  sort: 'resource',
  id: 'ec2.network-interface',
  noun: 'network interface',
  actions: ['ec2:DescribeNetworkInterfaces'],
  after: ['ec2.route-tables', 'ec2.vpc-endpoints'],
  key: ({ id }) => id,
};

/** A prefix list, AWS's own (`com.amazonaws.<region>.s3`) or the customer's, with its entries. */
export type PrefixListShape = Shape<ManagedPrefixList> & {
  readonly Entries: readonly Shape<PrefixListEntry>[];
};

export const prefixList: ResourceKind<ById, PrefixListShape> = {
  sort: 'resource',
  id: 'ec2.prefix-list',
  noun: 'prefix list',
  actions: ['ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'],
  after: ['ec2.route-tables', 'ec2.security-group'],
  key: ({ id }) => id,
};

/** Block Public Access of the region, with the exclusions of VPCs and subnets. */
export interface BlockPublicAccess {
  readonly options: Shape<VpcBlockPublicAccessOptions>;
  readonly exclusions: readonly Shape<VpcBlockPublicAccessExclusion>[];
}

export const blockPublicAccess: ResourceKind<Readonly<Record<string, never>>, BlockPublicAccess> = {
  sort: 'resource',
  id: 'ec2.block-public-access',
  noun: 'VPC Block Public Access',
  actions: ['ec2:DescribeVpcBlockPublicAccessOptions', 'ec2:DescribeVpcBlockPublicAccessExclusions'],
  key: () => 'region',
};

/** An instance by its id: type, interfaces, security groups, image, instance profile. */
export const instance: ResourceKind<ById, InstanceShape> = {
  sort: 'resource',
  id: 'ec2.instance',
  noun: 'instance',
  actions: ['ec2:DescribeInstances'],
  after: ['ecs.container-instances'],
  key: ({ id }) => id,
};

/** An instance type by its name: vCPUs, memory, network interfaces. */
export const instanceType: ResourceKind<{ readonly name: string }, InstanceTypeShape> = {
  sort: 'resource',
  id: 'ec2.instance-type',
  noun: 'instance type',
  actions: ['ec2:DescribeInstanceTypes'],
  after: ['ec2.instance', 'autoscaling.group'],
  key: ({ name }) => name,
};

/** An Amazon Machine Image by its id: name, creation and deprecation date. */
export const image: ResourceKind<ById, Shape<Image>> = {
  sort: 'resource',
  id: 'ec2.image',
  noun: 'AMI',
  actions: ['ec2:DescribeImages'],
  after: ['ec2.instance'],
  key: ({ id }) => id,
};
