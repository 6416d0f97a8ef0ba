import { type Fact, holds, known, unknown, unknownFor, valueOr, type Why } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { prefixList, type SubnetShape, securityGroup, subnet } from '../fact/kinds/ec2.ts';
import type { Path, PathQuery } from './path-query.ts';
import { namesService } from './prefix-list.ts';
import { assumptionsOf, reach } from './reach.ts';
import { egressRules } from './security-group.ts';
import { type Verdict, whichever } from './verdict.ts';
import { askEach, type VpcWorld, vpcWorld } from './vpc-world.ts';
import { type Interface, once, type Target, type World } from './world.ts';

const HTTPS = 443;

/** Can the interface reach the service? What `path` derives. */
export async function decidePath(query: PathQuery, facts: Facts): Promise<Fact<Path>> {
  if (query.launchKind === 'EXTERNAL' || query.launchKind === 'MANAGED_INSTANCES') {
    return unknown(undecidable(`which network tasks on ${query.launchKind} capacity call from`));
  }
  const place = await facts.ask(subnet, { id: query.subnet });
  return place.match<Promise<Fact<Path>>>({
    known: (shape) => decide(query, shape, facts),
    absent: async () => unknown(undecidable(`subnet ${query.subnet} does not exist`)),
    unknown: async (why) => unknownFor(why),
  });
}

function undecidable(detail: string): Why {
  return { reason: 'undecidable', detail };
}

async function decide(query: PathQuery, place: SubnetShape, facts: Facts): Promise<Fact<Path>> {
  const { VpcId: vpc } = place;
  if (vpc === undefined) return unknown(undecidable(`the VPC of ${query.subnet} is not to be seen`));
  const around = await facts.ask(vpcWorld, { vpc });
  return around.match<Promise<Fact<Path>>>({
    known: async (it) => {
      const groups = await groupsOf(it, query, facts);
      return sharedPath(it, groups, query, place) ?? pathOf(within(it, groups), query, place);
    },
    absent: async () => unknown(undecidable(`${vpc} does not exist`)),
    unknown: async (why) => unknownFor(why),
  });
}

/** What differs from interface to interface of what is around them. */
type Groups = Pick<World, 'securityGroups' | 'prefixLists'>;

/** The security groups of the interface and of the service's endpoints, with the prefix lists that their rules name. */
async function groupsOf(around: VpcWorld, query: PathQuery, facts: Facts): Promise<Groups> {
  const { service, region } = query;
  const ofEndpoints = once(around, ['groups', service, region], () => {
    const serving = valueOr(around.vpcEndpoints, []).filter(
      ({ ServiceName, Groups }) => Groups && valueOr(namesService(ServiceName, service, region), true),
    );
    return serving.flatMap(({ Groups = [] }) => Groups.flatMap(({ GroupId }) => GroupId ?? []));
  });
  const securityGroups = await askEach(facts, securityGroup, [...query.securityGroups, ...ofEndpoints]);
  const lists = [...securityGroups.values()].flatMap((group) => {
    const { IpPermissions = [], IpPermissionsEgress = [] } = valueOr(group, undefined) ?? {};
    const rules = [...IpPermissions, ...IpPermissionsEgress];
    return rules.flatMap(({ PrefixListIds = [] }) =>
      PrefixListIds.flatMap(({ PrefixListId }) => PrefixListId ?? []),
    );
  });
  if (lists.length === 0) return { securityGroups, prefixLists: around.prefixLists };
  const more = await askEach(facts, prefixList, lists);
  return { securityGroups, prefixLists: new Map([...around.prefixLists, ...more]) };
}

function within(around: VpcWorld, { securityGroups, prefixLists }: Groups): World {
  // The groups first: V8 makes a class of its own for each object that begins with a spread and goes on.
  return { securityGroups, ...around, prefixLists };
}

/**
 * The path that all interfaces of the subnet share whose groups have the same rules: it leads out of the VPC, where nobody asks by
 * which groups they have them. Services have groups of their own, and most of these let everything out.
 */
function sharedPath(
  around: VpcWorld,
  groups: Groups,
  query: PathQuery,
  place: SubnetShape,
): Fact<Path> | undefined {
  const rules = egressRules(groups, query.securityGroups);
  if (rules === undefined) return undefined;
  const { subnet: id, assignPublicIp, service, region } = query;
  // Groups bring the lists that their rules name, which may be those of a service.
  const lists = [...groups.prefixLists.keys()].join('+');
  return once(around, ['path', id, assignPublicIp, service, region, lists, rules], () => {
    const found = pathOf(within(around, groups), query, place);
    return valueOr(holds(found, leadsOut), false) ? found : undefined;
  });
}

function leadsOut({ outcome, wayOut }: Path): boolean {
  return outcome === 'reachable' && wayOut !== undefined && wayOut.via !== 'interface-endpoint';
}

function pathOf(world: World, query: PathQuery, place: SubnetShape): Fact<Path> {
  const from = {
    subnet: query.subnet,
    place,
    securityGroups: query.securityGroups,
    publicIp: query.assignPublicIp,
  };
  const target = { service: query.service, region: query.region, port: HTTPS };
  return factOf(verdictOf(world, from, target, place), world);
}

/** Where there is no IPv4, ECS calls by dual-stack names, which not every service has. */
function verdictOf(world: World, from: Interface, target: Target, place: SubnetShape): Verdict {
  if (place.Ipv6Native !== true) return reach(world, from, target);
  return whichever(
    [reach(world, from, target), reach(world, from, { ...target, ipFamily: 'dualstack' })],
    'SERVICE_IP_UNKNOWN',
    `whether ${target.service} is called by a name with IPv6 addresses from ${from.subnet}`,
  );
}

function factOf(verdict: Verdict, world: World): Fact<Path> {
  const { hops } = verdict;
  switch (verdict.is) {
    case 'reachable': {
      const assumptions = assumptionsOf(world, verdict);
      return known({
        outcome: 'reachable',
        hops,
        ...(verdict.wayOut ? { wayOut: verdict.wayOut } : {}),
        ...(assumptions.length > 0 ? { assumptions } : {}),
      });
    }
    case 'unreachable':
      return known({ outcome: 'unreachable', code: verdict.code, hops });
    case 'unknown':
      return unknownFor(verdict.why.map((why) => located(why, hops)));
  }
}

/** What is open keeps the way that leads to it; an undecidable thing is told with it. */
function located(why: Why, hops: readonly string[]): Why {
  const way = hops.filter((hop) => hop !== why.detail);
  if (way.length === 0) return why;
  if (why.reason !== 'undecidable') return { ...why, way };
  return { ...why, detail: `${why.detail} (${way.join(' → ')})`, way };
}
