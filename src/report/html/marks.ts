import type { Mark, Standing } from './standing.ts';

/** How a mark looks: a letter beside its colour, since colour alone tells some readers nothing, and its class in the style. */
interface Look {
  readonly letter: string;
  readonly class: string;
  readonly words: string;
}

export const LOOKS: Readonly<Record<Mark, Look>> = {
  crashed: { letter: '!', class: 'e', words: 'check crashed' },
  error: { letter: 'E', class: 'e', words: 'error' },
  warning: { letter: 'W', class: 'w', words: 'warning' },
  info: { letter: 'i', class: 'i', words: 'info' },
  unknown: { letter: '?', class: 'u', words: 'could not be checked' },
  pass: { letter: '✓', class: 'g', words: 'passed' },
  suppressed: { letter: 's', class: 'n', words: 'suppressed' },
  'not-applicable': { letter: '', class: 'n', words: 'not applicable' },
};

/** The mark of a severity or a standing, for who sees it; who listens is told in words beside it. */
export function mark(of: Mark | Standing): string {
  const { letter, class: name } = LOOKS[of];
  return `<b class="m ${name}" aria-hidden="true">${letter}</b>`;
}
