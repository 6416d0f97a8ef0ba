import type { Why } from '../fact/fact.ts';

/** What is known of one context key of a request. */
export type ContextValue =
  | {
      readonly state: 'known';
      readonly values: readonly string[];
      /** Is it a key that holds several values, even where it holds one now? */
      readonly multivalued: boolean;
    }
  /** It is not in the request, and why that is certain. */
  | { readonly state: 'absent'; readonly because?: string }
  /** It has one of these values, or, where it `mayBeAbsent`, none. */
  | { readonly state: 'one-of'; readonly values: readonly string[]; readonly mayBeAbsent?: boolean }
  /** Its value is known in part: `*` stands for what nobody knows. */
  | {
      readonly state: 'pattern';
      readonly text: string;
      /** Patterns of values that it is documented never to have. */
      readonly never?: readonly string[];
      /** No `*` and no `?` ever stands in it. */
      readonly plain?: true;
    }
  /** It has a value of which only this is supposed: it passes exactly these tests (as `atomOf` names them). */
  | { readonly state: 'sort'; readonly passes: ReadonlySet<string> }
  /** It is in the request; its value is not known. */
  | { readonly state: 'present' }
  /** Nothing is known of it, not even whether it is there. */
  | {
      readonly state: 'unknown';
      readonly because?: string;
      /** Why what would tell it could not be read. */
      readonly why?: readonly Why[];
    };

export const ABSENT: ContextValue = { state: 'absent' };
export const UNKNOWN: ContextValue = { state: 'unknown' };
export const PRESENT: ContextValue = { state: 'present' };

/** One value of a key that holds one. */
export function single(value: string): ContextValue {
  return { state: 'known', values: [value], multivalued: false };
}

/** The values of a key that may hold several. */
export function several(values: readonly string[]): ContextValue {
  return { state: 'known', values, multivalued: true };
}

/** The context of a request: what is known of each key. Key names know no case. */
export interface Context {
  of(key: string): ContextValue;
}

/** A context from a table; `otherwise` is what holds of every key that is not in it. */
export function contextOf(
  entries: Iterable<readonly [key: string, value: ContextValue]>,
  otherwise: (key: string) => ContextValue,
): Context {
  const table = new Map<string, ContextValue>();
  for (const [key, value] of entries) table.set(key.toLowerCase(), value);
  return { of: (key) => table.get(key.toLowerCase()) ?? otherwise(key.toLowerCase()) };
}

/** A context that is made when a policy asks for the first key: most policies ask for none. */
export function whenAsked(make: () => Context): Context {
  let made: Context | undefined;
  return {
    of: (key) => {
      made ??= make();
      return made.of(key);
    },
  };
}

/** The same context with some keys as given here. */
export function withKeys(context: Context, keys: ReadonlyMap<string, ContextValue>): Context {
  return { of: (key) => keys.get(key.toLowerCase()) ?? context.of(key) };
}
