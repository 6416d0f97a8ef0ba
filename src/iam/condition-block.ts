import { Unresolved } from '../model/placeholder.ts';
import type { Doubt } from './tri.ts';

/** One test of a Condition block: an operator, a key, and the values it is compared with. All tests of a block must hold. */
export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** As written; key names know no case. */
  readonly key: string;
  /** Text, numbers and truths are all compared as text. */
  readonly values: readonly string[];
  /** Further values that a template leaves open. */
  readonly open?: Doubt;
}

/** The tests of a Condition element; where some of it is left open, whatever is there must hold as well. */
export interface Conditions {
  readonly conditions: readonly Condition[];
  readonly open?: Doubt;
}

const NONE: Conditions = { conditions: [] };

/** The tests of a Condition element, or `wrong` where it cannot be read; none where there is none. */
export function readCondition(block: unknown): Conditions | 'wrong' {
  if (block === undefined) return NONE;
  if (block instanceof Unresolved) return { conditions: [], open: openDoubt('its Condition', block) };
  if (!isObject(block)) return 'wrong';
  const conditions: Condition[] = [];
  let open: Doubt | undefined;
  for (const operator of Object.keys(block)) {
    const keys = block[operator];
    if (keys instanceof Unresolved) {
      open = openDoubt(`what ${operator} asks`, keys);
      continue;
    }
    if (!isObject(keys)) return 'wrong';
    for (const key of Object.keys(keys)) {
      const condition = readTest(operator, key, keys[key]);
      if (condition === 'wrong') return 'wrong';
      conditions.push(condition);
    }
  }
  return open ? { conditions, open } : { conditions };
}

function readTest(operator: string, key: string, value: unknown): Condition | 'wrong' {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const values: string[] = [];
  let open: Doubt | undefined;
  for (const item of list) {
    const text = textOf(item);
    if (text !== undefined) values.push(text);
    else if (item instanceof Unresolved) open = openDoubt(`what ${key} ${operator} asks`, item);
    else return 'wrong';
  }
  return open ? { operator, key, values, open } : { operator, key, values };
}

/** The doubt that a value makes which its template leaves open. */
export function openDoubt(what: string, { why }: Unresolved): Doubt {
  return { text: what, why: [why] };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** What a template leaves open is asked for before. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
