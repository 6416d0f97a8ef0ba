import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nearestName } from '../../rules/rejected-by-ecs/nearest-name.ts';
import { rows } from '../../rules/rejected-by-ecs/rule.ts';
import { withTable } from '../../scripts/generate-constraints.ts';

test('no constraint stands in the table twice', () => {
  const ids = rows.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('the page holds the table as the rows are', () => {
  const page = readFileSync(new URL('../../rules/rejected-by-ecs/README.md', import.meta.url), 'utf8');
  expect(page).toBe(withTable(page));
});

test.each([
  ['healthcheck', 'healthCheck'],
  ['ContainerDefinitions', 'containerDefinitions'],
  ['BLUE-GREEN', 'BLUE_GREEN'],
  ['contanerPort', 'containerPort'],
  ['foo', undefined],
  // As near to one as to the other: no guess.
  ['hostPor', 'hostPort'],
  ['mode', undefined],
])('%s is meant to be %s', (written, meant) => {
  const names = [
    'healthCheck',
    'containerDefinitions',
    'BLUE_GREEN',
    'containerPort',
    'hostPort',
    'nodes',
    'model',
    'modes',
  ];
  expect(nearestName(written, names)).toBe(meant);
});
