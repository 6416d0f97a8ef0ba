import { known } from '../fact/fact.ts';
import type { SubnetShape } from '../fact/kinds/ec2.ts';
import { common, coverage, ofFamily, type Range, rangesOf } from './address-ranges.ts';
import { gatewayKind } from './gateway-kind.ts';
import { throughAcl } from './network-acl.ts';
import { isOpen, lookUpRoutes, tableOf } from './routes.ts';
import { throughGroups } from './security-group.ts';
import { subnetRanges } from './subnet.ts';
import { along, blocked, passed, type Step, undecided, type Verdict, withFact } from './verdict.ts';
import { endpointState, wayOutBy } from './vpc-endpoint.ts';
import { type Endpoint, type Interface, oneOf, type Table, type World } from './world.ts';

/** A call to an interface endpoint of the VPC. */
interface Call {
  readonly world: World;
  readonly from: Interface;
  readonly subnet: SubnetShape;
  readonly endpoint: Endpoint;
  readonly family: 4 | 6;
  readonly port: number;
}

/**
 * Does the call arrive at the endpoint? Its name resolves to the addresses of all its zones, so each of its interfaces must
 * be reachable; where only some are, calls fail now and then.
 */
export function toEndpoint(call: Call): Verdict {
  const { endpoint, subnet } = call;
  const id = endpoint.VpcEndpointId ?? 'the endpoint';
  const wayOut = wayOutBy('interface-endpoint', endpoint);
  const start = [passed(subnet.SubnetId), passed(id), endpointState(endpoint)];
  const places = endpoint.SubnetIds ?? [];
  if (places.length === 0) {
    return along([...start, undecided('MISSING_DATA', `the subnets of ${id} are not to be seen`)]);
  }
  const verdicts = places.map((place) => along([...start, ...toPlace(call, id, place)], wayOut));
  const stop = verdicts.find(({ is }) => is === 'unreachable');
  if (!stop) return verdicts.find(({ is }) => is === 'unknown') ?? (verdicts[0] as Verdict);
  if (stop.is !== 'unreachable' || verdicts.every(({ is }) => is === 'unreachable')) return stop;
  const detail = `${id} resolves to addresses of which only some are reachable: ${stop.hops.at(-1)}`;
  return { is: 'unknown', code: stop.code, why: [{ reason: 'undecidable', detail }], hops: stop.hops };
}

