/**
 * How many addresses a subnet has. AWS keeps five of each: the network, the router, DNS, one for later, and broadcast.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const RESERVED = 5;

/** The length of a CIDR block's prefix; undefined for what is no IPv4 block. */
export function prefixOf(cidr: string): number | undefined {
  const [, digits] = /^\d{1,3}(?:\.\d{1,3}){3}\/(\d{1,2})$/.exec(cidr) ?? [];
  const prefix = digits === undefined ? 33 : Number(digits);
  return prefix <= 32 ? prefix : undefined;
}

/** The addresses of a subnet that its owner may use: 251 of a /24. */
export function usableAddresses(prefix: number): number {
  return Math.max(0, 2 ** (32 - prefix) - RESERVED);
}

/** The longest prefix, and so the smallest subnet, that has so many usable addresses. */
export function prefixFor(addresses: number): number {
  return 32 - Math.ceil(Math.log2(addresses + RESERVED));
}
