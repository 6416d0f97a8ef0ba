import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/engine/result.ts';
import type { InputError } from '../../src/model/input-error.ts';
import { COMMAND, command, folderWith, SOUND, UNSIZED } from './command.ts';

const text = JSON.stringify(SOUND, null, 2);
const nested = (levels: number, open: string, close: string) =>
  `{"family": "orders", "containerDefinitions": ${open.repeat(levels)}${close.repeat(levels)}}`;

/** What stands in the file, and what the one sentence about it must say. */
const CASES: Readonly<Record<string, readonly [content: string | Buffer, message: RegExp, place?: string]>> =
  {
    'empty.json': ['', /empty/],
    'blank.json': [' \n\t\n', /white space/],
    'binary.json': [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]), /binary|text/],
    'latin1.json': [Buffer.from('{"family": "caf\xe9"}', 'latin1'), /UTF-8/],
    'truncated.json': [text.slice(0, 200), /end|expected/, 'line'],
    'duplicate.json': [
      '{\n  "family": "a",\n  "cpu": "256",\n  "family": "b",\n  "containerDefinitions": []\n}',
      /family/,
      '4:3',
    ],
    'string.json': ['"orders"', /task definition/],
    'number.json': ['42', /task definition/],
    'nothing.json': ['{}', /task definition/],
    'precise.json': [
      '{"family": "a", "containerDefinitions": [], "cpu": 9007199254740993}',
      /9007199254740993/,
    ],
    'deep.json': [nested(300, '[', ']'), /256/, 'line'],
    'deeper.json': [nested(100_000, '[', ']'), /256/, 'line'],
    'deep-object.json': [nested(2_000, '{"a":', '}').replace('""', '1'), /256/, 'line'],
    'flow.yaml': [
      `family: orders\ncontainerDefinitions: ${'['.repeat(1_500)}${']'.repeat(1_500)}\n`,
      /256/,
      'line',
    ],
    'block.yaml': [
      Array.from({ length: 1_500 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      /256/,
      'line',
    ],
    'bomb.yaml': [
      [
        'a: &a [x, x, x, x, x, x, x, x, x]',
        ...[...'bcdefghi'].map(
          (name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`,
        ),
        'family: *i',
      ].join('\n'),
      /alias/,
    ],
    'error.yaml': ['family: orders\ncontainerDefinitions:\n  - name: api\n   image: x\n', /./, 'line'],
    'tab.yaml': ['family: orders\ncontainerDefinitions:\n\t- name: api\n', /tab/i, 'line'],
    'package.json': ['{"name": "orders", "version": "1.0.0", "dependencies": {}}', /package\.json|npm/],
    'appspec.yaml': [
      'version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n',
      /AppSpec/,
    ],
    'run-task.json': [
      '{"cluster": "prod", "taskDefinition": "orders", "count": 2, "overrides": {}}',
      /RunTask/,
    ],
  };

const files = folderWith({
  ...Object.fromEntries(Object.entries(CASES).map(([name, [content]]) => [name, content])),
  'good.json': UNSIZED,
});

interface Report {
  readonly findings: readonly Finding[];
  readonly inputErrors: readonly InputError[];
}

async function checked(...args: readonly string[]) {
  const outcome = await command(['check', ...args, '-f', 'json'], { cwd: files });
  return { ...outcome, report: JSON.parse(outcome.stdout) as Report };
}

describe('each input that cannot be read gets one sentence, and the others are checked', () => {
  test.each(Object.entries(CASES))('%s', async (name, [, message, place]) => {
    const { code, stderr, report } = await checked(name, 'good.json');
    expect(code).toBe(2);
    expect(report.inputErrors).toHaveLength(1);
    const [error] = report.inputErrors;
    expect(error?.file).toBe(name);
    expect(error?.message).toMatch(message);
    expect(error?.message).not.toMatch(/\n| at .*\.[cm]?[jt]s:/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    if (place === 'line') expect(error?.line).toBeGreaterThan(0);
    else if (place) expect(`${error?.line}:${error?.column}`).toBe(place);
    expect(report.findings.map(({ problem }) => problem)).toContain('memory-invalid-for-cpu');
  });

  test('all of them at once', async () => {
    const { code, report } = await checked(...Object.keys(CASES), 'good.json');
    expect(code).toBe(2);
    expect(report.inputErrors.map(({ file }) => file)).toEqual(Object.keys(CASES));
  });
});

describe('what is no file', () => {
  mkdirSync(join(files, 'folder'));
  symlinkSync(join(files, 'gone'), join(files, 'dangling.json'));

  test.each([
    ['folder', /folder|directory/],
    ['dangling.json', /./],
    ['missing.json', /does not exist/],
    ['Environment=prod', /with its own option: --parameters Environment=prod$/],
  ])('%s', async (name, message) => {
    const { code, report } = await checked(name, 'good.json');
    expect(code).toBe(2);
    expect(report.inputErrors).toEqual([{ file: name, message: expect.stringMatching(message) }]);
    expect(report.findings).not.toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    chmodSync(join(files, 'good.json'), 0o000);
    const { code, report } = await checked('good.json');
    chmodSync(join(files, 'good.json'), 0o644);
    expect([code, report.inputErrors.length]).toEqual([2, 1]);
  });
});

describe('what can be read', () => {
  const family = (body: Record<string, unknown>) => JSON.stringify({ ...SOUND, ...body });
  test.each([
    ['a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['names of the prototype', text.replace('{', '{ "__proto__": { "cpu": "1" }, "constructor": 1,')],
    ['256 levels', text.replace('"api"', '"api", "dockerLabels": {}')],
    ['comments and trailing commas', text.replace('{', '{ // the orders service\n').replace(/}$/, ', }')],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['Windows names', family({ family: 'orders' })],
  ])('%s', async (_, content) => {
    const folder = folderWith({ 'task.json': content });
    const { code, stderr } = await command(
      ['check', 'task.json', '--skip', 'rejected-by-ecs/unknown-member'],
      { cwd: folder },
    );
    expect([code, stderr]).toEqual([0, '']);
  });
});

/** Control characters but the newline, and those that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe('nothing that a file says can act', () => {
  const evil = '\u001b[31mred\u001b]8;;http://evil\u0007\nerror: injected line\r\u009b2J\u202e';
  const folder = folderWith({
    'evil.json': {
      ...UNSIZED,
      family: evil,
      containerDefinitions: [
        { ...SOUND.containerDefinitions[0], name: evil, [evil]: 1, cpu: 'x', links: [evil] },
      ],
    },
    [`${'evil\u001b[31m\nname'}.json`]: UNSIZED,
    'broken.json': `{ "${evil.replaceAll('\n', '')}": `,
  });

  test.each(['text', 'json', 'sarif'])('in %s', async (format) => {
    const { stdout, stderr } = await command(
      ['check', 'evil.json', 'evil\u001b[31m\nname.json', 'broken.json', '-f', format],
      { cwd: folder },
    );
    expect(`${stdout}${stderr}`).not.toMatch(CONTROL);
    expect(`${stdout}${stderr}`).not.toMatch(/^error: injected line/m);
    expect(`${stdout}${stderr}`).not.toMatch(/^name\.json/m);
  });
});

describe('pipes', () => {
  const many = folderWith({
    'many.json': Array.from({ length: 400 }, (_, index) => ({ ...UNSIZED, family: `orders-${index}` })),
  });
  const shell = (script: string) =>
    spawnSync('bash', ['-c', script], {
      cwd: many,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, COMMAND },
    });

  test('a reader that goes away is no trouble', () => {
    const { stdout, stderr } = shell(
      '"$NODE" "$COMMAND" check many.json -f json | head -c 20; echo "${PIPESTATUS[0]}"',
    );
    expect(stderr).toBe('');
    expect(stdout.split('\n').at(-2)).toMatch(/1$/);
  });

  test('a closed standard output', () => {
    const { stderr, stdout } = shell('"$NODE" "$COMMAND" check many.json >&-; echo "code $?"');
    expect(stderr).not.toMatch(/ at .*:\d+/);
    expect(stdout).toMatch(/code [12]/);
  });

  test('a closed standard input', () => {
    const { status, stdout, stderr } = shell('"$NODE" "$COMMAND" check - <&-');
    expect(status).toBe(2);
    expect(`${stdout}${stderr}`).not.toMatch(/ at .*:\d+/);
  });

  test('a full disk is told', () => {
    const { status, stderr } = shell('"$NODE" "$COMMAND" check many.json -f json=/dev/full');
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a report that cannot be written is told', () => {
    const { status, stderr } = shell('"$NODE" "$COMMAND" check many.json -f sarif=no/such/folder/out.sarif');
    expect(status).toBe(2);
    expect(stderr).toMatch(/cannot write no\/such\/folder\/out\.sarif/);
  });
});
