import fc from 'fast-check';
import { type ParseError, parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { EditOutput } from '../../src/engine/result.ts';
import { applyEdits } from '../../src/fix/apply.ts';
import { at, edited, layout, pathsOf, pointer, toJson, wish } from './layouts.ts';
import { keepsAllBut, window } from './window.ts';

const MARK = '\uFEFF';

function applied(text: string, edits: readonly EditOutput[]): string {
  const answer = applyEdits(text, 'json', edits);
  if (typeof answer !== 'string') throw new Error(`${answer.problem}\n${JSON.stringify(edits)}\n${text}`);
  return answer;
}

function read(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(MARK, ''), errors, { allowTrailingComma: true });
  expect(errors).toEqual([]);
  return value;
}

describe('any edits of any JSON text', () => {
  test('make it say what they should', () => {
    fc.assert(
      fc.property(wish, layout, ({ value, wishes }, style) => {
        const text = toJson(value, style);
        const result = applied(
          text,
          wishes.map(({ edit }) => edit),
        );
        expect(read(result)).toEqual(edited(value, wishes));
      }),
      { numRuns: 800 },
    );
  });

  test('touch nothing outside the member and its separator', () => {
    fc.assert(
      fc.property(wish, layout, ({ value, wishes }, style) => {
        const text = toJson(value, { ...style, mark: false });
        const [one] = wishes;
        if (!one) return;
        const result = applied(text, [one.edit]);
        const touched = window(text, one.path, one.edit);
        expect(keepsAllBut(touched, text, result, one.edit.op === 'remove')).toBe(true);
        const breaks = new Set(result.match(/\r?\n/g));
        expect([...breaks].every((lineBreak) => lineBreak === style.lineBreak)).toBe(true);
      }),
      { numRuns: 800 },
    );
  });

  test('keep the byte order mark, and only where there is one', () => {
    fc.assert(
      fc.property(wish, layout, ({ value, wishes }, style) => {
        const edits = wishes.map(({ edit }) => edit);
        const plain = applied(toJson(value, { ...style, mark: false }), edits);
        expect(applied(toJson(value, { ...style, mark: true }), edits)).toBe(MARK + plain);
      }),
      { numRuns: 300 },
    );
  });

  test('lose no comment that stands on a line of its own outside what is removed', () => {
    fc.assert(
      fc.property(wish, layout, ({ value, wishes }, style) => {
        const text = toJson(value, { ...style, comments: true });
        const [one] = wishes;
        if (!one) return;
        const { start, end } = window(text, one.path, one.edit);
        const result = applied(text, [one.edit]);
        for (const { index, 0: comment } of text.matchAll(/\/\/ above \d+/g))
          if (index < start || index >= end) expect(result).toContain(comment);
      }),
      { numRuns: 500 },
    );
  });

  test('change nothing where the value is there already', () => {
    fc.assert(
      fc.property(wish, layout, fc.nat(), ({ value }, style, which) => {
        const text = toJson(value, style);
        const paths = pathsOf(value);
        const path = paths[which % paths.length] ?? [];
        expect(applied(text, [{ pointer: pointer(path), op: 'set', value: at(value, path) }])).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
