/** What the askers and listers of all services share: answers as snapshots hold them, pages, batches that fail for one. */
import { absent, type Fact, known, unknown, type Why } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { Shape } from '../fact/shape.ts';
import { isOneAtFault } from './error-code.ts';
import { type Asked, failed, MalformedAnswerError, whyOf } from './failures.ts';

/** An AWS answer as JSON: dates as ISO 8601 text, no metadata, no members without a value. */
export function shapeOf<Value>(value: Value): Shape<Value> {
  return plain(value) as Shape<Value>;
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const members = Object.entries(value)
    .filter(([name]) => name !== '$metadata')
    .map(([name, member]) => [name, plain(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** A member that AWS always sends; without it the answer is not what it should be. */
export function required<Value>(value: Value | null | undefined, member: string): Value {
  if (value === undefined || value === null) throw new MalformedAnswerError(`no ${member} in it`);
  return value;
}

/** One page of an answer, and the token of the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** All pages up to the one that failed, if one did. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly error?: unknown;
}

/** Reads page after page. What fails on the first page is thrown: there is nothing to show for it. */
export async function allPages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): Promise<Pages<Item>> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    try {
      const page = await read(token);
      items.push(...page.items);
      token = page.next || undefined;
      if (token !== undefined && seen.has(token)) {
        throw new MalformedAnswerError('it leads back to a page that was read before');
      }
      if (token !== undefined) seen.add(token);
    } catch (error) {
      if (seen.size === 0) throw error;
      return { items, error };
    }
  } while (token !== undefined);
  return { items };
}

/** The same, where only all of it will do. */
export async function everyPage<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const { items, error } = await allPages(read);
  if (error !== undefined) throw error;
  return items;
}

/** A listing of what was read, complete only if nothing failed. */
export function listing<Member>(members: readonly Member[], why: readonly Why[]): Fact<Listing<Member>> {
  return known({ members, complete: why.length === 0 ? true : why });
}

/** One question, one call. */
export async function one<Value>(asked: Asked, read: () => Promise<Fact<Value>>): Promise<Fact<Value>> {
  try {
    return await read();
  } catch (error) {
    return failed(error, asked);
  }
}

/** One question, all pages of its answer; a later page that fails leaves the listing incomplete. */
export async function list<Item, Member>(
  asked: Asked,
  read: (token: string | undefined) => Promise<Page<Item>>,
  memberOf: (item: Item) => Member,
): Promise<Fact<Listing<Member>>> {
  return one(asked, async () => {
    const { items, error } = await allPages(read);
    return listing(items.map(memberOf), error === undefined ? [] : [whyOf(error, asked)]);
  });
}

/** Questions that share a call; where one of them spoils it for all, they are asked apart. */
export interface Batch<Query, Value> {
  readonly queries: readonly Query[];
  readonly subject: (query: Query) => string;
  readonly operation: Omit<Asked, 'subject'>;
  /** Reads them all; throws where the call fails as a whole. */
  readonly read: (queries: readonly Query[]) => Promise<(query: Query) => Fact<Value>>;
}

export async function batch<Query, Value>(asked: Batch<Query, Value>): Promise<readonly Fact<Value>[]> {
  const { queries, read, operation, subject } = asked;
  try {
    const answerOf = await read(queries);
    return queries.map(answerOf);
  } catch (error) {
    if (queries.length > 1 && isOneAtFault(error)) {
      const half = Math.ceil(queries.length / 2);
      const parts = [queries.slice(0, half), queries.slice(half)];
      const answers = await Promise.all(parts.map((part) => batch({ ...asked, queries: part })));
      return answers.flat();
    }
    return queries.map((query) => failed(error, { ...operation, subject: subject(query) }));
  }
}

/** Looks answers up by name: what is not among them does not exist. */
export function byName<Query, Value>(
  values: ReadonlyMap<string, Value>,
  nameOf: (query: Query) => string,
): (query: Query) => Fact<Value> {
  return (query) => {
    const value = values.get(nameOf(query));
    return value === undefined ? absent() : known(value);
  };
}

/** Unknown, because nobody with these credentials can tell. */
export function untold(detail: string): Fact<never> {
  return unknown({ reason: 'undecidable', detail });
}

/** The parts of a list that one call takes. */
export function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}
