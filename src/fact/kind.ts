import type { Fact, Why } from './fact.ts';

/** What the sorts of fact have in common. */
interface Named<Query, Value> {
  /** `iam.role` */
  readonly id: string;
  /** What it is, for a sentence: `role`. */
  readonly noun: string;
  /** The canonical name of the thing: two queries with one key are one question. */
  readonly key: (query: Query) => string;
  /** Carries the value's type; never present at run time. */
  readonly value?: Value;
}

/** What is asked of a source: an AWS shape, by the API's own words. Sources and snapshots know raw kinds alone. */
interface Raw<Query, Value> extends Named<Query, Value> {
  /** The IAM actions that asking takes; empty where no AWS call answers. */
  readonly actions: readonly string[];
  /** The ids of the raw kinds whose answers commonly lead to this question: it waits for them, so that batches fill. */
  readonly after?: readonly string[];
}

/** One thing: a role, a subnet. Absent where it does not exist. */
export interface ResourceKind<Query, Value> extends Raw<Query, Value> {
  readonly sort: 'resource';
  /** Other keys under which the same thing is asked: the ARN of what was asked by name. */
  readonly aliases?: (value: Value) => readonly string[];
}

/** All things of a kind in a scope: a VPC's endpoints, a role's policies. Known only where it is complete. */
export interface CollectionKind<Scope, Member> extends Raw<Scope, readonly Member[]> {
  readonly sort: 'collection';
  /** The kind under which the members stand in a snapshot; its id alone where nobody asks for one member. */
  readonly member: string;
  /** The name of a member, by which two sources mean the same one. */
  readonly idOf: (member: Member) => string;
}

/** What is joined from other facts: may this role read this secret? No source knows it. */
export interface DerivedKind<Query, Value> extends Named<Query, Value> {
  readonly sort: 'derived';
  readonly needs: readonly AnyKind[];
  readonly derive: (query: Query, facts: Facts) => Promise<Fact<Value>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a kind of whatever query and value; nothing is asked through it
export type AnyKind = ResourceKind<any, any> | CollectionKind<any, any> | DerivedKind<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyRawKind = ResourceKind<any, any> | CollectionKind<any, any>;

/** Answers questions about what is not in the files. */
export interface Facts {
  ask<Query, Value>(
    kind: ResourceKind<Query, Value> | DerivedKind<Query, Value>,
    query: Query,
  ): Promise<Fact<Value>>;
  ask<Scope, Member>(kind: CollectionKind<Scope, Member>, scope: Scope): Promise<Fact<readonly Member[]>>;
  /** Will every question go unanswered, because nobody may be asked? Then there is no need to prepare them. */
  readonly offline: boolean;
  /**
   * Whoever asks on and on, with pauses in which answers are heard, holds what can share calls until all is asked, and then
   * lets go. Only who judges can know.
   */
  hold?(): () => void;
  /** The answer to a question that was asked before; undefined where nobody asked it. It asks nobody. */
  remembered?<Query, Value>(
    kind: ResourceKind<Query, Value> | DerivedKind<Query, Value>,
    query: Query,
  ): Promise<Fact<Value>> | undefined;
}

/** What a source knows of a collection. */
export interface Listing<Member> {
  readonly members: readonly Member[];
  /** `true`: nothing is beyond these; else why more is not known. */
  readonly complete: true | readonly Why[];
}

/** The raw kinds that these kinds rest on. */
export function rawKindsOf(kinds: Iterable<AnyKind>): ReadonlySet<AnyRawKind> {
  const raw = new Set<AnyRawKind>();
  for (const kind of kinds) {
    if (kind.sort === 'derived') for (const below of rawKindsOf(kind.needs)) raw.add(below);
    else raw.add(kind);
  }
  return raw;
}
