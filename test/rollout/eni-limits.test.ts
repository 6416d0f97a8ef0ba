import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { eniLimit } from '../../src/knowledge/eni-limits.ts';

const FACTS = fileURLToPath(new URL('../../../shared/facts/eni-limits.json', import.meta.url));

interface Row {
  readonly taskLimitNoTrunk: number;
  readonly taskLimitTrunk: number | null;
}

/** The collected facts stand beside a checkout of the maintainers; elsewhere this is skipped. */
describe.skipIf(!existsSync(FACTS))('agreement with the collected facts', () => {
  test('every instance type has its limits', () => {
    const { types } = JSON.parse(readFileSync(FACTS, 'utf8')) as { types: Readonly<Record<string, Row>> };
    expect(Object.keys(types).length).toBeGreaterThan(1000);
    for (const [type, row] of Object.entries(types)) {
      const limit = eniLimit(type);
      expect([type, limit?.plain, limit?.trunked ?? null]).toEqual([
        type,
        row.taskLimitNoTrunk,
        row.taskLimitTrunk,
      ]);
    }
  });
});
