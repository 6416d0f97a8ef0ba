import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { command, folderWith, type Outcome, SOUND, UNSIZED } from './command.ts';

const STANDARD = 'ecs-preflight-baseline.json';

interface Report {
  readonly findings: readonly {
    readonly problem: string;
    readonly message: string;
    readonly suppressed: null | { readonly reason: string };
  }[];
  readonly summary: Readonly<Record<string, number>>;
}
const reportOf = ({ stdout }: Outcome) => JSON.parse(stdout) as Report;
const run = (cwd: string, ...args: readonly string[]) => command(['check', ...args], { cwd });
/** A text report without its line breaks. */
const unwrapped = ({ stdout }: Outcome) => stdout.replace(/\s+/g, ' ');
const entriesOf = (folder: string, file = STANDARD) =>
  (
    JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      findings: readonly { rule: string; file: string }[];
    }
  ).findings;

const container = (name: string, parts: object = {}) => ({
  ...SOUND.containerDefinitions[0],
  name,
  ...parts,
});
/** Fargate refuses the memory, and the stop timeouts of both containers. */
const FAULTY = {
  ...UNSIZED,
  containerDefinitions: [container('api', { stopTimeout: 200 }), container('proxy', { stopTimeout: 200 })],
};

describe('a baseline', () => {
  test('makes known what is there: written, committed, checked against', async () => {
    const folder = folderWith({ 't.json': FAULTY });
    expect((await run(folder, 't.json')).code).toBe(1);
    const written = await run(folder, 't.json', '--write-baseline');
    expect(written.code).toBe(0);
    expect(unwrapped(written)).toContain(
      '3 known from the baseline ecs-preflight-baseline.json as written now, 3 new',
    );
    expect(entriesOf(folder)).toHaveLength(3);
    const checked = await run(folder, 't.json', '--baseline', STANDARD);
    expect(checked.code).toBe(0);
    expect(unwrapped(checked)).toContain('3 known from the baseline ecs-preflight-baseline.json, 0 mended');
    const report = reportOf(await run(folder, 't.json', '--baseline', STANDARD, '-f', 'json'));
    expect(report.summary).toMatchObject({ error: 0, suppressed: 3 });
    expect(report.findings.map(({ suppressed }) => suppressed?.reason)).toEqual(
      Array(3).fill('known from the baseline ecs-preflight-baseline.json'),
    );
  });

  test('is valid by its schema', async () => {
    const schema = fileURLToPath(new URL('../../schema/baseline.schema.json', import.meta.url));
    const validate = new Ajv2020().compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
    const folder = folderWith({ 't.json': FAULTY });
    await run(folder, 't.json', '--write-baseline');
    expect(validate(JSON.parse(readFileSync(join(folder, STANDARD), 'utf8')))).toBe(true);
  });

  test('is the same whatever the order of the inputs, and written twice is not touched', async () => {
    const folder = folderWith({ 'a.json': FAULTY, 'b.json': { ...FAULTY, family: 'payments' } });
    await run(folder, 'a.json', 'b.json', '--baseline', 'one.json', '--write-baseline');
    await run(folder, 'b.json', 'a.json', '--baseline', 'two.json', '--write-baseline');
    const text = readFileSync(join(folder, 'one.json'), 'utf8');
    expect(readFileSync(join(folder, 'two.json'), 'utf8')).toBe(text);
    const { mtimeMs } = statSync(join(folder, 'one.json'));
    await run(folder, 'a.json', 'b.json', '--baseline', 'one.json', '--write-baseline');
    expect(statSync(join(folder, 'one.json')).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'b.json', 'one.json', 'two.json']);
  });
});

