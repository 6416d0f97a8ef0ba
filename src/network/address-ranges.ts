/** Sets of IP addresses: the arithmetic of CIDR blocks, for both families. */

/** All addresses from the first to the last, both included. */
export interface Range {
  readonly family: 4 | 6;
  readonly from: bigint;
  readonly to: bigint;
}

/** How much of one set lies in another. */
export type Coverage = 'all' | 'some' | 'none';

/** The same few blocks are read over and over: each subnet's way passes the same tables and rules. */
const read = new Map<string, Range | undefined>();
const MOST_READ = 20_000;

/** The addresses of a CIDR block, or of a single address; undefined where the text is neither. */
export function rangeOf(text: string): Range | undefined {
  if (read.has(text)) return read.get(text);
  if (read.size >= MOST_READ) read.clear();
  const range = parsed(text);
  read.set(text, range);
  return range;
}

function parsed(text: string): Range | undefined {
  const [address = '', length] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const value = family === 4 ? ipv4(address) : ipv6(address);
  const prefix = length === undefined ? bits : Number(length);
  if (value === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const from = (value / size) * size;
  return { family, from, to: from + size - 1n };
}

/** The addresses of all blocks; what is no block is left out. */
export function rangesOf(texts: readonly (string | undefined)[]): readonly Range[] {
  return texts.flatMap((text) => (text === undefined ? [] : (rangeOf(text) ?? [])));
}

/** The length of a block's prefix: the longer, the more specific. */
export function prefixLength({ family, from, to }: Range): number {
  let bits = family === 4 ? 32 : 128;
  for (let size = to - from + 1n; size > 1n; size >>= 1n) bits -= 1;
  return bits;
}

export function ofFamily(ranges: readonly Range[], family: 4 | 6): readonly Range[] {
  return ranges.filter((range) => range.family === family);
}

/** The addresses that are in both sets. */
export function common(some: readonly Range[], others: readonly Range[]): readonly Range[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      if (a.family !== b.family || a.from > b.to || b.from > a.to) return [];
      const { from } = a.from > b.from ? a : b;
      const { to } = a.to < b.to ? a : b;
      return [{ family: a.family, from, to }];
    }),
  );
}

/** The addresses of the first set that are not in the second. */
export function without(some: readonly Range[], others: readonly Range[]): readonly Range[] {
  let rest = some;
  for (const cut of others) {
    rest = rest.flatMap((range) => {
      if (range.family !== cut.family || cut.to < range.from || cut.from > range.to) return [range];
      const pieces: Range[] = [];
      if (range.from < cut.from) pieces.push({ ...range, to: cut.from - 1n });
      if (range.to > cut.to) pieces.push({ ...range, from: cut.to + 1n });
      return pieces;
    });
  }
  return rest;
}

/** How much of `these` lies in `those`; none of nothing does. */
export function coverage(these: readonly Range[], those: readonly Range[]): Coverage {
  if (common(these, those).length === 0) return 'none';
  return without(these, those).length === 0 ? 'all' : 'some';
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const zeros = 8 - head.length - tail.length;
  if (halves.length === 1 ? zeros !== 0 : zeros < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array<string>(zeros).fill('0'), ...tail]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = value * 65_536n + BigInt(`0x${group}`);
  }
  return value;
}
