import type { InputError } from '../../model/input-error.ts';
import type { Place } from '../../model/source.ts';

/** What the user has a reason not to be told of, said beside the definition. */
export interface InlineSuppression {
  readonly kind: 'inSource';
  /** `rule` or `rule/problem`; at least one. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly until?: string;
  /** Where the user said so. */
  readonly place: Place;
  /** Which findings are meant: those that both hold for. */
  readonly covers: {
    readonly deployment?: (one: { readonly id: string }) => boolean;
    readonly finding?: (one: Found) => boolean;
  };
  /** The ids of the deployments that it is about. */
  readonly about: ReadonlySet<string>;
}

/** What must be known of a finding. */
export interface Found {
  readonly location: Place;
  readonly container?: string;
}

/** What was said beside definitions, and what of it says nothing that can be obeyed. */
export interface Inline {
  readonly suppressions: readonly InlineSuppression[];
  readonly errors: readonly InputError[];
}

/** What is wrong with the name of a rule or problem; undefined where there is one of that name. */
export type ComplaintOf = (name: string) => string | undefined;

/** Does a finding stand in what these pointers lead to? */
export function isWithin(pointer: string, roots: readonly string[]): boolean {
  return roots.some((root) => pointer === root || pointer.startsWith(`${root}/`));
}

/** An error in a place. */
export function errorAt({ file, arn, line, column }: Place, message: string): InputError {
  const place = line === undefined || column === undefined ? {} : { line, column };
  return { file: file ?? arn ?? '', message, ...place };
}
