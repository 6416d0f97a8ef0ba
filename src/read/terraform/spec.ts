import { Unresolved } from '../../model/placeholder.ts';
import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';

/**
 * How a member of a definition, or a property of a CloudFormation resource, is found among the attributes of a Terraform
 * resource. A bare text is the name of the attribute that holds the same value.
 */
export type Spec = string | Leaf | Structure | Several | Whole;

interface Leaf {
  readonly from: Path;
  /** The value in the other spelling; undefined leaves it out. Open values are passed by. */
  readonly as?: (value: unknown) => unknown;
  /** The text at `from` is JSON, and its members are what is meant. */
  readonly json?: true;
}

/** A structure whose members are told one by one. A block is a list of one: `['network_configuration', 0]`. */
interface Structure {
  readonly from: Path;
  readonly members: Members;
}

/** A list of blocks, or of texts. */
interface Several {
  readonly from: Path;
  readonly each: Members | ((value: unknown) => unknown);
}

/** What is put together from several attributes; it stands at one of them. */
interface Whole {
  readonly whole: (read: ReadAttribute) => unknown;
  readonly at: string;
}

export type Members = Readonly<Record<string, Spec>>;

/** Reads the attribute of a name: of a resource, or of a block in it. */
export type ReadAttribute = (name: string) => unknown;

/** The members that have a value. */
export function structure(members: Members, read: ReadAttribute): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(members)) {
    const value = translated(spec, read);
    if (value !== undefined) made[name] = value;
  }
  return made;
}

/** The value that a spec finds. */
export function translated(spec: Spec, read: ReadAttribute): unknown {
  if (typeof spec === 'string') return filled(read(spec));
  if ('whole' in spec) return spec.whole(read);
  const value = at(spec.from, read);
  if ('members' in spec) {
    if (spec.from.length > 0 && !isObject(value)) return value instanceof Unresolved ? value : undefined;
    const made = structure(spec.members, spec.from.length > 0 ? of(value) : read);
    return spec.from.length === 0 && Object.keys(made).length === 0 ? undefined : made;
  }
  if (value === undefined || value instanceof Unresolved) return value;
  if ('each' in spec) {
    const { each } = spec;
    if (!Array.isArray(value)) return undefined;
    return filled(
      value.map((item) =>
        item instanceof Unresolved
          ? item
          : typeof each === 'function'
            ? each(item)
            : structure(each, of(item)),
      ),
    );
  }
  if (spec.json) return parsed(value);
  return spec.as ? spec.as(value) : value;
}

/** Of a list without elements the provider says nothing to AWS. */
function filled(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** JSON text as what it says; text that says nothing stays what it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function at(path: Path, read: ReadAttribute): unknown {
  const [first, ...rest] = path;
  let value: unknown = first === undefined ? undefined : read(String(first));
  for (const step of rest) {
    if (value instanceof Unresolved) return value;
    value = Array.isArray(value) ? value[Number(step)] : of(value)(String(step));
  }
  return value;
}

/** Reads the members of a block. */
export function of(value: unknown): ReadAttribute {
  return (name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
}

/** Where a path of the definition leads among the attributes, and inside the JSON text there. */
export interface Found {
  readonly path: Path;
  readonly inner?: Path;
}

/** Where a member is found, or should be: also one that is not given. */
export function placeIn(members: Members, path: Path): Found {
  const [name, ...rest] = path;
  if (name === undefined) return { path: [] };
  const spec = Object.hasOwn(members, String(name)) ? members[String(name)] : undefined;
  // What Terraform has no attribute for is missing from the whole.
  if (spec === undefined) return { path: [] };
  return within(spec, rest);
}

function within(spec: Spec, rest: Path): Found {
  if (typeof spec === 'string') return { path: [spec, ...rest] };
  if ('whole' in spec) return { path: [spec.at] };
  if ('members' in spec) return after(spec.from, placeIn(spec.members, rest));
  if ('each' in spec) {
    const [index, ...inside] = rest;
    if (index === undefined) return { path: spec.from };
    if (typeof spec.each === 'function') return { path: [...spec.from, index] };
    return after([...spec.from, index], placeIn(spec.each, inside));
  }
  if (spec.json) return rest.length > 0 ? { path: spec.from, inner: rest } : { path: spec.from };
  return { path: spec.as ? spec.from : [...spec.from, ...rest] };
}

function after(before: Path, { path, inner }: Found): Found {
  return { path: [...before, ...path], ...(inner === undefined ? {} : { inner }) };
}
