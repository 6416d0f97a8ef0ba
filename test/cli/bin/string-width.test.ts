import { expect, it } from 'vitest';
import stringWidth from '../../../src/cli/bin/string-width.ts';

it.each([
  ['', 0],
  ['--fail-on <severity>', 20],
  ['Größe', 5],
  ['e\u0301', 1],
  ['\u001b[31mred\u001b[39m', 3],
  ['\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007', 4],
  ['日本語', 6],
  ['ｗide', 5],
  ['🚀', 2],
  ['a\u200bb', 2],
  ['a\tb', 2],
])('%j takes %i columns', (text, columns) => {
  expect(stringWidth(text)).toBe(columns);
});
