import type { InputError } from '../../model/input-error.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { type Path, type Place, placeOf, type Source } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import { quote } from '../../read/quote.ts';
import { didYouMean } from '../usage-error.ts';

/** A value of a configuration, and where it stands. */
export interface Part {
  readonly value: unknown;
  readonly path: Path;
}

/** Checks the values of one file, and gathers all that is wrong with them. */
export class Checker {
  readonly errors: InputError[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  place(path: Path): Place {
    return placeOf(this.#source, path);
  }

  /** The place of a member's name, from which its value may stand lines away. */
  placeOfName(path: Path): Place {
    const place = this.place(path);
    const name = path.at(-1);
    const { text } = this.#source;
    if (typeof name !== 'string' || place.line === undefined) return place;
    const offset = offsetOf(text, place.line, place.column ?? 1);
    const at = text.lastIndexOf(name, offset);
    if (at < 0 || at + name.length > offset) return place;
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n') - (line === 1 && text.startsWith('\uFEFF') ? 1 : 0);
    return { ...place, line, column, endLine: line, endColumn: column + name.length };
  }

  /** Takes note of what is wrong with a value; answers undefined, as there is no use in it. */
  refuse(path: Path, message: string): undefined {
    return this.refuseAt(this.place(path), message);
  }

  refuseName(path: Path, message: string): undefined {
    return this.refuseAt(this.placeOfName(path), message);
  }

  refuseAt({ file = '', line, column }: Place, message: string): undefined {
    this.errors.push({
      file,
      message,
      ...(line === undefined || column === undefined ? {} : { line, column }),
    });
    return undefined;
  }

  /** The members of a structure; those that are not legal are refused and left out. */
  structure(
    { value, path }: Part,
    what: string,
    legal: readonly string[],
  ): Readonly<Record<string, Part>> | undefined {
    if (!isObject(value)) return this.refuse(path, `expected ${what}, found ${found(value)}`);
    const members: Record<string, Part> = {};
    for (const [name, inner] of Object.entries(value)) {
      const at = [...path, name];
      if (legal.includes(name)) members[name] = { value: inner, path: at };
      else this.refuseName(at, `there is no member ${quote(name)} here${hint(name, legal)}`);
    }
    return members;
  }

  /** The parts of a list; one text is a list of one. */
  parts(part: Part | undefined, what: string): readonly Part[] {
    if (!part) return [];
    const { value, path } = part;
    if (typeof value === 'string') return [part];
    if (!Array.isArray(value)) {
      this.refuse(path, `expected a list of ${what}, found ${found(value)}`);
      return [];
    }
    if (value.length === 0) this.refuse(path, `expected a list of ${what}, found an empty one`);
    return value.map((inner: unknown, index) => ({ value: inner, path: [...path, index] }));
  }

  /** A text that says something. */
  text({ value, path }: Part, what: string): string | undefined {
    if (typeof value !== 'string') return this.refuse(path, `expected ${what}, found ${found(value)}`);
    if (value.trim() === '') return this.refuse(path, `expected ${what}, found an empty text`);
    return value;
  }

  choice<T extends string>({ value, path }: Part, legal: readonly T[]): T | undefined {
    const chosen = legal.find((one) => one === value);
    if (chosen !== undefined) return chosen;
    const meant = typeof value === 'string' ? nearest(value.toLowerCase(), legal) : '';
    return this.refuse(path, `expected ${alternatives(legal)}, found ${found(value)}${meant}`);
  }

  flag({ value, path }: Part): boolean | undefined {
    if (typeof value === 'boolean') return value;
    return this.refuse(path, `expected true or false, found ${found(value)}`);
  }
}

/** A word that is cut short means the whole one. */
function nearest(word: string, legal: readonly string[]): string {
  const whole = word.length < 3 ? undefined : legal.find((one) => one.startsWith(word));
  return whole === undefined ? didYouMean(word, legal) : `, did you mean "${whole}"?`;
}

/** `a, b or c` */
export function alternatives(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** What a value is, for a sentence. */
export function found(value: unknown): string {
  if (value instanceof Unresolved) return 'a placeholder that nobody fills';
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return quote(value, 40);
  return typeof value === 'object' ? 'a structure' : `the ${typeof value} ${String(value)}`;
}

function hint(name: string, legal: readonly string[]): string {
  return didYouMean(name, legal) || `: expected ${alternatives(legal)}`;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
