import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { EditOutput } from '../../src/engine/result.ts';
import { applyEdits } from '../../src/fix/apply.ts';
import { at, edited, isData, layout, pathsOf, pointer, toYaml, wish } from './layouts.ts';

const MARK = '\uFEFF';

function applied(text: string, edits: readonly EditOutput[]): string {
  const answer = applyEdits(text, 'yaml', edits);
  if (typeof answer !== 'string') throw new Error(`${answer.problem}\n${JSON.stringify(edits)}\n${text}`);
  return answer;
}

/** The library does not take a byte order mark before a list. */
function read(text: string): unknown {
  return parse(text.replace(MARK, ''));
}

/** Are all lines of one text lines of the other, in their order? */
function isWithin(part: string, whole: string): boolean {
  const lines = whole.split('\n');
  let next = 0;
  return part.split('\n').every((line) => {
    const found = lines.indexOf(line, next);
    next = found + 1;
    return found >= 0;
  });
}

describe('any edits of any YAML text', () => {
  test('make it say what they should', () => {
    fc.assert(
      fc.property(wish, layout, ({ value, wishes }, style) => {
        const text = toYaml(value, style);
        const result = applied(
          text,
          wishes.map(({ edit }) => edit),
        );
        expect(read(result)).toEqual(edited(value, wishes));
        expect(result.startsWith(MARK)).toBe(style.mark);
        if (text.includes('\n')) {
          expect(result.replaceAll(style.lineBreak, '')).not.toMatch(/[\r\n]/);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('keep every other line as it is', () => {
    fc.assert(
      fc.property(wish, layout, ({ value, wishes }, style) => {
        const text = toYaml(value, { ...style, inline: 0, mark: false });
        const [one] = wishes;
        if (!one) return;
        const result = applied(text, [one.edit]);
        const old = at(value, one.path);
        const parent = at(value, one.path.slice(0, -1));
        const several = isData(parent) && Object.keys(parent).length > 1;
        // Behind the dash of a list the second member moves up when the first goes.
        const holder = at(value, one.path.slice(0, -2));
        const moves = Array.isArray(holder) && Object.keys(parent ?? {})[0] === String(one.path.at(-1));
        if (one.edit.op === 'remove' && several && !moves) expect(isWithin(result, text)).toBe(true);
        if (one.edit.op === 'set' && old === undefined && several) expect(isWithin(text, result)).toBe(true);
        const single = (some: unknown) => !isData(some as never) && !String(some).includes('\n');
        if (one.edit.op === 'set' && old !== undefined && single(old) && single(one.edit.value)) {
          const lines = text.split('\n');
          const after = result.split('\n');
          expect(after.length).toBe(lines.length);
          expect(lines.filter((line, index) => line !== after[index]).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('change nothing where the value is there already', () => {
    fc.assert(
      fc.property(wish, layout, fc.nat(), ({ value }, style, which) => {
        const text = toYaml(value, style);
        const paths = pathsOf(value);
        const path = paths[which % paths.length] ?? [];
        const edit: EditOutput = { pointer: pointer(path), op: 'set', value: at(value, path) };
        expect(applied(text, [edit])).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
