import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lines } from '../../src/model/lines.ts';
import type { Path } from '../../src/model/source.ts';
import { JsonSpans } from '../../src/read/json-spans.ts';

/** A value as it is written, and the paths below it with the text of what stands there. */
interface Written {
  readonly text: string;
  readonly places: readonly (readonly [Path, string])[];
}

const gap = fc.constantFrom('', ' ', '\n  ', '/* } " */', '// ] {"\n');
const scalar = fc.constantFrom(
  '1',
  '-1.5e+3',
  'true',
  'null',
  '""',
  '"a\\"}"',
  '"\\\\"',
  '"{ [ //"',
  '"é, :"',
);

const { value } = fc.letrec<{ value: Written }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    scalar.map((text): Written => ({ text, places: [[[], text]] })),
    fc
      .tuple(fc.boolean(), gap, gap, fc.array(tie('value'), { maxLength: 4 }))
      .map(([named, before, after, children]) => written(named, before, after, children)),
  ),
}));

function written(named: boolean, before: string, after: string, children: readonly Written[]): Written {
  const name = (index: number) => `k"${index}`;
  const parts = children.map(({ text }, index) => {
    const head = named ? `${JSON.stringify(name(index))}${after}:${before}` : '';
    return `${before}${head}${text}${after}`;
  });
  const text = `${named ? '{' : '['}${parts.join(',')}${before}${named ? '}' : ']'}`;
  const below = children.flatMap(({ places }, index) =>
    places.map(([path, part]) => [[named ? name(index) : index, ...path], part] as const),
  );
  return { text, places: [[[], text], ...below] };
}

/** The same value nested so deep that it is not skipped at once. */
function nested({ text, places }: Written, depth: number): Written {
  return depth === 0 ? { text, places } : nested(written(false, ' ', '', [{ text, places }]), depth - 1);
}

test('every value is found where it stands, in whatever order it is asked for', () => {
  const deep = fc.tuple(value, fc.integer({ min: 0, max: 12 })).map(([one, depth]) => nested(one, depth));
  fc.assert(
    fc.property(fc.tuple(deep, value), fc.boolean(), ([first, second], backwards) => {
      const { text, places } = written(true, ' ', '', [first, second]);
      const lines = new Lines(text);
      const spans = new JsonSpans(text, lines, new Map());
      for (const [path, part] of backwards ? [...places].reverse() : places) {
        const span = spans.span(path);
        const rows = text.split('\n').slice((span?.line ?? 1) - 1, span?.endLine);
        const last = rows.length - 1;
        rows[last] = rows[last]?.slice(0, (span?.endColumn ?? 1) - 1) ?? '';
        rows[0] = rows[0]?.slice((span?.column ?? 1) - 1) ?? '';
        expect(rows.join('\n')).toBe(part);
      }
      expect(spans.span(['other'])).toBeUndefined();
    }),
  );
});
