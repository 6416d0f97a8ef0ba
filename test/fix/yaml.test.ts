import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { EditOutput } from '../../src/engine/result.ts';
import { applyEdits } from '../../src/fix/apply.ts';
import {
  at,
  type Data,
  edited,
  isData,
  layout,
  type Members,
  pathsOf,
  pointer,
  toYaml,
  wish,
} from './layouts.ts';

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

describe('any edit of a text with anchors, aliases and merge keys', () => {
  const words = fc.constantFrom<Data>('web', '256', 1, true, null, 'a: b', '# no');
  const map = fc.dictionary(fc.constantFrom('cpu', 'memory', 'log options'), words, {
    minKeys: 1,
    maxKeys: 3,
  });

  /** A document in which one map is named, meant again, and taken over; comments, and the text's own line breaks. */
  const document = fc
    .record({
      base: map,
      own: map,
      list: fc.array(words, { minLength: 1, maxLength: 3 }),
      lineBreak: fc.constantFrom('\n', '\r\n'),
      mark: fc.boolean(),
      flow: fc.boolean(),
    })
    .map(({ base, own, list, lineBreak, mark, flow }) => {
      const spelled = (value: Data, margin: string) =>
        Object.entries(value as Members)
          .map(([name, item]) => `${margin}${JSON.stringify(name)}: ${JSON.stringify(item)}  # of ${name}`)
          .join('\n');
      const text = [
        '# head',
        'base: &base   # named',
        spelled(base, '  '),
        flow ? `list: &list [${list.map((item) => JSON.stringify(item)).join(', ')}]` : 'list: &list',
        ...(flow ? [] : list.map((item) => `- ${JSON.stringify(item)} # one`)),
        'again: *base # meant',
        'lists: [*list, *list]',
        'merged:',
        '  <<: *base',
        spelled(own, '  '),
        'last: 1',
        '',
      ].join('\n');
      return (mark ? MARK : '') + text.replaceAll('\n', lineBreak);
    });

  test('makes it say what it should, or is not made', () => {
    let made = 0;
    const property = fc.property(
      document,
      fc.nat(),
      fc.constantFrom('set', 'remove', 'insert'),
      words,
      (text, which, op, what) => {
        const value = parse(text.replace(MARK, ''), { merge: true, maxAliasCount: -1 }) as Data;
        const paths = pathsOf(value);
        const picked = paths[which % paths.length] ?? [];
        const path = op === 'insert' ? [...picked.slice(0, -1), 'added'] : picked;
        if (op === 'insert' && Array.isArray(at(value, picked.slice(0, -1)))) return;
        const edit: EditOutput =
          op === 'remove'
            ? { pointer: pointer(path), op }
            : { pointer: pointer(path), op: 'set', value: what };
        const answer = applyEdits(text, 'yaml', [edit]);
        if (typeof answer !== 'string') return;
        made += 1;
        expect(parse(answer.replace(MARK, ''), { merge: true })).toEqual(
          edited(JSON.parse(JSON.stringify(value)) as Data, [{ path, edit }]),
        );
        expect(answer.startsWith(MARK)).toBe(text.startsWith(MARK));
        if (text.includes('\r\n')) expect(answer.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        const comments = (some: string) => some.match(/#.*$/gm) ?? [];
        expect(comments(answer).length).toBeGreaterThanOrEqual(comments(text).length - 3);
      },
    );
    fc.assert(property, { numRuns: 400 });
    // About 170 of the texts are, give or take ten; that hardly any were would mean that nothing is tested.
    expect(made).toBeGreaterThan(80);
  });
});
