import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { FIXTURES, judgeTexts } from './fixtures.ts';
import { type ContractVector, leftOut, missOf, standsAt, textsOf } from './vectors/contract.ts';
import { main } from './vectors/main.ts';

async function vectors(...args: readonly string[]) {
  const lines: string[] = [];
  const code = await main(args, (line) => lines.push(line));
  return { code, lines };
}

function folderOf(content: unknown, file = 'some.json'): string {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  writeFileSync(join(folder, file), JSON.stringify(content));
  return folder;
}

const taskDefinition = {
  family: 'orders',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'api', image: 'public.ecr.aws/docker/library/httpd:2.4' }],
};
const vector = {
  name: 'right size',
  kind: 'taskDefinition',
  taskDefinition,
  expect: 'accepted',
  pointer: null,
  constraint: 'fargate-cpu-memory-pair',
  because: 'documented',
  confidence: 'live',
};
const wrong = {
  ...vector,
  name: 'wrong size',
  taskDefinition: { ...taskDefinition, memory: '9000' },
  expect: 'rejected',
  pointer: '/memory',
  pointerIn: 'taskDefinition',
};

describe('the vector runner', () => {
  test('counts what it agrees with', async () => {
    const { code, lines } = await vectors('contract', folderOf([vector, wrong]));
    expect([code, lines.at(-1)]).toEqual([0, '2 passed, 0 failed']);
  });

  test('prints each miss with name, expected, got and because, and fails', async () => {
    const missed = [
      {
        ...vector,
        name: 'should be refused',
        expect: 'rejected',
        pointer: '/memory',
        pointerIn: 'taskDefinition',
      },
      { ...wrong, name: 'should be taken', expect: 'accepted' },
      { ...wrong, name: 'elsewhere', pointer: '/family' },
    ];
    const { code, lines } = await vectors('contract', folderOf(missed));
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe('0 passed, 3 failed');
    expect(lines.filter((line) => line.startsWith('miss: '))).toHaveLength(3);
    expect(lines.join('\n')).toContain('fargate-size/memory-invalid-for-cpu at /memory');
    expect(lines.filter((line) => line.includes('because documented'))).toHaveLength(3);
  });

  test('says what it leaves out, and counts none of it', async () => {
    const out = [
      { ...wrong, name: 'doc', confidence: 'doc' },
      { ...vector, name: 'context', context: {} },
      { ...wrong, name: 'whole', pointer: '' },
      { ...vector, name: 'kind', kind: 'cluster' },
    ];
    const { code, lines } = await vectors('contract', folderOf([...out, vector]));
    expect(code).toBe(0);
    for (const { name } of out)
      expect(lines.some((line) => line.startsWith(`left out: ${name} (`))).toBe(true);
    expect(lines.at(-1)).toBe('1 passed, 0 failed');
  });

  test.each([
    ['no folder', () => ['contract']],
    ['an unknown kind', () => ['nonsense', FIXTURES]],
    ['a folder that is not there', () => ['contract', join(tmpdir(), 'no-such-folder')]],
    ['a file in place of a folder', () => ['contract', join(folderOf([vector]), 'some.json')]],
    ['an empty folder', () => ['contract', mkdtempSync(join(tmpdir(), 'vectors-'))]],
    ['a file without vectors', () => ['contract', folderOf({ hello: 'world' })]],
    ['an empty file', () => ['contract', folderOf([])]],
  ] as const)('%s is an error', async (_, args) => {
    expect((await vectors(...args())).code).toBe(2);
  });
});

const SHARED = fileURLToPath(new URL('../../shared/vectors/contract/', import.meta.url));

const OWN = join(FIXTURES, 'contract-own');

/** Our copy in fixtures/contract and our own always run; where the originals stand beside the checkout, so do they. */
describe.each([join(FIXTURES, 'contract'), OWN, ...(existsSync(SHARED) ? [SHARED] : [])])(
  'contract vectors of %s',
  (folder) => {
    const cases = readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) =>
        (JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly ContractVector[])
          .filter((entry) => leftOut(file, entry) === undefined)
          .map((entry) => [entry.name, entry] as const),
      );

    test('there are some', () => expect(cases.length).toBeGreaterThan(400));
    test.each(cases)('%s', async (_, entry) => expect(await missOf(entry)).toBeUndefined());
  },
);

/** What only documentation calls refused may be a warning, but stands where it is wrong all the same. */
describe('what documentation alone refuses', () => {
  const documented = [join(FIXTURES, 'contract'), OWN].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) =>
        (JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly ContractVector[])
          .filter((entry) => leftOut(file, entry) === 'documentation only')
          .map((entry) => [entry.name, entry] as const),
      ),
  );

  test.each(documented)('%s', async (_, entry) => {
    const { findings } = await judgeTexts(textsOf(entry), rules);
    const told = findings.filter(({ severity }) => severity !== 'info');
    expect(told.filter((finding) => standsAt(entry, finding))).not.toEqual([]);
  });
});
