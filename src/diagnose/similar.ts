import type { Catalogue } from './catalogue.ts';
import type { Nearest } from './diagnosis.ts';
import { plainText } from './plain.ts';
import { lower } from './wording.ts';

/** So much of a text is compared; what is asked about stands there, if anywhere. */
const COMPARED = 4_000;
const OFFERED = 3;
/** Below this, two texts have no more in common than any two sentences about tasks. */
const LEAST = 0.3;

/** The documented messages that are most like a text: by the words they share, rare words counting most. */
export function nearest(text: string, catalogue: Catalogue): readonly Nearest[] {
  const asked = wordsOf(plainText(text.slice(0, COMPARED)));
  if (asked.size === 0) return [];
  const candidates = catalogue.messages.flatMap((message) =>
    [...new Set(message.wordings.map(({ text: wording }) => wording))].map((wording) => ({
      message,
      wording,
      words: wordsOf(wording.replace(/<\w+>|[\u2026{}|]/g, ' ')),
    })),
  );
  const frequency = new Map<string, number>();
  for (const { words } of candidates)
    for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weight = (word: string) => Math.log(1 + candidates.length / (frequency.get(word) ?? 0.5));
  const sum = (words: Iterable<string>) => [...words].reduce((total, word) => total + weight(word), 0);
  const all = sum([...asked].filter((word) => frequency.has(word)));
  const best = new Map<string, Nearest>();
  for (const { message, wording, words } of candidates) {
    const shared = sum([...words].filter((word) => asked.has(word)));
    const total = sum(words);
    if (total === 0 || words.size < 2) continue;
    const similarity =
      Math.round(100 * ((0.7 * shared) / total + (0.3 * shared) / Math.max(all, total))) / 100;
    const known = best.get(message.id);
    if (similarity >= LEAST && (known === undefined || similarity > known.similarity))
      best.set(message.id, { message: message.id, title: message.title, wording, similarity });
  }
  return [...best.values()]
    .sort((a, b) => b.similarity - a.similarity || (a.message < b.message ? -1 : 1))
    .slice(0, OFFERED);
}

const STOP = new Set([
  'the',
  'a',
  'an',
  'to',
  'in',
  'of',
  'is',
  'was',
  'and',
  'or',
  'for',
  'on',
  'that',
  'this',
  'with',
  'be',
  'by',
  'it',
  'at',
  'your',
  'you',
  'has',
  'have',
  'not',
  'error',
  'failed',
]);

function wordsOf(text: string): ReadonlySet<string> {
  const words = lower(text).match(/[a-z][a-z0-9_-]{1,40}/g) ?? [];
  return new Set(words.filter((word) => !STOP.has(word)));
}
