import type { FilterPaths } from './ec2-filters.ts';

/** One `Describe…` operation: all of a kind, those of some ids, those that filters let through. */
export interface Describing {
  readonly kind: string;
  /** The member of the input that names ids, and of the output that holds the answers. */
  readonly ids: string;
  readonly output: string;
  readonly id: string;
  /** The code for an id that does not exist: one of them fails the whole call. */
  readonly missing: string;
  readonly filters: FilterPaths;
  readonly maxPage?: number;
  readonly minPage?: number;
  /** The page where the request does not say; all where AWS then pages nothing. */
  readonly page?: number;
  readonly maxIds?: number;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html */
export const DESCRIBING: Readonly<Record<string, Describing>> = {
  DescribeSubnets: {
    kind: 'ec2.subnet',
    ids: 'SubnetIds',
    output: 'Subnets',
    id: 'SubnetId',
    missing: 'InvalidSubnetID.NotFound',
    filters: {
      'vpc-id': 'VpcId',
      'subnet-id': 'SubnetId',
      'availability-zone': 'AvailabilityZone',
      state: 'State',
    },
  },
  DescribeSecurityGroups: {
    kind: 'ec2.security-group',
    ids: 'GroupIds',
    output: 'SecurityGroups',
    id: 'GroupId',
    missing: 'InvalidGroup.NotFound',
    filters: { 'vpc-id': 'VpcId', 'group-id': 'GroupId', 'group-name': 'GroupName' },
  },
  DescribeVpcs: {
    kind: 'ec2.vpc',
    ids: 'VpcIds',
    output: 'Vpcs',
    id: 'VpcId',
    missing: 'InvalidVpcID.NotFound',
    filters: { 'vpc-id': 'VpcId', state: 'State', cidr: 'CidrBlock' },
  },
  DescribeDhcpOptions: {
    kind: 'ec2.dhcp-options',
    ids: 'DhcpOptionsIds',
    output: 'DhcpOptions',
    id: 'DhcpOptionsId',
    missing: 'InvalidDhcpOptionID.NotFound',
    filters: { 'dhcp-options-id': 'DhcpOptionsId' },
  },
  DescribeRouteTables: {
    kind: 'ec2.route-table',
    ids: 'RouteTableIds',
    output: 'RouteTables',
    id: 'RouteTableId',
    missing: 'InvalidRouteTableID.NotFound',
    filters: {
      'vpc-id': 'VpcId',
      'route-table-id': 'RouteTableId',
      'association.subnet-id': 'Associations[].SubnetId',
      'association.main': 'Associations[].Main',
    },
    maxPage: 100,
  },
  DescribeInternetGateways: {
    kind: 'ec2.internet-gateway',
    ids: 'InternetGatewayIds',
    output: 'InternetGateways',
    id: 'InternetGatewayId',
    missing: 'InvalidInternetGatewayID.NotFound',
    filters: {
      'attachment.vpc-id': 'Attachments[].VpcId',
      'attachment.state': 'Attachments[].State',
      'internet-gateway-id': 'InternetGatewayId',
    },
  },
  DescribeEgressOnlyInternetGateways: {
    kind: 'ec2.egress-only-internet-gateway',
    ids: 'EgressOnlyInternetGatewayIds',
    output: 'EgressOnlyInternetGateways',
    id: 'EgressOnlyInternetGatewayId',
    missing: 'InvalidGatewayID.NotFound',
    filters: {},
    maxPage: 255,
  },
  DescribeNatGateways: {
    kind: 'ec2.nat-gateway',
    ids: 'NatGatewayIds',
    output: 'NatGateways',
    id: 'NatGatewayId',
    missing: 'NatGatewayNotFound',
    filters: { 'vpc-id': 'VpcId', 'subnet-id': 'SubnetId', 'nat-gateway-id': 'NatGatewayId', state: 'State' },
  },
  DescribeVpcEndpoints: {
    kind: 'ec2.vpc-endpoint',
    ids: 'VpcEndpointIds',
    output: 'VpcEndpoints',
    id: 'VpcEndpointId',
    missing: 'InvalidVpcEndpointId.NotFound',
    filters: {
      'vpc-id': 'VpcId',
      'vpc-endpoint-id': 'VpcEndpointId',
      'service-name': 'ServiceName',
      'vpc-endpoint-state': 'State',
      'vpc-endpoint-type': 'VpcEndpointType',
    },
    minPage: 1,
  },
  DescribeNetworkAcls: {
    kind: 'ec2.network-acl',
    ids: 'NetworkAclIds',
    output: 'NetworkAcls',
    id: 'NetworkAclId',
    missing: 'InvalidNetworkAclID.NotFound',
    filters: {
      'vpc-id': 'VpcId',
      'network-acl-id': 'NetworkAclId',
      'association.subnet-id': 'Associations[].SubnetId',
      default: 'IsDefault',
    },
  },
  DescribeVpcPeeringConnections: {
    kind: 'ec2.peering-connection',
    ids: 'VpcPeeringConnectionIds',
    output: 'VpcPeeringConnections',
    id: 'VpcPeeringConnectionId',
    missing: 'InvalidVpcPeeringConnectionID.NotFound',
    filters: {
      'requester-vpc-info.vpc-id': 'RequesterVpcInfo.VpcId',
      'accepter-vpc-info.vpc-id': 'AccepterVpcInfo.VpcId',
      'status-code': 'Status.Code',
    },
  },
  DescribeNetworkInterfaces: {
    kind: 'ec2.network-interface',
    ids: 'NetworkInterfaceIds',
    output: 'NetworkInterfaces',
    id: 'NetworkInterfaceId',
    missing: 'InvalidNetworkInterfaceID.NotFound',
    filters: {
      'subnet-id': 'SubnetId',
      'vpc-id': 'VpcId',
      'network-interface-id': 'NetworkInterfaceId',
      'attachment.instance-id': 'Attachment.InstanceId',
      'group-id': 'Groups[].GroupId',
      'interface-type': 'InterfaceType',
      status: 'Status',
    },
    page: 1000,
  },
  DescribeManagedPrefixLists: {
    kind: 'ec2.prefix-list',
    ids: 'PrefixListIds',
    output: 'PrefixLists',
    id: 'PrefixListId',
    missing: 'InvalidPrefixListID.NotFound',
    filters: {
      'prefix-list-id': 'PrefixListId',
      'prefix-list-name': 'PrefixListName',
      'owner-id': 'OwnerId',
    },
    minPage: 1,
    maxPage: 100,
    page: 100,
  },
  DescribeInstanceTypes: {
    kind: 'ec2.instance-type',
    ids: 'InstanceTypes',
    output: 'InstanceTypes',
    id: 'InstanceType',
    missing: 'InvalidInstanceType',
    filters: { 'instance-type': 'InstanceType' },
    maxPage: 100,
    page: 100,
    maxIds: 100,
  },
  DescribeImages: {
    kind: 'ec2.image',
    ids: 'ImageIds',
    output: 'Images',
    id: 'ImageId',
    missing: 'InvalidAMIID.NotFound',
    filters: { 'image-id': 'ImageId', name: 'Name', state: 'State', architecture: 'Architecture' },
    minPage: 1,
  },
};
