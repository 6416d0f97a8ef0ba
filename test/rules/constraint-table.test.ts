import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nearestName } from '../../rules/rejected-by-ecs/nearest-name.ts';
import { rows } from '../../rules/rejected-by-ecs/rule.ts';
import { withTable } from '../../scripts/generate-constraints.ts';
import { settled } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { View } from '../../src/model/view.ts';
import { readTexts } from '../../src/read/read.ts';

test('no constraint stands in the table twice', () => {
  const ids = rows.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('the page holds the table as the rows are', () => {
  const page = readFileSync(new URL('../../rules/rejected-by-ecs/README.md', import.meta.url), 'utf8');
  expect(page).toBe(withTable(page));
});

/** What is selected by a path in a definition in which nothing but null stands there. */
function nullAt(where: string): View {
  const raw = where.split('.').reduceRight<unknown>((value, step) => {
    const name = step.replace('[]', '');
    return { [name]: step.endsWith('[]') ? [value] : value };
  }, null);
  const source = { file: 'definition.json', text: '', syntax: 'json', span: () => undefined } as const;
  return select(View.root(source, raw), where).views[0] as View;
}

test('no row calls an absent value wrong which it says passes', async () => {
  const texts = [
    { file: 'task.json', text: '{"family": "web", "networkMode": "host", "containerDefinitions": [{}]}' },
    {
      file: 'service.json',
      text: '{"serviceName": "web", "taskDefinition": "web", "launchType": "FARGATE"}',
    },
  ];
  const { deployments } = await readTexts(texts, {});
  const [deployment] = [...deployments] as [Deployment];
  for (const { id, where, absentPasses, violated } of rows.filter((row) => row.absentPasses)) {
    for (const path of [where].flat()) {
      expect([id, absentPasses && settled(violated(nullAt(path), deployment))]).toEqual([id, false]);
    }
  }
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
