import { closest, distance } from 'fastest-levenshtein';

/** The command line is wrong: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** By its name: each bundle of the command has its own class. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** `, did you mean "…"?` where one of the legal words is near enough to be meant. */
export function didYouMean(word: string, legal: readonly string[]): string {
  if (legal.length === 0) return '';
  const nearest = closest(word, legal);
  return distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3))
    ? `, did you mean "${nearest}"?`
    : '';
}
