import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../fixtures.ts';
import { randomFrom } from './iam-mutations.ts';
import { type NetVector, netMissOf, verdictOf } from './net.ts';
import { mutations } from './net-mutations.ts';

const NAMES = Object.keys(mutations);
const SEED = 20261121;

/** Our own, and those of the shared ones that are not ours, where they stand beside the checkout. */
const files = [
  join(FIXTURES, 'net', 'own.json'),
  join(FIXTURES, 'net', 'own-more.json'),
  fileURLToPath(new URL('../../../shared/vectors/net/batfish.json', import.meta.url)),
];
const all = files
  .filter((file) => existsSync(file))
  .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as readonly NetVector[]);

/** How many vectors at least a mutation must fit, lest it test nothing. */
const FEW: Readonly<Record<string, number>> = { 'DynamoDB for S3': 3, 'a second endpoint of the service': 5 };

/** Whether a call arrives does not hang on names, order or spelling: nor does our verdict. */
describe('a network vector is judged the same with', () => {
  test.each(NAMES)('%s', (name) => {
    const random = randomFrom(SEED);
    let made = 0;
    const misses = [];
    for (const vector of all) {
      const mutant = mutations[name]?.(vector, random);
      if (!mutant) continue;
      made += 1;
      const miss = netMissOf(mutant);
      if (miss) misses.push({ vector: vector.name, ...miss });
    }
    expect(misses).toEqual([]);
    expect(made).toBeGreaterThanOrEqual(FEW[name] ?? 10);
  });

  test('several of these one after the other', () => {
    const random = randomFrom(SEED + 1);
    const misses = [];
    for (const vector of [...all, ...all, ...all]) {
      let mutant = vector;
      const made: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const name = NAMES[Math.floor(random() * NAMES.length)] as string;
        if (made.includes(name)) continue;
        const next = mutations[name]?.(mutant, random);
        if (!next) continue;
        mutant = next;
        made.push(name);
      }
      const miss = netMissOf(mutant);
      if (miss) misses.push({ vector: vector.name, made, ...miss });
    }
    expect(misses).toEqual([]);
  });
});

/** What is known less: the verdict stands or is open, and never turns into its opposite. */
test('a network vector is never judged the other way with a list unread', () => {
  const decided = all.filter(({ expected }) => expected !== 'unknown');
  const wrong = decided.flatMap((vector) =>
    Object.keys(vector.describe)
      .filter((list) => {
        // Block Public Access, and exclusions from it, are taken to be off where they cannot be read.
        if (list.startsWith('vpcBlockPublicAccess')) return false;
        const { is } = verdictOf({ ...vector, describe: { ...vector.describe, [list]: null } });
        return is !== 'unknown' && is !== vector.expected;
      })
      .map((list) => `${vector.name}: ${list}`),
  );
  expect(wrong).toEqual([]);
});