function toPlace(call: Call, id: string, place: string): readonly Step[] {
  const { world, from, subnet, endpoint, family, port } = call;
  const source = ofFamily(subnetRanges(world, subnet), family);
  const groups = (endpoint.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  return withFact(
    place === subnet.SubnetId
      ? known(subnet)
      : oneOf(world.subnets, 'subnet', place, ({ SubnetId }) => SubnetId),
    place,
    (there) => {
      const ranges = addressesIn(call, there);
      if (ranges.length === 0) return [undecided('MISSING_DATA', `which addresses ${id} has in ${place}`)];
      const peer = { ranges, groups, name: id };
      const caller = { ranges: source, groups: from.securityGroups, name: from.subnet };
      return [
        ...alongRoute(call, there, ranges),
        throughGroups(world, from.securityGroups, 'egress', port, peer, 'SERVICE_IP_UNKNOWN'),
        throughGroups(world, groups, 'ingress', port, caller, 'SOURCE_IP_UNKNOWN'),
        ...(place === subnet.SubnetId ? [] : acls(call, place, source, ranges)),
      ];
    },
  );
}

/** The addresses that the endpoint may have in the subnet: those of its interfaces where they were read, else any. */
function addressesIn({ world, endpoint, family }: Call, there: SubnetShape): readonly Range[] {
  const all = ofFamily(subnetRanges(world, there), family);
  const known = (endpoint.NetworkInterfaceIds ?? []).flatMap((id) => {
    const shape = world.networkInterfaces.get(id)?.match({
      known: (it) => it,
      absent: () => undefined,
      unknown: () => undefined,
    });
    if (shape?.SubnetId !== there.SubnetId) return [];
    return rangesOf([
      shape?.PrivateIpAddress,
      ...(shape?.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
    ]);
  });
  const exact = common(ofFamily(known, family), all);
  return exact.length > 0 ? exact : all;
}

/** Inside a VPC the local route leads, unless a more specific one sends it through an appliance. */
function alongRoute({ world, subnet }: Call, there: SubnetShape, ranges: readonly Range[]): readonly Step[] {
  const { SubnetId: id = '', VpcId: vpc = '' } = subnet;
  if (there.SubnetId === id) return [];
  return withFact(tableOf(world, id, vpc), 'the route table', (table) => {
    const name = table.RouteTableId ?? 'the route table';
    if (localIsOpen(table))
      return onlyDefaults(table)
        ? []
        : [undecided('MISSING_DATA', `which addresses ${name} keeps in the VPC`)];
    if (mayDivert(world, table)) {
      return [
        undecided('MISSING_DATA', `whether ${name} sends what is for ${there.SubnetId} elsewhere first`),
      ];
    }
    const { ways } = lookUpRoutes(world, table, ranges);
    return ways.flatMap(({ route, ranges: part }): Step | readonly Step[] => {
      if (!route) return blocked('NO_ROUTE_TO_DESTINATION', `${name} has no route to ${there.SubnetId}`);
      if (route.GatewayId === 'local') return [];
      if (route.State === 'blackhole' && coverage(ranges, part) === 'all') {
        return blocked('BAD_STATE_ROUTE', `${name} sends what is for ${there.SubnetId} into a blackhole`);
      }
      return undecided(
        'THIRD_PARTY_APPLIANCE',
        `${name} sends what is for ${there.SubnetId} elsewhere first`,
      );
    });
  });
}

/** Is a block of the VPC itself not known before the deploy? */
function localIsOpen({ Routes = [] }: Table): boolean {
  return Routes.some((route) => route.GatewayId === 'local' && isOpen(route));
}

/**
 * May a route whose addresses are open be one that goes before the VPC's own? Its target is an interface, a NAT gateway or an
 * endpoint then. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
function mayDivert(world: World, { Routes = [] }: Table): boolean {
  return Routes.some((route) => {
    const { GatewayId = '', NatGatewayId, NetworkInterfaceId, InstanceId } = route;
    const appliance = NatGatewayId ?? NetworkInterfaceId ?? InstanceId;
    const kind = gatewayKind(world, GatewayId);
    return isOpen(route) && (appliance !== undefined || kind === 'endpoint' || kind === 'open');
  });
}

/** Has the table no route that might be more specific than the VPC's own? */
function onlyDefaults({ Routes = [] }: Table): boolean {
  return Routes.every(
    ({ GatewayId, DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId }) =>
      GatewayId === 'local' ||
      DestinationPrefixListId !== undefined ||
      DestinationCidrBlock === '0.0.0.0/0' ||
      DestinationIpv6CidrBlock === '::/0',
  );
}

/** Network ACLs filter what crosses the border of a subnet. */
function acls(
  { world, subnet, port }: Call,
  place: string,
  source: readonly Range[],
  ranges: readonly Range[],
): readonly Step[] {
  const here = { subnet: subnet.SubnetId ?? '', peers: ranges, doubt: 'SERVICE_IP_UNKNOWN' } as const;
  const there = { subnet: place, peers: source, doubt: 'SOURCE_IP_UNKNOWN' } as const;
  const replies = 'ephemeral of a client';
  return [
    ...throughAcl(world, { ...here, direction: 'out', ports: port }),
    ...throughAcl(world, { ...there, direction: 'in', ports: port }),
    ...throughAcl(world, { ...there, direction: 'out', ports: replies }),
    ...throughAcl(world, { ...here, direction: 'in', ports: replies }),
  ];
}
