/** Networks to judge: AWS's describe answers for one VPC, made of parts that tests change. */
import type { Describe, NetVector } from '../vectors/net.ts';

type Change<T> = {
  -readonly [K in keyof T]: T[K] extends object | null | undefined ? Loose | null | undefined : T[K];
};
// biome-ignore lint/suspicious/noExplicitAny: tests change whatever member they are about
type Loose = any;

/** Describe answers that may be changed. */
export type Draft = Change<Describe>;

export const VPC = 'vpc-1';
export const REGION = 'eu-west-1';

/** Two private subnets (`near`, where the task is, and `far`), a public one (`edge`), and nothing that leads out. */
export function isolated(): Draft {
  return {
    vpcs: [
      {
        VpcId: VPC,
        CidrBlock: '10.1.0.0/16',
        CidrBlockAssociationSet: [{ CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'associated' } }],
        DhcpOptionsId: 'dopt-1',
        OwnerId: '111122223333',
      },
    ],
    vpcAttributes: { [VPC]: { enableDnsSupport: true, enableDnsHostnames: true } },
    dhcpOptions: [dhcp('AmazonProvidedDNS')],
    subnets: [
      subnet('edge', '10.1.0.0/24', 'a'),
      subnet('near', '10.1.1.0/24', 'a'),
      subnet('far', '10.1.2.0/24', 'b'),
    ],
    routeTables: [
      table(
        'rtb-edge',
        ['edge'],
        [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' }],
      ),
      table('rtb-private', ['near', 'far'], []),
      {
        ...table('rtb-main', [], []),
        Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
      },
    ],
    internetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: VPC, State: 'available' }] }],
    egressOnlyInternetGateways: [],
    natGateways: [],
    vpcEndpoints: [],
    prefixLists: [],
    managedPrefixLists: [],
    securityGroups: [
      {
        GroupId: 'sg-task',
        VpcId: VPC,
        IpPermissions: [],
        IpPermissionsEgress: [rule({ cidr: '0.0.0.0/0' })],
      },
      {
        GroupId: 'sg-endpoint',
        VpcId: VPC,
        IpPermissions: [rule({ group: 'sg-task' })],
        IpPermissionsEgress: [],
      },
    ],
    networkAcls: [
      acl('acl-1', ['edge', 'near', 'far'], [entry(100, 'in', 'allow'), entry(100, 'out', 'allow')]),
    ],
    networkInterfaces: [],
    vpcBlockPublicAccess: null,
    resolverRules: [],
    privateHostedZones: [],
  };
}

export function dhcp(...servers: readonly string[]): Loose {
  return {
    DhcpOptionsId: 'dopt-1',
    DhcpConfigurations: [{ Key: 'domain-name-servers', Values: servers.map((Value) => ({ Value })) }],
  };
}

function subnet(id: string, cidr: string, zone: string): Loose {
  return {
    SubnetId: id,
    VpcId: VPC,
    CidrBlock: cidr,
    AvailabilityZone: `${REGION}${zone}`,
    AvailabilityZoneId: `euw1-az-${zone}`,
    Ipv6CidrBlockAssociationSet: [],
  };
}

function table(id: string, subnets: readonly string[], routes: readonly Loose[]): Loose {
  return {
    RouteTableId: id,
    VpcId: VPC,
    Associations: subnets.map((SubnetId) => ({
      SubnetId,
      Main: false,
      AssociationState: { State: 'associated' },
    })),
    Routes: [{ DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'local', State: 'active' }, ...routes],
  };
}

interface Rule {
  readonly cidr?: string;
  readonly cidr6?: string;
  readonly group?: string;
  readonly list?: string;
  readonly protocol?: string;
  readonly ports?: readonly [number, number];
}

/** A security group rule; TCP 443 unless told otherwise. */
export function rule({ cidr, cidr6, group, list, protocol = 'tcp', ports = [443, 443] }: Rule): Loose {
  return {
    IpProtocol: protocol,
    ...(protocol === '-1' ? {} : { FromPort: ports[0], ToPort: ports[1] }),
    IpRanges: cidr === undefined ? [] : [{ CidrIp: cidr }],
    Ipv6Ranges: cidr6 === undefined ? [] : [{ CidrIpv6: cidr6 }],
    UserIdGroupPairs: group === undefined ? [] : [{ GroupId: group }],
    PrefixListIds: list === undefined ? [] : [{ PrefixListId: list }],
  };
}

/** An entry of a network ACL; all traffic from or to anywhere unless told otherwise. */
export function entry(
  number: number,
  direction: 'in' | 'out',
  action: 'allow' | 'deny',
  more: { readonly cidr?: string; readonly ports?: readonly [number, number] } = {},
): Loose {
  return {
    RuleNumber: number,
    Egress: direction === 'out',
    RuleAction: action,
    Protocol: more.ports ? '6' : '-1',
    ...((more.cidr ?? '').includes(':')
      ? { Ipv6CidrBlock: more.cidr }
      : { CidrBlock: more.cidr ?? '0.0.0.0/0' }),
    ...(more.ports ? { PortRange: { From: more.ports[0], To: more.ports[1] } } : {}),
  };
}

