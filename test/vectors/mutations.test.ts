import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../fixtures.ts';
import { type ContractVector, leftOut, missOf } from './contract.ts';
import { mutations } from './mutations.ts';

const FOLDER = join(FIXTURES, 'contract');

const counted = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) =>
    (JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as readonly ContractVector[]).filter(
      (vector) => leftOut(file, vector) === undefined,
    ),
  );

/** What ECS takes or refuses does not hang on names, order or spelling: nor does our verdict. */
describe('a contract vector is judged the same with', () => {
  test.each(Object.entries(mutations))('%s', async (name, mutate) => {
    let made = 0;
    const misses = [];
    // YAML is slow to read: a part of the vectors says as much.
    const vectors = name === 'as YAML' ? counted.filter((_, index) => index % 4 === 0) : counted;
    for (const vector of vectors) {
      const mutant = mutate(vector);
      if (!mutant) continue;
      made += 1;
      const miss = await missOf(mutant.vector, mutant.texts);
      if (miss) misses.push({ vector: vector.name, ...miss });
    }
    expect(misses).toEqual([]);
    // A mutation that fits hardly any vector tests nothing.
    expect(made).toBeGreaterThan(20);
  });
});
