import { known, valueOr, type Why } from '../fact/fact.ts';
import type { SubnetShape } from '../fact/kinds/ec2.ts';
import { isLinkLocalService, isResolverService, linkLocalBlocks } from '../knowledge/vpc-addresses.ts';
import { coverage, rangesOf } from './address-ranges.ts';
import {
  deniedDns,
  isAmazonsResolver,
  type Resolution,
  resolve,
  unreadAttributes,
  unreadDns,
} from './name-resolution.ts';
import { leadsElsewhere, leadsOutByIpv6 } from './private-routes.ts';
import { proxied } from './proxy.ts';
import { anywhereThroughGroups, letNothingOut } from './security-group.ts';
import { toEndpoint } from './to-endpoint.ts';
import { toPublic } from './to-public.ts';
import {
  along,
  anyOf,
  blocked,
  type Code,
  missing,
  passed,
  undecided,
  type Verdict,
  whichever,
} from './verdict.ts';
import { type Endpoint, type Interface, oneOf, type Target, type World } from './world.ts';

/**
 * Does a call from the interface arrive at the service? A certain failure decides whatever else is unread; what could not be
 * read leaves it unknown wherever it could change the answer.
 */
export function reach(world: World, from: Interface, target: Target): Verdict {
  if (isLinkLocal(target)) return { is: 'reachable', hops: ['link-local: it never leaves the host'] };
  const place = from.place
    ? known(from.place)
    : oneOf(world.subnets, 'subnet', from.subnet, ({ SubnetId }) => SubnetId);
  return place.match<Verdict>({
    known: (subnet) => {
      if (isResolver(world, target)) return toResolver(world, subnet);
      if (!proxied(from, target) || letNothingOut(world, from.securityGroups)) {
        return byName(world, from, subnet, target);
      }
      return along([
        undecided('PROXY', 'whether the proxy that the environment of the container names leads there'),
      ]);
    },
    absent: () => along([undecided('MISSING_DATA', `${from.subnet} does not exist`)]),
    unknown: (why) => along([missing(why)]),
  });
}

function isLinkLocal({ service, hostname = '' }: Target): boolean {
  if (isLinkLocalService(service)) return true;
  return coverage(rangesOf([hostname]), rangesOf(linkLocalBlocks())) === 'all';
}

function isResolver(world: World, { service, hostname }: Target): boolean {
  return isResolverService(service) || (hostname !== undefined && isAmazonsResolver(world, hostname));
}

/** Neither security groups nor network ACLs filter what goes to Amazon's resolver. */
function toResolver(world: World, subnet: SubnetShape): Verdict {
  return world.dns.match<Verdict>({
    known: ({ enableDnsSupport }) =>
      along([
        passed(subnet.SubnetId),
        enableDnsSupport
          ? passed('the resolver of the VPC')
          : blocked('DNS_SUPPORT_DISABLED', 'enableDnsSupport of the VPC is off'),
      ]),
    absent: () => along([undecided('MISSING_DATA', 'the DNS attributes of the VPC are not to be seen')]),
    unknown: (why) => along([missing(why)]),
  });
}

/**
 * The VPC's DNS attributes say whether a name resolves, and whether it does to an endpoint. Where they are not to be seen, a call
 * fails for certain only if it does whatever they are: without them it does not get that far.
 */
function byName(world: World, from: Interface, subnet: SubnetShape, target: Target): Verdict {
  const verdict = byResolution(world, from, subnet, target);
  const why = unreadAttributes(world);
  if (verdict.is === 'unreachable' || why.length === 0) return verdict;
  return { is: 'unknown', code: 'MISSING_DATA', why, hops: verdict.hops };
}

function byResolution(world: World, from: Interface, subnet: SubnetShape, target: Target): Verdict {
  const resolution = resolve(world, subnet, target);
  switch (resolution.to) {
    case 'endpoint':
      return undiverted(world, 'endpoint', atEndpoint(world, from, subnet, target, resolution.endpoint));
    case 'either':
      return whichever(
        [
          // As if it were there already, and as if it were not.
          atEndpoint(world, from, subnet, target, { ...resolution.endpoint, State: 'Available' }),
          atPublic(world, from, subnet, target, {}),
        ],
        resolution.code,
        resolution.detail,
      );
    case 'public':
      return undiverted(world, 'public', atPublic(world, from, subnet, target, resolution));
    case 'anywhere': {
      const doubt = { is: 'undecided', code: resolution.code, why: resolution.why } as const;
      return along([
        passed(subnet.SubnetId),
        doubt,
        anywhereThroughGroups(world, from.securityGroups, target.port),
      ]);
    }
    case 'nothing':
      return along([passed(subnet.SubnetId), blocked(resolution.code, resolution.hop)]);
  }
}

/** A name that leads where the call arrives may be led elsewhere by what could not be read. */
function undiverted(world: World, to: 'endpoint' | 'public', verdict: Verdict): Verdict {
  const why = verdict.is === 'reachable' ? deniedDns(world, to) : [];
  return why.length === 0 ? verdict : { is: 'unknown', code: 'MISSING_DATA', why, hops: verdict.hops };
}

/** Has the interface an address of the family? */
function families(from: Interface, subnet: SubnetShape): { readonly ipv4: boolean; readonly ipv6: boolean } {
  return {
    ipv4: from.ipv4 ?? subnet.Ipv6Native !== true,
    ipv6: from.ipv6 ?? subnet.Ipv6Native === true,
  };
}

