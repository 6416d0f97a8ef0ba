import { absent, chain, type Fact, known, type Truth, truth, unknown, type Why } from '../fact/fact.ts';
import { holdsOpaqueValue, isOpaque, whyOpaque } from '../fact/opaque.ts';
import { isRedacted, whyRedacted } from '../fact/redacted.ts';
import { findPlaceholder, isUnresolved, OPEN, Unresolved, unresolvedPlaceholder } from './placeholder.ts';
import { originOf, type Path, type Place, placeOf, type Source, toPointer } from './source.ts';

type Member<T, K extends keyof T> = NonNullable<T[K]>;
type Element<T> = T extends readonly (infer E)[] ? NonNullable<E> : never;
type Entry<T> = T extends Readonly<Record<string, infer E>> ? NonNullable<E> : never;

/** What the account has of a definition that leaves members unchanged. */
interface Behind {
  readonly account: object;
  /** Is a member that is absent there too really absent? */
  readonly whole: boolean;
  /** What is known to stay of `deploymentConfiguration`. */
  readonly kept: object;
}

/**
 * A lazily built, typed window on one value of a file: what it says, and where it stands.
 * `T` is the AWS shape. Values are read as facts: a JSON `null` is absent, a placeholder is unknown,
 * and a value of the wrong type is read as the API would convert it, or unknown where that is impossible
 * (rule `rejected-by-ecs/wrong-type` reports it).
 */
export class View<T = unknown> {
  readonly source: Source;
  /** The value as parsed; only structural checks look at it. */
  readonly raw: unknown;
  readonly parent: View | undefined;
  readonly key: string | number;
  // Not `#` members: these are defined one by one, and a run makes hundreds of thousands of views.
  /** Why an absent member is not known to be absent, where the input means "unchanged" by leaving it out. */
  private readonly silence: Why | undefined;
  private readonly base: Path;
  /** What stands where a member is absent: what the account has, for input that leaves it unchanged. */
  private readonly behind: Behind | undefined;
  private children: Map<string, View> | undefined;
  private elements: Fact<readonly View[]> | undefined;
  private said: Fact<string> | undefined;
  private remembered: Map<object, unknown> | undefined;

  private constructor(
    source: Source,
    raw: unknown,
    parent: View | undefined,
    key: string | number,
    base: Path,
    silence: Why | undefined,
    behind?: Behind,
  ) {
    this.source = source;
    this.raw = raw;
    this.parent = parent;
    this.key = key;
    this.silence = silence;
    this.base = base;
    this.behind = behind;
    // Every view has all its members from the beginning, in one order: so all of them are read in the same way.
    this.children = undefined;
    this.elements = undefined;
    this.said = undefined;
    this.remembered = undefined;
  }

  /** The view of a definition that stands at `base` in its file; `silence` as for UpdateService input. */
  static root<T>(source: Source, raw: unknown, base: Path = [], silence?: Why): View<T> {
    return new View<T>(source, raw, undefined, '', base, silence);
  }

  /** The same root without anything that was read of it so far. */
  afresh(): View<T> {
    return new View<T>(this.source, this.raw, this.parent, this.key, this.base, this.silence, this.behind);
  }

  /**
   * The same root over what the account has: a member that is absent here is read from there. Of `deploymentConfiguration`,
   * where both have one, the members in `kept` alone are read from there: what the API does to the others is not documented.
   */
  over(account: object, kept: object = {}): View<T> {
    const behind = { account, whole: true, kept };
    return new View<T>(this.source, this.raw, this.parent, this.key, this.base, this.silence, behind);
  }

  /**
   * What is made of this view once and asked for many times, kept by whom it is made for. It hangs on the view and not in a
   * `WeakMap`, whose entries V8 keeps until it collects everything: over many files that costs more than it saves.
   */
  remember<R>(by: object, make: () => R): R {
    this.remembered ??= new Map();
    let made = this.remembered.get(by) as R | undefined;
    if (made === undefined) {
      made = make();
      this.remembered.set(by, made);
    }
    return made;
  }

  /** The member of a structure. */
  get<K extends keyof T & string>(name: K): View<Member<T, K>> {
    this.children ??= new Map();
    let child = this.children.get(name);
    if (!child) {
      const { behind } = this;
      const raw = isObject(this.raw) ? own(this.raw, name) : opened(this.raw);
      const there = behind && isObject(behind.account) ? own(behind.account, name) : undefined;
      if (name === 'deploymentConfiguration' && raw !== undefined && raw !== null && behind) {
        child = this.child(raw, name, this.silence, { account: behind.kept, whole: false, kept: {} });
      } else {
        child = this.child(raw ?? there, name, name === 'deploymentConfiguration' ? this.silence : undefined);
      }
      this.children.set(name, child);
    }
    return child as View<Member<T, K>>;
  }

  private child(raw: unknown, key: string | number, silence: Why | undefined, behind?: Behind): View {
    const told = this.behind?.whole ? undefined : this.silence;
    const missing = (raw ?? null) === null && told ? new Unresolved(told, false) : raw;
    // What the account has of a member leaves nothing open in it.
    const open = this.behind?.whole && !behind ? undefined : silence;
    return new View(this.source, missing, this as View, key, [], open, behind);
  }

