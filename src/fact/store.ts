import { type Fact, unknown } from './fact.ts';
import type { FactKind, Facts } from './kind.ts';

/** One place that may know: answers a fact, or undefined for "not mine". */
export interface FactSource {
  answer<Query, Value>(kind: FactKind<Query, Value>, query: Query): Promise<Fact<Value> | undefined>;
}

/**
 * Asks the sources in order and remembers every answer by kind and canonical key, so that no question is asked twice.
 * Where no source answers, the fact is unknown because nothing was asked: offline.
 */
export function factStore(sources: readonly FactSource[]): Facts {
  const answers = new Map<string, Promise<Fact<unknown>>>();
  return {
    ask<Query, Value>(kind: FactKind<Query, Value>, query: Query): Promise<Fact<Value>> {
      const key = `${kind.id} ${kind.key(query)}`;
      let answer = answers.get(key);
      if (!answer) {
        answer = firstAnswer(sources, kind, query);
        answers.set(key, answer);
      }
      return answer as Promise<Fact<Value>>;
    },
  };
}

async function firstAnswer<Query, Value>(
  sources: readonly FactSource[],
  kind: FactKind<Query, Value>,
  query: Query,
): Promise<Fact<Value>> {
  for (const source of sources) {
    const answer = await source.answer(kind, query);
    if (answer) return answer;
  }
  return unknown({
    reason: 'offline',
    detail: `${kind.noun} ${kind.key(query)} was not looked up`,
    unlockedBy: '--live',
  });
}
