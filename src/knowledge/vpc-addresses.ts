/** What is always so in a VPC: addresses, ports and names with a meaning of their own. Sources and date in vpc-addresses.json. */
import data from './vpc-addresses.json' with { type: 'json' };

/** IPv4 blocks in which no public service lives. */
export function notPublicBlocks(): readonly string[] {
  return data.notPublic;
}

/** IPv6 blocks in which public services live. */
export function publicIpv6Blocks(): readonly string[] {
  return data.publicIpv6;
}

/** The IPv6 block that stands for all IPv4 addresses behind a NAT gateway (NAT64). */
export function nat64Block(): string {
  return data.nat64;
}

/** Blocks that never leave the host: neither routes nor security groups nor network ACLs apply. */
export function linkLocalBlocks(): readonly string[] {
  return data.linkLocal;
}

/** What stands for Amazon's own resolver among a VPC's DNS servers, besides its own base address plus two. */
export function amazonDnsServers(): readonly string[] {
  return data.amazonDns;
}

/** The first and last port that a client may call from; `linux`: what a Linux kernel chooses unless told otherwise. */
export function ephemeralPorts(whose: 'any' | 'linux'): readonly [number, number] {
  const [first = 0, last = 0] = data.ephemeralPorts[whose];
  return [first, last];
}

/** Is it one of the addresses that ECS gives a task on its own host: credentials, metadata? */
export function isLinkLocalService(service: string): boolean {
  return data.linkLocalServices.includes(service);
}

/** Is it Amazon's resolver, which neither security groups nor network ACLs filter? */
export function isResolverService(service: string): boolean {
  return data.resolverServices.includes(service);
}

/**
 * The name under which a service is called in a region, without what stands before it (an account, a bucket):
 * `secretsmanager.eu-west-1.amazonaws.com`, `dkr.ecr.eu-west-1.amazonaws.com`.
 */
export function serviceHost(service: string, region: string): string {
  const hosts: Readonly<Record<string, string>> = data.hosts;
  const suffix = region.startsWith('cn-') ? data.suffixes['cn-'] : data.suffixes[''];
  return `${hosts[service] ?? service}.${region}.${suffix}`;
}
