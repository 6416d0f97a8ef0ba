import type { Why } from '../fact/fact.ts';
import type { PolicyText } from '../fact/kinds/iam.ts';
import { type Condition, readCondition } from './condition-block.ts';
import type { Doubt } from './tri.ts';

/** One statement of a policy, its elements as lists. */
export interface Statement {
  /** `statement Sid`, or its place: `statement 2`. */
  readonly label: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: readonly PrincipalEntry[];
  readonly notPrincipals?: readonly PrincipalEntry[];
  readonly conditions: readonly Condition[];
}

/** One entry of a Principal element: `{"AWS": "111122223333"}`. The type of a bare `*` is `*`. */
export interface PrincipalEntry {
  readonly type: string;
  readonly id: string;
}

/** A policy as it takes part in an evaluation. */
export interface Policy {
  /** For sentences: `inline policy read-secrets`, `arn:aws:iam::aws:policy/ReadOnlyAccess`. */
  readonly name: string;
  /** Are variables filled in? Version 2012-10-17 alone does. */
  readonly variables: boolean;
  readonly statements: readonly Statement[];
  /** What could not be read of it: whatever it says there may allow or deny. */
  readonly doubts: readonly Doubt[];
}

/** A policy that takes part but could not be read. */
export function unreadable(name: string, why: readonly Why[]): Policy {
  return {
    name,
    variables: false,
    statements: [],
    doubts: [{ text: `what ${name} says`, ...(why.length > 0 ? { why } : {}) }],
  };
}

/** Reads a policy given as an object, as JSON text, or as the percent-encoded JSON text of the IAM API. */
export function readPolicy(name: string, text: PolicyText): Policy {
  const document = objectOf(text);
  const statements = document?.['Statement'];
  if (!document || typeof statements !== 'object' || statements === null)
    return malformed(name, 'it is not a policy');
  const version = document['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17')
    return malformed(name, `its version is ${String(version)}`);
  const read: Statement[] = [];
  const doubts: Doubt[] = [];
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  for (const [index, entry] of list.entries()) {
    const statement = readStatement(entry, index);
    if (typeof statement === 'string')
      doubts.push({ text: `statement ${index + 1} of ${name}: ${statement}` });
    else read.push(statement);
  }
  return { name, variables: version === '2012-10-17', statements: read, doubts };
}

function malformed(name: string, detail: string): Policy {
  return { name, variables: false, statements: [], doubts: [{ text: `what ${name} says: ${detail}` }] };
}

type Json = Readonly<Record<string, unknown>>;

function objectOf(text: PolicyText): Json | undefined {
  if (typeof text === 'string') return parsed(text);
  return isObject(text) ? text : undefined;
}

function parsed(text: string): Json | undefined {
  for (const decode of [(it: string) => it, decodeURIComponent]) {
    try {
      const value: unknown = JSON.parse(decode(text));
      return isObject(value) ? value : undefined;
    } catch {}
  }
  return undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

/** The statement, or what is wrong with it. */
function readStatement(entry: unknown, index: number): Statement | string {
  if (!isObject(entry)) return 'it is not an object';
  const strange = Object.keys(entry).find((element) => !ELEMENTS.has(element));
  if (strange !== undefined) return `its element ${strange} is not known`;
  const effect = entry['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return 'its effect is neither Allow nor Deny';
  const actions = texts(entry['Action']);
  const notActions = texts(entry['NotAction']);
  const resources = texts(entry['Resource']);
  const notResources = texts(entry['NotResource']);
  const principals = entriesOf(entry['Principal']);
  const notPrincipals = entriesOf(entry['NotPrincipal']);
  const conditions = readCondition(entry['Condition']);
  const parts = { actions, notActions, resources, notResources, principals, notPrincipals, conditions };
  for (const [part, value] of Object.entries(parts))
    if (value === 'wrong') return `its ${part} cannot be read`;
  if ((actions === undefined) === (notActions === undefined)) return 'it needs either Action or NotAction';
  if (resources !== undefined && notResources !== undefined) return 'it has both Resource and NotResource';
  if (principals !== undefined && notPrincipals !== undefined)
    return 'it has both Principal and NotPrincipal';
  if ([notActions, notResources, notPrincipals].some((list) => list?.length === 0))
    return 'it excludes nothing';
  const sid = entry['Sid'];
  const label = typeof sid === 'string' && sid !== '' ? `statement ${sid}` : `statement ${index + 1}`;
  return { label, effect, ...defined(parts) } as Statement;
}

function defined(parts: Readonly<Record<string, unknown>>): Json {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

type Read<T> = T | 'wrong' | undefined;

function texts(value: unknown): Read<readonly string[]> {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((item) => typeof item === 'string') ? list : 'wrong';
}

function entriesOf(value: unknown): Read<readonly PrincipalEntry[]> {
  if (value === undefined) return undefined;
  if (value === '*') return [{ type: '*', id: '*' }];
  if (!isObject(value)) return 'wrong';
  const entries: PrincipalEntry[] = [];
  for (const [type, ids] of Object.entries(value)) {
    const list = texts(ids);
    if (list === undefined || list === 'wrong') return 'wrong';
    for (const id of list) entries.push({ type, id });
  }
  return entries;
}
