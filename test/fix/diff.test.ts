import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../src/cli/fix/diff.ts';
import { chalkPaint } from '../../src/report/chalk-paint.ts';
import { plain } from '../../src/report/paint.ts';

const RAW = { paint: plain, shown: false };
const SHOWN = { paint: plain, shown: true };

function diff(before: string, after: string, name = 'taskdef.json', look = RAW) {
  const side = (text: string) => ({ text, secrets: [] });
  const made = unifiedDiff({ name, before: side(before), after: side(after) }, look);
  return { ...made, text: `${made.lines.join('\n')}\n` };
}

const has = (program: string) => spawnSync(program, ['--version']).status === 0;

/** Applies a diff in a folder of its own; what the file says then. */
function applied(program: readonly string[], text: string, name: string, before: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'diff-'));
  mkdirSync(dirname(join(cwd, name)), { recursive: true });
  writeFileSync(join(cwd, name), before);
  const [command = '', ...args] = program;
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, input: text, encoding: 'utf8' });
  expect([status, stderr, status === 0 ? '' : stdout + text]).toEqual([0, '', '']);
  return readFileSync(join(cwd, name), 'utf8');
}

const PROGRAMS: readonly (readonly string[])[] = [
  ['git', 'apply', '--whitespace=nowarn', '-'],
  ['patch', '-p1', '--silent'],
];

const LINES = '{\n  "family": "orders",\n  "cpu": "256",\n  "memory": "513"\n}';

test('is a unified diff as git writes it', () => {
  expect(diff(`${LINES}\n`, `${LINES.replace('513', '512')}\n`, 'deploy/taskdef.json').text).toBe(
    [
      'diff --git a/deploy/taskdef.json b/deploy/taskdef.json',
      '--- a/deploy/taskdef.json',
      '+++ b/deploy/taskdef.json',
      '@@ -1,5 +1,5 @@',
      ' {',
      '   "family": "orders",',
      '   "cpu": "256",',
      '-  "memory": "513"',
      '+  "memory": "512"',
      ' }',
      '',
    ].join('\n'),
  );
});

test('says where there is no line break at the end', () => {
  expect(diff(LINES, LINES.replace('\n}', ' }')).lines).toContain('\\ No newline at end of file');
});

