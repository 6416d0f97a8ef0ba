import type { Why } from '../fact/fact.ts';

/** What keeps a truth from being known. */
export interface Doubt {
  /** The context key whose value is not known, in lower case. */
  readonly key?: string;
  /** What would have to hold, or what could not be read: `aws:SourceVpce StringEquals vpce-1`. */
  readonly text: string;
  /** Why the document or value is not known. */
  readonly why?: readonly Why[];
}

/** Unknown, with what makes it so. */
export interface Doubtful {
  readonly doubts: readonly Doubt[];
}

/**
 * A truth inside the evaluator: Kleene's strong logic with provenance. It is not a `Truth` of the floor because here millions
 * of atoms are joined, and because what makes one unknown is a context key or a document, not yet a reason for the user.
 */
export type Tri = boolean | Doubtful;

/** More doubts than these say nothing more. */
const MOST_DOUBTS = 12;

/** Unknown because of these. */
export function doubtful(...doubts: readonly Doubt[]): Doubtful {
  return { doubts };
}

/** The doubts of a truth; none where it is known. */
export function doubtsOf(value: Tri): readonly Doubt[] {
  return typeof value === 'boolean' ? [] : value.doubts;
}

/** False as soon as one is false, else unknown if one is unknown. */
export function and(values: readonly Tri[]): Tri {
  return joined(values, itself, false);
}

/** True as soon as one is true, else unknown if one is unknown. */
export function or(values: readonly Tri[]): Tri {
  return joined(values, itself, true);
}

/** Does the test hold of all of them? What comes after one that fails it is not tested. */
export function every<T>(items: readonly T[], test: (item: T) => Tri): Tri {
  return joined(items, test, false);
}

/** Does the test hold of one of them? What comes after one that passes it is not tested. */
export function some<T>(items: readonly T[], test: (item: T) => Tri): Tri {
  return joined(items, test, true);
}

function itself(value: Tri): Tri {
  return value;
}

/** The first that comes out as what decides ends it: true of a disjunction, false of a conjunction. */
function joined<T>(items: readonly T[], test: (item: T) => Tri, decides: boolean): Tri {
  let open: Doubtful | undefined;
  // By index: each decision joins dozens of short lists, and an iterator makes an object at each step.
  for (let index = 0; index < items.length; index++) {
    const value = test(items[index] as T);
    if (value === decides) return decides;
    if (typeof value !== 'boolean') open = merged(open, value);
  }
  return open ?? !decides;
}

export function not(value: Tri): Tri {
  return typeof value === 'boolean' ? !value : value;
}

/** What holds if either of two worlds may be the real one: certain only where both agree. */
export function either(one: Tri, other: Tri, doubt: () => Doubt): Tri {
  if (typeof one !== 'boolean') return typeof other === 'boolean' ? one : merged(one, other);
  if (typeof other !== 'boolean') return other;
  return one === other ? one : doubtful(doubt());
}

function merged(one: Doubtful | undefined, other: Doubtful): Doubtful {
  if (!one) return other;
  const doubts = [...one.doubts];
  for (const doubt of other.doubts) {
    if (doubts.length >= MOST_DOUBTS) break;
    if (!doubts.some(({ key, text }) => key === doubt.key && text === doubt.text)) doubts.push(doubt);
  }
  return { doubts };
}
