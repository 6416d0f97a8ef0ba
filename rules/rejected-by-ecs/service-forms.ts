import { all, any, holds, not, type Truth, valueOr } from '../../src/fact/fact.ts';
import { isWithin, type LimitId, limit } from '../../src/knowledge/ecs-limits.ts';
import { enumValues } from '../../src/knowledge/ecs-shapes.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import type { Edit } from '../../src/rule.ts';
import type { Constraint } from './constraint.ts';
import { setting } from './forms.ts';
import { nearestName } from './nearest-name.ts';
import { elements, member, serviceName } from './service-facts.ts';
import { observed, oneOf, subject } from './subject.ts';

/** What rows of one family say each for itself; the family knows how they are judged and mended. */
type Own = Pick<Constraint, 'id' | 'where' | 'appliesTo' | 'when' | 'severity' | 'source'> &
  Partial<Pick<Constraint, 'premise' | 'why' | 'fixes'>>;

/** A number within the bounds that `ecs-limits.json` holds under the row's id. */
export function range(own: Own & { readonly id: LimitId }): Constraint {
  return {
    on: 'service',
    absentPasses: true,
    ...own,
    violated: (value) => holds(value.number, (number) => !isWithin(own.id, number)),
    message: (value, deployment) =>
      `${serviceName(deployment)}: ${subject(value)} is ${observed(value)}, expected ${boundsOf(own.id)}`,
    fixes: (value) => {
      const { min, max } = limit(own.id);
      const number = valueOr(value.number, undefined);
      const nearest = number === undefined ? undefined : number < (min ?? number) ? min : max;
      return nearest === undefined
        ? []
        : [
            setting(
              value,
              nearest,
              own.severity === 'error',
              `set ${value.key} to ${nearest}, the nearest value that ECS takes`,
            ),
          ];
    },
  };
}

function boundsOf(id: LimitId): string {
  const { min, max, unit } = limit(id);
  const bounds =
    max === undefined ? `at least ${min}` : min === undefined ? `at most ${max}` : `${min} to ${max}`;
  return unit === undefined ? bounds : `${bounds} ${unit}`;
}

/** A list of at most as many elements as `ecs-limits.json` says under the row's id. */
export function atMost(
  own: Own & {
    readonly id: LimitId;
    /** Where not all elements count. */
    readonly counted?: (element: View) => Truth;
    /** What is counted. */
    readonly noun?: string;
  },
): Constraint {
  const { counted, noun = 'entries', ...row } = own;
  const count = (value: View): number =>
    counted === undefined
      ? valueOr(value.size, 0)
      : valueOr(elements(value), []).filter((item) => valueOr(counted(item), false)).length;
  return {
    on: 'service',
    absentPasses: true,
    ...row,
    violated: (value) =>
      counted === undefined
        ? holds(value.size, (size) => !isWithin(own.id, Math.max(size, limit(own.id).min ?? 0)))
        : holds(value.size, () => !isWithin(own.id, count(value))),
    message: (value, deployment) =>
      `${serviceName(deployment)}: ${subject(value)} has ${count(value)} ${noun}, expected at most ${limit(own.id).max}`,
  };
}

/**
 * One of the API's values, of the enum of that name. Where the word decides how the service runs, and so what else is judged,
 * its mend is no matter for a safe edit.
 */
export function enumeration(enumName: string, own: Own & { readonly decides?: boolean }): Constraint {
  const { decides = false, ...row } = own;
  const legal = () => enumValues(enumName);
  return {
    on: 'service',
    absentPasses: true,
    ...row,
    violated: (value) => holds(value.text, (text) => !legal().includes(text)),
    message: (value, deployment) =>
      `${serviceName(deployment)}: ${subject(value)} is ${observed(value)}, expected ${oneOf(legal())}`,
    fixes: (value, deployment) => {
      const meant = nearestValue(value, legal());
      if (meant !== undefined)
        return [
          setting(value, meant, own.severity === 'error' && !decides, `set ${subject(value)} to ${meant}`),
        ];
      return own.fixes?.(value, deployment) ?? [];
    },
  };
}

/** A boolean stands for the two switches ENABLED and DISABLED; a text for the value it nearly spells. */
function nearestValue(value: View, legal: readonly string[]): string | undefined {
  if (typeof value.raw === 'boolean') {
    const meant = value.raw ? 'ENABLED' : 'DISABLED';
    return legal.includes(meant) ? meant : undefined;
  }
  return typeof value.raw === 'string' ? nearestName(value.raw, legal) : undefined;
}

/** A structure of which these members must all be given; `neutral` is what a missing one may be set to. */
export function complete(
  members: readonly string[],
  own: Own & {
    readonly applies?: (value: View, deployment: Deployment) => Truth;
    readonly neutral?: (value: View, missing: string, deployment: Deployment) => unknown;
  },
): Constraint {
  const { applies, neutral, ...row } = own;
  const missing = (value: View) =>
    members.filter((name) => !valueOr(member(value, name).given, true)).map((name) => member(value, name));
  return {
    on: 'service',
    ...row,
    violated: (value, deployment) =>
      all([
        ...(applies ? [applies(value, deployment)] : []),
        value.given,
        any(members.map((name) => not(member(value, name).given))),
      ]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: ${subject(value)} has no ${missing(value)
        .map(({ key }) => key)
        .join(', no ')}; expected ${members.join(', ')}`,
    at: (value) => missing(value)[0] ?? value,
    fixes: (value, deployment) => {
      const edits: Edit[] = missing(value).flatMap((at) => {
        const set = neutral?.(value, String(at.key), deployment);
        return set === undefined ? [] : [{ at, op: 'set' as const, value: set }];
      });
      return edits.length > 0 && edits.length === missing(value).length
        ? [
            {
              kind: 'edit',
              description: `add ${missing(value)
                .map(({ key }) => key)
                .join(' and ')}`,
              safe: own.severity === 'error',
              edits,
            },
          ]
        : [];
    },
  };
}

/** A member that must be given. */
export function required(own: Own): Constraint {
  return {
    on: 'service',
    ...own,
    violated: (value) => not(value.given),
    message: (value, deployment) =>
      `${serviceName(deployment)}: ${value.parent ? subject(value.parent) : 'it'} has no ${value.key}, which ECS requires`,
  };
}
