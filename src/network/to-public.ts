import { valueOr } from '../fact/fact.ts';
import type { SubnetShape } from '../fact/kinds/ec2.ts';
import { nat64Block, notPublicBlocks, publicIpv6Blocks } from '../knowledge/vpc-addresses.ts';
import { ofFamily, type Range, rangesOf, without } from './address-ranges.ts';
import { throughAcl } from './network-acl.ts';
import { followRoute } from './next-hop.ts';
import { gatewayLists, listRanges, namesService } from './prefix-list.ts';
import { localRanges, lookUpRoutes, tableOf, type Way } from './routes.ts';
import { throughGroups } from './security-group.ts';
import { subnetRanges } from './subnet.ts';
import { along, blocked, missing, passed, type Step, type Verdict, whichever } from './verdict.ts';
import { type Interface, once, type Table, type Target, type World } from './world.ts';

/** A call to the public addresses of a service. */
interface Call {
  readonly world: World;
  readonly from: Interface;
  readonly subnet: SubnetShape;
  readonly target: Target;
  readonly family: 4 | 6;
  /** The caller has IPv6 alone and the service IPv4 alone: DNS64 gives it an IPv6 address that stands for the IPv4 one. */
  readonly nat64: boolean;
}

/** Does the call arrive at the service's public addresses, by whatever route they take? */
export function toPublic(call: Call): Verdict {
  const { world, subnet } = call;
  const { SubnetId: id = '', VpcId: vpc = '' } = subnet;
  return tableOf(world, id, vpc).match<Verdict>({
    known: (table) => byTable(call, table),
    absent: () => unread(call, []),
    unknown: (why) => unread(call, [missing(why)]),
  });
}

function unread(call: Call, steps: readonly Step[]): Verdict {
  const addresses = called(call, []);
  return along([passed(call.subnet.SubnetId), ...steps, ...filters(call, addresses)]);
}

function byTable(call: Call, table: Table): Verdict {
  const { ways, why } = once(call.world, ['ways', ...namesOf(call)], () =>
    lookUpRoutes(call.world, table, called(call, localRanges(table)), call.target),
  );
  const name = table.RouteTableId ?? 'the route table';
  const routed = whichever(
    // The least specific route takes the most addresses: what it says comes first.
    ways.map((way, index) => byWay(call, name, way, index)).toReversed(),
    'SERVICE_IP_UNKNOWN',
    `${name} sends some of the addresses that ${call.target.service} may have another way`,
  );
  if (why.length === 0) return routed;
  // A route whose prefix list is unread may take the call, or not.
  const otherwise = unread(call, [passed(name), missing(why)]);
  return otherwise.is === 'unreachable' && routed.is === 'unreachable' ? routed : otherwise;
}

/** What tells the calls from a VPC apart, but for who calls. */
function namesOf({ world, subnet, target, family, nat64 }: Call): readonly (string | number | boolean)[] {
  const { service, region, port } = target;
  // Whoever calls brings the lists that the rules of its groups name, which may be those of a service.
  const lists = [...world.prefixLists.keys()].join('+');
  return [subnet.SubnetId ?? '', service, region, port, family, nat64, lists];
}

function byWay(call: Call, table: string, { route, ranges }: Way, index: number): Verdict {
  const start = passed(call.subnet.SubnetId);
  if (!route) {
    const code = call.nat64 ? 'NO_IPV4_PATH' : 'NO_ROUTE_TO_DESTINATION';
    const what = call.family === 6 ? 'IPv6 route' : 'route';
    return along([start, blocked(code, `${table} has no ${what} to ${call.target.service}`)]);
  }
  const list = route.DestinationPrefixListId;
  const way = [index, ...namesOf(call)];
  const { steps, wayOut } = once(call.world, ['hop', call.from.publicIp, ...way], () =>
    followRoute(call.world, route, outbound(call, ranges)),
  );
  const filtered = filters(call, ranges, list === undefined ? [] : [list], ['border', ...way]);
  return along([start, passed(table), ...steps, ...filtered], wayOut);
}

function outbound({ from, subnet, family, nat64, target, world }: Call, ranges: readonly Range[]) {
  const source = ofFamily(subnetRanges(world, subnet), family);
  const service = nat64 ? serviceRanges(world, target, 4) : ranges;
  return { subnet, family, nat64, source, service, port: target.port, publicIp: from.publicIp };
}

/** The addresses that the call is made to, as far as they are known, without those of the VPC. */
function called({ world, target, family, nat64 }: Call, local: readonly Range[]): readonly Range[] {
  const all = nat64 ? rangesOf([nat64Block()]) : serviceRanges(world, target, family);
  return without(all, local);
}

/** The service's own prefix list where it has one; else all public addresses, without those that are other services'. */
function serviceRanges(world: World, { service, region }: Target, family: 4 | 6): readonly Range[] {
  const everywhere = publicRanges(family);
  // What is no service of AWS may be kept in one.
  if (service === 'internet') return everywhere;
  const lists = gatewayLists(world);
  const own = lists.find(({ PrefixListName }) =>
    valueOr(namesService(PrefixListName, service, region), false),
  );
  const listed = own ? ofFamily(listRanges(own), family) : [];
  return listed.length > 0 ? listed : without(everywhere, lists.flatMap(listRanges));
}

let publicIpv4: readonly Range[] | undefined;

function publicRanges(family: 4 | 6): readonly Range[] {
  if (family === 6) return rangesOf(publicIpv6Blocks());
  publicIpv4 ??= without(rangesOf(['0.0.0.0/0']), rangesOf(notPublicBlocks()));
  return publicIpv4;
}

/** What filters at the interface and at the border of its subnet. */
function filters(
  call: Call,
  ranges: readonly Range[],
  prefixLists: readonly string[] = [],
  name?: readonly (string | number | boolean)[],
): readonly Step[] {
  const { world, from, subnet, target } = call;
  const peer = { ranges, prefixLists, name: target.service };
  const border = { subnet: subnet.SubnetId ?? '', peers: ranges, doubt: 'SERVICE_IP_UNKNOWN' } as const;
  const acls = () => [
    ...throughAcl(world, { ...border, direction: 'out', ports: target.port }),
    ...throughAcl(world, { ...border, direction: 'in', ports: 'ephemeral of a client' }),
  ];
  return [
    throughGroups(world, from.securityGroups, 'egress', target.port, peer, 'SERVICE_IP_UNKNOWN'),
    ...(name ? once(world, name, acls) : acls()),
  ];
}
