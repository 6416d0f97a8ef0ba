import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  common,
  coverage,
  prefixLength,
  type Range,
  rangeOf,
  rangesOf,
  without,
} from '../../src/network/address-ranges.ts';

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }));
const v6 = fc.tuple(
  fc.ipV6().filter((address) => !address.includes('.')),
  fc.integer({ min: 0, max: 128 }),
);

/** Is the address in the block, by Node's own reckoning? */
function inBlock(address: string, [net, length]: readonly [string, number]): boolean {
  const list = new BlockList();
  const family = net.includes(':') ? 'ipv6' : 'ipv4';
  list.addSubnet(net, length, family);
  return list.check(address, family);
}

function block([net, length]: readonly [string, number]): readonly Range[] {
  return rangesOf([`${net}/${length}`]);
}

describe('address ranges', () => {
  test.each([
    ['v4', v4, fc.ipV4()],
    ['v6', v6, v6.map(([address]) => address)],
  ] as const)('hold what Node says they hold: %s', (_, blocks, addresses) => {
    fc.assert(
      fc.property(blocks, addresses, (net, address) => {
        const inside = coverage(rangesOf([address]), block(net)) === 'all';
        expect(inside).toBe(inBlock(address, net));
        // A block always holds its own address.
        expect(coverage(rangesOf([net[0]]), block(net))).toBe('all');
      }),
    );
  });

  test('divide into what is common and what is not', () => {
    fc.assert(
      fc.property(v4, v4, v4, (a, b, c) => {
        const these = block(a);
        const those = [...block(b), ...block(c)];
        const rest = without(these, those);
        expect(common(rest, those)).toEqual([]);
        const size = (ranges: readonly Range[]) => ranges.reduce((sum, it) => sum + it.to - it.from + 1n, 0n);
        // What is in both of the others is counted twice.
        const twice = common(common(these, block(b)), block(c));
        expect(size(rest) + size(common(these, those)) - size(twice)).toBe(size(these));
        const expected = rest.length === 0 ? 'all' : size(rest) === size(these) ? 'none' : 'some';
        expect(coverage(these, those)).toBe(expected);
      }),
    );
  });

  test('know the length of their prefix', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (net) => {
        expect(block(net).map(prefixLength)).toEqual([net[1]]);
      }),
    );
  });

  test.each([
    '',
    'pl-1',
    '10.0.0.0/33',
    '10.0.0/8',
    '256.1.1.1',
    '1.2.3.4/x',
    '::1::',
    '1:2:3:4:5:6:7',
    'fe80::/129',
    '1.2.3.4/-1',
  ])('%j is none', (text) => expect(rangeOf(text)).toBeUndefined());

  test('families are apart', () => {
    expect(coverage(rangesOf(['0.0.0.1']), rangesOf(['::/0']))).toBe('none');
  });
});