  /** The elements of a list. */
  get items(): Fact<readonly View<Element<T>>[]> {
    this.elements ??= this.read(
      (raw) =>
        Array.isArray(raw)
          ? raw.map((item: unknown, index) => this.child(item, index, undefined))
          : undefined,
      'a list',
    );
    return this.elements as Fact<readonly View<Element<T>>[]>;
  }

  /** The entries of a map of names to values. */
  get entries(): Fact<readonly (readonly [string, View<Entry<T>>])[]> {
    return this.read(
      (raw) =>
        isObject(raw)
          ? Object.keys(raw).map(
              (name) => [name, this.get(name as keyof T & string) as View as View<Entry<T>>] as const,
            )
          : undefined,
      'a map',
    );
  }

  /** The text of a string; unknown where it holds a placeholder. Numbers and booleans are read as their spelling. */
  get text(): Fact<string> {
    this.said ??= chain(this.verbatim, (value) => {
      const placeholder = findPlaceholder(value);
      return placeholder ? unknown(unresolvedPlaceholder(placeholder)) : known(value);
    });
    return this.said;
  }

  /** The text exactly as written: for text in which `$X` belongs to a shell or `{{…}}` to the application. */
  get verbatim(): Fact<string> {
    return this.read(textOf, 'a string');
  }

  /**
   * The text of what names another thing. Unlike `text` it is known also where a name in it is given by the deploy alone: it
   * still tells one thing from another (`src/fact/opaque.ts`). For questions to facts, and compared by `sameText`.
   */
  get reference(): Fact<string> {
    const { raw } = this;
    if (typeof raw !== 'string' || !isOpaque(raw)) return this.text;
    return holdsOpaqueValue(raw) ? unknown(whyOpaque(raw)) : known(raw);
  }

  /** A number; a numeric string is read as the number it spells. */
  get number(): Fact<number> {
    return this.read(numberOf, 'a number');
  }

  /** A boolean; the strings "true" and "false" are read as what they spell. */
  get flag(): Fact<boolean> {
    return this.read(flagOf, 'a boolean');
  }

  /** Is there a value? Unknown where an unresolved value may turn out to be none. */
  get given(): Truth {
    if (this.raw === undefined || this.raw === null) return truth(false);
    return isUnresolved(this.raw) && !this.raw.stands ? unknown(this.raw.why) : truth(true);
  }

  /** The number of elements or members; absent lists are absent, not empty. */
  get size(): Fact<number> {
    return this.read(sizeOf, 'a list');
  }

  private read<V>(convert: (raw: unknown) => V | undefined, wanted: string): Fact<V> {
    const { raw } = this;
    if (raw === undefined || raw === null) return absent();
    if (isUnresolved(raw)) return unknown(raw.why);
    if (typeof raw === 'string' && isRedacted(raw)) return unknown(whyRedacted(raw, this.pointer));
    if (typeof raw === 'string' && isOpaque(raw)) return unknown(whyOpaque(raw));
    const value = convert(raw);
    if (value !== undefined) return known(value);
    const placeholder = typeof raw === 'string' ? findPlaceholder(raw) : undefined;
    return unknown(
      placeholder
        ? unresolvedPlaceholder(placeholder)
        : { reason: 'unresolved', detail: `${this.pointer} is not ${wanted}` },
    );
  }

  /** Members and indexes from the root of the file, in the API's spelling. */
  get path(): Path {
    return this.parent ? [...this.parent.path, this.key] : this.base;
  }

  /** JSON pointer from the root of the file. */
  get pointer(): string {
    return toPointer(originOf(this.source, this.path).path);
  }

  /** Where the value stands, or should stand. */
  get place(): Place {
    return placeOf(this.source, this.path);
  }
}

/** What stands open may have any member, or not: whether a member of it is given is unknown. */
function opened(raw: unknown): Unresolved | undefined {
  if (isUnresolved(raw)) return raw.stands ? new Unresolved(raw.why, false) : raw;
  const placeholder = typeof raw === 'string' ? findPlaceholder(raw) : undefined;
  return placeholder === undefined ? undefined : new Unresolved(unresolvedPlaceholder(placeholder), false);
}

/** An own member: names such as `constructor` or `__proto__` never reach the prototype. */
function own(raw: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(raw, name) ? raw[name] : undefined;
}

/** Is the value a plain structure (no list, no scalar, not unresolved)? */
export function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(OPEN in raw);
}

function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean'
    ? String(raw)
    : undefined;
}

function numberOf(raw: unknown): number | undefined {
  if (typeof raw === 'number') return raw;
  return typeof raw === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(raw) ? Number(raw) : undefined;
}

function flagOf(raw: unknown): boolean | undefined {
  if (typeof raw === 'boolean') return raw;
  return raw === 'true' ? true : raw === 'false' ? false : undefined;
}

function sizeOf(raw: unknown): number | undefined {
  if (Array.isArray(raw)) return raw.length;
  return isObject(raw) ? Object.keys(raw).length : undefined;
}
