import { absent, chain, type Fact, known, map, unknown, type Why } from './fact.ts';
import type { AnyKind, CollectionKind, DerivedKind, Facts, Listing, ResourceKind } from './kind.ts';
import { isOpaque, unlocking, whyOpaque } from './opaque.ts';

/** By the id of a kind, and then by key: keys are long, and most are asked as the texts that they are. */
type ByKind<Held> = Map<string, Map<string, Held>>;

function ofKind<Held>(all: ByKind<Held>, id: string): Map<string, Held> {
  let found = all.get(id);
  if (!found) {
    found = new Map();
    all.set(id, found);
  }
  return found;
}

/** One place that may know. It answers undefined for "not mine", and unknown for "mine, but I could not find out". */
export interface FactSource {
  answer<Query, Value>(kind: ResourceKind<Query, Value>, query: Query): Promise<Fact<Value> | undefined>;
  /** Absent where the scope itself does not exist. */
  list<Scope, Member>(
    kind: CollectionKind<Scope, Member>,
    scope: Scope,
  ): Promise<Fact<Listing<Member>> | undefined>;
  /** What the source makes of a thing that the ones after it tell of: a template changes what the account has. */
  changed?<Query, Value>(kind: ResourceKind<Query, Value>, query: Query, value: Value): Fact<Value>;
  /** See `Facts`. */
  hold?(): () => void;
}

/**
 * Asks the sources in order and remembers every answer by kind and canonical key, so that no question is asked twice. Of a
 * single thing the first source that knows wins; the members of a collection are merged until one source says that it is
 * complete. What an answer teaches of other names of the thing, and of the members of a collection, is remembered too.
 * Where no source answers, the fact is unknown because nothing was asked: offline.
 */
export function factStore(sources: readonly FactSource[]): Facts {
  const answers: ByKind<Promise<Fact<unknown>>> = new Map();
  /** What arrived under another question: a thing by its other names, a member of a collection by its own. */
  const learnt: ByKind<Fact<unknown>> = new Map();

  const ask = (kind: AnyKind, query: unknown): Promise<Fact<unknown>> => {
    const key = kind.key(query);
    const answered = ofKind(answers, kind.id);
    let answer = answered.get(key);
    if (!answer) {
      const held = kind.sort === 'resource' ? learnt.get(kind.id)?.get(key) : undefined;
      answer = held ? Promise.resolve(held) : answerOf(kind, query);
      answered.set(key, answer);
    }
    return answer;
  };
  const remembered = (kind: AnyKind, query: unknown) => answers.get(kind.id)?.get(kind.key(query));
  const facts = {
    ask,
    hold: () => holdAll(sources),
    remembered,
    offline: sources.length === 0,
  } as Facts;

  const answerOf = (kind: AnyKind, query: unknown): Promise<Fact<unknown>> => {
    if (kind.sort === 'derived') return kind.derive(query, limitedTo(kind.needs, facts, kind.id));
    return kind.sort === 'collection' ? listed(kind, query) : single(kind, query);
  };

  /** One thing, which may have arrived by another name while the question was under way: then it stays the same fact. */
  async function single(kind: ResourceKind<unknown, unknown>, query: unknown): Promise<Fact<unknown>> {
    const answer = await first(sources, kind, query);
    if (!kind.aliases) return answer;
    const names = kind.aliases;
    return answer.match({
      known: (value) => {
        const keys = names(value);
        const already = ofKind(learnt, kind.id);
        const same = keys.map((key) => already.get(key)).find((fact) => fact !== undefined) ?? answer;
        for (const key of keys) already.set(key, same);
        return same;
      },
      absent: () => answer,
      unknown: () => answer,
    });
  }

  async function listed(kind: CollectionKind<unknown, unknown>, scope: unknown): Promise<Fact<unknown>> {
    const answer = await merged(sources, kind, scope);
    answer.match({
      known: (members) => {
        const already = ofKind(learnt, kind.member);
        for (const member of members) {
          const key = kind.idOf(member);
          if (!already.has(key)) already.set(key, known(member));
        }
      },
      absent: () => undefined,
      unknown: () => undefined,
    });
    return answer;
  }

  return facts;
}

