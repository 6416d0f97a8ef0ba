import * as ec2 from '../../../src/fact/kinds/ec2.ts';
import * as route53 from '../../../src/fact/kinds/route53.ts';
import type { Book } from '../book.ts';
import { ACCOUNT, arn, REGION } from '../place.ts';
import type { OpenSubnet } from '../subnets.ts';
import { addFilters } from './filters.ts';
import { EDGE_GROUP } from './names.ts';

const VPC = 'vpc-0edge';
const PROXY = 'eni-0proxy';
const V6 = '2001:db8:1';
const ZONE = `${REGION}a`;

type Where = 'out' | 'private' | 'six' | 'transit' | 'hairpin';
const PLACES: readonly Where[] = ['out', 'private', 'six', 'transit', 'hairpin'];
const idOf = (place: Where) => `subnet-0${place}`;

interface Edge {
  readonly securityGroup: string;
  readonly subnetOf: (place: Where) => Pick<OpenSubnet, 'id' | 'zone' | 'attach'>;
}

/**
 * A VPC without endpoints, whose subnets lead out in different ways: by a NAT gateway, by an egress-only gateway in IPv6, by a
 * transit gateway to private networks alone, and by an instance that drops what it should forward.
 */
export function addEdge(book: Book): Edge {
  const block = {
    AssociationId: 'vpc-cidr-assoc-0edge',
    CidrBlock: '10.1.0.0/16',
    CidrBlockState: { State: 'associated' as const },
  };
  book.add(
    ec2.vpc,
    { id: VPC },
    {
      VpcId: VPC,
      OwnerId: ACCOUNT,
      CidrBlock: '10.1.0.0/16',
      CidrBlockAssociationSet: [block],
      DhcpOptionsId: 'dopt-0edge',
      IsDefault: false,
      State: 'available',
    },
  );
  book.add(ec2.vpcDns, { id: VPC }, { enableDnsSupport: true, enableDnsHostnames: true });
  const DhcpConfigurations = [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }];
  book.add(
    ec2.dhcpOptions,
    { id: 'dopt-0edge' },
    { DhcpOptionsId: 'dopt-0edge', OwnerId: ACCOUNT, DhcpConfigurations },
  );
  addAccess(book);
  book.collect(ec2.subnets, { vpc: VPC }, PLACES.map(subnetShape));
  for (const place of PLACES) book.collect(ec2.networkInterfaces, { subnet: idOf(place) }, []);
  addRoutes(book);
  addFilters(book, VPC, PLACES.map(idOf));
  book.collect(ec2.vpcEndpoints, { vpc: VPC }, []);
  book.collect(route53.privateHostedZones, { vpc: VPC, region: REGION }, [
    { HostedZoneId: 'Z0INTERNAL', Name: 'internal.example.', Owner: { OwningAccount: ACCOUNT } },
  ]);
  return {
    securityGroup: EDGE_GROUP,
    subnetOf: (place) => ({
      id: idOf(place),
      zone: ZONE,
      attach: () => ({ id: `eni-0${place}`, address: `10.1.${PLACES.indexOf(place)}.9` }),
    }),
  };
}

/** The region blocks public access both ways, but for this VPC. */
function addAccess(book: Book): void {
  book.add(
    ec2.blockPublicAccess,
    {},
    {
      options: {
        AwsAccountId: ACCOUNT,
        AwsRegion: REGION,
        State: 'update-complete',
        InternetGatewayBlockMode: 'block-bidirectional',
        ManagedBy: 'account',
        ExclusionsAllowed: 'allowed',
      },
      exclusions: [
        {
          ExclusionId: 'vpcbpa-exclude-0edge',
          InternetGatewayExclusionMode: 'allow-bidirectional',
          ResourceArn: arn('ec2', `vpc/${VPC}`),
          State: 'create-complete',
        },
      ],
    },
  );
}

