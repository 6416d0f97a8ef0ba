import { isOpaque } from '../fact/opaque.ts';
import type { Context } from './context-value.ts';
import {
  folded,
  holdsValue,
  literal,
  type Matching,
  match,
  OPAQUE,
  partlyKnown,
  pattern,
  type Tokens,
} from './glob.ts';
import type { Doubt } from './tri.ts';
import { contains, dateOf, networkOf, numberOf } from './typed-values.ts';
import { fill } from './variables.ts';

/** One value of a context key, of which parts may not be known. */
export interface Operand {
  readonly tokens: Tokens;
  /** The text, where all of it is known. */
  readonly text?: string;
  /** The text, where a template leaves something open in it. */
  readonly open?: string;
  readonly never?: readonly string[];
  /** No `*` and no `?` stands in it. */
  readonly plain?: true;
  /** Of a value that is only supposed: the tests that it passes. */
  readonly passes?: ReadonlySet<string>;
}

/** What a supposed value may pass: the test of a policy, by the sort of comparison and the text it compares with. */
export function atomOf(sort: string, wanted: string): string {
  return `${sort} ${wanted}`;
}

export function operand(text: string): Operand {
  return isOpaque(text) ? { tokens: literal(text), open: text } : { tokens: literal(text), text };
}

/** `invalid`: one of the sides is not of the operator's type. `unresolved`: a variable of the policy has no value. */
interface Comparison {
  readonly outcome: Matching | 'invalid' | 'unresolved';
  readonly doubts?: readonly Doubt[];
}

/** Compares a value of the request with one of the policy. */
export type Comparator = (value: Operand, wanted: string, context: Context, variables: boolean) => Comparison;

type Change = (tokens: Tokens) => Tokens;
const asIs: Change = (tokens) => tokens;

/** Text against text, with wildcards or without. Variables are filled in by operators on text and ARNs alone. */
function text(
  sort: string,
  wildcards: boolean,
  change: Change,
  compare: (wanted: Tokens, value: Tokens) => Matching,
): Comparator {
  return (value, wanted, context, variables) => {
    if (value.passes) {
      const passes = value.passes.has(atomOf(sort, wanted)) || (sort === 'like' && /^\*+$/.test(wanted));
      return { outcome: passes ? 'yes' : 'no' };
    }
    const plain = wildcards ? pattern : literal;
    const filled = variables
      ? fill(wanted, context, wildcards)
      : { tokens: plain(wanted), unresolved: false, doubts: [] };
    if (filled.unresolved) return { outcome: 'unresolved' };
    const outcome = compare(change(filled.tokens), change(value.tokens));
    if (
      outcome === 'maybe' &&
      (value.never?.some((never) => match(pattern(never), partlyKnown(wanted)) === 'yes') ||
        (value.plain && !wildcards && /[*?]/.test(wanted)))
    ) {
      return { outcome: 'no' };
    }
    return { outcome, doubts: filled.doubts };
  };
}

const COLON = ':'.codePointAt(0) as number;

/** The six parts of an ARN, cut at the first five colons. */
function arnTokens(tokens: Tokens): readonly Tokens[] {
  const parts: Tokens[] = [];
  let from = 0;
  for (const [at, token] of tokens.entries()) {
    if (token !== COLON || parts.length === 5) continue;
    parts.push(tokens.slice(from, at));
    from = at + 1;
  }
  return [...parts, tokens.slice(from)];
}

/** Each of the six parts is compared by itself; what is no ARN on either side matches at most perhaps. */
function compareArns(wanted: Tokens, value: Tokens): Matching {
  const patterns = arnTokens(wanted);
  const parts = arnTokens(value);
  if (patterns.length < 6 || parts.length < 6) return match(wanted, value) === 'no' ? 'no' : 'maybe';
  const outcomes = patterns.map((part, at) => match(part, parts[at] as Tokens));
  const openColons = [...patterns.slice(0, 5), ...parts.slice(0, 5)].some(holdsValue);
  if (!outcomes.includes('no')) return openColons || outcomes.includes('maybe') ? 'maybe' : 'yes';
  // A variable or an unknown part may hold colons of its own.
  const cutAnywhere = openColons || wanted.includes(OPAQUE);
  return cutAnywhere && match(wanted, value) !== 'no' ? 'maybe' : 'no';
}

