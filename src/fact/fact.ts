/**
 * The floor of the house: a value that may be known, known to be absent, or unknown with reasons.
 * A `Fact` has no value to reach for: it is read through `match`, whose three cases are required,
 * or through the combinators below. What already fails on known facts fails; nothing passes on an unknown.
 */

/** Why something is unknown. */
export type Reason =
  | 'offline'
  | 'unresolved'
  | 'access-denied'
  | 'throttled'
  | 'error'
  | 'undecidable'
  | 'not-recorded'
  | 'redacted';

/** One reason for an unknown, with what would unlock it: a CLI option, an IAM action, or nothing. */
export interface Why {
  readonly reason: Reason;
  readonly detail: string;
  readonly unlockedBy?: string;
  /** Of what ends a way that is known so far: its hops, such as those of a network path. */
  readonly way?: readonly string[];
}

/** The three cases of a fact; leaving one out does not compile. */
export interface Cases<T, R> {
  readonly known: (value: T) => R;
  readonly absent: () => R;
  readonly unknown: (why: readonly Why[]) => R;
}

/** Known, absent (we looked and it is not there), or unknown. */
export interface Fact<T> {
  match<R>(cases: Cases<T, R>): R;
}

/** A three-valued truth (Kleene's strong logic). Absent counts as false: there is nothing that could be true. */
export type Truth = Fact<boolean>;

type State = 'known' | 'absent' | 'unknown';

/**
 * The one implementation of a fact. The combinators of this file look inside instead of matching: a run makes millions of
 * them, and one shape without closures is several times as fast.
 */
class Held<T> implements Fact<T> {
  // Not `#` members: a fact may come from another bundle's copy of this class. Nobody else sees this class, so nothing is `private`.
  readonly state: State;
  readonly held: T | undefined;
  readonly why: readonly Why[];

  constructor(state: State, value: T | undefined, why: readonly Why[]) {
    this.state = state;
    this.held = value;
    this.why = why;
  }

  match<R>({ known, absent, unknown }: Cases<T, R>): R {
    return this.matchOf(known, absent, unknown);
  }

  /** What the published build says for `match`: the cases are hundreds of literals, each of a shape of its own, made at each match. */
  matchOf<R>(known: (value: T) => R, absent: () => R, unknown: (why: readonly Why[]) => R): R {
    if (this.state === 'known') return known(this.held as T);
    return this.state === 'absent' ? absent() : unknown(this.why);
  }
}

const NO_REASONS: readonly Why[] = [];
const ABSENT: Fact<never> = new Held<never>('absent', undefined, NO_REASONS);
const TRUE: Truth = new Held<boolean>('known', true, NO_REASONS);
const FALSE: Truth = new Held<boolean>('known', false, NO_REASONS);

/** A known value. */
export function known<T>(value: T): Fact<T> {
  return new Held('known', value, NO_REASONS);
}

/** Known to be absent. */
export function absent(): Fact<never> {
  return ABSENT;
}

/** Unknown for the given reasons (at least one). */
export function unknown(...why: readonly Why[]): Fact<never> {
  return new Held<never>('unknown', undefined, why);
}

/** More reasons than these say nothing more, and a file may hold a million of them. */
const MOST_REASONS = 16;

/** Unknown for reasons that were gathered in a list, however long; the first of them are kept. */
export function unknownFor(why: readonly Why[]): Fact<never> {
  return new Held<never>('unknown', undefined, why.slice(0, MOST_REASONS));
}

/** A known truth. */
export function truth(value: boolean): Truth {
  return value ? TRUE : FALSE;
}

/** Applies `change` to a known value. */
export function map<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  const { state, held } = fact as Held<T>;
  return state === 'known' ? known(change(held as T)) : (fact as Fact<never>);
}

/** Continues with another fact that depends on this one. */
export function chain<T, U>(fact: Fact<T>, next: (value: T) => Fact<U>): Fact<U> {
  const { state, held } = fact as Held<T>;
  return state === 'known' ? next(held as T) : (fact as Fact<never>);
}

/** What stands where the fact is absent: a default that ECS itself fills in, or another source. */
export function orElse<T>(fact: Fact<T>, fallback: () => Fact<T>): Fact<T> {
  return (fact as Held<T>).state === 'absent' ? fallback() : fact;
}

/** The value where it is known, else a stand-in: for messages and names, never for a decision. */
export function valueOr<T, U>(fact: Fact<T>, otherwise: U): T | U {
  const { state, held } = fact as Held<T>;
  return state === 'known' ? (held as T) : otherwise;
}