describe('what is known stays known', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const);
    return Object.fromEntries(members.toReversed());
  };
  const { memory, containerDefinitions, ...others } = FAULTY;
  const asYaml = `# a comment\n\n${Object.entries(others)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)} # ${name}`)
    .join('\n')}\ncontainerDefinitions:\n${containerDefinitions
    .map((one) => `  # one of two\n  - ${JSON.stringify(one)}`)
    .join('\n\n')}\nmemory: ${memory}\n`;

  test.each<[string, string | Buffer]>([
    ['on one line', JSON.stringify(FAULTY)],
    ['indented by tabs, with carriage returns', JSON.stringify(FAULTY, null, '\t').replaceAll('\n', '\r\n')],
    ['behind a byte order mark and empty lines', `\uFEFF\n\n\n${JSON.stringify(FAULTY, null, 8)}`],
    ['with its members in another order', JSON.stringify(reversed(FAULTY), null, 2)],
    [
      'with its containers in another order',
      JSON.stringify({ ...FAULTY, containerDefinitions: containerDefinitions.toReversed() }),
    ],
    [
      'with a container before them',
      JSON.stringify({ ...FAULTY, containerDefinitions: [container('first'), ...containerDefinitions] }),
    ],
    ['in YAML with comments', asYaml],
  ])('%s', async (_, text) => {
    const folder = folderWith({ 't.json': FAULTY });
    await run(folder, 't.json', '--write-baseline');
    writeFileSync(join(folder, 't.json'), text);
    const outcome = await run(folder, 't.json', '--baseline', STANDARD, '-f', 'json');
    expect(reportOf(outcome).summary).toMatchObject({ error: 0, suppressed: 3 });
    expect(outcome.code).toBe(0);
  });

  test('in a file that has been renamed, and seen from another folder', async () => {
    const folder = folderWith({ 'deploy/t.json': FAULTY });
    await run(folder, 'deploy/t.json', '--write-baseline');
    const inside = await run(join(folder, 'deploy'), 't.json', '--baseline', `../${STANDARD}`);
    expect(inside.code).toBe(0);
    renameSync(join(folder, 'deploy/t.json'), join(folder, 'deploy/renamed.json'));
    const renamed = await run(folder, 'deploy/renamed.json', '--baseline', STANDARD);
    expect(renamed.code).toBe(0);
    expect(unwrapped(renamed)).toContain('3 known');
  });
});

describe('what is new fails', () => {
  test.each<[string, object, string]>([
    [
      'the same fault in another container',
      {
        ...FAULTY,
        containerDefinitions: [...FAULTY.containerDefinitions, container('third', { stopTimeout: 200 })],
      },
      'container "third"',
    ],
    [
      'another fault in the same container',
      {
        ...FAULTY,
        containerDefinitions: [
          container('api', { stopTimeout: 200, healthCheck: { command: ['CMD', 'true'], retries: 11 } }),
          container('proxy', { stopTimeout: 200 }),
        ],
      },
      'retries',
    ],
  ])('%s', async (_, task, message) => {
    const folder = folderWith({ 't.json': FAULTY });
    await run(folder, 't.json', '--write-baseline');
    writeFileSync(join(folder, 't.json'), JSON.stringify(task));
    const outcome = await run(folder, 't.json', '--baseline', STANDARD, '-f', 'json');
    expect(outcome.code).toBe(1);
    const fresh = reportOf(outcome).findings.filter(({ suppressed }) => suppressed === null);
    expect(fresh).toHaveLength(1);
    expect(fresh[0]?.message).toContain(message);
  });

  test('the same fault in another file of the same family, also by itself', async () => {
    const folder = folderWith({ 'dev.json': UNSIZED, 'prod.json': SOUND });
    await run(folder, 'dev.json', 'prod.json', '--write-baseline');
    writeFileSync(join(folder, 'prod.json'), JSON.stringify(UNSIZED));
    expect((await run(folder, 'dev.json', 'prod.json', '--baseline', STANDARD)).code).toBe(1);
    expect((await run(folder, 'prod.json', '--baseline', STANDARD)).code).toBe(1);
    expect((await run(folder, 'dev.json', '--baseline', STANDARD)).code).toBe(0);
  });
});

describe('what is mended', () => {
  test('is counted, and pruned where the baseline is written', async () => {
    const folder = folderWith({ 't.json': FAULTY });
    await run(folder, 't.json', '--write-baseline');
    writeFileSync(join(folder, 't.json'), JSON.stringify({ ...FAULTY, memory: '512' }));
    const checked = await run(folder, 't.json', '--baseline', STANDARD);
    expect(unwrapped(checked)).toContain(
      '2 known from the baseline ecs-preflight-baseline.json, 1 mended (--write-baseline prunes them)',
    );
    expect(entriesOf(folder)).toHaveLength(3);
    const written = await run(folder, 't.json', '--write-baseline');
    expect(unwrapped(written)).toContain('as written now, 0 new, 1 mended one pruned');
    expect(entriesOf(folder).map(({ rule }) => rule)).toEqual(['rejected-by-ecs', 'rejected-by-ecs']);
  });

  test('is not what the configuration turns off meanwhile', async () => {
    const folder = folderWith({ 't.json': FAULTY });
    await run(folder, 't.json', '--write-baseline');
    writeFileSync(join(folder, 'ecs-preflight.yml'), 'rules: {fargate-size: off}\n');
    await run(folder, 't.json', '--write-baseline');
    expect(entriesOf(folder).filter(({ rule }) => rule === 'fargate-size')).toHaveLength(1);
  });

  test('is not what was not judged, could not be decided, or could not be read', async () => {
    const folder = folderWith({ 'a.json': UNSIZED, 'b.json': { ...UNSIZED, family: 'payments' } });
    await run(folder, 'a.json', 'b.json', '--write-baseline');
    const kept = async (...args: readonly string[]) => {
      await run(folder, ...args, '--write-baseline');
      return entriesOf(folder)
        .map(({ file }) => file)
        .sort();
    };
    expect(await kept('a.json')).toEqual(['a.json', 'b.json']);
    expect(await kept('a.json', 'b.json', '--skip', 'fargate-size')).toEqual(['a.json', 'b.json']);
    writeFileSync(join(folder, 'a.json'), JSON.stringify({ ...UNSIZED, memory: '${MEMORY}' }));
    expect(await kept('a.json')).toEqual(['a.json', 'b.json']);
    writeFileSync(join(folder, 'a.json'), '{');
    expect((await run(folder, 'a.json', '--write-baseline')).code).toBe(2);
    expect(entriesOf(folder)).toHaveLength(2);
  });
});

describe('a baseline that cannot be used', () => {
  const folder = folderWith({
    't.json': SOUND,
    'empty.json': '',
    'broken.json': '{\n  "schemaVersion": 1,\n  "findings": [}\n',
    'other.json': { results: [] },
    'later.json': { schemaVersion: 2, findings: [] },
    'list.json': { schemaVersion: 1, findings: {} },
    'member.json': { schemaVersion: 1, findings: [], generatedAt: 'now' },
    'entry.json': { schemaVersion: 1, findings: [{ rule: 'fargate-size', problem: 'x', message: 'x' }] },
    'print.json': {
      schemaVersion: 1,
      findings: [{ fingerprint: '1', rule: 'a', problem: 'x', message: 'x' }],
    },
    'folder/x': '',
  });

  test.each([
    ['nowhere.json', 'this file does not exist'],
    ['folder', 'this is a folder'],
    ['empty.json', 'expected'],
    ['broken.json:3:', ''],
    ['other.json:1:1', 'this is no baseline'],
    ['later.json:2:20', 'expected schemaVersion 1, found 2'],
    ['list.json:3:15', 'expected a list of findings'],
    ['member.json:4:18', 'there is no member "generatedAt" here'],
    ['entry.json:4:5', 'this finding has no fingerprint'],
    ['print.json:5:22', 'expected a fingerprint of 32'],
  ])('%s', async (place, message) => {
    const [file = ''] = place.split(':');
    const outcome = await run(folder, 't.json', '--baseline', file);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr.split('\n')).toHaveLength(2);
    expect(outcome.stderr).toContain(`ecs-preflight: --baseline ${place}`);
    expect(outcome.stderr).toContain(message);
  });

  test('is not overwritten where it cannot be read', async () => {
    const before = readFileSync(join(folder, 'broken.json'), 'utf8');
    const outcome = await run(folder, 't.json', '--baseline', 'broken.json', '--write-baseline');
    expect(outcome.code).toBe(2);
    expect(readFileSync(join(folder, 'broken.json'), 'utf8')).toBe(before);
  });

  test('nor written where there is no folder for it', async () => {
    const outcome = await run(folder, 't.json', '--baseline', 'nowhere/b.json', '--write-baseline');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toBe(
      'ecs-preflight: --write-baseline: nowhere/b.json cannot be written: its folder does not exist\n',
    );
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  test('also with -f json there is one document', async () => {
    const outcome = await run(folder, 't.json', '--baseline', 'nowhere.json', '-f', 'json');
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      inputErrors: [{ message: expect.stringContaining('--baseline nowhere.json') }],
    });
  });
});
