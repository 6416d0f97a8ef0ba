import { Unresolved } from '../../model/placeholder.ts';
import type { Origin, Path } from '../../model/source.ts';

/** What `AWS::NoValue` stands for: the member or element that has it is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/** Members and indexes to a value, each linked to the one above: most places are never asked for. */
export interface At {
  readonly up: At | undefined;
  readonly key: string | number;
}

/** The same for one step: most places are made so. */
export function step(up: At | undefined, key: string | number): At {
  return { up, key };
}

export function below(up: At | undefined, ...keys: readonly (string | number)[]): At {
  let end = up;
  for (const key of keys) end = { up: end, key };
  return end as At;
}

/** The place at the end of a path. */
export function at(path: Path): At | undefined {
  return path.length === 0 ? undefined : below(undefined, ...path);
}

export function pathOf(end: At | undefined): Path {
  const path: (string | number)[] = [];
  for (let step = end; step; step = step.up) path.push(step.key);
  return path.reverse();
}

/** An origin as long as nobody asks for it, which few ever do. */
export interface Whence {
  readonly at: At | undefined;
  readonly through?: NonNullable<Origin['through']>;
}

export function originOf({ at, through }: Whence): Origin {
  return through ? { path: pathOf(at), through } : { path: pathOf(at) };
}

/** A part of what is chosen as a whole: what it is a part of stands literally somewhere, the part does not. */
function partOf({ at, through }: Whence, key: string | number): Whence {
  return through ? { at, through: { what: through.what } } : { at: step(at, key) };
}

/** A resolved value; `origin` where it stands elsewhere than the expression that gave it. */
export interface Placed {
  readonly value: unknown;
  readonly origin?: Whence;
}

/** A value that its template leaves open, with the name by which two mentions of it are known to be the same. */
export class Open extends Unresolved {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Unresolved && 'label' in value;
  }

  readonly label: string;
  /** Is each element of this list one segment, chosen by AWS? */
  readonly names: boolean;
  constructor(label: string, detail: string, unlockedBy?: string, names = false) {
    super({ reason: 'unresolved', detail, ...(unlockedBy === undefined ? {} : { unlockedBy }) });
    this.label = label;
    this.names = names;
  }
}

/** Where the values of one resource come from, as far as that is not the place where they are met. */
export class Places {
  // Most resources have none.
  #elsewhere: Map<object, Map<string | number, Whence>> | undefined;

  /** The member or element of a resolved list or structure comes from there. */
  put(container: object, key: string | number, origin: Whence): void {
    this.#elsewhere ??= new Map();
    let members = this.#elsewhere.get(container);
    if (!members) {
      members = new Map();
      this.#elsewhere.set(container, members);
    }
    members.set(key, origin);
  }

  /** Where the value at `path` of a resolved structure comes from, which itself comes from `origin`. */
  find(root: unknown, path: Path, origin: Whence): Whence {
    let value = root;
    let found = origin;
    for (const key of path) {
      const container = typeof value === 'object' && value !== null ? value : undefined;
      const put = container && this.#elsewhere?.get(container)?.get(key);
      // What is computed as a whole has no parts in the text.
      found = put ?? partOf(found, key);
      value = container && (container as Record<string | number, unknown>)[key];
    }
    return found;
  }
}
