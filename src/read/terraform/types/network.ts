import type { Members } from '../spec.ts';
import { blocks, type Translation, type Translations } from '../translation.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc and its neighbours; as of 2026-11. */
const byId: Translation['identity'] = { id: 'Ref' };

/** Where a route leads, by the attributes of `aws_route`; those inside a route table name the destination otherwise. */
const TARGETS: Members = {
  EgressOnlyInternetGatewayId: 'egress_only_gateway_id',
  GatewayId: 'gateway_id',
  CarrierGatewayId: 'carrier_gateway_id',
  CoreNetworkArn: 'core_network_arn',
  InstanceId: 'instance_id',
  LocalGatewayId: 'local_gateway_id',
  NatGatewayId: 'nat_gateway_id',
  NetworkInterfaceId: 'network_interface_id',
  TransitGatewayId: 'transit_gateway_id',
  VpcEndpointId: 'vpc_endpoint_id',
  VpcPeeringConnectionId: 'vpc_peering_connection_id',
};

/** A route as a block of a route table has it. */
const INLINE_ROUTE: Members = {
  DestinationCidrBlock: 'cidr_block',
  DestinationIpv6CidrBlock: 'ipv6_cidr_block',
  DestinationPrefixListId: 'destination_prefix_list_id',
  ...TARGETS,
};

/** The virtual private gateways that bring routes into a table. */
const PROPAGATED: Translation = {
  type: 'AWS::EC2::VPNGatewayRoutePropagation',
  each: blocks('propagating_vgws'),
  properties: { RouteTableId: '../id' },
};

