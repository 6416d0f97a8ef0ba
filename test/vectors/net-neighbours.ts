import { add, each, edit, endpoint, type Loose, type Mutation, regionOf, vpcOf } from './net-mutation.ts';

/** Names that no vector uses. */
const OTHER = 'vpc-0f0f0f0f';

function everything(egress: boolean, action: 'allow' | 'deny', number = 1): Loose {
  return { RuleNumber: number, Egress: egress, Protocol: '-1', RuleAction: action, CidrBlock: '0.0.0.0/0' };
}

const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };

/** A VPC of its own, with another way to the service and another way to stop it. */
const anotherVpc = edit((draft, random) => {
  const of = { VpcId: OTHER };
  add(draft, 'vpcs', random, { ...of, CidrBlock: '10.0.0.0/16', DhcpOptionsId: 'dopt-0f0f' });
  add(draft, 'dhcpOptions', random, {
    DhcpOptionsId: 'dopt-0f0f',
    DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '10.0.9.9' }] }],
  });
  // Where none were told, the VPC has the default ones.
  if (draft.describe.dhcpOptions?.length === 1) delete draft.describe.dhcpOptions;
  if (draft.describe.vpcAttributes) {
    draft.describe.vpcAttributes[OTHER] = { enableDnsSupport: false, enableDnsHostnames: false };
  }
  add(draft, 'subnets', random, {
    ...of,
    SubnetId: 'subnet-0f0f',
    CidrBlock: '10.0.10.0/24',
    AvailabilityZone: `${regionOf(draft)}a`,
  });
  const way = (more: Loose) => ({ DestinationCidrBlock: '0.0.0.0/0', State: 'active', ...more });
  add(
    draft,
    'routeTables',
    random,
    {
      ...of,
      RouteTableId: 'rtb-0f0f',
      Associations: [{ Main: true }],
      Routes: [local, way({ GatewayId: 'igw-0f0f' })],
    },
    { ...of, RouteTableId: 'rtb-0f0e', Associations: [{ SubnetId: 'subnet-0f0f' }], Routes: [local] },
  );
  add(draft, 'internetGateways', random, {
    InternetGatewayId: 'igw-0f0f',
    Attachments: [{ ...of, State: 'available' }],
  });
  add(draft, 'natGateways', random, {
    ...of,
    NatGatewayId: 'nat-0f0f',
    SubnetId: 'subnet-0f0f',
    State: 'available',
    ConnectivityType: 'public',
  });
  const open = endpoint(draft, 'vpce-0f0f', draft.to.service, { ...of, SubnetIds: ['subnet-0f0f'] });
  add(draft, 'vpcEndpoints', random, open, { ...open, VpcEndpointId: 'vpce-0f0e', State: 'failed' });
  add(draft, 'networkAcls', random, {
    ...of,
    NetworkAclId: 'acl-0f0f',
    IsDefault: true,
    Associations: [{ SubnetId: 'subnet-0f0f' }],
    Entries: [everything(true, 'deny'), everything(false, 'deny')],
  });
});

