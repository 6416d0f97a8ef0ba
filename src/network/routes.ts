import { type Fact, known, map, type Truth, truth, unknown, valueOr, type Why } from '../fact/fact.ts';
import { isOpaque, whyOpaque } from '../fact/opaque.ts';
import { common, prefixLength, type Range, rangeOf, without } from './address-ranges.ts';
import { invisibleList, listRanges, namesService } from './prefix-list.ts';
import { type Endpoint, lookUp, type Table, type TableRoute, type Target, type World } from './world.ts';

/** Where a table sends some addresses; no route: nowhere. */
export interface Way {
  readonly ranges: readonly Range[];
  readonly route?: TableRoute;
}

/** How a table divides addresses, from the most specific route to the least; `why` where a route's prefix list is not to be seen. */
export interface Lookup {
  readonly ways: readonly Way[];
  readonly why: readonly Why[];
}

/** The route table of a subnet: the one associated with it, else the VPC's main table. */
export function tableOf(world: World, subnet: string, vpc: string): Fact<Table> {
  return world.routeTables.match<Fact<Table>>({
    known: (tables) => {
      const own = tables.filter(({ VpcId }) => VpcId === vpc);
      const table =
        own.find((it) => inForce(it).some(({ SubnetId }) => SubnetId === subnet)) ??
        own.find((it) => inForce(it).some(({ Main }) => Main === true));
      return table
        ? known(table)
        : unknown({ reason: 'undecidable', detail: `no route table of ${subnet} is to be seen` });
    },
    absent: () => unknown({ reason: 'undecidable', detail: `${vpc} has no route table` }),
    unknown: (why) => unknown(...why),
  });
}

function inForce({ Associations = [] }: Table) {
  return Associations.filter(({ AssociationState }) => {
    const state = AssociationState?.State;
    return state === undefined || state === 'associated' || state === 'associating';
  });
}

/** The table that takes what comes in by an internet gateway, where there is one. */
export function edgeTableOf(world: World, gateway: string): Fact<Table | undefined> {
  return world.routeTables.match<Fact<Table | undefined>>({
    known: (tables) => known(tables.find((it) => inForce(it).some(({ GatewayId }) => GatewayId === gateway))),
    absent: () => known(undefined),
    unknown: (why) => unknown(...why),
  });
}

/** The addresses that the VPC itself has. */
export function localRanges(table: Table): readonly Range[] {
  return (table.Routes ?? []).flatMap((route) => (route.GatewayId === 'local' ? blocksOf(route) : []));
}

interface Block {
  readonly range: Range;
  readonly route: TableRoute;
}

/** Divides the addresses among the routes: the longest prefix wins, static before propagated, then prefix lists. */
export function lookUpRoutes(
  world: World,
  table: Table,
  addresses: readonly Range[],
  target?: Target,
): Lookup {
  const why: Why[] = [];
  const blocks: Block[] = [];
  const ways: Way[] = [];
  let rest = addresses;
  for (const route of table.Routes ?? []) {
    if (route.State === 'filtered') continue;
    const list = route.DestinationPrefixListId;
    if (list === undefined) {
      // The addresses of the VPC itself are nobody's whom a call leaves it for.
      if (isOpen(route) && route.GatewayId !== 'local') why.push(whyOpaque(destinationOf(route)));
      blocks.push(...blocksOf(route).map((range) => ({ range, route })));
    } else {
      const serving = servesTarget(world, route, target);
      if (serving) why.push(...whyOf(serving));
      const serves = serving && valueOr(serving, undefined);
      if (serves === false || (serving && serves === undefined)) continue;
      const ranges = map(lookUp(world.prefixLists, 'prefix list', list), listRanges);
      // A gateway endpoint's list is that of the service's own addresses, whatever they are.
      if (serves === true && valueOr(ranges, []).length === 0) {
        if (rest.length > 0) ways.push({ ranges: rest, route });
        rest = [];
      } else {
        ranges.match<void>({
          known: (all) => void blocks.push(...all.map((range) => ({ range, route }))),
          absent: () => void why.push(invisibleList(list)),
          unknown: (reasons) => void why.push(...reasons),
        });
      }
    }
  }
  for (const { range, route } of blocks.toSorted(bySpecificity)) {
    const part = common(rest, [range]);
    if (part.length === 0) continue;
    const same = ways.findIndex((way) => way.route === route);
    const earlier = ways[same];
    if (earlier) ways[same] = { route, ranges: [...earlier.ranges, ...part] };
    else ways.push({ ranges: part, route });
    rest = without(rest, [range]);
  }
  return { ways: rest.length > 0 ? [...ways, { ranges: rest }] : ways, why };
}

/** Leads the route to the gateway endpoint of the target's service? Undefined: it leads to no gateway endpoint. */
function servesTarget(world: World, route: TableRoute, target: Target | undefined): Truth | undefined {
  const { GatewayId: gateway = '', DestinationPrefixListId: list = '' } = route;
  const endpoint = endpointNamed(world, gateway);
  if (!endpoint && !gateway.startsWith('vpce-')) return undefined;
  const name = endpoint?.ServiceName ?? listName(world, list);
  if (name === undefined) return undefined;
  return target === undefined ? truth(false) : namesService(name, target.service, target.region);
}

/** Is it open which addresses the route is for? */
export function isOpen({ DestinationCidrBlock, DestinationIpv6CidrBlock }: TableRoute): boolean {
  return isOpaque(DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? '');
}

function whyOf(fact: Fact<unknown>): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}

export function endpointNamed(world: World, id: string): Endpoint | undefined {
  return valueOr(world.vpcEndpoints, []).find(({ VpcEndpointId }) => VpcEndpointId === id);
}

function listName(world: World, id: string): string | undefined {
  const list = world.prefixLists.get(id);
  return list && valueOr(list, undefined)?.PrefixListName;
}

function blocksOf({ DestinationCidrBlock, DestinationIpv6CidrBlock }: TableRoute): readonly Range[] {
  const range = rangeOf(DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? '');
  return range ? [range] : [];
}

function bySpecificity(a: Block, b: Block): number {
  return prefixLength(b.range) - prefixLength(a.range) || rank(a.route) - rank(b.route);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html */
function rank({ GatewayId, Origin, DestinationPrefixListId }: TableRoute): number {
  if (GatewayId === 'local') return 0;
  if (Origin === 'EnableVgwRoutePropagation') return 3;
  return DestinationPrefixListId === undefined ? 1 : 2;
}

/** What a route is for, in words: `0.0.0.0/0`. */
export function destinationOf(route: TableRoute): string {
  return (
    route.DestinationCidrBlock ??
    route.DestinationIpv6CidrBlock ??
    route.DestinationPrefixListId ??
    'an unknown destination'
  );
}
