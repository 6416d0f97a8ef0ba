import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, FixOutput } from '../../src/engine/result.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { findingLines } from '../../src/report/finding-text.ts';
import { plain } from '../../src/report/paint.ts';

const FINDING: Finding = {
  rule: 'log-group',
  problem: 'group-missing',
  severity: 'error',
  phase: 'start',
  deployment: 'orders',
  deployments: ['orders'],
  message: 'the log group does not exist',
  why: 'without it no task starts',
  location: { file: 'taskdef.json', pointer: '' },
  docs: 'https://docs.aws.amazon.com/',
  fingerprint: '0',
  suppressed: null,
};

/** What the text report prints under the sentence of a fix. */
function printed(fix: FixOutput): string {
  const lines = findingLines({ ...FINDING, fixes: [fix] }, 80, plain, () => []);
  const from = lines.findIndex((line) => line.startsWith('  fix:')) + 1;
  return lines
    .slice(
      from,
      lines.findIndex((line) => line.startsWith('  docs:')),
    )
    .join('\n');
}

/** The words that `aws` is given where a text is pasted into bash, in an empty folder. */
function wordsOf(pasted: string): readonly string[] {
  const cwd = mkdtempSync(join(tmpdir(), 'pasted-'));
  const script = `aws() { printf '%s\\0' "$@" > "$WORDS"; }\n${pasted}\n`;
  const file = join(cwd, 'words');
  const { status, stderr } = spawnSync('bash', ['--norc', '-eu', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { WORDS: file },
  });
  expect([status, stderr, pasted]).toEqual([0, '', pasted]);
  return readFileSync(file, 'utf8').split('\0').slice(0, -1);
}

const pasted = (words: readonly string[]) =>
  wordsOf(
    printed({ kind: 'command', description: 'make it', command: `aws ${words.map(shellWord).join(' ')}` }),
  );

describe('a printed command means what the fix says', () => {
  test.each<[string, readonly string[]]>([
    ['a name that is longer than the terminal is wide', ['logs', 'create-log-group', '/ecs/'.repeat(60)]],
    ['line breaks and tabs', ['--name', 'a\nb\tc\r\n']],
    ['the sequences of a terminal', ['--name', '\u001b[31mred\u001b[0m\u009b']],
    ['letters that turn the line round', ['--name', 'a\u202eb\u2066c\u200b\ufeff']],
    ['line and paragraph separators', ['--name', 'a\u2028b\u2029c']],
    ['commands of GitHub’s runner', ['::error::x', 'a ::set-output name=a::b', '::error::it’s']],
    ['commands of Azure’s agent', ['##[error]x', '##vso[task.complete]', 'x##[y]']],
    ['an escape that is written out', ['--name', '\\x41\n\\u0041', "it's\n"]],
    ['digits behind what is escaped', ['\u001b41', '\u202e0']],
    ['what the shell acts on', ['$(touch a)', '`touch a`', '"', "'", '!x', '*', '~', '#', '', ' ', '$x\n$y']],
  ])('%s', (_, words) => {
    expect(pasted(words)).toEqual(words);
  });

  test('any words', () => {
    const letter = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        '\n',
        '\r',
        '\t',
        '\u001b',
        '\u0085',
        '\u2028',
        '\u202e',
        '#',
        '[',
        ':',
        "'",
        '\\',
        'e',
        '4',
      ),
    );
    const word = fc
      .array(letter, { maxLength: 12 })
      .map((letters) => letters.join(''))
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        expect(pasted(words)).toEqual(words);
      }),
      { numRuns: 60 },
    );
  });

  test('no two lines, whatever it names', () => {
    const command = `aws ${shellWord('a\nb\u2028c')}`;
    expect(printed({ kind: 'command', description: 'make it', command }).split('\n')).toHaveLength(1);
  });
});

test('a printed policy is the statement as JSON', () => {
  const statement = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/\u001b[31m##[error]\u202e"\\${'x'.repeat(200)}:*`,
  };
  const text = printed({ kind: 'policy', description: 'allow it', statement });
  expect(JSON.parse(text)).toEqual(statement);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed.
  expect(text).not.toMatch(/[\u0000-\u0009\u001b\u202e]|##\[/);
});
