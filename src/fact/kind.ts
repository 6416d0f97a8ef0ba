import type { Fact } from './fact.ts';

/**
 * A kind of fact that is not in the files: declared here, answered by a source (a template, a snapshot, the account).
 * `Query` names the thing, `Value` is its AWS shape.
 */
export interface FactKind<Query, Value> {
  /** `elbv2.target-group` */
  readonly id: string;
  /** What it is, for a sentence: `target group`. */
  readonly noun: string;
  /** The IAM actions that asking takes. */
  readonly actions: readonly string[];
  /** The canonical name of the thing: two queries with one key are one question. */
  readonly key: (query: Query) => string;
  /** Carries the value's type; never present at run time. */
  readonly value?: Value;
}

/** Answers questions about what is not in the files. */
export interface Facts {
  ask<Query, Value>(kind: FactKind<Query, Value>, query: Query): Promise<Fact<Value>>;
}
