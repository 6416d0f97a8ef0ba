import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/report/code-frame.ts';
import { columns } from '../../src/report/columns.ts';
import { frameReader } from '../../src/report/frame-reader.ts';
import { plain } from '../../src/report/paint.ts';
import { SourceText } from '../../src/report/source-text.ts';
import { FINDING, reportText, resultOf, TASK_DEFINITION } from './results.ts';

function frame(text: string, at: readonly [number, number, number, number], width = 80): string {
  const [line, column, endLine, endColumn] = at;
  const mark = (marked: string) => marked;
  const style = { width, paint: plain, mark, reveals: false };
  return codeFrame(new SourceText(text, []), { line, column, endLine, endColumn }, style).join('\n');
}

describe('a code frame', () => {
  test('at the edges of a text', () => {
    expect(frame('{}', [1, 1, 1, 3])).toBe('> 1 | {}\n    | ^^');
    expect(frame('a\n\nb', [3, 1, 3, 2])).toBe('  1 | a\n  2 |\n> 3 | b\n    | ^');
    expect(frame('a', [7, 1, 7, 2])).toBe('');
  });

  test('lines up its numbers', () => {
    expect(frame('a\n'.repeat(12), [9, 1, 9, 2])).toBe('   7 | a\n   8 | a\n>  9 | a\n     | ^\n  10 | a');
  });

  test('takes no notice of CR', () => {
    expect(frame('{\r\n  "a": 1\r\n}\r\n', [2, 8, 2, 9])).toBe(
      '  1 | {\n> 2 |   "a": 1\n    |        ^\n  3 | }',
    );
  });

  test('expands tabs', () => {
    expect(frame('\t"a":\t1', [1, 7, 1, 8])).toBe('> 1 |   "a":  1\n    |         ^');
  });

  test('counts wide and combining letters as a terminal does', () => {
    expect(frame('"日本": 1', [1, 7, 1, 8])).toBe('> 1 | "日本": 1\n    |         ^');
    expect(frame('"e\u0301": 1', [1, 7, 1, 8])).toBe('> 1 | "e\u0301": 1\n    |      ^');
    expect(frame('"🚀": 1', [1, 7, 1, 8])).toBe('> 1 | "🚀": 1\n    |       ^');
  });

  test('shows controls as escapes, and points past them', () => {
    expect(frame('"\u001b[2J": 1', [1, 9, 1, 10])).toBe('> 1 | "\\u001b[2J": 1\n    |              ^');
  });

  test('cuts a long line around the column', () => {
    const text = `{${'"padding":"0123456789",'.repeat(40)}"memory":"512"${',"more":1'.repeat(40)}}`;
    const column = text.indexOf('"512"') + 1;
    const lines = frame(text, [1, column, 1, column + 5], 60).split('\n');
    expect(lines).toHaveLength(2);
    const [code = '', carets = ''] = lines;
    expect(columns(code)).toBeLessThanOrEqual(60);
    expect(code).toMatch(/^> 1 \| \.\.\..*"memory":"512".*\.\.\.$/);
    expect(carets.indexOf('^')).toBe(code.indexOf('"512"'));
    expect(carets.trimEnd().length).toBe(code.indexOf('"512"') + 5);
  });

  test('of a line of twenty million characters is as short as any', () => {
    const text = `{"a":"${'x'.repeat(20_000_000)}","memory":"512"}`;
    const column = text.length - 5;
    expect(frame(text, [1, column, 1, column + 5]).length).toBeLessThan(300);
  });
});