/**
 * Facts of which one source is asked before the others: what a template declares comes before what the account has. Names that
 * the deploy alone will tell are asked of nobody else.
 */
export function facedBy(source: FactSource, facts: Facts): Facts {
  const beneath: FactSource = {
    answer: async (kind, query) => {
      if (isOpaque(kind.key(query))) return undefined;
      return chain(
        await facts.ask(kind, query),
        (value) => source.changed?.(kind, query, value) ?? known(value),
      );
    },
    list: async (kind, scope) => {
      if (isOpaque(kind.key(scope))) return undefined;
      return map(await facts.ask(kind, scope), (members) => ({ members, complete: true }));
    },
    hold: () => facts.hold?.() ?? (() => undefined),
  };
  return factStore([source, beneath]);
}

/** Holds all of them, see `Facts`. */
export function holdAll(sources: readonly FactSource[]): () => void {
  const held = sources.map((source) => source.hold?.());
  return () => {
    for (const letGo of held) letGo?.();
  };
}

/** The same facts, of which only these kinds may be asked: what is declared is what is asked of the account. */
export function limitedTo(kinds: readonly AnyKind[], facts: Facts, asker: string): Facts {
  const ids = idsOf(kinds);
  return {
    offline: facts.offline,
    ask: ((kind: DerivedKind<unknown, unknown>, query: unknown) => {
      if (!ids.has(kind.id)) throw new Error(`${asker} asks ${kind.id}, which it does not declare to need`);
      return facts.ask(kind, query);
    }) as Facts['ask'],
  };
}

/** What a kind or a problem needs is said once, and it asks for one thing after another. */
const needed = new WeakMap<readonly AnyKind[], ReadonlySet<string>>();

function idsOf(kinds: readonly AnyKind[]): ReadonlySet<string> {
  let found = needed.get(kinds);
  if (!found) {
    found = new Set(kinds.map(({ id }) => id));
    needed.set(kinds, found);
  }
  return found;
}

async function first<Query, Value>(
  sources: readonly FactSource[],
  kind: ResourceKind<Query, Value>,
  query: Query,
): Promise<Fact<Value>> {
  let failed: Fact<Value> | undefined;
  for (const source of sources) {
    const answer = await source.answer(kind, query);
    if (answer === undefined) continue;
    if (answer.match({ known: () => true, absent: () => true, unknown: () => false })) return answer;
    failed ??= answer;
  }
  return failed ?? notAsked(kind, query);
}

async function merged<Scope, Member>(
  sources: readonly FactSource[],
  kind: CollectionKind<Scope, Member>,
  scope: Scope,
): Promise<Fact<readonly Member[]>> {
  const members = new Map<string, Member>();
  const open: Why[] = [];
  for (const source of sources) {
    const answer = await source.list(kind, scope);
    if (answer === undefined) continue;
    const done = answer.match<Fact<readonly Member[]> | undefined>({
      known: (listing) => {
        for (const member of listing.members) {
          const id = kind.idOf(member);
          if (!members.has(id)) members.set(id, member);
        }
        if (listing.complete === true) return known([...members.values()]);
        open.push(...listing.complete);
        return undefined;
      },
      absent: () => (members.size === 0 ? absent() : known([...members.values()])),
      unknown: (why) => {
        open.push(...why);
        return undefined;
      },
    });
    if (done) return done;
  }
  return open.length > 0 ? unknown(...open) : notAsked(kind, scope);
}

function notAsked<Query>(
  kind: { readonly noun: string; readonly key: (query: Query) => string },
  query: Query,
): Fact<never> {
  const key = kind.key(query);
  if (isOpaque(key)) {
    const { reason, detail } = whyOpaque(key);
    const unlockedBy = unlocking(key);
    return unknown({ reason, detail, ...(unlockedBy === undefined ? {} : { unlockedBy }) });
  }
  return unknown({
    reason: 'offline',
    detail: `${kind.noun} ${key} was not looked up`,
    unlockedBy: '--live',
  });
}