export function acl(id: string, subnets: readonly string[], entries: readonly Loose[]): Loose {
  return {
    NetworkAclId: id,
    VpcId: VPC,
    IsDefault: false,
    Associations: subnets.map((SubnetId) => ({ SubnetId, NetworkAclId: id })),
    Entries: [...entries, entry(32_767, 'in', 'deny'), entry(32_767, 'out', 'deny')],
  };
}

/** Adds a route to a table of the draft. */
export function route(draft: Draft, id: string, more: Loose): Draft {
  draft.routeTables
    .find(({ RouteTableId }: Loose) => RouteTableId === id)
    .Routes.push({ State: 'active', ...more });
  return draft;
}

export function part(draft: Draft, list: keyof Draft, member: string, id: string): Loose {
  return draft[list].find((item: Loose) => item[member] === id);
}

/** Private subnets leave by a public NAT gateway in the public subnet. */
export function withNat(draft = isolated(), more: Loose = {}): Draft {
  draft.natGateways.push({
    NatGatewayId: 'nat-1',
    VpcId: VPC,
    SubnetId: 'edge',
    State: 'available',
    ConnectivityType: 'public',
    NatGatewayAddresses: [{ PublicIp: '198.51.100.7' }],
    ...more,
  });
  return route(draft, 'rtb-private', { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' });
}

/** An interface endpoint of a service, in the task's subnet unless told otherwise. */
export function withEndpoint(draft = isolated(), service = 'secretsmanager', more: Loose = {}): Draft {
  draft.vpcEndpoints.push({
    VpcEndpointId: `vpce-${service}`,
    VpcEndpointType: 'Interface',
    VpcId: VPC,
    ServiceName: `com.amazonaws.${REGION}.${service}`,
    State: 'available',
    SubnetIds: ['near'],
    Groups: [{ GroupId: 'sg-endpoint' }],
    PrivateDnsEnabled: true,
    RouteTableIds: [],
    NetworkInterfaceIds: [],
    PolicyDocument: '{"Statement":[]}',
    ...more,
  });
  return draft;
}

export const S3_LIST = 'pl-s3';

/** A gateway endpoint for S3 that the private subnets' table leads to. */
export function withS3Gateway(draft = isolated(), more: Loose = {}): Draft {
  draft.vpcEndpoints.push({
    VpcEndpointId: 'vpce-gateway',
    VpcEndpointType: 'Gateway',
    VpcId: VPC,
    ServiceName: `com.amazonaws.${REGION}.s3`,
    State: 'available',
    SubnetIds: [],
    Groups: [],
    PrivateDnsEnabled: false,
    RouteTableIds: ['rtb-private'],
    ...more,
  });
  draft.prefixLists.push({
    PrefixListId: S3_LIST,
    PrefixListName: `com.amazonaws.${REGION}.s3`,
    Cidrs: ['3.5.64.0/21', '52.218.0.0/17'],
  });
  return route(draft, 'rtb-private', { DestinationPrefixListId: S3_LIST, GatewayId: 'vpce-gateway' });
}

/** Gives the task's subnet IPv6, and its security group and network ACLs rules for it. */
export function withIpv6(draft = isolated()): Draft {
  const near = part(draft, 'subnets', 'SubnetId', 'near');
  near.Ipv6CidrBlockAssociationSet = [
    { Ipv6CidrBlock: '2a05:d018:1:1::/64', Ipv6CidrBlockState: { State: 'associated' } },
  ];
  part(draft, 'securityGroups', 'GroupId', 'sg-task').IpPermissionsEgress.push(rule({ cidr6: '::/0' }));
  for (const { Entries } of draft.networkAcls) {
    Entries.push(entry(101, 'in', 'allow', { cidr: '::/0' }), entry(101, 'out', 'allow', { cidr: '::/0' }));
  }
  for (const { Routes } of draft.routeTables) {
    Routes.push({ DestinationIpv6CidrBlock: '2a05:d018:1::/56', GatewayId: 'local', State: 'active' });
  }
  return draft;
}

/** The task in `near` calls Secrets Manager, unless told otherwise. */
export function vectorOf(
  draft: Draft,
  {
    from = {},
    to = {},
  }: { readonly from?: Partial<NetVector['from']>; readonly to?: Partial<NetVector['to']> } = {},
): NetVector {
  return {
    name: 'drafted',
    describe: draft as Describe,
    from: {
      subnetId: 'near',
      securityGroupIds: ['sg-task'],
      assignPublicIp: 'DISABLED',
      launchType: 'FARGATE',
      ...from,
    },
    to: { service: 'secretsmanager', region: REGION, port: 443, ...to },
    expected: 'unknown',
  };
}
