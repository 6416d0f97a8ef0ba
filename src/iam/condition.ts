import { holdsOpaqueValue, isOpaque, isValue, unitsOf } from '../fact/opaque.ts';
import { mayHoldSeveral } from '../knowledge/iam-context-keys.ts';
import { type Comparator, type Operand, operand, type Test, testOf } from './comparison.ts';
import type { Condition } from './condition-block.ts';
import type { ContextValue } from './context-value.ts';
import { OPAQUE, partlyKnown } from './glob.ts';
import { doubtBetween } from './open-text.ts';
import type { Setting } from './setting.ts';
import { and, type Doubt, doubtful, either, not, or, some, type Tri } from './tri.ts';

/** An operator taken apart. */
export interface Operator {
  readonly set?: 'all' | 'any';
  readonly base: string;
  readonly ifExists: boolean;
}

/** `ForAnyValue:StringLikeIfExists`, in whatever case. */
export function operatorOf(name: string): Operator {
  const [, set, base = '', ifExists] = /^(?:for(all|any)values?:)?(.*?)(ifexists)?$/i.exec(name) ?? [];
  const found = set?.toLowerCase();
  return {
    ...(found === 'all' || found === 'any' ? { set: found } : {}),
    base: base.toLowerCase(),
    ifExists: ifExists !== undefined,
  };
}

/** Does the condition hold? What a wrong type or a variable without a value means is taken the way that allows less. */
export function conditionHolds(condition: Condition, setting: Setting): Tri {
  const operator = operatorOf(condition.operator);
  const value = setting.context.of(condition.key);
  if (operator.base === 'null') return isNull(condition, operator, value);
  const test = testOf(operator.base);
  if (!test) return doubtful({ text: `what the operator ${condition.operator} means` });
  const missing = absent(operator, test.negated);
  const eitherOf = (one: Tri, other: Tri) => either(one, other, () => doubtAbout(condition));
  const inRequest = (values: readonly Operand[]) => present(condition, operator, test, values, setting);
  /** Set operators take empty text for "a null dataset", as if the key were absent. */
  const inRequestOrEmpty = (values: readonly Operand[], others: readonly Operand[]) =>
    operator.set
      ? eitherOf(inRequest(values), others.length === 0 ? missing : inRequest(others))
      : inRequest(values);
  const known = (texts: readonly string[]): Tri => {
    if (texts.length === 0) return missing;
    const values = texts.map(operand);
    return texts.some(mayBeEmpty)
      ? inRequestOrEmpty(
          values,
          values.filter(({ text }) => text === undefined || !mayBeEmpty(text)),
        )
      : inRequest(values);
  };
  /** Of a key of which no value is known it is not known either whether it has several. */
  const withSeveral = (held: Tri) =>
    operator.set || !mayHoldSeveral(condition.key)
      ? held
      : eitherOf(held, withoutSetOperator(condition, held, setting));
  switch (value.state) {
    case 'known':
      return value.multivalued && value.values.length > 0 && !operator.set
        ? withoutSetOperator(condition, known(value.values), setting)
        : known(value.values);
    case 'absent':
      return missing;
    case 'one-of':
      return [...value.values.map((text) => known([text])), ...(value.mayBeAbsent ? [missing] : [])].reduce(
        eitherOf,
      );
    case 'pattern': {
      const { text, never, plain } = value;
      const values = [
        {
          tokens: partlyKnown(text),
          ...(isOpaque(text) && { open: text }),
          ...(never && { never }),
          ...(plain && { plain }),
        },
      ];
      return /^\**$/.test(value.text) ? inRequestOrEmpty(values, []) : inRequest(values);
    }
    case 'sort':
      return operator.set
        ? ofSupposedSet(condition, operator, test, value.passes)
        : inRequest([{ tokens: [], passes: value.passes }]);
    case 'present':
      return withSeveral(inRequestOrEmpty([{ tokens: [OPAQUE] }], []));
    case 'unknown':
      return withSeveral(eitherOf(inRequest([{ tokens: [OPAQUE] }]), missing));
  }
}

/**
 * What is supposed of a set of values: that some value passes the test, or that some value does not. `ForAllValues` is the
 * opposite of one of the two.
 */
