import { visit } from 'jsonc-parser';
import { SNAPSHOT_VERSION, type Snapshot } from '../fact/snapshot.ts';
import type { InputError } from '../model/input-error.ts';
import { Lines } from '../model/lines.ts';
import type { Path } from '../model/source.ts';
import { jsonSource } from './json.ts';
import { syntaxError } from './json-errors.ts';
import { DEEPEST, survey } from './json-survey.ts';
import { quote } from './quote.ts';

/** A snapshot, or the first thing that is wrong with it. */
export type ReadSnapshot = { readonly snapshot: Snapshot } | { readonly error: InputError };

/** Something that is not as the format has it, and where. */
interface Fault {
  readonly path: Path;
  readonly message: string;
}

type Members = Readonly<Record<string, unknown>>;
/** What a member must be: a sentence's object, and its test. */
type Wanted = readonly [what: string, test: (value: unknown) => boolean];

const TEXT: Wanted = ['a text', (value) => typeof value === 'string'];
const OBJECT: Wanted = ['an object', isObject];
const LIST: Wanted = ['a list', Array.isArray];

/** Members in the order of the format; `schema/snapshot.schema.json` says the same. */
const MEMBERS: Readonly<Record<string, Wanted>> = {
  account: [
    'an account id of twelve digits',
    (value) => typeof value === 'string' && /^[0-9]{12}$/.test(value),
  ],
  region: [
    'a region such as eu-west-1',
    (value) => typeof value === 'string' && /^[a-z]{2,}(-[a-z]+)+-[0-9]+$/.test(value),
  ],
  at: [
    'a time such as 2026-11-20T12:00:00Z',
    (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value),
  ],
  resources: OBJECT,
  collections: LIST,
  missing: LIST,
};
const COLLECTION: Readonly<Record<string, Wanted>> = {
  kind: TEXT,
  scope: TEXT,
  members: [
    'a list of keys',
    (value) => Array.isArray(value) && value.every((key) => typeof key === 'string'),
  ],
  complete: ['true or false', (value) => typeof value === 'boolean'],
};
const MISSING: Readonly<Record<string, Wanted>> = {
  kind: TEXT,
  key: TEXT,
  state: [
    '"absent", "denied" or "error"',
    (value) => value === 'absent' || value === 'denied' || value === 'error',
  ],
};
const MISSING_OPTIONAL: Readonly<Record<string, Wanted>> = { action: TEXT, detail: TEXT };

/** Reads a snapshot: strict JSON of the version that this program writes. What the AWS shapes hold is AWS's affair. */
export function readSnapshot(text: string, file: string): ReadSnapshot {
  const json = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const at = (message: string, offset: number): ReadSnapshot => ({
    error: { file, message, ...new Lines(text).position(offset) },
  });
  const { tooDeep } = survey(json);
  if (tooDeep !== undefined)
    return at(`lists and structures are nested more than ${DEEPEST} deep here: expected a snapshot`, tooDeep);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    const { message, offset } = syntaxFault(json);
    return at(message, offset);
  }
  const fault = faultIn(value);
  if (!fault) return { snapshot: value as Snapshot };
  const span = placeOf(fault.path, file, text, json);
  return {
    error: { file, message: fault.message, ...(span ? { line: span.line, column: span.column } : {}) },
  };
}

/** Where a value stands, or what holds it where it is missing. */
function placeOf(path: Path, file: string, text: string, json: string) {
  const source = jsonSource(file, text, json, new Map());
  return source.span(path) ?? source.span(path.slice(0, -1));
}

function syntaxFault(json: string): { readonly message: string; readonly offset: number } {
  let fault: { readonly message: string; readonly offset: number } | undefined;
  visit(
    json,
    {
      onError(code, offset) {
        fault ??= { message: syntaxError(json, code, offset), offset };
      },
    },
    { disallowComments: true },
  );
  return fault ?? { message: 'this is not the strict JSON of a snapshot', offset: 0 };
}

function faultIn(value: unknown): Fault | undefined {
  if (!isObject(value)) return { path: [], message: 'this is not a snapshot: expected one JSON object' };
  return (
    versionFault(own(value, 'version')) ?? membersFault(value) ?? contentFault(value as unknown as Snapshot)
  );
}

function versionFault(version: unknown): Fault | undefined {
  if (version === SNAPSHOT_VERSION) return undefined;
  const path = ['version'];
  if (version === undefined)
    return {
      path: [],
      message: `this is not a snapshot: its version is missing, expected ${SNAPSHOT_VERSION}`,
    };
  return typeof version === 'number' && version > SNAPSHOT_VERSION
    ? {
        path,
        message: `this snapshot has version ${version}, newer than version ${SNAPSHOT_VERSION} that this program reads: use a newer ecs-preflight`,
      }
    : { path, message: `the version of the snapshot is ${shown(version)}, expected ${SNAPSHOT_VERSION}` };
}

function membersFault(value: Members): Fault | undefined {
  return shapeFault(value, [], MEMBERS, { version: ['a number', () => true] });
}

function contentFault({ resources, collections, missing }: Snapshot): Fault | undefined {
  for (const [kind, table] of Object.entries(resources)) {
    const path = ['resources', kind];
    if (!isObject(table)) return unlike(path, table, 'an object of AWS shapes by their keys');
    for (const [key, shape] of Object.entries(table))
      if (!isObject(shape)) return unlike([...path, key], shape, 'an AWS shape, which is an object');
  }
  return (
    listFault(collections, 'collections', COLLECTION, {}) ??
    listFault(missing, 'missing', MISSING, MISSING_OPTIONAL)
  );
}

function listFault(
  list: readonly unknown[],
  name: string,
  required: Readonly<Record<string, Wanted>>,
  optional: Readonly<Record<string, Wanted>>,
): Fault | undefined {
  for (const [index, entry] of list.entries()) {
    const path = [name, index];
    const fault = isObject(entry)
      ? shapeFault(entry, path, required, optional)
      : unlike(path, entry, 'an object');
    if (fault) return fault;
  }
  return undefined;
}

/** Every required member is there and right, and no other than these. */
function shapeFault(
  value: Members,
  path: Path,
  required: Readonly<Record<string, Wanted>>,
  optional: Readonly<Record<string, Wanted>>,
): Fault | undefined {
  for (const [name, [what, test]] of Object.entries(required)) {
    const member = own(value, name);
    if (member === undefined) return { path, message: `${name} is missing, expected ${what}` };
    if (!test(member)) return unlike([...path, name], member, what);
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(required, name)) continue;
    if (!Object.hasOwn(optional, name))
      return { path: [...path, name], message: `a snapshot has no member ${quote(name)} here` };
    const [what, test] = optional[name] as Wanted;
    if (!test(value[name])) return unlike([...path, name], value[name], what);
  }
  return undefined;
}

function unlike(path: Path, value: unknown, what: string): Fault {
  const where = path.map((part) => (typeof part === 'number' ? String(part) : quote(part).slice(1, -1)));
  return { path, message: `${where.join('.')} is ${shown(value)}, expected ${what}` };
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function own(value: Members, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
