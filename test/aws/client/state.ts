import type { Fact } from '../../../src/fact/fact.ts';

/** A fact spelled out, to be compared. */
export function stateOf(fact: Fact<unknown>): unknown {
  return fact.match<unknown>({
    known: (value) => ({ known: value }),
    absent: () => 'absent',
    unknown: (why) => ({ unknown: why }),
  });
}
