import { describe, expect, test } from 'vitest';
import { pageText, plain } from '../../src/report/page-text.ts';

const shown = (page: string, width = 40) => pageText(page, plain, width);

describe('a page in the terminal', () => {
  test('headings stand over what belongs to them, and paragraphs are wrapped anew', () => {
    const page =
      '# grace-period\n\nHealth checks kill\ntasks that start\n\n## Problems\n\n### missing\n\nNo grace\nperiod.\n';
    expect(shown(page, 24)).toBe(
      [
        'grace-period',
        '',
        'Health checks kill tasks',
        'that start',
        '',
        'Problems',
        '',
        '  missing',
        '',
        '    No grace period.',
        '',
      ].join('\n'),
    );
  });

  test('items hang under their mark, one below the other', () => {
    expect(shown('- one that is\n  longer than a line\n- two\n1. three\n', 20)).toBe(
      '- one that is longer\n  than a line\n- two\n1. three\n',
    );
  });

  test('of marks nothing is left but the backticks of code', () => {
    expect(
      shown('A **strong** and an _emphasised_ word, `a_b_c`, snake_case_name and &lt;region>.', 200),
    ).toBe('A strong and an emphasised word, `a_b_c`, snake_case_name and <region>.\n');
  });

  test('links name their page of the web, and not files that a terminal cannot open', () => {
    expect(
      shown('[AWS](https://docs.aws.amazon.com/x), [`check`](../../docs/a.md), <https://example.com/y>', 200),
    ).toBe('AWS (https://docs.aws.amazon.com/x), `check`, https://example.com/y\n');
  });

  test('code keeps its lines whatever their length, and says which file it is', () => {
    const line = `{ "family": "${'a'.repeat(60)}" }`;
    expect(shown(`\`\`\`json service\n${line}\n\n**not strong**\n\`\`\`\n`)).toBe(
      `service.json:\n  ${line}\n\n  **not strong**\n`,
    );
  });

  test('a script begins where its lines do, so that it can be copied', () => {
    expect(shown('## The loop\n\n```bash\ncat <<END\nEND\n```\n')).toBe('The loop\n\ncat <<END\nEND\n');
  });

  test('a table that fits stands in columns', () => {
    expect(shown('| option | meaning |\n| --- | --- |\n| `a` | one \\| two |\n| `longer` | x |\n')).toBe(
      'option    meaning\n`a`       one | two\n`longer`  x\n',
    );
  });

  test('of one that does not, each row is a list', () => {
    expect(
      shown(
        'Problem | Where | When\n--- | --- | ---\n`family-missing` | `family` | the task definition has none\n',
        30,
      ),
    ).toBe('family-missing\n  Where: `family`\n  When: the task definition\n        has none\n');
  });

  test('comments of the page stay in the page', () => {
    expect(shown('one\n\n<!-- table: start -->\n\ntwo\n')).toBe('one\n\ntwo\n');
  });

  test('nothing in a page acts on the terminal', () => {
    const hostile =
      '# a\u001b[2Jb\n\nc\u202ed\n\n```json\ne\u0007f\n```\n\n| g\u009b | h |\n| --- | --- |\n| i\u2028 | ::error::j |\n';
    const text = shown(hostile, 200);
    expect(text).toContain('\\u001b[2J');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
    expect(text).not.toMatch(/^\s*::error::/m);
  });
});