export function setAtomOf({ set, base }: Operator, negated: boolean, values: readonly string[]): string {
  const among = negated === (set === 'all');
  return `${among ? 'some' : 'not all'} ${base.replace('not', '')} ${JSON.stringify(values)}`;
}

function ofSupposedSet(
  { values }: Condition,
  operator: Operator,
  { negated }: Test,
  passes: ReadonlySet<string>,
): boolean {
  return passes.has(setAtomOf(operator, negated, values)) === (operator.set === 'any');
}

/** What an absent key makes of a test. */
function absent({ set, ifExists }: Operator, negated: boolean): boolean {
  if (ifExists) return true;
  if (set) return set === 'all';
  return negated;
}

/**
 * "Multivalued context keys require a condition set operator": what one does that has none is taken the way that allows less.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function withoutSetOperator(condition: Condition, held: Tri, { effect }: Setting): Tri {
  if (effect === 'Allow' || held === false) return false;
  return doubtful(doubtAbout(condition));
}

/** A test of a key that is in the request with these values. */
function present(
  condition: Condition,
  { set }: Operator,
  { compare, negated }: Test,
  values: readonly Operand[],
  setting: Setting,
): Tri {
  const one = (value: Operand): Tri => {
    const known = some(condition.values, (wanted) =>
      compared(condition, compare, negated, value, wanted, setting),
    );
    const among = condition.open ? or([known, doubtful(condition.open)]) : known;
    if (!negated) return among;
    return condition.values.length === 0 && !condition.open ? doubtful(doubtAbout(condition)) : not(among);
  };
  const outcomes = values.map(one);
  if (set === 'any') return or(outcomes);
  if (set === 'all') return and(outcomes);
  // Without a set operator AWS does not say how several values are compared.
  return outcomes.reduce((left, right) => either(left, right, () => doubtAbout(condition)));
}

function compared(
  condition: Condition,
  compare: Comparator,
  negated: boolean,
  value: Operand,
  wanted: string,
  { context, effect, variables }: Setting,
): Tri {
  const { outcome, doubts = [] } = compare(value, wanted, context, variables);
  switch (outcome) {
    case 'yes':
      return true;
    case 'no':
      return false;
    case 'unresolved':
      // "There is no equal or like value": an inverted operator matches, the others do not.
      return false;
    case 'invalid':
      return negated || effect === 'Deny' ? doubtful(doubtAbout(condition)) : false;
    default:
      return doubts.length > 0 ? doubtful(...doubts) : doubtful(doubtOf(condition, value, wanted));
  }
}

/** Is it the empty text, or nothing but what nobody knows? */
function mayBeEmpty(text: string): boolean {
  return text === '' || (holdsOpaqueValue(text) && unitsOf(text).every(isValue));
}

/** `Null: true` holds where the key is absent, `Null: false` where it is there. */
function isNull(condition: Condition, { set, ifExists }: Operator, value: ContextValue): Tri {
  if (condition.open) return doubtful(condition.open);
  const wanted = condition.values.map((text) => text.toLowerCase());
  if (set || ifExists || !wanted.every((text) => text === 'true' || text === 'false')) {
    return doubtful({ text: `what ${condition.operator} of ${condition.key} means` });
  }
  const isAbsent: Tri =
    value.state === 'unknown' ||
    (value.state === 'one-of' && value.mayBeAbsent) ||
    (value.state === 'known' && value.values.every(mayBeEmpty))
      ? doubtful(doubtAbout(condition))
      : value.state === 'absent';
  return some(wanted, (text) => (text === 'true' ? isAbsent : not(isAbsent)));
}

/** What a template leaves open says why, unless nothing is known of the key. */
function doubtOf(condition: Condition, { text, open }: Operand, wanted: string): Doubt {
  const value = text ?? open;
  const about = doubtAbout(condition);
  return value === undefined ? about : doubtBetween(about.text, wanted, value, about.key);
}

function doubtAbout({ operator, key, values }: Condition): Doubt {
  const list = values.length === 1 ? values[0] : `[${values.join(', ')}]`;
  return { key: key.toLowerCase(), text: `${key} ${operator} ${list}` };
}
