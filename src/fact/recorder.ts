import type { Fact, Why } from './fact.ts';
import type { AnyRawKind, CollectionKind, Listing } from './kind.ts';
import { clock } from './kinds/local.ts';
import {
  SNAPSHOT_VERSION,
  type Snapshot,
  type SnapshotCollection,
  type SnapshotMissing,
} from './snapshot.ts';
import { type FactSource, holdAll } from './store.ts';

/** Whose facts a snapshot holds, and of when. */
type Home = Pick<Snapshot, 'account' | 'region' | 'at'>;

/** A source that remembers what it answered. */
export interface Recording {
  readonly source: FactSource;
  /** All answers so far, as they were given: nothing is redacted yet. */
  snapshot(home: Home): Snapshot;
}

interface Listed {
  readonly kind: CollectionKind<unknown, unknown>;
  readonly scope: string;
  readonly listing: Listing<unknown>;
}

type Tables = Map<string, Map<string, unknown>>;

/** Records what the source answers. Of a question that is asked twice, the first answer counts. */
export function recording(source: FactSource): Recording {
  const single: Tables = new Map();
  const listed = new Map<string, Listed>();
  const missing = new Map<string, readonly SnapshotMissing[]>();

  function keep<Value>(kind: AnyRawKind, key: string, answer: Fact<Value>, known: (value: Value) => void) {
    const gap = (entries: readonly SnapshotMissing[]) => missing.set(`${kind.id} ${key}`, entries);
    const name = { kind: kind.id, key };
    answer.match<unknown>({
      known,
      absent: () => gap([{ ...name, state: 'absent' }]),
      unknown: (why) => gap(why.map((one) => missed(name, one))),
    });
  }

  return {
    source: {
      async answer(kind, query) {
        const answer = await source.answer(kind, query);
        // The time is the snapshot's own.
        if (kind.id === clock.id) return answer;
        const key = kind.key(query);
        if (answer && !single.get(kind.id)?.has(key) && !missing.has(`${kind.id} ${key}`)) {
          keep(kind, key, answer, (value) => tableOf(single, kind.id).set(key, value));
        }
        return answer;
      },

      async list(kind, query) {
        const answer = await source.list(kind, query);
        const scope = kind.key(query);
        const id = `${kind.id} ${scope}`;
        if (answer && !listed.has(id) && !missing.has(id)) {
          keep(kind, scope, answer, (listing) => {
            listed.set(id, { kind: kind as CollectionKind<unknown, unknown>, scope, listing });
            const open = listing.complete === true ? [] : listing.complete;
            if (open.length > 0)
              missing.set(
                id,
                open.map((why) => missed({ kind: kind.id, key: scope }, why)),
              );
          });
        }
        return answer;
      },

      hold: () => holdAll([source]),
    },

    snapshot: (home) => compiled(home, single, listed, missing),
  };
}

function tableOf(tables: Tables, kind: string): Map<string, unknown> {
  let table = tables.get(kind);
  if (!table) {
    table = new Map();
    tables.set(kind, table);
  }
  return table;
}

function missed(name: { readonly kind: string; readonly key: string }, why: Why): SnapshotMissing {
  const { reason, detail, unlockedBy } = why;
  if (reason !== 'access-denied') return { ...name, state: 'error', detail };
  return { ...name, state: 'denied', ...(unlockedBy === undefined ? {} : { action: unlockedBy }), detail };
}

/** Everything in an order that depends on the answers alone, not on when they came. */
function compiled(
  { account, region, at }: Home,
  single: Tables,
  listed: ReadonlyMap<string, Listed>,
  missing: ReadonlyMap<string, readonly SnapshotMissing[]>,
): Snapshot {
  const tables: Tables = new Map(
    [...single].map(([kind, table]) => [
      kind,
      new Map([...inOrder(table)].map(([key, value]) => [key, inJson(value)])),
    ]),
  );
  const collections: SnapshotCollection[] = [...inOrder(listed).values()].map(({ kind, scope, listing }) => ({
    kind: kind.id,
    scope,
    members: listing.members.map((member) => place(tables, kind, scope, member)),
    complete: listing.complete === true,
  }));
  return {
    version: SNAPSHOT_VERSION,
    account,
    region,
    at,
    resources: Object.fromEntries(
      [...inOrder(tables)].map(([kind, table]) => [kind, Object.fromEntries(inOrder(table))]),
    ),
    collections,
    missing: [...inOrder(missing).values()].flat(),
  };
}

/**
 * Puts a member into the table of its kind and says under which key: its name, or a longer one where something else has
 * taken that: one instance is a target of two target groups, with a state of its own in each.
 */
function place(
  tables: Tables,
  kind: CollectionKind<unknown, unknown>,
  scope: string,
  member: unknown,
): string {
  const table = tableOf(tables, kind.member);
  const value = inJson(member);
  const name = kind.idOf(member);
  for (let count = 1; ; count++) {
    const key = count === 1 ? name : `${name} (${kind.id} ${scope}${count === 2 ? '' : `, ${count - 1}`})`;
    if (!table.has(key)) {
      table.set(key, value);
      return key;
    }
    if (JSON.stringify(table.get(key)) === JSON.stringify(value)) return key;
  }
}

/** The entries by their names, each value in the order of its members' names. */
function inOrder<Value>(table: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map([...table].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** The value as JSON holds it, with members in the order of their names. */
function inJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item: unknown) => inJson(item ?? null));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // `fromEntries` defines what it is given, even a member `__proto__`.
  return Object.fromEntries(
    members
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, member]) => [name, inJson(member)] as const),
  );
}