/** More in the same VPC, of which no packet of the call sees anything. */
const moreSubnets = edit((draft, random) => {
  const of = { VpcId: vpcOf(draft) };
  const own = each(draft.describe.routeTables).find((it) => it.VpcId === of.VpcId);
  const kept = each(own?.Routes).filter(({ GatewayId }) => GatewayId === 'local');
  add(draft, 'subnets', random, {
    ...of,
    SubnetId: 'subnet-0f0f',
    CidrBlock: '10.250.0.0/24',
    AvailabilityZone: `${regionOf(draft)}f`,
  });
  add(
    draft,
    'routeTables',
    random,
    {
      ...of,
      RouteTableId: 'rtb-0f0f',
      Associations: [{ SubnetId: 'subnet-0f0f', Main: false, AssociationState: { State: 'associated' } }],
      Routes: [...kept, { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-0f0f', State: 'active' }],
    },
    {
      ...of,
      RouteTableId: 'rtb-0f0e',
      Associations: [],
      Routes: [...kept, { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'blackhole' }],
    },
  );
  add(
    draft,
    'networkAcls',
    random,
    {
      ...of,
      NetworkAclId: 'acl-0f0f',
      IsDefault: false,
      Associations: [{ SubnetId: 'subnet-0f0f' }],
      Entries: [everything(true, 'deny'), everything(false, 'deny')],
    },
    {
      ...of,
      NetworkAclId: 'acl-0f0e',
      IsDefault: false,
      Associations: [],
      Entries: [everything(true, 'deny'), everything(false, 'deny')],
    },
  );
  add(draft, 'natGateways', random, {
    ...of,
    NatGatewayId: 'nat-0f0f',
    SubnetId: 'subnet-0f0f',
    State: 'failed',
  });
  add(draft, 'securityGroups', random, {
    ...of,
    GroupId: 'sg-0f0f',
    IpPermissions: [],
    IpPermissionsEgress: [],
  });
});

/** Rules for what the call is not. */
const otherRules = edit((draft, random) => {
  // To a proxy they may be just right.
  if (draft.from.environment && draft.to.purpose === 'application') return false;
  const rule = (IpProtocol: string, port: number, more: Loose) => ({
    IpProtocol,
    FromPort: port,
    ToPort: port,
    IpRanges: [],
    Ipv6Ranges: [],
    UserIdGroupPairs: [],
    PrefixListIds: [],
    ...more,
  });
  const any = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const others = [rule('tcp', 22, any), rule('udp', 443, any), rule('icmp', -1, any), rule('tcp', 444, any)];
  const stranger = rule('tcp', 443, { UserIdGroupPairs: [{ GroupId: 'sg-0f0f' }] });
  const ofEndpoints = each(draft.describe.vpcEndpoints).flatMap(({ Groups }) => each(Groups));
  for (const group of each(draft.describe.securityGroups)) {
    const calls = draft.from.securityGroupIds.includes(group.GroupId);
    const answers = ofEndpoints.some(({ GroupId }) => GroupId === group.GroupId);
    const mixed = (rules: Loose[], more: Loose[]) =>
      random() < 0.5 ? [...more, ...rules] : [...rules, ...more];
    // What is let into the caller's own group, and out of an endpoint's, is not asked.
    group.IpPermissionsEgress = calls ? mixed(group.IpPermissionsEgress, others) : [];
    group.IpPermissions = answers ? mixed(group.IpPermissions, [...others, stranger]) : [rule('-1', -1, any)];
  }
  return true;
});

const otherZones = edit((draft, random) => {
  add(draft, 'privateHostedZones', random, { Name: 'corp.example.com.', VPCs: [{ VPCId: vpcOf(draft) }] });
  add(draft, 'privateHostedZones', random, { Name: `sqs.${regionOf(draft)}.amazonaws.com.` });
  add(draft, 'resolverRules', random, { DomainName: 'example.com.', RuleType: 'FORWARD' });
  add(draft, 'resolverRules', random, { DomainName: '.', Name: 'Internet Resolver', RuleType: 'RECURSIVE' });
});

/** Private networks that lie elsewhere, where no zone that could not be read may lead. */
const otherRoutes = edit((draft) => {
  if (draft.describe.privateHostedZones === null) return false;
  for (const table of each(draft.describe.routeTables)) {
    table.Routes.push(
      { DestinationCidrBlock: '10.200.0.0/16', VpcPeeringConnectionId: 'pcx-0f0f', State: 'active' },
      { DestinationCidrBlock: '192.168.240.0/24', NetworkInterfaceId: 'eni-0f0f', State: 'blackhole' },
    );
  }
  return true;
});

/** The network has IPv6 throughout, and the call none. */
const ipv6 = edit((draft, random) => {
  if (draft.from.ipv6 === true || draft.from.ipv4 === false || /Ipv6CidrBlock":/.test(JSON.stringify(draft)))
    return false;
  each(draft.describe.subnets).forEach((subnet, at) => {
    const Ipv6CidrBlock = `2a05:d014:0:${at}::/64`;
    subnet.Ipv6CidrBlockAssociationSet = [{ Ipv6CidrBlock, Ipv6CidrBlockState: { State: 'associated' } }];
  });
  add(draft, 'egressOnlyInternetGateways', random, {
    EgressOnlyInternetGatewayId: 'eigw-0f0f',
    Attachments: [{ VpcId: vpcOf(draft), State: 'attached' }],
  });
  for (const { Routes } of each(draft.describe.routeTables)) {
    Routes.unshift(
      { DestinationIpv6CidrBlock: '2a05:d014::/56', GatewayId: 'local', State: 'active' },
      { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-0f0f', State: 'active' },
    );
  }
  for (const acl of each(draft.describe.networkAcls)) {
    for (const Egress of [true, false]) {
      acl.Entries.push({ RuleNumber: 2, Egress, Protocol: '-1', RuleAction: 'allow', Ipv6CidrBlock: '::/0' });
    }
  }
  for (const { IpPermissions, IpPermissionsEgress } of each(draft.describe.securityGroups)) {
    for (const rule of [...each(IpPermissions), ...each(IpPermissionsEgress)]) {
      if (each(rule.IpRanges).some(({ CidrIp }) => CidrIp === '0.0.0.0/0')) {
        rule.Ipv6Ranges = [{ CidrIpv6: '::/0' }];
      }
    }
  }
  return true;
});

/** The same call among other things that it does not meet. */
export const neighbours: Readonly<Record<string, Mutation>> = {
  'another VPC': anotherVpc,
  'more subnets, tables and network ACLs': moreSubnets,
  'rules for other calls': otherRules,
  'zones and resolver rules of other names': otherZones,
  'routes to other networks': otherRoutes,
  'IPv6 beside it': ipv6,
};
