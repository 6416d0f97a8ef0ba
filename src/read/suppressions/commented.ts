/** A part of a text that a comment can stand for: a member, or an element of a list. */
export interface Part {
  /** Offset of its name, or of the element. */
  readonly start: number;
  /** The end of its value, exclusive. */
  readonly end: number;
  /** Where it stands in the value of its document; several where aliases repeat it. */
  readonly pointers: readonly string[];
  /** Which document of the file, counted from 0. */
  readonly document: number;
}

/** A comment without what opens and closes it. */
export interface Comment {
  readonly text: string;
  /** Offset of `text`. */
  readonly at: number;
  /** Offsets of the whole comment. */
  readonly start: number;
  readonly end: number;
  /** May something follow in the same line? */
  readonly block: boolean;
}

/** A text with its comments, for who reads them. */
export interface Commented {
  /** With which the offsets agree. */
  readonly text: string;
  readonly syntax: 'json' | 'yaml';
  /** In the order of the text. */
  readonly comments: readonly Comment[];
  readonly parts: readonly Part[];
  /** The offsets of each document that has a value, by its number. */
  readonly documents: ReadonlyMap<number, { readonly start: number; readonly end: number }>;
}

/** A member or element of a pointer. */
export function below(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
