import { unknown, type Why } from '../../fact/fact.ts';
import type { DerivedKind, Facts } from '../../fact/kind.ts';

const NOT_ASKED: Why = { reason: 'offline', detail: 'no rule asked for it', unlockedBy: '--live' };

/** Facts of which only what somebody asked before is told, and how many questions were answered and were not. */
export interface Heard {
  readonly facts: Facts;
  answered: number;
  missed: number;
}

/** What the rules heard, to be heard again: a portrait must not cost the account a single call. */
export function heard(facts: Facts): Heard {
  const again: Heard = {
    answered: 0,
    missed: 0,
    facts: {
      offline: facts.offline,
      ask: ((kind: DerivedKind<unknown, unknown>, query: unknown) => {
        const answer = facts.remembered?.(kind, query);
        if (answer) again.answered += 1;
        else again.missed += 1;
        return answer ?? Promise.resolve(unknown(NOT_ASKED));
      }) as Facts['ask'],
    },
  };
  return again;
}
