import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns } from '../../src/report/columns.ts';
import { wrap } from '../../src/report/wrap.ts';

const words = fc.array(fc.constantFrom('', 'a', 'of', 'word', 'x'.repeat(12)), { minLength: 1 });
const width = fc.integer({ min: -2, max: 30 });

test('lines are as long as the width lets them be, and only a word that is longer goes over it', () => {
  fc.assert(
    fc.property(words, width, (list, room) => {
      const text = list.join(' ');
      const lines = wrap(text, room);
      expect(lines.join(' ')).toBe(text);
      lines.forEach((line, index) => {
        if (line.length > room) expect(line).not.toContain(' ');
        const [next] = (lines[index + 1] ?? '').split(' ');
        if (index + 1 < lines.length) expect(`${line} ${next}`.length).toBeGreaterThan(room);
      });
    }),
  );
});

test('text beyond ASCII breaks at the same places as ASCII of as many columns', () => {
  fc.assert(
    fc.property(words, width, (list, room) => {
      const text = list.join(' ');
      const accented = text.replaceAll('o', 'ö');
      expect(columns(accented)).toBe(text.length);
      expect(wrap(accented, room)).toEqual(wrap(text, room).map((line) => line.replaceAll('o', 'ö')));
    }),
  );
});
