/**
 * The forms that most constraints have: a number within bounds, a name of a closed list, a member that must not or must be
 * there, a list that may not be longer. A row of the table fills a form in; what it rests on comes from the knowledge.
 */
import { holds, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import { holdsOpaqueValue, isOpaque, isValue, unitsOf, whyOpaque } from '../../src/fact/opaque.ts';
import { type LimitId, limit } from '../../src/knowledge/ecs-limits.ts';
import { enumValues, isEnumValue, shapesAsOf } from '../../src/knowledge/ecs-shapes.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import type { Fix } from '../../src/rule.ts';
import { type Constraint, missing, outside, set } from './constraint.ts';
import { nearestName } from './nearest-name.ts';
import { observed, oneOf, subject } from './subject.ts';

/** What a form leaves to the row; `violated` and `message` where the form's own would not do. */
type Blank = Omit<Constraint, 'on' | 'violated' | 'message'> &
  Partial<Pick<Constraint, 'on' | 'violated' | 'message'>>;

/** A row of the task definition's half that no form fits. */
type TaskRow = Omit<Constraint, 'on'>;

/** A row that no form fits. */
export function taskRow(row: TaskRow): Constraint {
  return { on: 'task-definition', ...row };
}

/**
 * May an edit be called safe? ECS refuses what an error is about, so that nothing that works changes; a warning was never seen
 * refused, and under `--as fargate` the definition works where it runs today.
 */
export function safe(row: Pick<Constraint, 'severity'>, deployment: Deployment): boolean {
  return row.severity === 'error' && !deployment.asFargate;
}

/** Takes the value away. */
export function removal(at: View, isSafe: boolean, description = `remove ${subject(at)}`): Fix {
  return { kind: 'edit', description, safe: isSafe, edits: [{ at, op: 'remove' }] };
}

/** Puts a value in. */
export function setting(
  at: View,
  value: unknown,
  isSafe: boolean,
  description = `set ${subject(at)} to ${JSON.stringify(value)}`,
): Fix {
  return { kind: 'edit', description, safe: isSafe, edits: [{ at, op: 'set', value }] };
}

/** A number within the bounds of the knowledge; mended to the nearer bound. */
export function bounded(row: Blank & { readonly id: LimitId }): Constraint {
  return {
    on: 'task-definition',
    absentPasses: true,
    violated: (value) => outside(value, limit(row.id)),
    message: (value) => `${subject(value)} is ${observed(value)}, expected ${expected(row.id)}`,
    fixes: (value, deployment) =>
      valueOr(value.number, undefined) === undefined
        ? []
        : [setting(value, bound(row.id, valueOr(value.number, 0)), safe(row, deployment))],
    ...row,
  };
}

/** `5 to 300 seconds`, `at least 6 MiB`, `at most 50`. */
export function expected(id: LimitId): string {
  const { min, max, unit } = limit(id);
  const range =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `at least ${min}`
        : `at most ${max}`;
  return unit === undefined ? range : `${range} ${unit}`;
}

function bound(id: LimitId, number: number): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limit(id);
  return Math.min(Math.max(Math.ceil(number), min), max);
}

/** A list that may not be longer than the knowledge says; which elements to drop is not ours to choose. */
export function counted(row: Blank & { readonly id: LimitId; readonly what: string }): Constraint {
  const { what, ...rest } = row;
  return {
    on: 'task-definition',
    absentPasses: true,
    violated: (value) => holds(value.size, (size) => size > (limit(row.id).max ?? size)),
    message: (value) =>
      `${subject(value)} has ${valueOr(value.size, 0)} ${what}, expected ${expected(row.id)}`,
    ...rest,
  };
}

/** A word of one of the API's closed lists; mended to the word that was meant. */
export function listed(row: Blank & { readonly list: string }): Constraint {
  const { list, ...rest } = row;
  return {
    on: 'task-definition',
    absentPasses: true,
    violated: (value) => holds(value.text, (text) => !isEnumValue(list, text)),
    message: (value) => `${subject(value)} is ${observed(value)}, expected ${oneOf(enumValues(list))}`,
    fixes: (value, deployment) => {
      const meant = nearestName(valueOr(value.text, ''), enumValues(list));
      return meant === undefined ? [] : [setting(value, meant, safe(row, deployment))];
    },
    asOf: () => shapesAsOf().asOf,
    ...rest,
  };
}

/** A member that must not be set; mended by taking it away. `because` completes "… is set, which …". */
export function unsupported(row: Blank & { readonly because: string }): Constraint {
  const { because, ...rest } = row;
  return {
    on: 'task-definition',
    absentPasses: true,
    violated: set,
    message: (value) => `${subject(value)} is set, which ${because}`,
    fixes: (value, deployment) => [removal(value, safe(row, deployment))],
    ...rest,
  };
}

/** A member that must be there, and not be empty text. */
export function required(row: Blank & { readonly because: string }): Constraint {
  const { because, ...rest } = row;
  return {
    on: 'task-definition',
    violated: blank,
    message: (value) => `${subject(value)} is ${observed(value)}, but ${because}`,
    ...rest,
  };
}

/** Is the value absent, or empty text? */
export function blank(value: View): Truth {
  const { raw } = value;
  if (typeof raw !== 'string') return missing(value);
  // A name is never empty; a value of which nothing is known may be.
  if (isOpaque(raw))
    return holdsOpaqueValue(raw) && unitsOf(raw).every(isValue) ? unknown(whyOpaque(raw)) : truth(false);
  return holds(value.verbatim, (text) => text === '');
}

/** `no name and an empty valueFrom`: what a structure lacks, of members that are absent or empty text. */
export function lackings(values: readonly View[]): string {
  return values
    .map((value) => (valueOr(value.given, false) ? `an empty ${value.key}` : `no ${value.key}`))
    .join(' and ');
}
