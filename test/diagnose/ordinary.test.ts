import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { diagnosisCatalogue } from '../../src/diagnose/diagnose.ts';
import { observationsIn } from '../../src/diagnose/document.ts';
import { gather } from '../../src/diagnose/gather.ts';
import { ordinaryLines } from './ordinary.ts';

const catalogue = diagnosisCatalogue(rules);
const lines = ordinaryLines(8_000);
const recognised = (text: string) =>
  gather(observationsIn(text), catalogue).seen.map(({ message }) => message.id);

describe('ordinary logs', () => {
  test('are at least 5,000 lines that differ', () => {
    expect(new Set(lines).size).toBeGreaterThan(5_000);
  });

  test('hold no line that is recognised by itself', () => {
    const wrong = lines.flatMap((line) => recognised(line).map((message) => [message, line]));
    expect(wrong).toEqual([]);
  });

  test('are not recognised as a whole either, whatever stands beside what', () => {
    expect(recognised(lines.join('\n'))).toEqual([]);
    expect(recognised(lines.toReversed().join('\r\n'))).toEqual([]);
  });

  test('are not recognised in one line without an end', () => {
    expect(recognised(lines.join(' '))).toEqual([]);
  });

  test('do not hide a message that stands among them', () => {
    const among = lines.toSpliced(4_321, 0, 'CannotPullContainerError: invalid reference format');
    expect(recognised(among.join('\n'))).toEqual(['pull-invalid-reference']);
  });
});
