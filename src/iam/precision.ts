import { mayHoldSeveral } from '../knowledge/iam-context-keys.ts';
import { atomOf, testOf } from './comparison.ts';
import { operatorOf, setAtomOf } from './condition.ts';
import type { Condition } from './condition-block.ts';
import { ABSENT, type ContextValue, single, withKeys } from './context-value.ts';
import type { Policy } from './document.ts';
import { evaluate, type Verdict } from './evaluate.ts';
import type { Policies, Request } from './request.ts';

const MOST_KEYS = 3;
const MOST_RUNS = 200;

/**
 * Evaluates; where that leaves the answer open, tries every value that the unknown keys could have as far as the policies can
 * tell values apart. Kleene's logic does not see that `Null: true` and `Null: false` cannot both fail; this does. A key takes
 * part only if the policies compare it as text, so that the values tried stand for all there are: each text they name, and for
 * all others each set of wildcards that it may match.
 */
export function decide(request: Request, policies: Policies): Verdict {
  const first = evaluate(request, policies);
  if (first.outcome !== 'unknown') return first;
  const keys = [...new Set(first.doubts.flatMap(({ key }) => (key === undefined ? [] : [key])))];
  if (keys.length === 0) return first;
  const every = everyPolicy(policies);
  const candidates = keys
    .map((key) => ({ key, values: candidatesFor(key, request.context.of(key), every) }))
    .filter(({ values }) => values.length > 0);
  if (candidates.length === 0 || candidates.length > MOST_KEYS) return first;
  if (candidates.reduce((runs, { values }) => runs * values.length, 1) > MOST_RUNS) return first;
  let agreed: Verdict | undefined;
  for (const world of worlds(candidates)) {
    const verdict = evaluate({ ...request, context: withKeys(request.context, world) }, policies);
    if (verdict.outcome === 'unknown') return first;
    if (agreed && (agreed.outcome === 'allowed') !== (verdict.outcome === 'allowed')) return first;
    // Denied in every world, but not in the same way: no policy denies explicitly for certain.
    if (!agreed || verdict.outcome === 'implicitDeny') agreed = verdict;
  }
  return agreed ?? first;
}

interface Candidates {
  readonly key: string;
  readonly values: readonly ContextValue[];
}

function* worlds(candidates: readonly Candidates[]): Iterable<ReadonlyMap<string, ContextValue>> {
  const [head, ...rest] = candidates;
  if (!head) {
    yield new Map();
    return;
  }
  for (const others of worlds(rest))
    for (const value of head.values) yield new Map([...others, [head.key, value]]);
}

function everyPolicy(policies: Policies): readonly Policy[] {
  const { boundary, session, resource, endpoint, serviceControl = [], resourceControl = [] } = policies;
  return [
    ...policies.identity,
    ...serviceControl.flat(),
    ...resourceControl.flat(),
    ...[boundary, session, resource, endpoint?.policy].filter((policy) => policy !== undefined),
  ];
}

/** One value for each sort that the policies can tell apart; none where that cannot be said. */
function candidatesFor(
  key: string,
  value: ContextValue,
  policies: readonly Policy[],
): readonly ContextValue[] {
  if (value.state !== 'unknown' && value.state !== 'present' && value.state !== 'one-of') return [];
  const tests = testsOf(key, policies);
  if (!tests) return [];
  if (value.state === 'one-of') return [...(value.mayBeAbsent ? [ABSENT] : []), ...value.values.map(single)];
  if (2 ** tests.atoms.size > MOST_RUNS) return [];
  const texts = tests.truth ? TRUTHS : [...tests.texts];
  const others = tests.truth ? [] : subsets([...tests.atoms]);
  const values: readonly ContextValue[] = [
    ...texts.map(single),
    ...others.map((passes) => ({ state: 'sort', passes: new Set(passes) }) as const),
  ];
  // Set operators take empty text as if the key were absent.
  return value.state === 'present' && !tests.set ? values : [ABSENT, ...values];
}

/** What the policies ask of a key: the texts that they name, each a value to try, and the tests that other values may pass. */
interface Tests {
  readonly texts: Set<string>;
  readonly atoms: Set<string>;
  /** Is the key asked as one that holds several values? */
  set: boolean;
  /** Is it asked as one that holds a single value? What that means of several is not documented. */
  plain: boolean;
  /** Is the key asked as one that is either true or false? Then it has no other value. */
  truth: boolean;
}

const TRUTHS = ['true', 'false'];

/** Undefined where they ask what cannot be tried: bytes, or the key as a variable. */
function testsOf(key: string, policies: readonly Policy[]): Tests | undefined {
  const tests: Tests = { texts: new Set(), atoms: new Set(), set: false, plain: false, truth: false };
  for (const { statements, variables } of policies) {
    for (const statement of statements) {
      if (mentions(statement, key)) return undefined;
      for (const condition of statement.conditions) {
        if (condition.key.toLowerCase() === key && !addTests(condition, variables, tests)) return undefined;
      }
    }
  }
  return tests.plain && (tests.set || mayHoldSeveral(key)) ? undefined : tests;
}

function addTests({ operator, values, open }: Condition, variables: boolean, tests: Tests): boolean {
  if (open) return false;
  const { set, base, ifExists } = operatorOf(operator);
  if (base === 'null') return true;
  if (base === 'bool' && !set) {
    tests.plain = true;
    for (const text of TRUTHS) tests.texts.add(text);
    tests.truth = true;
    return true;
  }
  const { sort, negated } = testOf(base) ?? {};
  if (sort === undefined || negated === undefined) return false;
  if (set) {
    if (variables && values.some((text) => text.includes('${'))) return false;
    tests.atoms.add(setAtomOf({ set, base, ifExists }, negated, values));
    tests.set = true;
    return true;
  }
  tests.plain = true;
  for (const text of values) {
    if (variables && text.includes('${')) return false;
    const plain =
      sort === 'equals' || sort === 'folded' || ((sort === 'like' || sort === 'arn') && !/[*?]/.test(text));
    if (plain) tests.texts.add(text);
    // A text that equals it was just named; what is like it, or equal but for case, may be any other.
    if (!plain || sort !== 'equals') tests.atoms.add(atomOf(sort, text));
  }
  return true;
}

function subsets(of: readonly string[]): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [[]];
  for (const one of of) all.push(...all.map((subset) => [...subset, one]));
  return all;
}

/** Is the key used as a variable? */
function mentions(statement: Policy['statements'][number], key: string): boolean {
  const texts = [
    ...(statement.resources ?? []),
    ...(statement.notResources ?? []),
    ...statement.conditions.flatMap(({ values }) => values),
  ];
  return texts.some((text) => text.includes('${') && text.toLowerCase().includes(key));
}