describe.each(PROGRAMS)('%s', (...program) => {
  const there = test.skipIf(!has(program[0] ?? ''));

  there.each<[string, string, string, string]>([
    ['applies it', `${LINES}\n`, `${LINES.replace('513', '512')}\n`, 'taskdef.json'],
    ['without a line break at the end', LINES, LINES.replace('513', '512'), 'taskdef.json'],
    ['with the last line going', 'a: 1\nb: 2', 'a: 1', 'a.yml'],
    ['with a line more at the end', 'a: 1\nb: 2', 'a: 1\nb: 2\nc: 3', 'a.yml'],
    [
      'with line breaks of Windows',
      LINES.replaceAll('\n', '\r\n'),
      LINES.replace('513', '512').replaceAll('\n', '\r\n'),
      'a.json',
    ],
    ['with a byte order mark', `\uFEFF${LINES}`, `\uFEFF${LINES.replace('256', '512')}`, 'a.json'],
    [
      'with control characters',
      'a: "\u001b[31m"\nb: 1\nc: ::error::x\n',
      'a: "\u001b[31m"\nb: 2\nc: ::error::x\n',
      'a.yml',
    ],
    ['to a name with blanks', 'a: 1\n', 'a: 2\n', 'my stack/task def.yml'],
    ['to a name beyond ASCII', 'a: 1\n', 'a: 2\n', 'dépôt/orders "1"\\2.yml'],
    ['to a name with a line break', 'a: 1\n', 'a: 2\n', 'a\nb\u001b.yml'],
  ])('%s', (_, before, after, name) => {
    expect(applied(program, diff(before, after, name).text, name, before)).toBe(after);
  });

  there('applies it to any text', () => {
    const line = fc.constantFrom(
      '{',
      '}',
      '  "a": 1,',
      '--- a',
      '+++ b',
      '@@ -1 +1 @@',
      '',
      'x\r',
      '\\ No newline',
      '\t',
    );
    const text = fc
      .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
      .map(([lines, end]) => lines.join('\n') + (end ? '\n' : ''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        expect(applied(program, diff(before, after, 'a.txt').text, 'a.txt', before)).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});

describe('no value of an environment variable stands in it', () => {
  const task = (memory: string, more: readonly string[] = []) =>
    [
      '{',
      '  "cpu": "256",',
      ...more,
      '  "environment": [{ "name": "DB", "value": "hunter2" }],',
      `  "memory": "${memory}",`,
      '  "family": "orders"',
      '}',
      '',
    ].join('\n');

  test.each(PROGRAMS)('above a change: %s applies it all the same', (...program) => {
    const made = diff(task('513'), task('512'));
    expect(made.text).not.toContain('hunter2');
    expect(made.text).not.toContain('***');
    expect([made.hides, made.bare]).toEqual([false, false]);
    expect(applied(program, made.text, 'taskdef.json', task('513'))).toBe(task('512'));
  });

  test.each<readonly string[]>([
    ['git', 'apply', '--unidiff-zero', '-'],
    ['patch', '-p1', '--silent'],
  ])('below a change: %s applies it all the same', (...program) => {
    const before = task('512', ['  "pidMode": "host",']);
    const made = diff(before, task('512'));
    expect(made.text).not.toContain('hunter2');
    expect([made.hides, made.bare]).toEqual([false, true]);
    expect(applied(program, made.text, 'taskdef.json', before)).toBe(task('512'));
  });

  test('in a line that changes', () => {
    const before = '{"environment":[{"name":"DB","value":"hunter2"}],"memory":"513"}';
    const made = diff(before, before.replace('513', '512'));
    expect(made.text).not.toContain('hunter2');
    expect(made.text).toContain('"value":"***"}],"memory":"512"');
    expect(made.hides).toBe(true);
  });

  test('that a finding stands at', () => {
    const before = 'environment:\n  - name: KEY\n    value: >-\n      AKIA\n      SECRET\ncpu: 1\n';
    const secrets = [{ line: 3, column: 12, endLine: 5, endColumn: 13 }];
    const after = before.replace('cpu: 1', 'cpu: 2');
    const { lines } = unifiedDiff(
      { name: 'a.yml', before: { text: before, secrets }, after: { text: after, secrets } },
      RAW,
    );
    expect(lines.join('\n')).not.toMatch(/AKIA|SECRET/);
    expect(lines).toContain('+cpu: 2');
  });
});

describe('on a terminal, or in the log of a CI system', () => {
  const before = 'a: "\u001b[2J\u202e"\nb: 1\n\tc: ::error::x\n  d: "##[error]"\r\n::warning::y\n';
  const made = diff(before, before.replace('b: 1', 'b: 2'), 'a\u001b[2J\n::error::.yml', SHOWN);

  test('nothing acts that a file says', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed, but line breaks and tabs.
    expect(made.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(made.text).not.toMatch(/##\[/);
    for (const line of made.lines) expect(line.slice(1).trimStart()).not.toMatch(/^::[a-z]/);
  });

  test('a tab and the line break of Windows stay out of sight', () => {
    expect(made.lines).toContain(' \tc: \\u003a:error::x');
    expect(made.lines).toContain('   d: "\\u0023#[error]"');
  });

  test('it has colours', () => {
    const { lines } = unifiedDiff(
      { name: 'a.yml', before: { text: 'a: 1\n', secrets: [] }, after: { text: 'a: 2\n', secrets: [] } },
      { paint: chalkPaint(1), shown: true },
    );
    expect(lines.slice(-2)).toEqual([
      '\u001b[1m\u001b[31m-a: 1\u001b[39m\u001b[22m',
      expect.stringContaining('32m+a: 2'),
    ]);
  });
});
