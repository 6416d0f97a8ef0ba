import { all, type Fact, valueOr, type Why } from '../fact/fact.ts';
import type { SubnetShape } from '../fact/kinds/ec2.ts';
import { isOpaque, sameText } from '../fact/opaque.ts';
import { amazonDnsServers, serviceHost } from '../knowledge/vpc-addresses.ts';
import { rangeOf } from './address-ranges.ts';
import { covers, lowered, plain } from './domain-names.ts';
import { namesService } from './prefix-list.ts';
import type { Code } from './verdict.ts';
import { conditionOf } from './vpc-endpoint.ts';
import type { Endpoint, Target, World } from './world.ts';

/** What a service's name stands for in a VPC. */
export type Resolution =
  /** The addresses of an endpoint: there is no way round it. */
  | { readonly to: 'endpoint'; readonly endpoint: Endpoint }
  /** The service's public addresses; `instead`: why an endpoint that is there does not take the call. */
  | { readonly to: 'public'; readonly instead?: Instead }
  /** One of the two, and it cannot be told which. */
  | { readonly to: 'either'; readonly endpoint: Endpoint; readonly code: Code; readonly detail: string }
  /** Whatever someone else's DNS says. */
  | { readonly to: 'anywhere'; readonly code: Code; readonly why: readonly Why[] }
  /** Nothing: no name resolves. */
  | { readonly to: 'nothing'; readonly code: Code; readonly hop: string };

interface Instead {
  readonly code: Code;
  readonly hop: string;
}

/** What the service's name resolves to for an interface of the subnet. */
export function resolve(world: World, subnet: SubnetShape, target: Target): Resolution {
  const host = lowered(target.hostname ?? serviceHost(target.service, target.region));
  return resolver(world) ?? diverted(world, host) ?? byEndpoints(world, subnet.VpcId ?? '', target, host);
}

/** Where Amazon's resolver does not answer, or may not. */
function resolver(world: World): Resolution | undefined {
  return world.dhcpOptions.match<Resolution | undefined>({
    known: ({ DhcpConfigurations = [], DhcpOptionsId = 'the DHCP options' }) => {
      const servers = DhcpConfigurations.filter(({ Key }) => Key === 'domain-name-servers').flatMap(
        ({ Values = [] }) => Values.map(({ Value = '' }) => Value),
      );
      if (servers.length === 0 || !servers.every((server) => isAmazonsResolver(world, server))) {
        const named = servers.join(', ') || 'no DNS server';
        return anywhere('CUSTOM_DNS', `${DhcpOptionsId} gives ${named} in place of Amazon's DNS`);
      }
      return valueOr(world.dns, undefined)?.enableDnsSupport === false
        ? {
            to: 'nothing',
            code: 'DNS_SUPPORT_DISABLED',
            hop: 'enableDnsSupport of the VPC is off: no name resolves',
          }
        : undefined;
    },
    absent: () => anywhere('CUSTOM_DNS', 'the VPC has no DHCP options, which would name its DNS servers'),
    unknown: (why) => ({ to: 'anywhere', code: 'MISSING_DATA', why }),
  });
}

/** Whether names resolve at all, and to what endpoints, where the VPC's DNS attributes are not to be seen. */
export function unreadAttributes({ dns }: World): readonly Why[] {
  return dns.match<readonly Why[]>({
    known: () => [],
    absent: () => [{ reason: 'undecidable', detail: 'the DNS attributes of the VPC are not to be seen' }],
    unknown: (why) => why,
  });
}

function anywhere(code: Code, detail: string): Resolution {
  return { to: 'anywhere', code, why: [{ reason: 'undecidable', detail }] };
}

/** Amazon's resolver by its name, or by the VPC's base address plus two. */
export function isAmazonsResolver(world: World, server: string): boolean {
  if (amazonDnsServers().includes(server)) return true;
  const address = rangeOf(server);
  const vpc = valueOr(world.vpc, undefined);
  const blocks = [vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock)];
  return blocks.some((block) => {
    const range = block === undefined ? undefined : rangeOf(block);
    return address !== undefined && range?.family === address.family && address.from === range.from + 2n;
  });
}

/** A resolver rule or a private hosted zone that answers for the name. The longest domain decides. */
function diverted(world: World, host: string): Resolution | undefined {
  const rule = valueOr(world.resolverRules, [])
    .filter(({ domain }) => valueOr(covers(domain, host), true))
    .toSorted(
      (a, b) =>
        plain(b.domain).length - plain(a.domain).length ||
        // One's own rule for everything stands before the one that every VPC has.
        Number(a.type === 'RECURSIVE') - Number(b.type === 'RECURSIVE'),
    )[0];
  if (rule?.type === 'FORWARD') {
    return anywhere('RESOLVER_FORWARD_RULE', `a resolver rule forwards ${rule.domain} elsewhere`);
  }
  const zone = valueOr(world.privateHostedZones, []).find(
    // Those that a service of AWS owns are of interface endpoints, which tell themselves.
    ({ Name = '', Owner }) => Owner?.OwningService === undefined && valueOr(covers(Name, host), true),
  );
  if (!zone) return undefined;
  const may = isOpaque(zone.Name ?? '') ? 'may answer' : 'answers';
  return anywhere('CENTRAL_ENDPOINT', `the private hosted zone ${zone.Name} ${may} for ${host}`);
}

