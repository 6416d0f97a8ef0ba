import type { Leniency } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import type { Source } from '../model/source.ts';

/** One parsed document of a file: its value (with `Unresolved` where it holds a bare placeholder) and where things stand. */
export interface Document {
  readonly source: Source;
  readonly value: unknown;
  /** Where the file is not strict JSON, though it can be read. */
  readonly leniencies: readonly Leniency[];
  /** What is wrong in it, though the rest can be read. */
  readonly errors?: readonly InputError[];
}

/** A file with its text; or what is wrong with it. */
export type Parsed = { readonly documents: readonly Document[] } | { readonly error: InputError };
