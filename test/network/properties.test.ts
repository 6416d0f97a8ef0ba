import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Describe } from '../vectors/net.ts';
import { verdictOf } from '../vectors/net.ts';
import type { More } from './changes.ts';
import { type Draft, entry, vectorOf } from './network.ts';
import { singleWays } from './single-ways.ts';

function outcome(draft: Draft, more: More): string {
  return verdictOf(vectorOf(draft, more)).is;
}

/** A network with one way to the service, of which up to two things are missing. */
const networks = singleWays.chain((way) =>
  fc.subarray([...way.cuts], { maxLength: 2 }).map((cuts) => ({
    more: way.more,
    make: () => {
      const draft = way.make();
      for (const [, apply] of cuts) apply(draft);
      return draft;
    },
  })),
);

const cidrs = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => `${address}/${length}`);
const blocks = fc.oneof(
  cidrs,
  fc.constantFrom('0.0.0.0/0', '10.1.0.0/16', '10.1.1.0/24', '10.1.2.0/24', '::/0'),
);
const port = fc.oneof(
  fc.constantFrom(443, 1024, 32_768, 60_999, 65_535),
  fc.integer({ min: 0, max: 65_535 }),
);
const denials = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  cidr: blocks,
  ports: fc.option(
    fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    {
      nil: undefined,
    },
  ),
});

const LISTS: readonly (keyof Describe)[] = [
  'vpcAttributes',
  'dhcpOptions',
  'subnets',
  'routeTables',
  'internetGateways',
  'egressOnlyInternetGateways',
  'natGateways',
  'vpcEndpoints',
  'prefixLists',
  'securityGroups',
  'networkAcls',
  'privateHostedZones',
  'resolverRules',
];

describe('a network with one way to the service', () => {
  test('lets the call arrive', () => {
    fc.assert(
      fc.property(singleWays, ({ make, more }) => {
        expect(outcome(make(), more)).toBe('reachable');
      }),
    );
  });

  test('does not, once any one thing on the way is gone', () => {
    fc.assert(
      fc.property(singleWays, ({ make, more, cuts }) => {
        for (const [name, apply] of cuts) {
          const draft = make();
          apply(draft);
          expect([name, outcome(draft, more)]).not.toEqual([name, 'reachable']);
        }
      }),
    );
  });
});

describe('any network', () => {
  test('never lets more through by a deny entry that comes first', () => {
    fc.assert(
      fc.property(networks, denials, fc.nat(2), ({ make, more }, { direction, cidr, ports }, which) => {
        const denied = make();
        const acls = denied.networkAcls;
        acls[which % acls.length].Entries.unshift(
          entry(1, direction, 'deny', { cidr, ...(ports ? { ports } : {}) }),
        );
        const before = outcome(make(), more);
        const after = outcome(denied, more);
        if (before !== 'reachable') expect([before, after]).not.toEqual([before, 'reachable']);
        if (before === 'unreachable') expect(after).toBe('unreachable');
      }),
      { numRuns: 300 },
    );
  });

  test('is never judged the other way round for what could not be read', () => {
    fc.assert(
      fc.property(networks, fc.subarray([...LISTS], { minLength: 1 }), ({ make, more }, unread) => {
        const partly = make() as Record<string, unknown>;
        for (const list of unread) partly[list] = null;
        const seen = outcome(partly as unknown as Draft, more);
        expect([outcome(make(), more), 'unknown']).toContain(seen);
      }),
      { numRuns: 300 },
    );
  });
});
