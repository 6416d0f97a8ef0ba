/**
 * The live source: it gathers questions into calls. A full batch leaves at once; a partial one only when nothing that
 * commonly leads to more such questions (`after`, transitively) is waiting or under way, seen once all code that the last
 * answers set going has run, or when it has waited long. Calls are not capped here, and their failures are told as facts.
 */
import { type Fact, unknown } from './fact.ts';
import type { AnyRawKind, CollectionKind, Listing, ResourceKind } from './kind.ts';
import type { FactSource } from './store.ts';
import { upstreamOf } from './upstream.ts';

/** Answers questions for single things of one kind. */
export interface Asker<Query, Value> {
  readonly kind: ResourceKind<Query, Value>;
  /** The most queries that one call takes. */
  readonly batch: number;
  /** Queries that cannot share a call differ in this: the region, the cluster. */
  group?(query: Query): string;
  /** One answer to each query, in their order. */
  ask(queries: readonly Query[]): Promise<readonly Fact<Value>[]>;
}

/** Lists everything of one kind in a scope. */
export interface Lister<Scope, Member> {
  readonly kind: CollectionKind<Scope, Member>;
  /** The most scopes that one call takes; 1 where left out. */
  readonly batch?: number;
  /** Scopes that cannot share a call differ in this. */
  group?(scope: Scope): string;
  /** One listing to each scope, in their order. */
  list(scopes: readonly Scope[]): Promise<readonly Fact<Listing<Member>>[]>;
}

// biome-ignore lint/suspicious/noExplicitAny: of whatever query and value; only the scheduler calls it
export type AnyAsker = Asker<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyLister = Lister<any, any>;

/** How far the questions of this source are. */
export interface Progress {
  /** What was asked or answered last, for a sentence: `role`. */
  readonly kind: string;
  /** Different questions so far. */
  readonly asked: number;
  /** Those that have their answer. */
  readonly answered: number;
  /** Calls so far; one may take several requests, where answers come in pages. */
  readonly calls: number;
}

/** How long a partial batch waits for company. It costs few calls and saves as much time as AWS's rates hold others back. */
const PATIENCE_MS = 100;

interface Waiting {
  readonly query: unknown;
  readonly resolve: (answer: Fact<unknown>) => void;
}

/** The questions of one kind. */
interface Desk {
  readonly kind: AnyRawKind;
  readonly batch: number;
  readonly groupOf: (query: unknown) => string;
  readonly call: (queries: readonly unknown[]) => Promise<readonly Fact<unknown>[]>;
  /** Every answer there is or will be, by key. */
  readonly answers: Map<string, Promise<Fact<unknown>>>;
  /** What waits for company, by group; never a full batch, never an empty list. */
  readonly waiting: Map<string, Waiting[]>;
  /** Calls under way. */
  underWay: number;
  upstream: readonly Desk[];
}