describe('values of environment variables', () => {
  test('are not shown', async () => {
    const line = TASK_DEFINITION.split('\n')[9] ?? '';
    const start = line.indexOf('"hunter2"') + 1;
    const location = {
      file: 'taskdef.json',
      pointer: '/containerDefinitions/0/environment/0/value',
      ...{ line: 10, column: start, endLine: 10, endColumn: start + 9 },
    };
    const text = await reportText('text', resultOf({ findings: [{ ...FINDING, location, fixes: [] }] }));
    expect(text).not.toContain('hunter2');
    expect(text).toContain(`
> 10 |       "environment": [{ "name": "DB_PASSWORD", "value": "***" }]
     |                                                         ^^^^^
`);
  });

  test('are not shown beside something else', () => {
    expect(frame(TASK_DEFINITION, [9, 16, 9, 28])).not.toContain('hunter2');
    expect(frame('{"name":"A","value":"hun\\"ter2"}', [1, 9, 1, 12])).toBe(
      '> 1 | {"name":"A","value":"***"}\n    |         ^^^',
    );
    expect(frame('- name: A\n  value: hunter2\n- name: B', [1, 3, 1, 7])).not.toContain('hunter2');
    expect(frame('- { name: A, value: hunter2 }', [1, 5, 1, 9])).not.toContain('hunter2');
    expect(frame('{"name":"A","Value":"hunter2"}', [1, 13, 1, 20])).not.toContain('hunter2');
    expect(frame('- value: hunter2\n  name: A', [2, 3, 2, 7])).not.toContain('hunter2');
  });

  test('are not shown where a long line is cut inside them', () => {
    const text = `{"value":"${'hunter2'.repeat(200)}","memory":"512"}`;
    const column = text.indexOf('"512"') + 1;
    expect(frame(text, [1, column, 1, column + 5])).not.toContain('hunter2');
  });

  test('are not shown where they go over several lines', async () => {
    const yaml =
      'environment:\n  - name: KEY\n    value: |\n      first-secret\n      second-secret\nfamily: a\n';
    const secret = {
      ...FINDING,
      location: {
        file: 'taskdef.yaml',
        pointer: '/containerDefinitions/0/environment/0/value',
        ...{ line: 3, column: 12, endLine: 5, endColumn: 20 },
      },
    };
    const beside = {
      ...FINDING,
      location: { file: 'taskdef.yaml', pointer: '/family', line: 6, column: 9, endLine: 6, endColumn: 10 },
    };
    const text = await reportText('text', resultOf({ findings: [beside, secret] }), { textOf: () => yaml });
    expect(text).toContain('> 6 | family: a');
    expect(text).not.toContain('-secret');
  });

  test('but other values are, where they are what is wrong', async () => {
    const json = '{"resourceRequirements":[{"type":"GPU","value":"two"}]}';
    const column = json.indexOf('"two"') + 1;
    const location = {
      file: 'taskdef.json',
      pointer: '/resourceRequirements/0/value',
      ...{ line: 1, column, endLine: 1, endColumn: column + 5 },
    };
    const text = await reportText('text', resultOf({ findings: [{ ...FINDING, location }] }), {
      textOf: () => json,
    });
    expect(text).toContain('"value":"two"');
  });
});

describe('what stands in the place of a reference to a secret', () => {
  const text = '{"secrets":[{"name":"KEY","valueFrom":"hunter2 hunter2"}]}';
  const at = text.indexOf('"hunter2') + 1;
  const location = {
    file: 'taskdef.json',
    pointer: '/containerDefinitions/0/secrets/0/valueFrom',
    ...{ line: 1, column: at, endLine: 1, endColumn: at + 17 },
  };
  const read = (message: string) => {
    const result = resultOf({ findings: [{ ...FINDING, message, location, fixes: [] }] });
    const style = frameReader(result, () => text, 80, plain);
    return style(location, (marked) => marked).join('\n');
  };

  test('is not shown where it may be the secret itself', () => {
    expect(read('valueFrom cannot be read')).toContain('***');
    expect(read('valueFrom cannot be read')).not.toContain('hunter2');
  });

  test('is shown where it is an ARN', () => {
    expect(read('valueFrom arn:aws:ssm:eu-west-1:123456789012:x cannot be read')).toContain('hunter2');
  });
});

describe('credentials among the options of a log driver', () => {
  test.each([
    ['"options": {"splunk-token": "hush", "splunk-url": "https://x"}'],
    ['"apikey": "hush",'],
    ['  licenseKey: hush'],
    ['options: { Shared_Key: hush, Host: x }'],
    ['"aws.access_key" : "hush"'],
  ])('%s', (line) => {
    const shown = frame(line, [1, 1, 1, 2]);
    expect(shown).toContain('***');
    expect(shown).not.toContain('hush');
  });

  test.each([
    '"key": "Name"',
    '"kmsKeyId": "alias/x"',
    'KeyName: x',
    '"tokens": "x"',
    '"awslogs-group": "/ecs/x"',
  ])('not so: %s', (line) => {
    expect(frame(line, [1, 1, 1, 2])).not.toContain('***');
  });
});
