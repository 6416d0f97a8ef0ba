import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lines } from '../../src/model/lines.ts';

/** Texts of more lines than are counted at a time. */
const texts = fc
  .array(fc.constantFrom('', 'a', '\r', 'ab c'), { maxLength: 150 })
  .map((lines) => lines.join('\n'));

test('every offset has the line and column that counting line feeds gives', () => {
  fc.assert(
    fc.property(texts, fc.nat(700), (text, some) => {
      const offset = some % (text.length + 1);
      const before = text.slice(0, offset).split('\n');
      const column = (before.at(-1) ?? '').length + 1;
      expect(new Lines(text).position(offset)).toEqual({ line: before.length, column });
    }),
  );
});

test('every line is found by its number, whatever was asked before', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(200)), (text, numbers) => {
      const all = text.split('\n');
      const lines = new Lines(text);
      expect(lines.count).toBe(all.length);
      for (const number of numbers) expect(lines.line(number)).toBe(all[number - 1] ?? '');
    }),
  );
});

test('a byte order mark takes no column of the first line', () => {
  const lines = new Lines('\uFEFFa\nb');
  expect([0, 1, 2, 3].map((offset) => lines.position(offset))).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 1 },
    { line: 1, column: 2 },
    { line: 2, column: 1 },
  ]);
});