function atEndpoint(
  world: World,
  from: Interface,
  subnet: SubnetShape,
  target: Target,
  endpoint: Endpoint,
): Verdict {
  const { ipv4, ipv6 } = families(from, subnet);
  const type = endpoint.IpAddressType ?? 'ipv4';
  const call = { world, from, subnet, endpoint, port: target.port };
  const ways: Verdict[] = [];
  if (ipv6 && type !== 'ipv4') ways.push(toEndpoint({ ...call, family: 6 }));
  if (ipv4 && type !== 'ipv6') ways.push(toEndpoint({ ...call, family: 4 }));
  if (ways.length > 0) return anyOf(ways);
  const id = endpoint.VpcEndpointId ?? 'the endpoint';
  if (ipv6 && subnet.EnableDns64 === true) {
    return along([passed(subnet.SubnetId), undecided('SERVICE_IP_UNKNOWN', `whether NAT64 leads to ${id}`)]);
  }
  const [has, lacks] = ipv6 ? ['IPv4', 'IPv6'] : ['IPv6', 'IPv4'];
  const code: Code = ipv6 ? 'NO_IPV4_PATH' : 'NO_POSSIBLE_DESTINATION';
  return along([
    passed(subnet.SubnetId),
    blocked(code, `${id} has ${has} alone and the interface ${lacks} alone`),
  ]);
}

/** What an endpoint would mend, were it to take the call. */
const FOR_WANT_OF_A_WAY: readonly Code[] = [
  'NO_ROUTE_TO_DESTINATION',
  'NO_PUBLIC_IP',
  'NO_IPV4_PATH',
  'BAD_STATE',
  'BAD_STATE_ATTACHMENT',
  'BAD_STATE_ROUTE',
  'NAT_SUBNET_NO_IGW_ROUTE',
  'VPC_BLOCK_PUBLIC_ACCESS',
];

function atPublic(
  world: World,
  from: Interface,
  subnet: SubnetShape,
  target: Target,
  { instead }: Partial<Extract<Resolution, { to: 'public' }>>,
): Verdict {
  const { ipv4, ipv6 } = families(from, subnet);
  const served = target.ipFamily ?? familyOfName(target.hostname);
  const call = { world, from, subnet, target, nat64: false };
  const ways: Verdict[] = [];
  if (ipv6 && served !== 'ipv4') ways.push(toPublic({ ...call, family: 6 }));
  if (ipv4 && served !== 'ipv6') ways.push(toPublic({ ...call, family: 4 }));
  if (ipv6 && !ipv4 && served === 'ipv4') ways.push(byNat64(call));
  const verdict: Verdict =
    ways.length > 0
      ? anyOf(ways)
      : along([
          passed(subnet.SubnetId),
          blocked('NO_POSSIBLE_DESTINATION', `${target.service} has IPv6 alone`),
        ]);
  if (verdict.is !== 'unreachable' || !FOR_WANT_OF_A_WAY.includes(verdict.code)) return verdict;
  const unread = mayLeadTo(world, subnet, instead?.code);
  if (unread.length > 0) {
    return { is: 'unknown', code: 'MISSING_DATA', why: unread, hops: verdict.hops };
  }
  if (!instead) {
    const sixAlone = ipv6 && served === 'ipv4' && leadsOutByIpv6(world, subnet);
    return sixAlone && verdict.code === 'NO_ROUTE_TO_DESTINATION'
      ? { ...verdict, code: 'NO_IPV4_PATH' }
      : verdict;
  }
  const [first, ...rest] = verdict.hops;
  return { ...verdict, code: instead.code, hops: [...(first ? [first] : []), instead.hop, ...rest] };
}

/** What is unread and may lead the name to an endpoint in another network, or to one of the VPC that does not take it by itself. */
function mayLeadTo(world: World, subnet: SubnetShape, instead: Code | undefined): readonly Why[] {
  if (leadsElsewhere(world, subnet)) return unreadDns(world);
  return instead === 'PRIVATE_DNS_DISABLED' ? deniedDns(world, 'public') : [];
}

function byNat64(call: Omit<Parameters<typeof toPublic>[0], 'family'>): Verdict {
  if (call.subnet.EnableDns64 === true) return toPublic({ ...call, family: 6, nat64: true });
  const hop = 'the interface has IPv6 alone, the service IPv4 alone, and DNS64 of the subnet is off';
  return along([passed(call.subnet.SubnetId), blocked('NO_IPV4_PATH', hop)]);
}

/** Dual-stack names say so: `secretsmanager.eu-west-1.api.aws`, `s3.dualstack.eu-west-1.amazonaws.com`. */
function familyOfName(hostname = ''): 'ipv4' | 'dualstack' {
  return /(^|\.)dualstack\.|\.api\.aws$|\.on\.aws$/.test(hostname) ? 'dualstack' : 'ipv4';
}

/** What a verdict rests on that could not be read and was taken for granted. */
export function assumptionsOf(world: World, verdict: Verdict): readonly string[] {
  const gateways = ['nat', 'internet-gateway', 'egress-only-internet-gateway'];
  if (verdict.is !== 'reachable' || !gateways.includes(verdict.wayOut?.via ?? '')) return [];
  return valueOr(world.blockPublicAccess, undefined)
    ? []
    : ['VPC Block Public Access, which could not be read, is off'];
}
