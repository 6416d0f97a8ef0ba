import { type Fact, known } from '../../fact/fact.ts';
import type { AnyRawKind, CollectionKind, Listing, ResourceKind } from '../../fact/kind.ts';
import type { FactSource } from '../../fact/store.ts';
import type { Estate } from './resource.ts';

/**
 * What an estate tells of one kind of fact, by the kind's canonical key; of a collection, by the key of its scope. Absent is said
 * only of what belongs to a resource that the template itself makes, such as the policy of its secret: it has what it is given.
 */
export interface DeclaredFacts {
  readonly kind: AnyRawKind;
  readonly of: (estate: Estate) => ReadonlyMap<string, Fact<unknown>>;
  /** What the estate makes of one that it does not declare. */
  readonly changed?: (estate: Estate, query: unknown, value: unknown) => Fact<unknown>;
}

/** Things that an estate declares, each under every key by which it is asked. */
export function declaredResources<Query, Value>(
  kind: ResourceKind<Query, Value>,
  of: (estate: Estate) => ReadonlyMap<string, Fact<Value>>,
  changed?: (estate: Estate, query: Query, value: Value) => Fact<Value>,
): DeclaredFacts {
  return { kind, of, ...(changed ? { changed: changed as NonNullable<DeclaredFacts['changed']> } : {}) };
}

/** What an estate knows of collections. */
export function declaredListings<Scope, Member>(
  kind: CollectionKind<Scope, Member>,
  of: (estate: Estate) => ReadonlyMap<string, Fact<Listing<Member>>>,
): DeclaredFacts {
  return { kind, of };
}

/** The first source of a template's deployments: it knows what the template declares, and calls the rest not its own. */
export function declaredSource(estate: Estate, tables: readonly DeclaredFacts[]): FactSource {
  const byKind = new Map(tables.map((table) => [table.kind.id, table]));
  const made = new Map<string, ReadonlyMap<string, Fact<unknown>>>();
  const tableOf = (id: string) => {
    let facts = made.get(id);
    if (!facts) {
      facts = byKind.get(id)?.of(estate) ?? new Map();
      made.set(id, facts);
    }
    return facts;
  };
  return {
    answer: async <Query, Value>(kind: ResourceKind<Query, Value>, query: Query) =>
      tableOf(kind.id).get(kind.key(query)) as Fact<Value> | undefined,
    list: async <Scope, Member>(kind: CollectionKind<Scope, Member>, scope: Scope) =>
      tableOf(kind.id).get(kind.key(scope)) as Fact<Listing<Member>> | undefined,
    changed: <Query, Value>(kind: ResourceKind<Query, Value>, query: Query, value: Value) =>
      (byKind.get(kind.id)?.changed?.(estate, query, value) ?? known(value)) as Fact<Value>,
  };
}
