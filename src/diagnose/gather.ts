import type { Catalogue } from './catalogue.ts';
import type { Appearance, Nature } from './diagnosis.ts';
import { type Entities, EntityBook } from './entity.ts';
import type { Message } from './message.ts';
import type { Observation } from './observation.ts';
import type { Sighting } from './sighting.ts';
import { sightingsIn } from './sightings.ts';

/** A message with all its sightings. */
export interface Seen extends Appearance {
  readonly message: Message;
  readonly entities: Entities;
  /** The task definitions of the tasks it was seen on, by how often. */
  readonly taskDefinitions: ReadonlyMap<string, number>;
}

/** Of a message seen thousands of times, the first ones say what it names. */
const READ = 20;

/** What observations hold: messages, and what AWS said that is none of them. */
export interface Gathered {
  /** Each once, the most important first: why before that, often before rarely, late before early. */
  readonly seen: readonly Seen[];
  /** Reasons that AWS gave and that nobody documents, each once. */
  readonly unrecognised: readonly { readonly text: string; readonly count: number }[];
}

export function gather(observations: readonly Observation[], catalogue: Catalogue): Gathered {
  const byMessage = new Map<Message, Sighting[]>();
  const unrecognised = new Map<string, number>();
  for (const observation of observations) {
    const sightings = sightingsIn(observation, catalogue);
    for (const sighting of sightings) {
      const list = byMessage.get(sighting.message);
      if (list) list.push(sighting);
      else byMessage.set(sighting.message, [sighting]);
    }
    const text = observation.text.trim().slice(0, LONGEST);
    if (sightings.length === 0 && text !== '' && GIVES_REASONS.has(observation.seenIn))
      unrecognised.set(text, (unrecognised.get(text) ?? 0) + 1);
  }
  return {
    seen: [...byMessage].map(([message, sightings]) => seenOf(message, sightings)).sort(byImportance),
    unrecognised: [...unrecognised].map(([text, count]) => ({ text, count })),
  };
}

const LONGEST = 1_000;
/** Where AWS says why something failed; an event may say anything. */
const GIVES_REASONS = new Set(['stopped task', 'container', 'attachment', 'API failure']);

function seenOf(message: Message, sightings: readonly Sighting[]): Seen {
  const book = new EntityBook();
  // What was said last is what holds now.
  const latest = sightings.toSorted((a, b) => ((a.from.at ?? '') < (b.from.at ?? '') ? 1 : -1));
  for (const sighting of latest.slice(0, READ)) book.addAll(sighting.entities());
  const times = sightings.flatMap(({ from }) => from.at ?? []).sort();
  const firstAt = times[0];
  const lastAt = times.at(-1);
  const definitions = new Map<string, number>();
  for (const { from } of sightings)
    if (from.taskDefinition !== undefined)
      definitions.set(from.taskDefinition, (definitions.get(from.taskDefinition) ?? 0) + 1);
  return {
    message,
    wording: latest[0]?.wording ?? '',
    quote: latest[0]?.quote ?? '',
    count: sightings.length,
    ...(firstAt === undefined ? {} : { firstAt }),
    ...(lastAt === undefined ? {} : { lastAt }),
    seenIn: [...new Set(sightings.map(({ from }) => from.seenIn))].sort(),
    entities: book.entities(),
    taskDefinitions: definitions,
  };
}

const NATURES: readonly Nature[] = ['failure', 'symptom', 'notice'];

function byImportance(a: Seen, b: Seen): number {
  return (
    NATURES.indexOf(a.message.nature) - NATURES.indexOf(b.message.nature) ||
    Number(a.message.general) - Number(b.message.general) ||
    b.count - a.count ||
    later(a, b) ||
    (a.message.id < b.message.id ? -1 : 1)
  );
}

function later({ lastAt: a = '' }: Seen, { lastAt: b = '' }: Seen): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
