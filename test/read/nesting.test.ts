import { describe, expect, it, test } from 'vitest';
import { readTexts } from '../../src/read/read.ts';

const LIMIT = 'nested more than 256 deep';

const KINDS: Readonly<Record<string, (levels: number) => string>> = {
  'JSON lists': (levels) => '['.repeat(levels) + ']'.repeat(levels),
  'JSON structures': (levels) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
  'JSON, never closed': (levels) => '[{"a":'.repeat(levels / 2),
  'JSON with comments': (levels) => `// deep\n${'['.repeat(levels)}${']'.repeat(levels)}`,
  'YAML flow lists': (levels) => `a: ${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`,
  'YAML flow structures': (levels) => `a: ${'{a: '.repeat(levels - 1)}1${'}'.repeat(levels - 1)}`,
  'YAML flow, never closed': (levels) => `- ${'['.repeat(levels)}`,
  'YAML lists in one line': (levels) => `${'- '.repeat(levels)}a`,
  'YAML explicit keys in one line': (levels) => `${'? '.repeat(levels)}a`,
  'YAML structures in one line': (levels) => `${'a: '.repeat(levels)}1`,
  'YAML flow inside lists': (levels) => `${'- '.repeat(levels / 2)}${'['.repeat(levels / 2)}`,
  'YAML after a document mark': (levels) => `--- ${'['.repeat(levels)}`,
};

const errorsOf = async (text: string) => (await readTexts([{ file: 'deep', text }], {})).errors;

describe.each(Object.entries(KINDS))('%s', (_, nest) => {
  test.each([300, 1_500, 10_000, 100_000])('%d levels are one error with its line', async (levels) => {
    const errors = await errorsOf(nest(levels));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(LIMIT);
    expect(errors[0]?.line).toBeGreaterThan(0);
  });
});

describe('YAML by indentation, whose size grows with the square of its levels', () => {
  test.each([300, 1_500, 5_000])('%d levels', async (levels) => {
    const lines = Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`);
    const errors = await errorsOf(lines.join('\n'));
    expect(errors.map(({ message, line }) => [message.includes(LIMIT), line])).toEqual([[true, 257]]);
  });
});

describe('what is no nesting', () => {
  const deep = '[{'.repeat(2_000);
  test.each([
    ['a JSON string', `{"family": "${deep}", "containerDefinitions": []}`],
    ['a JSON string after an escaped quote', `{"family": "\\"${deep}", "containerDefinitions": []}`],
    ['a JSON comment', `/* ${deep} */ {"family": "api", // ${deep}\n "containerDefinitions": []}`],
    ['a YAML comment', `# ${deep}\nfamily: api # ${deep}\ncontainerDefinitions: []\n`],
    ['a YAML double-quoted text', `family: "a\n ${deep}"\ncontainerDefinitions: []\n`],
    ['a YAML single-quoted text', `family: 'it''s ${deep}'\ncontainerDefinitions: []\n`],
    ['a YAML plain text', `family: a ${deep}\ncontainerDefinitions: []\n`],
    [
      'a YAML block scalar with stairs and indicators in it',
      `family: |\n${Array.from({ length: 400 }, (_, level) => `  ${' '.repeat(level)}- ${deep}`).join('\n')}\ncontainerDefinitions: []\n`,
    ],
  ])('%s', async (_, text) => {
    const { deployments, errors } = await readTexts([{ file: 'flat', text }], {});
    expect(errors).toEqual([]);
    expect(deployments).toHaveLength(1);
  });

  it('takes 256 levels and refuses 257', async () => {
    const inner = (levels: number) =>
      `{"family": "api", "containerDefinitions": ${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(await errorsOf(inner(255))).toEqual([]);
    expect((await errorsOf(inner(256))).map(({ message }) => message.includes(LIMIT))).toEqual([true]);
    expect(await errorsOf(`family: api\ncontainerDefinitions: ${'['.repeat(255)}${']'.repeat(255)}`)).toEqual(
      [],
    );
    const yaml = await errorsOf(`family: api\ncontainerDefinitions: ${'['.repeat(256)}${']'.repeat(256)}`);
    expect(yaml.map(({ message }) => message.includes(LIMIT))).toEqual([true]);
  });
});
