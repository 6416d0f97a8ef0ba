import { type SnapshotMissing, snapshotSource } from '../../src/fact/snapshot.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { type Draft, VPC } from './network.ts';

type Loose = ReturnType<typeof Object.fromEntries>;

/** How a list of the draft is recorded: the kind of its members, the collection in the VPC, the action that lists it. */
const LISTS: readonly (readonly [list: keyof Draft, member: string, id: string, action: string])[] = [
  ['subnets', 'ec2.subnet', 'SubnetId', 'DescribeSubnets'],
  ['routeTables', 'ec2.route-table', 'RouteTableId', 'DescribeRouteTables'],
  ['internetGateways', 'ec2.internet-gateway', 'InternetGatewayId', 'DescribeInternetGateways'],
  [
    'egressOnlyInternetGateways',
    'ec2.egress-only-internet-gateway',
    'EgressOnlyInternetGatewayId',
    'DescribeEgressOnlyInternetGateways',
  ],
  ['natGateways', 'ec2.nat-gateway', 'NatGatewayId', 'DescribeNatGateways'],
  ['vpcEndpoints', 'ec2.vpc-endpoint', 'VpcEndpointId', 'DescribeVpcEndpoints'],
  ['networkAcls', 'ec2.network-acl', 'NetworkAclId', 'DescribeNetworkAcls'],
];

/** What else the account holds, by kind and key. */
export type Others = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The draft as a snapshot's source; a list that is null was denied. Beside it `others`, collections of them, and what is `gone`. */
export function recorded(
  draft: Draft,
  others: Others = {},
  collections: readonly { kind: string; scope: string; members: readonly string[] }[] = [],
  gone: readonly SnapshotMissing[] = [],
): FactSource {
  const resources: Record<string, Record<string, unknown>> = {
    'ec2.vpc': keyed(draft.vpcs, 'VpcId'),
    'ec2.vpc-dns': draft.vpcAttributes ?? {},
    'ec2.dhcp-options': keyed(draft.dhcpOptions, 'DhcpOptionsId'),
    'ec2.security-group': keyed(draft.securityGroups, 'GroupId'),
    'ec2.network-interface': keyed(draft.networkInterfaces, 'NetworkInterfaceId'),
    'ec2.prefix-list': keyed(
      (draft.prefixLists ?? []).map(({ Cidrs, ...rest }: Loose) => ({
        ...rest,
        Entries: Cidrs.map((Cidr: string) => ({ Cidr })),
      })),
      'PrefixListId',
    ),
  };
  const missing = [...gone];
  const listed = [...collections.map((it) => ({ ...it, complete: true }))];
  for (const [list, member, id, action] of LISTS) {
    const held = draft[list] as Loose[] | null;
    if (held === null)
      missing.push({ kind: `${member}s`, key: VPC, state: 'denied', action: `ec2:${action}` } as const);
    else {
      resources[member] = keyed(held, id);
      listed.push({
        kind: `${member}s`,
        scope: VPC,
        members: Object.keys(resources[member]),
        complete: true,
      });
    }
  }
  for (const [kind, more] of Object.entries(others)) resources[kind] = { ...resources[kind], ...more };
  return snapshotSource({
    version: 1,
    account: '111122223333',
    region: 'eu-west-1',
    at: '2026-11-20T12:00:00Z',
    resources,
    collections: listed,
    missing,
  });
}

function keyed(list: Loose[] | null | undefined, id: string): Record<string, unknown> {
  return Object.fromEntries((list ?? []).map((item) => [item[id], item]));
}

/** A store over the draft alone. */
export function factsOf(...parts: Parameters<typeof recorded>) {
  return factStore([recorded(...parts)]);
}
