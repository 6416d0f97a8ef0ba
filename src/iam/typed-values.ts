/** Readings of condition values that are not text; undefined where the text is none of the sort. */

export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

const DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2}))?)?)?$/;

/** Above this an epoch time is in milliseconds: as seconds it would be the year 5138. */
const LAST_SECOND = 100_000_000_000;

/** Milliseconds since 1970 of a W3C date (https://www.w3.org/TR/NOTE-datetime) or of an epoch time. */
export function dateOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d{5,}(?:\.\d+)?$/.test(trimmed)) {
    const epoch = Number(trimmed);
    return epoch > LAST_SECOND ? epoch : epoch * 1000;
  }
  const found = DATE.exec(trimmed);
  if (!found) return undefined;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '',
    zone = 'Z',
  ] = found;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset}`);
  // The thirtieth of February would be taken for the second of March.
  const exists = new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day);
  return exists && !Number.isNaN(time) ? time : undefined;
}

/** A network: its address as a number, its length of prefix, and the bits of its family. */
export interface Network {
  readonly bits: 32 | 128;
  readonly address: bigint;
  readonly prefix: number;
}

/** An address, or a network in CIDR notation. An IPv4 address that IPv6 maps is that IPv4 address. */
export function networkOf(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  if (rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const v4 = v4Of(address);
  const value = v4 ?? v6Of(address);
  if (value === undefined) return undefined;
  const bits = v4 === undefined ? 128 : 32;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return undefined;
  const mapped = bits === 128 && prefix >= 96 && value >> 32n === 0xffffn;
  return mapped
    ? { bits: 32, address: value & 0xffffffffn, prefix: prefix - 96 }
    : { bits, address: value, prefix };
}

function v4Of(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function v6Of(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const v4 = v4Of(tail[2] ?? '');
    if (v4 === undefined) return undefined;
    return v6Of(`${tail[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], rear = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rear.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...rear];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** Does the network hold the address (or the whole of the other network)? */
export function contains(network: Network, other: Network): boolean {
  if (network.bits !== other.bits || other.prefix < network.prefix) return false;
  const shift = BigInt(network.bits - network.prefix);
  return network.address >> shift === other.address >> shift;
}
