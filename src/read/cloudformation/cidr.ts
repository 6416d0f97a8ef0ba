/** An address block: its first address as a number, the length of its prefix, and whether it is IPv6. */
interface Block {
  readonly first: bigint;
  readonly prefix: number;
  readonly bits: 32 | 128;
}

/**
 * The first `count` blocks with `hostBits` bits behind their prefix that fit into a block; undefined where they do not fit.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function blocksWithin(text: string, count: number, hostBits: number): readonly string[] | undefined {
  const block = blockOf(text);
  if (!block || !(count >= 1 && count <= 256) || !(hostBits >= 1)) return undefined;
  const prefix = block.bits - hostBits;
  const size = 1n << BigInt(hostBits);
  const room = 1n << BigInt(block.bits - block.prefix);
  if (prefix < block.prefix || size * BigInt(count) > room) return undefined;
  const spell = block.bits === 32 ? spell4 : spell6;
  return Array.from(
    { length: count },
    (_, index) => `${spell(block.first + size * BigInt(index))}/${prefix}`,
  );
}

function blockOf(text: string): Block | undefined {
  const [, address = '', length = ''] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text.trim()) ?? [];
  const bits = address.includes(':') ? 128 : 32;
  const prefix = Number(length);
  const number = bits === 32 ? number4(address) : number6(address);
  if (number === undefined || length === '' || prefix > bits) return undefined;
  const host = BigInt(bits - prefix);
  return { first: (number >> host) << host, prefix, bits };
}

function number4(address: string): bigint | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part <= 255))) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
}

function number6(address: string): bigint | undefined {
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return undefined;
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [front, back] = [groups(head), groups(tail)];
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  if (all.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

function spell4(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join('.');
}

/** RFC 5952: the longest run of zero groups is left out. */
function spell6(number: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const text = groups.join(':');
  const [longest] = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  if (!longest) return text;
  const before = text.slice(0, longest.index);
  return `${before}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}