/** A source that asks these; questions of any other kind are not its own. */
export function liveSource(
  askers: readonly AnyAsker[],
  listers: readonly AnyLister[],
  options: { onProgress?(progress: Progress): void } = {},
): FactSource {
  const desks = new Map<string, Desk>();
  for (const asker of askers) open(asker, asker.batch, (queries) => asker.ask(queries));
  for (const lister of listers) open(lister, lister.batch ?? 1, (scopes) => lister.list(scopes));
  const upstream = upstreamOf([...desks.values()].map(({ kind }) => kind));
  for (const desk of desks.values())
    desk.upstream = [...(upstream.get(desk.kind.id) ?? [])].flatMap((id) => desks.get(id) ?? []);

  let asked = 0;
  let answered = 0;
  let calls = 0;
  /** Questions that came since the last look: as long as more come, partial batches wait. */
  let fresh = false;
  let lookPlanned = false;
  /** Those who have more questions to come, see `hold`. */
  let holders = 0;
  /** Has one of them asked all of its questions since the last look? Those do not wait for the others'. */
  let letGo = false;

  function open(one: AnyAsker | AnyLister, batch: number, call: Desk['call']): void {
    const { kind } = one;
    if (desks.has(kind.id)) throw new Error(`${kind.id} is served twice`);
    const groupOf = (query: unknown) => one.group?.(query) ?? '';
    const empty = { answers: new Map(), waiting: new Map(), underWay: 0, upstream: [] };
    desks.set(kind.id, { kind, batch, groupOf, call, ...empty });
  }

  function tell(desk: Desk): void {
    options.onProgress?.({ kind: desk.kind.noun, asked, answered, calls });
  }

  function take(kind: AnyRawKind, query: unknown): Promise<Fact<unknown>> | undefined {
    const desk = desks.get(kind.id);
    if (!desk) return undefined;
    const key = desk.kind.key(query);
    let answer = desk.answers.get(key);
    if (!answer) {
      answer = new Promise((resolve) => enqueue(desk, { query, resolve }));
      desk.answers.set(key, answer);
    }
    return answer;
  }

  function enqueue(desk: Desk, entry: Waiting): void {
    asked++;
    tell(desk);
    const group = desk.groupOf(entry.query);
    const line = desk.waiting.get(group);
    const batch = line ?? [];
    batch.push(entry);
    if (batch.length >= desk.batch) {
      desk.waiting.delete(group);
      void send(desk, batch);
    } else {
      if (!line) {
        desk.waiting.set(group, batch);
        beginWaiting(desk, group, batch);
      }
      fresh = true;
      planLook();
    }
  }

  function beginWaiting(desk: Desk, group: string, batch: Waiting[]): void {
    setTimeout(() => overdue(desk, group, batch), PATIENCE_MS).unref();
  }

  /** Where what leads to more questions takes its time, those that are here do not wait for it to end. */
  function overdue(desk: Desk, group: string, batch: Waiting[]): void {
    if (desk.waiting.get(group) !== batch) return;
    if (holders > 0) {
      beginWaiting(desk, group, batch);
      return;
    }
    desk.waiting.delete(group);
    void send(desk, batch);
  }

  function planLook(): void {
    if (lookPlanned) return;
    lookPlanned = true;
    setImmediate(look);
  }

  /** Sends the partial batches that no answer can fill any more. */
  function look(): void {
    lookPlanned = false;
    if (holders > 0 && !letGo) return;
    if (fresh && !letGo) {
      fresh = false;
      planLook();
      return;
    }
    letGo = false;
    for (const desk of desks.values()) {
      if (desk.waiting.size === 0 || desk.upstream.some(busy)) continue;
      const batches = [...desk.waiting.values()];
      desk.waiting.clear();
      for (const batch of batches) void send(desk, batch);
    }
  }

  async function send(desk: Desk, batch: readonly Waiting[]): Promise<void> {
    desk.underWay++;
    calls++;
    const answers = await answersOf(
      desk,
      batch.map(({ query }) => query),
    );
    desk.underWay--;
    answered += batch.length;
    tell(desk);
    batch.forEach(({ resolve }, at) => {
      resolve(answers[at] as Fact<unknown>);
    });
    planLook();
  }

  return {
    answer: async (kind, query) => take(kind, query) as Promise<never> | undefined,
    list: async (kind, scope) => take(kind, scope) as Promise<never> | undefined,
    hold() {
      holders++;
      return () => {
        holders--;
        letGo = true;
        planLook();
      };
    },
  };
}

function busy(desk: Desk): boolean {
  return desk.underWay > 0 || desk.waiting.size > 0;
}

/** One answer to each query, whatever the call does. */
async function answersOf(desk: Desk, queries: readonly unknown[]): Promise<readonly Fact<unknown>[]> {
  let trouble: string;
  try {
    const answers = await desk.call(queries);
    if (answers.length === queries.length) return answers;
    trouble = `${answers.length} answers came to ${queries.length} questions`;
  } catch (error) {
    trouble = error instanceof Error ? error.message : String(error);
  }
  return queries.map((query) =>
    unknown({
      reason: 'error',
      detail: `${desk.kind.noun} ${desk.kind.key(query)} could not be read: ${trouble}`,
    }),
  );
}
