/** What a service's subnets have, and who holds their addresses. */

/** A subnet in plain numbers. */
export interface SubnetRoom {
  readonly id: string;
  /** Availability zone, where it is known. */
  readonly zone: string | undefined;
  /** Length of the IPv4 prefix: 24 of 10.0.1.0/24. */
  readonly prefix: number | undefined;
  /** `AvailableIpAddressCount`, where it is known. */
  readonly free: number | undefined;
  /** Does the same template make it? Then nothing but what the template puts there is counted as taken. */
  readonly declared?: boolean;
}

/** The subnets of each zone, in the order in which the zones first appear; those of an unknown zone are left out. */
export function byZone(rooms: readonly SubnetRoom[]): ReadonlyMap<string, readonly SubnetRoom[]> {
  const zones = new Map<string, SubnetRoom[]>();
  for (const room of rooms) {
    if (room.zone === undefined) continue;
    const list = zones.get(room.zone);
    if (list) list.push(room);
    else zones.set(room.zone, [room]);
  }
  return zones;
}

/** One holder of addresses, as EC2 describes a network interface. */
export interface HeldInterface {
  readonly InterfaceType?: string | undefined;
  readonly PrivateIpAddresses?: readonly unknown[] | undefined;
  readonly Ipv4Prefixes?: readonly unknown[] | undefined;
}

/** Addresses of one type of interface. */
export interface Holding {
  /** `interface`, `nat_gateway`, `vpc_endpoint`, `branch` and so on, in EC2's words. */
  readonly type: string;
  readonly interfaces: number;
  readonly addresses: number;
}

/** A delegated IPv4 prefix is a /28. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html */
const PREFIX_ADDRESSES = 16;

/** Who holds the addresses of a subnet, by the type of interface, the greatest holder first. */
export function holdings(interfaces: readonly HeldInterface[]): readonly Holding[] {
  const types = new Map<string, { interfaces: number; addresses: number }>();
  for (const { InterfaceType = 'interface', PrivateIpAddresses = [], Ipv4Prefixes = [] } of interfaces) {
    const held = types.get(InterfaceType) ?? { interfaces: 0, addresses: 0 };
    held.interfaces += 1;
    held.addresses += PrivateIpAddresses.length + PREFIX_ADDRESSES * Ipv4Prefixes.length;
    types.set(InterfaceType, held);
  }
  return [...types]
    .map(([type, held]) => ({ type, ...held }))
    .sort((a, b) => b.addresses - a.addresses || (a.type < b.type ? -1 : 1));
}