/** Joins two facts: absent if either is absent, else unknown (with all reasons) if either is unknown. */
export function both<A, B, U>(a: Fact<A>, b: Fact<B>, join: (a: A, b: B) => U): Fact<U> {
  const left = a as Held<A>;
  const right = b as Held<B>;
  if (left.state === 'absent' || right.state === 'absent') return ABSENT;
  if (left.state === 'known' && right.state === 'known') return known(join(left.held as A, right.held as B));
  return unknown(...merged(left.why, right.why));
}

/** Is the predicate true of the fact's value? An absent fact answers no. */
export function holds<T>(fact: Fact<T>, predicate: (value: T) => boolean): Truth {
  const { state, held } = fact as Held<T>;
  if (state === 'known') return predicate(held as T) ? TRUE : FALSE;
  return state === 'absent' ? FALSE : (fact as Fact<never>);
}

/** Does the fact equal one of the values? An absent fact answers no. */
export function equals<T>(fact: Fact<T>, ...values: readonly T[]): Truth {
  const { state, held } = fact as Held<T>;
  if (state === 'known') return values.includes(held as T) ? TRUE : FALSE;
  return state === 'absent' ? FALSE : (fact as Fact<never>);
}

/** Is there a value at all? */
export function present(fact: Fact<unknown>): Truth {
  const { state } = fact as Held<unknown>;
  if (state === 'known') return TRUE;
  return state === 'absent' ? FALSE : (fact as Fact<never>);
}

/** A truth as it came out: true, false (absent is false), or why it is not known. */
export function settled(value: Truth): boolean | readonly Why[] {
  const { state, held, why } = value as Held<boolean>;
  if (state === 'unknown') return why;
  return state === 'known' && (held as boolean);
}

/** Kleene negation. */
export function not(value: Truth): Truth {
  const outcome = settled(value);
  if (outcome === true) return FALSE;
  return outcome === false ? TRUE : value;
}

/** Kleene conjunction: false as soon as one is false, else unknown if one is unknown. */
export function all(values: readonly Truth[]): Truth {
  return joined(values, itself, false);
}

/** Kleene conjunction with what is asked only where the first is not false already. */
export function and(first: Truth, second: () => Truth): Truth {
  return settled(first) === false ? FALSE : all([first, second()]);
}

/** Kleene disjunction: true as soon as one is true, else unknown if one is unknown. */
export function any(values: readonly Truth[]): Truth {
  return joined(values, itself, true);
}

/** Is the predicate true of some member of the list? An absent list has none. */
export function some<T>(list: Fact<readonly T[]>, predicate: (item: T) => Truth): Truth {
  const { state, held } = list as Held<readonly T[]>;
  if (state === 'known') return joined(held as readonly T[], predicate, true);
  return state === 'absent' ? FALSE : (list as Fact<never>);
}

/** Is the predicate true of every member of the list? An absent list has no counterexample. */
export function every<T>(list: Fact<readonly T[]>, predicate: (item: T) => Truth): Truth {
  const { state, held } = list as Held<readonly T[]>;
  if (state === 'known') return joined(held as readonly T[], predicate, false);
  return state === 'absent' ? TRUE : (list as Fact<never>);
}

/** The first that comes out as what decides ends it: true of a disjunction, false of a conjunction. */
function joined<T>(items: readonly T[], truthOf: (item: T) => Truth, decides: boolean): Truth {
  let reasons: readonly Why[] | undefined;
  // By index: a run joins thousands of short lists, and an iterator makes an object at each step.
  for (let index = 0; index < items.length; index++) {
    const outcome = settled(truthOf(items[index] as T));
    if (outcome === decides) return truth(decides);
    if (typeof outcome !== 'boolean') reasons = merged(reasons, outcome);
  }
  return reasons ? unknown(...reasons) : truth(!decides);
}

function itself(value: Truth): Truth {
  return value;
}

function merged(reasons: readonly Why[] | undefined, more: readonly Why[]): readonly Why[] {
  if (!reasons) return more;
  return reasons.length >= MOST_REASONS ? reasons : [...reasons, ...more].slice(0, MOST_REASONS);
}

/** Turns a list of facts into a fact of a list: absent members are left out, one unknown makes all unknown. */
export function collect<T>(facts: Iterable<Fact<T>>): Fact<readonly T[]> {
  const values: T[] = [];
  let reasons: readonly Why[] | undefined;
  for (const fact of facts) {
    const { state, held, why } = fact as Held<T>;
    if (state === 'known') values.push(held as T);
    else if (state === 'unknown') reasons = merged(reasons, why);
  }
  return reasons ? unknown(...reasons) : known(values);
}
