import type { Why } from '../fact/fact.ts';
import type { PolicyText } from '../fact/kinds/iam.ts';
import { Unresolved } from '../model/placeholder.ts';
import { type Condition, type Conditions, openDoubt, readCondition } from './condition-block.ts';
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
  /** What a template leaves open of it: there may be more in a list than stands in it here, and further conditions. */
  readonly open?: OpenElements;
}

const LISTS = ['actions', 'notActions', 'resources', 'notResources'] as const;
type List = (typeof LISTS)[number];

type OpenElements = Readonly<Partial<Record<List | 'conditions', Doubt>>>;

/**
 * One entry of a Principal element: `{"AWS": "111122223333"}`. The type of a bare `*` is `*`, that of an element which a template
 * leaves open as a whole is `?`.
 */
export interface PrincipalEntry {
  readonly type: string;
  readonly id: string;
  /** Who it is, where a template leaves that open. */
  readonly open?: Doubt;
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
  /** Of which date it is, where it is taken from what AWS published and not from the account: YYYY-MM-DD. */
  readonly asOf?: string;
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

/**
 * Reads a policy given as an object, as JSON text, or as the percent-encoded JSON text of the IAM API. Of a template's policy, in
 * which some values may be left open, the rest still counts.
 */
export function readPolicy(name: string, text: PolicyText): Policy {
  if (text instanceof Unresolved) return unreadable(name, [text.why]);
  const document = objectOf(text);
  const statements = document?.['Statement'];
  if (statements instanceof Unresolved) return unreadable(name, [statements.why]);
  if (!document || typeof statements !== 'object' || statements === null)
    return malformed(name, 'it is not a policy');
  const version = document['Version'] ?? '2008-10-17';
  if (version instanceof Unresolved) return unreadable(name, [version.why]);
  if (version !== '2012-10-17' && version !== '2008-10-17')
    return malformed(name, `its version is ${String(version)}`);
  const read: Statement[] = [];
  const doubts: Doubt[] = [];
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  for (const [index, entry] of list.entries()) {
    if (entry instanceof Unresolved) {
      doubts.push(openDoubt(`statement ${index + 1} of ${name}`, entry));
      continue;
    }
    const statement = isPlain(entry) ? readStatement(entry, index) : 'it is not an object';
    if (typeof statement === 'string')
      doubts.push({ text: `statement ${index + 1} of ${name}: ${statement}` });
    else read.push(...statement);
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
  return isPlain(value) && !(value instanceof Unresolved);
}

/** A structure; where it may be what a template leaves open, that is asked elsewhere. */
function isPlain(value: unknown): value is Json {
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

const PARTS = [...LISTS, 'principals', 'notPrincipals', 'block'] as const;

/** The statement, or what is wrong with it; where its effect is left open, it is both an Allow and a Deny that may apply. */
function readStatement(entry: Json, index: number): readonly Statement[] | string {
  const strange = Object.keys(entry).find((element) => !ELEMENTS.has(element));
  if (strange !== undefined) return `its element ${strange} is not known`;
  const effect = entry['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny' && !(effect instanceof Unresolved))
    return 'its effect is neither Allow nor Deny';
  const actions = texts(entry['Action'], 'its Action');
  const notActions = texts(entry['NotAction'], 'its NotAction');
  const resources = texts(entry['Resource'], 'its Resource');
  const notResources = texts(entry['NotResource'], 'its NotResource');
  const principals = entriesOf(entry['Principal']);
  const notPrincipals = entriesOf(entry['NotPrincipal']);
  const block = readCondition(entry['Condition']);
  const parts = { actions, notActions, resources, notResources, principals, notPrincipals, block };
  for (const part of PARTS)
    if (parts[part] === 'wrong') return `its ${part === 'block' ? 'conditions' : part} cannot be read`;
  if ((actions === undefined) === (notActions === undefined)) return 'it needs either Action or NotAction';
  if (resources !== undefined && notResources !== undefined) return 'it has both Resource and NotResource';
  if (principals !== undefined && notPrincipals !== undefined)
    return 'it has both Principal and NotPrincipal';
  if ([notActions, notResources].some(excludesNothing) || (notPrincipals as unknown[])?.length === 0)
    return 'it excludes nothing';
  const sid = entry['Sid'];
  const label = typeof sid === 'string' && sid !== '' ? `statement ${sid}` : `statement ${index + 1}`;
  const lists = { actions, notActions, resources, notResources } as Lists;
  const { conditions, open } = block as Conditions;
  const told = {
    label,
    conditions,
    ...(principals && { principals }),
    ...(notPrincipals && { notPrincipals }),
    ...(lists.actions && { actions: lists.actions.list }),
    ...(lists.notActions && { notActions: lists.notActions.list }),
    ...(lists.resources && { resources: lists.resources.list }),
    ...(lists.notResources && { notResources: lists.notResources.list }),
  };
  const made = (kind: 'Allow' | 'Deny', doubt: Doubt | undefined) =>
    ({ ...told, effect: kind, ...opened(lists, doubt) }) as Statement;
  if (effect === 'Allow' || effect === 'Deny') return [made(effect, open)];
  const doubt = openDoubt(`the effect of ${label}`, effect);
  return [made('Allow', doubt), made('Deny', doubt)];
}

type Lists = Readonly<Partial<Record<List, Texts>>>;

function excludesNothing(texts: Read<Texts>): boolean {
  return typeof texts === 'object' && texts.list.length === 0 && !texts.open;
}

function opened(lists: Lists, conditions: Doubt | undefined): { readonly open?: OpenElements } {
  if (!conditions && !LISTS.some((name) => lists[name]?.open)) return {};
  const open = LISTS.flatMap((name) => (lists[name]?.open ? [[name, lists[name].open] as const] : []));
  return { open: { ...Object.fromEntries(open), ...(conditions ? { conditions } : {}) } };
}

type Read<T> = T | 'wrong' | undefined;

/** A text or a list of them. */
interface Texts {
  readonly list: readonly string[];
  /** There are more, which a template leaves open. */
  readonly open?: Doubt;
}

function texts(value: unknown, what: string): Read<Texts> {
  if (value === undefined) return undefined;
  const list: string[] = [];
  let open: Doubt | undefined;
  for (const item of (Array.isArray(value) ? value : [value]) as readonly unknown[]) {
    if (typeof item === 'string') list.push(item);
    else if (item instanceof Unresolved) open = openDoubt(what, item);
    else return 'wrong';
  }
  return { list, ...(open ? { open } : {}) };
}

const SOMEBODY = 'somebody whom the template leaves open';

function entriesOf(value: unknown): Read<readonly PrincipalEntry[]> {
  if (value === undefined) return undefined;
  if (value === '*') return [{ type: '*', id: '*' }];
  if (value instanceof Unresolved)
    return [{ type: '?', id: SOMEBODY, open: openDoubt('its Principal', value) }];
  if (!isObject(value)) return 'wrong';
  const entries: PrincipalEntry[] = [];
  for (const [type, ids] of Object.entries(value)) {
    const found = texts(ids, `its Principal ${type}`);
    if (found === undefined || found === 'wrong') return 'wrong';
    for (const id of found.list) entries.push({ type, id });
    if (found.open) entries.push({ type, id: SOMEBODY, open: found.open });
  }
  return entries;
}