function byEndpoints(world: World, vpc: string, target: Target, host: string): Resolution {
  if (target.service === 'internet') return { to: 'public' };
  return world.vpcEndpoints.match<Resolution>({
    known: (endpoints) => {
      const own = endpoints.filter(({ VpcId }) => VpcId === vpc);
      const named = own.find(
        ({ VpcEndpointId: id = '', VpcEndpointType }) =>
          mayBeInterface(VpcEndpointType) && id !== '' && host.startsWith(`${id}-`),
      );
      if (named) return { to: 'endpoint', endpoint: named };
      return best(own.flatMap((endpoint) => ifServing(world.dns, endpoint, target, host)));
    },
    absent: () => ({ to: 'public' }),
    unknown: (why) => ({ to: 'anywhere', code: 'MISSING_DATA', why }),
  });
}

/** Why an endpoint does not take the call: that of several which is nearest to taking it comes first. */
const NEAREST: readonly (Code | undefined)[] = [
  'DNS_HOSTNAMES_DISABLED',
  'PRIVATE_DNS_INBOUND_ONLY',
  'PRIVATE_DNS_DISABLED',
  'BAD_STATE',
];

/** Of several endpoints of a service one at most has its private DNS on. */
function best(each: readonly Resolution[]): Resolution {
  const nearness = (it: Resolution) => (it.to === 'public' ? NEAREST.indexOf(it.instead?.code) : 0);
  return (
    each.find(({ to }) => to === 'endpoint') ??
    each.find(({ to }) => to === 'either') ??
    each.toSorted((a, b) => nearness(a) - nearness(b))[0] ?? { to: 'public' }
  );
}

function mayBeInterface(type = ''): boolean {
  return valueOr(sameText(type, 'Interface'), true);
}

/** What the name resolves to by the endpoint, if that is one of the service; nothing where it certainly is not. */
function ifServing(
  dns: World['dns'],
  endpoint: Endpoint,
  target: Target,
  host: string,
): readonly Resolution[] {
  const { VpcEndpointType: type = '', VpcEndpointId: id = 'an endpoint', ServiceName } = endpoint;
  const serves = all([sameText(type, 'Interface'), namesService(ServiceName, target.service, target.region)]);
  return serves.match<readonly Resolution[]>({
    known: (is) => (is ? [byEndpoint(dns, endpoint, target, host)] : []),
    absent: () => [],
    unknown: () => {
      const served = byEndpoint(dns, endpoint, target, host);
      if (served.to === 'public') return [served];
      const detail = `whether ${id} is an interface endpoint for ${target.service} in ${target.region}`;
      return [{ to: 'either', endpoint, code: 'MISSING_DATA', detail }];
    },
  });
}

function byEndpoint(dns: World['dns'], endpoint: Endpoint, target: Target, host: string): Resolution {
  const id = endpoint.VpcEndpointId ?? 'the endpoint';
  const condition = conditionOf(endpoint);
  const instead = (code: Code, hop: string): Resolution => ({ to: 'public', instead: { code, hop } });
  const either = (code: Code, detail: string): Resolution => ({ to: 'either', endpoint, code, detail });
  if (endpoint.PrivateDnsEnabled === false) {
    return instead(
      'PRIVATE_DNS_DISABLED',
      `private DNS of ${id} is off: the name resolves to public addresses`,
    );
  }
  if (condition === 'gone') return instead('BAD_STATE', `${id} is in state ${endpoint.State}`);
  if (endpoint.DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint === true) {
    return instead(
      'PRIVATE_DNS_INBOUND_ONLY',
      `private DNS of ${id} answers inbound resolver endpoints alone`,
    );
  }
  const hostnames = valueOr(dns, undefined)?.enableDnsHostnames;
  if (hostnames === false) {
    return instead(
      'DNS_HOSTNAMES_DISABLED',
      `enableDnsHostnames of the VPC is off: private DNS of ${id} does not answer`,
    );
  }
  if (endpoint.PrivateDnsEnabled === undefined) {
    return either('MISSING_DATA', `whether private DNS of ${id} is on is not to be seen`);
  }
  if (condition !== 'available')
    return either('BAD_STATE', `${id} is in state ${endpoint.State ?? 'unknown'}`);
  if (hostnames === undefined)
    return either('MISSING_DATA', 'whether enableDnsHostnames of the VPC is on is not to be seen');
  return (
    namesHost(endpoint, target, host) ??
    either('SERVICE_IP_UNKNOWN', `whether private DNS of ${id} answers for ${host}`)
  );
}

/** Is the name among those that the endpoint's private DNS answers for? The service's own name of the region always is. */
function namesHost(endpoint: Endpoint, { service, region }: Target, host: string): Resolution | undefined {
  const own = serviceHost(service, region);
  if (host === own || host.endsWith(`.${own}`)) return { to: 'endpoint', endpoint };
  const names = (endpoint.DnsEntries ?? []).flatMap(({ DnsName }) => DnsName?.toLowerCase() ?? []);
  if (names.length === 0) return undefined;
  const answers = names.some(
    (name) => name === host || (name.startsWith('*.') && host.endsWith(name.slice(1))),
  );
  return answers ? { to: 'endpoint', endpoint } : { to: 'public' };
}

/** Whether something unread may answer for the name in a way of its own. */
export function unreadDns({ privateHostedZones, resolverRules }: World): readonly Why[] {
  return [...unread(privateHostedZones), ...unread(resolverRules)];
}

/**
 * What may take the name from where it leads, and was refused to us. An endpoint's own private DNS wins over private zones, of
 * which the most specific answers; resolver rules win over both.
 */
export function deniedDns(
  { privateHostedZones, resolverRules }: World,
  to: 'endpoint' | 'public',
): readonly Why[] {
  const why = [...(to === 'public' ? unread(privateHostedZones) : []), ...unread(resolverRules)];
  return why.filter(({ reason }) => reason === 'access-denied');
}

function unread(fact: Fact<unknown>): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (reasons) => reasons });
}