/** Values of another type than text: what is not known of them decides. */
function typed<Value>(
  sort: string,
  read: (text: string) => Value | undefined,
  holds: (value: Value, wanted: Value) => boolean,
): Comparator {
  return (value, wanted) => {
    if (isOpaque(wanted)) return { outcome: 'maybe' };
    const right = read(wanted);
    if (right === undefined) return { outcome: 'invalid' };
    if (value.passes) return { outcome: value.passes.has(atomOf(sort, wanted)) ? 'yes' : 'no' };
    if (value.text === undefined) return { outcome: 'maybe' };
    const left = read(value.text);
    if (left === undefined) return { outcome: 'invalid' };
    return { outcome: holds(left, right) ? 'yes' : 'no' };
  };
}

const ORDER: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  equals: (value, wanted) => value === wanted,
  lessthan: (value, wanted) => value < wanted,
  lessthanequals: (value, wanted) => value <= wanted,
  greaterthan: (value, wanted) => value > wanted,
  greaterthanequals: (value, wanted) => value >= wanted,
};

const bool: Comparator = (value, wanted) => {
  if (isOpaque(wanted)) return { outcome: 'maybe' };
  if (!/^(?:true|false)$/i.test(wanted)) return { outcome: 'invalid' };
  if (value.text === undefined) return { outcome: 'maybe' };
  if (!/^(?:true|false)$/i.test(value.text)) return { outcome: 'invalid' };
  if (value.text === wanted) return { outcome: 'yes' };
  if (value.text.toLowerCase() !== wanted.toLowerCase()) return { outcome: 'no' };
  return { outcome: 'maybe', doubts: [{ text: `whether ${wanted} is read as ${value.text}` }] };
};

/** The policy holds Base64; how the value of the request would be written down here is open, so equality stays doubtful. */
const binary: Comparator = (value, wanted) => {
  if (value.text === undefined || isOpaque(wanted)) return { outcome: 'maybe' };
  const spellings = [wanted, decoded(wanted)];
  return { outcome: spellings.includes(value.text) ? 'maybe' : 'no' };
};

function decoded(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}

/** What an operator does with one value of the request and one of the policy. */
export interface Test {
  /** What sort of comparison it is; none of those of which no value can be supposed. */
  readonly sort?: string;
  readonly compare: Comparator;
  /** Is the operator true where the comparison is not? */
  readonly negated: boolean;
}

let operators: ReadonlyMap<string, Test> | undefined;

/**
 * The test that an operator makes, by its name in lower case. A negated one is true where its positive one is false.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function testOf(operator: string): Test | undefined {
  // Made for the first condition: most policies have none.
  operators ??= allOperators();
  return operators.get(operator);
}

function allOperators(): ReadonlyMap<string, Test> {
  const arn = text('arn', true, asIs, compareArns);
  return new Map<string, Test>([
    ...both('stringequals', 'stringnotequals', text('equals', false, asIs, match), 'equals'),
    ...both(
      'stringequalsignorecase',
      'stringnotequalsignorecase',
      text('folded', false, folded, match),
      'folded',
    ),
    ...both('stringlike', 'stringnotlike', text('like', true, asIs, match), 'like'),
    ...both('arnequals', 'arnnotequals', arn, 'arn'),
    ...both('arnlike', 'arnnotlike', arn, 'arn'),
    ...both(
      'ipaddress',
      'notipaddress',
      typed('network', networkOf, (value, wanted) => contains(wanted, value)),
      'network',
    ),
    ...ordered('numeric', numberOf),
    ...ordered('date', dateOf),
    ['bool', { compare: bool, negated: false }],
    ['binaryequals', { compare: binary, negated: false }],
  ]);
}

function both(
  positive: string,
  negative: string,
  compare: Comparator,
  sort?: string,
): readonly (readonly [string, Test])[] {
  const test = { compare, ...(sort === undefined ? {} : { sort }) };
  return [
    [positive, { ...test, negated: false }],
    [negative, { ...test, negated: true }],
  ];
}

function ordered(
  family: string,
  read: (text: string) => number | undefined,
): readonly (readonly [string, Test])[] {
  const test = (name: string, holds: (value: number, wanted: number) => boolean) => {
    const sort = `${family} ${name}`;
    return { sort, compare: typed(sort, read, holds) };
  };
  const equals = (value: number, wanted: number) => value === wanted;
  return [
    ...Object.entries(ORDER).map(
      ([name, holds]) => [`${family}${name}`, { ...test(name, holds), negated: false }] as const,
    ),
    [`${family}notequals`, { ...test('equals', equals), negated: true }],
  ];
}
