import { absent, type Fact, known, unknown, unknownFor, type Why } from './fact.ts';
import type { CollectionKind, Listing, ResourceKind } from './kind.ts';
import { clock } from './kinds/local.ts';
import type { FactSource } from './store.ts';

/** The version of the format that this program writes and reads. */
export const SNAPSHOT_VERSION = 1;

/** What was seen of an account at one moment: raw facts alone, and what was asked for in vain. */
export interface Snapshot {
  readonly version: typeof SNAPSHOT_VERSION;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** When it was seen, ISO 8601: the time of every replay. */
  readonly at: string;
  /** AWS shapes by kind and canonical key. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly collections: readonly SnapshotCollection[];
  readonly missing: readonly SnapshotMissing[];
}

/**
 * Everything of a kind in a scope, by the keys of its members under the kind's member kind in `resources`. Why one is not
 * complete stands under `missing`, by the collection's kind and scope.
 */
export interface SnapshotCollection {
  readonly kind: string;
  readonly scope: string;
  readonly members: readonly string[];
  readonly complete: boolean;
}

/** What was asked for in vain: it is not there, it may not be seen, or the question failed. */
export interface SnapshotMissing {
  readonly kind: string;
  readonly key: string;
  readonly state: 'absent' | 'denied' | 'error';
  /** The IAM action that was denied. */
  readonly action?: string;
  /** What went wrong, in words. */
  readonly detail?: string;
}

/**
 * Complete collections that prove a single thing absent which they do not hold. Services are not among them: one that is
 * being deleted (DRAINING) is no longer listed and still there.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
const PROVES_ABSENCE: Readonly<Record<string, { readonly collection: string; readonly scope: string }>> = {
  'ecs.cluster': { collection: 'ecs.clusters', scope: 'all' },
};

interface Named {
  readonly id: string;
  readonly noun: string;
}

/** Answers from a snapshot: absent only where it says so; whatever else it does not hold was not recorded. */
export function snapshotSource(snapshot: Snapshot): FactSource {
  const gaps = new Map<string, SnapshotMissing[]>();
  for (const entry of snapshot.missing) {
    const key = `${entry.kind} ${entry.key}`;
    const known = gaps.get(key);
    if (known) known.push(entry);
    else gaps.set(key, [entry]);
  }
  const collections = new Map(
    snapshot.collections.map((entry) => [`${entry.kind} ${entry.scope}`, entry] as const),
  );
  const byAlias = new Map<string, ReadonlyMap<string, unknown>>();

  function tableOf(kind: string): Readonly<Record<string, unknown>> {
    const { resources } = snapshot;
    return (Object.hasOwn(resources, kind) ? resources[kind] : undefined) ?? {};
  }

  function held(kind: string, key: string): unknown {
    const table = tableOf(kind);
    return Object.hasOwn(table, key) ? table[key] : undefined;
  }

  function gap(kind: Named, key: string): Fact<never> | undefined {
    const entries = gaps.get(`${kind.id} ${key}`);
    if (!entries) return undefined;
    return entries.some(({ state }) => state === 'absent')
      ? absent()
      : unknownFor(entries.map((entry) => whyOf(kind, entry)));
  }

  function underOtherName<Query, Value>(kind: ResourceKind<Query, Value>, key: string): unknown {
    if (!kind.aliases) return undefined;
    let names = byAlias.get(kind.id);
    if (!names) {
      names = namesIn(Object.values(tableOf(kind.id)) as Value[], kind.aliases);
      byAlias.set(kind.id, names);
    }
    return names.get(key);
  }

  function provenAbsent(kind: Named, key: string): boolean {
    const proof = PROVES_ABSENCE[kind.id];
    const listing = proof && collections.get(`${proof.collection} ${proof.scope}`);
    return listing?.complete === true && !listing.members.includes(key);
  }

  return {
    async answer<Query, Value>(kind: ResourceKind<Query, Value>, query: Query): Promise<Fact<Value>> {
      const key = kind.key(query);
      const value = held(kind.id, key);
      if (value !== undefined) return known(value as Value);
      const answer = gap(kind, key);
      if (answer) return answer;
      if (kind.id === clock.id) return known({ now: snapshot.at } as Value);
      const same = underOtherName(kind, key);
      if (same !== undefined) return known(same as Value);
      return provenAbsent(kind, key)
        ? absent()
        : notRecorded(`the snapshot does not hold ${kind.noun} ${key}`);
    },

    async list<Scope, Member>(
      kind: CollectionKind<Scope, Member>,
      scope: Scope,
    ): Promise<Fact<Listing<Member>>> {
      const key = kind.key(scope);
      const entry = collections.get(`${kind.id} ${key}`);
      if (!entry) return gap(kind, key) ?? notRecorded(`the snapshot does not hold ${kind.noun} ${key}`);
      const members = entry.members.flatMap((id) => {
        const member = held(kind.member, id);
        return member === undefined ? [] : [member as Member];
      });
      if (entry.complete && members.length === entry.members.length) {
        return known({ members, complete: true });
      }
      const why = gaps.get(`${kind.id} ${key}`)?.map((one) => whyOf(kind, one));
      return known({ members, complete: why ?? [partial(kind, key)] });
    },
  };
}

function namesIn<Value>(
  values: readonly Value[],
  aliases: (value: Value) => readonly string[],
): ReadonlyMap<string, unknown> {
  const names = new Map<string, unknown>();
  for (const value of values) for (const name of aliases(value)) names.set(name, value);
  return names;
}

function whyOf({ noun }: Named, { state, key, action, detail }: SnapshotMissing): Why {
  if (state !== 'denied') return { reason: 'error', detail: detail ?? `${noun} ${key} could not be read` };
  return {
    reason: 'access-denied',
    detail: detail ?? `${noun} ${key} may not be read`,
    ...(action === undefined ? {} : { unlockedBy: action }),
  };
}

function partial({ noun }: Named, key: string): Why {
  return { reason: 'not-recorded', detail: `the snapshot holds only some ${noun} ${key}` };
}

function notRecorded(detail: string): Fact<never> {
  return unknown({ reason: 'not-recorded', detail });
}
