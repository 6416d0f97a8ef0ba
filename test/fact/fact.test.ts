import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absent,
  all,
  any,
  both,
  collect,
  equals,
  every,
  type Fact,
  holds,
  known,
  map,
  not,
  orElse,
  present,
  some,
  type Truth,
  truth,
  unknown,
} from '../../src/fact/fact.ts';

const WHY = { reason: 'offline', detail: 'nobody asked' } as const;
const DENIED = { reason: 'access-denied', detail: 'no', unlockedBy: 'iam:GetRole' } as const;

const state = (fact: Fact<unknown>): unknown =>
  fact.match<unknown>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: (why) => why.map(({ reason }) => reason),
  });

/** Kleene's tables, written out: T, F and U for unknown. */
type Kleene = 'T' | 'F' | 'U';
const of = (value: Kleene): Truth => (value === 'U' ? unknown(WHY) : truth(value === 'T'));
const name = (value: Truth): Kleene =>
  value.match<Kleene>({ known: (is) => (is ? 'T' : 'F'), absent: () => 'F', unknown: () => 'U' });

describe('Kleene logic', () => {
  test.each([
    ['T', 'T', 'T', 'T'],
    ['T', 'F', 'F', 'T'],
    ['T', 'U', 'U', 'T'],
    ['F', 'F', 'F', 'F'],
    ['F', 'U', 'F', 'U'],
    ['U', 'U', 'U', 'U'],
  ] as const)('%s, %s: all %s, any %s', (a, b, conjunction, disjunction) => {
    expect(name(all([of(a), of(b)]))).toBe(conjunction);
    expect(name(all([of(b), of(a)]))).toBe(conjunction);
    expect(name(any([of(a), of(b)]))).toBe(disjunction);
    expect(name(any([of(b), of(a)]))).toBe(disjunction);
  });

  test('negation keeps the unknown', () => {
    expect(['T', 'F', 'U'].map((value) => name(not(of(value as Kleene))))).toEqual(['F', 'T', 'U']);
  });

  test('De Morgan holds for any number of truths', () => {
    const truths = fc.array(fc.constantFrom<Kleene>('T', 'F', 'U'));
    fc.assert(
      fc.property(truths, (values) => {
        expect(name(not(all(values.map(of))))).toBe(name(any(values.map((value) => not(of(value))))));
      }),
    );
  });

  test('resolving an unknown either way never overturns what was decided', () => {
    const truths = fc.array(fc.constantFrom<Kleene>('T', 'F', 'U'), { minLength: 1 });
    fc.assert(
      fc.property(truths, fc.infiniteStream(fc.boolean()), (values, choices) => {
        const decided = values.map((value) => (value === 'U' ? (choices.next().value ? 'T' : 'F') : value));
        for (const combine of [all, any]) {
          const before = name(combine(values.map(of)));
          if (before !== 'U') expect(name(combine(decided.map(of)))).toBe(before);
        }
      }),
    );
  });

  test('an unknown tells all reasons that kept it unknown', () => {
    expect(state(all([unknown(WHY), truth(true), unknown(DENIED)]))).toEqual(['offline', 'access-denied']);
  });
});

describe('combinators', () => {
  test('a predicate of an absent fact is false, of an unknown one unknown', () => {
    expect(state(holds(known(3), (value) => value > 2))).toBe(true);
    expect(state(holds(absent(), () => true))).toBe(false);
    expect(state(holds(unknown(WHY), () => true))).toEqual(['offline']);
    expect(state(equals(known('a'), 'b', 'a'))).toBe(true);
    expect(state(present(absent()))).toBe(false);
  });

  test('a default stands for the absent alone', () => {
    expect(state(orElse(absent(), () => known(1)))).toBe(1);
    expect(state(orElse(known(2), () => known(1)))).toBe(2);
    expect(state(orElse(unknown(WHY), () => known(1)))).toEqual(['offline']);
  });

  test('joining prefers the absent over the unknown, and the unknown over the known', () => {
    const join = (a: number, b: number) => a + b;
    expect(state(both(known(1), known(2), join))).toBe(3);
    expect(state(both(unknown(WHY), absent(), join))).toBe('absent');
    expect(state(both(absent(), unknown(WHY), join))).toBe('absent');
    expect(state(both(known(1), unknown(WHY), join))).toEqual(['offline']);
    expect(state(map(known(2), String))).toBe('2');
  });

  test('a list with one unknown member is unknown; absent members are left out', () => {
    expect(state(collect([known(1), absent(), known(2)]))).toEqual([1, 2]);
    expect(state(collect([known(1), unknown(WHY)]))).toEqual(['offline']);
  });

  test('some and every of an absent list', () => {
    expect(state(some(absent(), () => truth(true)))).toBe(false);
    expect(state(every(absent(), () => truth(false)))).toBe(true);
    expect(state(some(unknown(WHY), () => truth(true)))).toEqual(['offline']);
  });
});
