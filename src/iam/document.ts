import type { Why } from '../fact/fact.ts';
import type { PolicyText } from '../fact/kinds/iam.ts';
import { Unresolved } from '../model/placeholder.ts';
import { type Condition, openDoubt, readCondition } from './condition-block.ts';
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
  if (!Array.isArray(statements) && statements instanceof Unresolved)
    return unreadable(name, [statements.why]);
  if (!document || typeof statements !== 'object' || statements === null)
    return malformed(name, 'it is not a policy');
  const version = document['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    return version instanceof Unresolved
      ? unreadable(name, [version.why])
      : malformed(name, `its version is ${String(version)}`);
  }
  const read: Statement[] = [];
  const doubts: Doubt[] = [];
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  for (let index = 0; index < list.length; index++) {
    const entry = list[index];
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

/** The statement, or what is wrong with it; where its effect is left open, it is both an Allow and a Deny that may apply. */
function readStatement(entry: Json, index: number): readonly Statement[] | string {
  for (const element of Object.keys(entry))
    if (!ELEMENTS.has(element)) return `its element ${element} is not known`;
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
  if (actions === 'wrong') return unread('actions');
  if (notActions === 'wrong') return unread('notActions');
  if (resources === 'wrong') return unread('resources');
  if (notResources === 'wrong') return unread('notResources');
  if (principals === 'wrong') return unread('principals');
  if (notPrincipals === 'wrong') return unread('notPrincipals');
  if (block === 'wrong') return unread('conditions');
  if ((actions === undefined) === (notActions === undefined)) return 'it needs either Action or NotAction';
  if (resources !== undefined && notResources !== undefined) return 'it has both Resource and NotResource';
  if (principals !== undefined && notPrincipals !== undefined)
    return 'it has both Principal and NotPrincipal';
  if (excludesNothing(notActions) || excludesNothing(notResources) || notPrincipals?.length === 0)
    return 'it excludes nothing';
  const sid = entry['Sid'];
  const label = typeof sid === 'string' && sid !== '' ? `statement ${sid}` : `statement ${index + 1}`;
  const { conditions, open } = block;
  const made = (kind: 'Allow' | 'Deny', doubt: Doubt | undefined): Statement => {
    const told: Told = { label, conditions, effect: kind };
    if (principals) told.principals = principals;
    if (notPrincipals) told.notPrincipals = notPrincipals;
    if (actions) told.actions = actions.list;
    if (notActions) told.notActions = notActions.list;
    if (resources) told.resources = resources.list;
    if (notResources) told.notResources = notResources.list;
    const left = opened({ actions, notActions, resources, notResources }, doubt);
    if (left) told.open = left;
    return told;
  };
  if (effect === 'Allow' || effect === 'Deny') return [made(effect, open)];
  const doubt = openDoubt(`the effect of ${label}`, effect);
  return [made('Allow', doubt), made('Deny', doubt)];
}

/** A statement while it is made. Member by member: policies are read by the thousand, and spreading costs a third of it. */
type Told = { -readonly [Member in keyof Statement]: Statement[Member] };

type Lists = Readonly<Record<List, Texts | undefined>>;

function unread(part: string): string {
  return `its ${part} cannot be read`;
}

function excludesNothing(texts: Texts | undefined): boolean {
  return texts?.list.length === 0 && !texts.open;
}

function opened(lists: Lists, conditions: Doubt | undefined): OpenElements | undefined {
  if (!conditions && !LISTS.some((name) => lists[name]?.open)) return undefined;
  const open = LISTS.flatMap((name) => (lists[name]?.open ? [[name, lists[name].open] as const] : []));
  return { ...Object.fromEntries(open), ...(conditions ? { conditions } : {}) };
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
  if (typeof value === 'string') return { list: [value] };
  const list: string[] = [];
  let open: Doubt | undefined;
  for (const item of (Array.isArray(value) ? value : [value]) as readonly unknown[]) {
    if (typeof item === 'string') list.push(item);
    else if (item instanceof Unresolved) open = openDoubt(what, item);
    else return 'wrong';
  }
  return open ? { list, open } : { list };
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