export const NETWORK: Translations = {
  aws_vpc: [
    {
      type: 'AWS::EC2::VPC',
      identity: {
        id: 'Ref',
        default_security_group_id: 'DefaultSecurityGroup',
        default_network_acl_id: 'DefaultNetworkAcl',
        default_route_table_id: 'MainRouteTable',
        main_route_table_id: 'MainRouteTable',
      },
      properties: {
        CidrBlock: 'cidr_block',
        EnableDnsSupport: { from: ['enable_dns_support'] },
        EnableDnsHostnames: { from: ['enable_dns_hostnames'] },
        InstanceTenancy: 'instance_tenancy',
      },
    },
    {
      type: 'AWS::EC2::VPCCidrBlock',
      when: (read) =>
        read('assign_generated_ipv6_cidr_block') === true || read('ipv6_cidr_block') !== undefined,
      properties: {
        VpcId: 'id',
        AmazonProvidedIpv6CidrBlock: 'assign_generated_ipv6_cidr_block',
        Ipv6CidrBlock: 'ipv6_cidr_block',
      },
    },
  ],
  aws_vpc_ipv4_cidr_block_association: [
    { type: 'AWS::EC2::VPCCidrBlock', properties: { VpcId: 'vpc_id', CidrBlock: 'cidr_block' } },
  ],
  aws_subnet: [
    {
      type: 'AWS::EC2::Subnet',
      identity: byId,
      properties: {
        VpcId: 'vpc_id',
        CidrBlock: 'cidr_block',
        Ipv6CidrBlock: 'ipv6_cidr_block',
        Ipv6Native: 'ipv6_native',
        AvailabilityZone: 'availability_zone',
        AvailabilityZoneId: 'availability_zone_id',
        MapPublicIpOnLaunch: 'map_public_ip_on_launch',
        AssignIpv6AddressOnCreation: 'assign_ipv6_address_on_creation',
        EnableDns64: 'enable_dns64',
      },
    },
  ],
  aws_route_table: [
    { type: 'AWS::EC2::RouteTable', identity: byId, properties: { VpcId: 'vpc_id' } },
    {
      type: 'AWS::EC2::Route',
      each: blocks('route'),
      properties: { RouteTableId: '../id', ...INLINE_ROUTE },
    },
    PROPAGATED,
  ],
  // The main table of a VPC, which Terraform takes over.
  aws_default_route_table: [
    {
      type: 'AWS::EC2::Route',
      identity: { id: { name: 'Ref', attribute: 'default_route_table_id' } },
      each: blocks('route'),
      properties: { RouteTableId: '../default_route_table_id', ...INLINE_ROUTE },
    },
    { ...PROPAGATED, properties: { RouteTableId: '../default_route_table_id' } },
  ],
  aws_main_route_table_association: [
    { type: 'AWS::EC2::SubnetRouteTableAssociation', properties: { RouteTableId: 'route_table_id' } },
  ],
  aws_vpn_gateway_route_propagation: [
    { type: 'AWS::EC2::VPNGatewayRoutePropagation', properties: { RouteTableId: 'route_table_id' } },
  ],
  aws_route: [
    {
      type: 'AWS::EC2::Route',
      properties: {
        RouteTableId: 'route_table_id',
        DestinationCidrBlock: 'destination_cidr_block',
        DestinationIpv6CidrBlock: 'destination_ipv6_cidr_block',
        DestinationPrefixListId: 'destination_prefix_list_id',
        ...TARGETS,
      },
    },
  ],
  aws_route_table_association: [
    {
      type: 'AWS::EC2::SubnetRouteTableAssociation',
      when: (read) => read('subnet_id') !== undefined,
      properties: { SubnetId: 'subnet_id', RouteTableId: 'route_table_id' },
    },
    {
      type: 'AWS::EC2::GatewayRouteTableAssociation',
      when: (read) => read('gateway_id') !== undefined,
      properties: { GatewayId: 'gateway_id', RouteTableId: 'route_table_id' },
    },
  ],
  aws_internet_gateway: [
    { type: 'AWS::EC2::InternetGateway', identity: byId, properties: {} },
    {
      type: 'AWS::EC2::VPCGatewayAttachment',
      when: (read) => read('vpc_id') !== undefined,
      properties: { VpcId: 'vpc_id', InternetGatewayId: 'id' },
    },
  ],
  aws_internet_gateway_attachment: [
    {
      type: 'AWS::EC2::VPCGatewayAttachment',
      properties: { VpcId: 'vpc_id', InternetGatewayId: 'internet_gateway_id' },
    },
  ],
  aws_egress_only_internet_gateway: [
    { type: 'AWS::EC2::EgressOnlyInternetGateway', identity: byId, properties: { VpcId: 'vpc_id' } },
  ],
  aws_nat_gateway: [
    {
      type: 'AWS::EC2::NatGateway',
      identity: byId,
      properties: {
        SubnetId: 'subnet_id',
        AllocationId: 'allocation_id',
        ConnectivityType: 'connectivity_type',
        AvailabilityMode: 'availability_mode',
        VpcId: 'vpc_id',
      },
    },
  ],
  aws_eip: [
    {
      type: 'AWS::EC2::EIP',
      identity: { id: 'AllocationId', allocation_id: 'AllocationId', public_ip: 'PublicIp' },
      properties: { Domain: 'domain' },
    },
  ],
  aws_vpc_endpoint: [
    {
      type: 'AWS::EC2::VPCEndpoint',
      identity: byId,
      properties: {
        VpcId: 'vpc_id',
        ServiceName: 'service_name',
        VpcEndpointType: 'vpc_endpoint_type',
        PrivateDnsEnabled: 'private_dns_enabled',
        IpAddressType: 'ip_address_type',
        DnsOptions: {
          from: ['dns_options', 0],
          members: {
            PrivateDnsOnlyForInboundResolverEndpoint: 'private_dns_only_for_inbound_resolver_endpoint',
          },
        },
      },
      gathered: {
        RouteTableIds: {
          own: 'route_table_ids',
          from: [
            {
              type: 'aws_vpc_endpoint_route_table_association',
              by: 'vpc_endpoint_id',
              value: (read) => read('route_table_id'),
            },
          ],
        },
        SubnetIds: {
          own: 'subnet_ids',
          from: [
            {
              type: 'aws_vpc_endpoint_subnet_association',
              by: 'vpc_endpoint_id',
              value: (read) => read('subnet_id'),
            },
          ],
        },
        SecurityGroupIds: {
          own: 'security_group_ids',
          from: [
            {
              type: 'aws_vpc_endpoint_security_group_association',
              by: 'vpc_endpoint_id',
              value: (read) => read('security_group_id'),
            },
          ],
        },
        PolicyDocument: {
          own: { from: ['policy'], json: true },
          one: true,
          from: [{ type: 'aws_vpc_endpoint_policy', by: 'vpc_endpoint_id', value: (read) => read('policy') }],
        },
      },
    },
  ],
  aws_network_interface: [
    {
      type: 'AWS::EC2::NetworkInterface',
      identity: byId,
      properties: {
        SubnetId: 'subnet_id',
        GroupSet: 'security_groups',
        SourceDestCheck: 'source_dest_check',
      },
    },
  ],
  aws_ec2_transit_gateway: [{ type: 'AWS::EC2::TransitGateway', identity: byId, properties: {} }],
  aws_ec2_managed_prefix_list: [
    {
      type: 'AWS::EC2::PrefixList',
      identity: byId,
      properties: { PrefixListName: 'name', AddressFamily: 'address_family' },
      gathered: {
        Entries: {
          own: { from: ['entry'], each: { Cidr: 'cidr', Description: 'description' } },
          from: [
            {
              type: 'aws_ec2_managed_prefix_list_entry',
              by: 'prefix_list_id',
              value: (read) => ({ Cidr: read('cidr') }),
            },
          ],
        },
      },
    },
  ],
  aws_vpc_peering_connection: [
    {
      type: 'AWS::EC2::VPCPeeringConnection',
      identity: byId,
      properties: {
        VpcId: 'vpc_id',
        PeerVpcId: 'peer_vpc_id',
        PeerOwnerId: 'peer_owner_id',
        PeerRegion: 'peer_region',
      },
    },
  ],
  aws_vpc_dhcp_options: [
    {
      type: 'AWS::EC2::DHCPOptions',
      identity: { id: 'Ref' },
      properties: { DomainName: 'domain_name', DomainNameServers: 'domain_name_servers' },
    },
  ],
  aws_vpc_dhcp_options_association: [
    {
      type: 'AWS::EC2::VPCDHCPOptionsAssociation',
      properties: { VpcId: 'vpc_id', DhcpOptionsId: 'dhcp_options_id' },
    },
  ],
  aws_instance: [
    {
      type: 'AWS::EC2::Instance',
      identity: byId,
      properties: {
        ImageId: 'ami',
        InstanceType: 'instance_type',
        SubnetId: 'subnet_id',
        SecurityGroupIds: 'vpc_security_group_ids',
        IamInstanceProfile: 'iam_instance_profile',
        UserData: 'user_data_base64',
      },
    },
  ],
};