function subnetShape(place: Where): ec2.SubnetShape {
  const at = PLACES.indexOf(place);
  const six = place === 'six';
  const ipv6 = {
    AssociationId: 'subnet-cidr-assoc-0six',
    Ipv6CidrBlock: `${V6}:${at}::/64`,
    Ipv6CidrBlockState: { State: 'associated' as const },
  };
  return {
    SubnetId: idOf(place),
    SubnetArn: arn('ec2', `subnet/${idOf(place)}`),
    OwnerId: ACCOUNT,
    VpcId: VPC,
    AvailabilityZone: ZONE,
    AvailabilityZoneId: 'euw1-az1',
    ...(six ? {} : { CidrBlock: `10.1.${at}.0/24` }),
    // One subnet is nearly full, so that it matters who holds its addresses.
    AvailableIpAddressCount: six ? 0 : place === 'private' ? 9 : 240,
    AssignIpv6AddressOnCreation: six,
    DefaultForAz: false,
    EnableDns64: six,
    Ipv6CidrBlockAssociationSet: six ? [ipv6] : [],
    Ipv6Native: six,
    MapPublicIpOnLaunch: false,
    State: 'available',
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'block-bidirectional' },
  };
}

function addRoutes(book: Book): void {
  const made = { Origin: 'CreateRoute' as const, State: 'active' as const };
  const everywhere = { ...made, DestinationCidrBlock: '0.0.0.0/0' };
  const nat = { NatGatewayId: 'nat-0edge' };
  const local = { ...made, Origin: 'CreateRouteTable' as const, GatewayId: 'local' };
  const LOCAL = [
    { ...local, DestinationCidrBlock: '10.1.0.0/16' },
    { ...local, DestinationIpv6CidrBlock: `${V6}::/56` },
  ];
  const routes: Readonly<Record<Where, readonly object[]>> = {
    out: [{ ...everywhere, GatewayId: 'igw-0edge' }],
    private: [{ ...everywhere, ...nat }],
    six: [
      { ...made, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-0edge' },
      { ...made, DestinationIpv6CidrBlock: '64:ff9b::/96', ...nat },
    ],
    transit: [{ ...made, DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: 'tgw-0edge' }],
    hairpin: [{ ...everywhere, NetworkInterfaceId: PROXY }],
  };
  const associated = { State: 'associated' as const };
  book.collect(
    ec2.routeTables,
    { vpc: VPC },
    PLACES.map((place) => ({
      RouteTableId: `rtb-0${place}`,
      VpcId: VPC,
      OwnerId: ACCOUNT,
      Associations: [
        {
          RouteTableId: `rtb-0${place}`,
          RouteTableAssociationId: `rtbassoc-0${place}`,
          Main: false,
          SubnetId: idOf(place),
          AssociationState: associated,
        },
      ],
      PropagatingVgws: [],
      Routes: [...LOCAL, ...routes[place]],
    })),
  );
  // The API says `available`, the SDK's type `attached`.
  const Attachments = [{ State: 'available' as unknown as 'attached', VpcId: VPC }];
  book.collect(ec2.internetGateways, { vpc: VPC }, [
    { InternetGatewayId: 'igw-0edge', OwnerId: ACCOUNT, Attachments },
  ]);
  book.collect(ec2.egressOnlyInternetGateways, { vpc: VPC }, [
    { EgressOnlyInternetGatewayId: 'eigw-0edge', Attachments: [{ State: 'attached', VpcId: VPC }] },
  ]);
  const address = {
    AllocationId: 'eipalloc-0edge',
    NetworkInterfaceId: 'eni-0nat',
    PrivateIp: '10.1.0.4',
    PublicIp: '203.0.113.251',
    Status: 'succeeded' as const,
  };
  book.collect(ec2.natGateways, { vpc: VPC }, [
    {
      NatGatewayId: 'nat-0edge',
      VpcId: VPC,
      SubnetId: idOf('out'),
      State: 'available',
      ConnectivityType: 'public',
      NatGatewayAddresses: [address],
    },
  ]);
  book.add(
    ec2.networkInterface,
    { id: PROXY },
    {
      NetworkInterfaceId: PROXY,
      OwnerId: ACCOUNT,
      VpcId: VPC,
      SubnetId: idOf('out'),
      AvailabilityZone: ZONE,
      InterfaceType: 'interface',
      PrivateIpAddress: '10.1.0.8',
      SourceDestCheck: true,
      Status: 'in-use',
    },
  );
}
