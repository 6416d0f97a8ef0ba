import type { CollectionKind, ResourceKind } from '../../src/fact/kind.ts';
import {
  SNAPSHOT_VERSION,
  type Snapshot,
  type SnapshotCollection,
  type SnapshotMissing,
} from '../../src/fact/snapshot.ts';

/** Gathers a snapshot: every thing under the key that its kind gives it. */
export class Book {
  private readonly resources: Record<string, Record<string, unknown>> = {};
  private readonly collections: SnapshotCollection[] = [];
  private readonly missing: SnapshotMissing[] = [];

  add<Query, Value>(kind: ResourceKind<Query, Value>, query: Query, value: Value): Value {
    this.shelf(kind.id)[kind.key(query)] = value;
    return value;
  }

  /** All things of a kind in a scope. */
  collect<Scope, Member>(
    kind: CollectionKind<Scope, Member>,
    scope: Scope,
    members: readonly Member[],
  ): void {
    const shelf = this.shelf(kind.member);
    for (const member of members) shelf[kind.idOf(member)] = member;
    this.collections.push({
      kind: kind.id,
      scope: kind.key(scope),
      members: members.map(kind.idOf),
      complete: true,
    });
  }

  /** What was looked for and is not there. */
  absent<Query, Value>(kind: ResourceKind<Query, Value>, query: Query): void {
    this.missing.push({ kind: kind.id, key: kind.key(query), state: 'absent' });
  }

  snapshot(account: string, region: string, at: string): Snapshot {
    const { resources, collections, missing } = this;
    return { version: SNAPSHOT_VERSION, account, region, at, resources, collections, missing };
  }

  private shelf(kind: string): Record<string, unknown> {
    let shelf = this.resources[kind];
    if (!shelf) {
      shelf = {};
      this.resources[kind] = shelf;
    }
    return shelf;
  }
}
