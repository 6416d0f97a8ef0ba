import type { Catalogue } from './catalogue.ts';
import { EntityBook, entitiesIn } from './entity.ts';
import { exitSightings } from './exits.ts';
import type { Message } from './message.ts';
import type { Observation } from './observation.ts';
import { plainText, unbroken } from './plain.ts';
import { addContext, QUOTE, SHORT, type Sighting } from './sighting.ts';
import { lower, type Wording } from './wording.ts';

/** How much of a line is looked at around a place: a line may be a whole file. */
const BEFORE = 1024;
const AFTER = 3072;

/** What recognising cost, for whoever wants to know: characters shown to patterns. */
export interface Work {
  examined: number;
}

/** Anchors with the wordings that have them, in the order of the catalogue. */
type Index = readonly (readonly [anchor: string, entries: readonly Entry[]])[];
interface Entry {
  readonly message: Message;
  readonly wording: Wording;
  readonly rank: number;
}

const indices = new WeakMap<Catalogue, Index>();

function indexOf(catalogue: Catalogue): Index {
  const made = indices.get(catalogue);
  if (made) return made;
  const byAnchor = new Map<string, Entry[]>();
  let rank = 0;
  for (const message of catalogue.messages)
    for (const wording of message.wordings) {
      const entry = { message, wording, rank: rank++ };
      const list = byAnchor.get(wording.anchor);
      if (list) list.push(entry);
      else byAnchor.set(wording.anchor, [entry]);
    }
  const index = [...byAnchor];
  indices.set(catalogue, index);
  return index;
}

/**
 * The messages that a text holds. Each anchor is searched once through the text; only around the places where one stands, a
 * window of bounded size is shown to the patterns, and windows of one anchor do not overlap: the cost grows with the length
 * of the text and nothing else.
 */
export function sightingsIn(
  from: Observation,
  catalogue: Catalogue,
  work: Work = { examined: 0 },
): readonly Sighting[] {
  const text = unbroken(plainText(from.text));
  const places = hits(text, catalogue, work);
  const found = choose(places, text, from);
  const whole = found.length === 0 && from.alone !== false ? wholeText(text, catalogue, from) : undefined;
  return [...found, ...(whole ? [whole] : []), ...exitSightings(text, catalogue, from, found)];
}

interface Hit {
  readonly entry: Entry;
  readonly line: Line;
  /** In the text. */
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, string | undefined>>;
}

interface Line {
  readonly start: number;
  readonly end: number;
}

function hits(text: string, catalogue: Catalogue, work: Work): readonly Hit[] {
  const low = lower(text);
  const found: Hit[] = [];
  for (const [anchor, entries] of indexOf(catalogue)) {
    for (let at = low.indexOf(anchor); at >= 0; ) {
      const line = windowAt(text, at);
      const shown = text.slice(line.start, line.end);
      for (const entry of entries) {
        work.examined += shown.length;
        const match = entry.wording.pattern.exec(shown);
        if (match)
          found.push({
            entry,
            line,
            start: line.start + match.index,
            end: line.start + match.index + match[0].length,
            values: match.groups ?? {},
          });
      }
      at = low.indexOf(anchor, Math.max(line.end, at + 1));
    }
  }
  return found;
}

/** The line around a place, or as much of it as is looked at. */
function windowAt(text: string, at: number): Line {
  const before = text.slice(Math.max(0, at - BEFORE), at);
  const after = text.slice(at, at + AFTER);
  const start = at - before.length + (before.lastIndexOf('\n') + 1);
  const ends = after.indexOf('\n');
  return { start, end: at + (ends < 0 ? after.length : ends) };
}

/** Of one place one message: the first of the catalogue; of one line one of each area, and general ones where there is no other. */
function choose(places: readonly Hit[], text: string, from: Observation): readonly Sighting[] {
  const inOrder = [...places].sort(
    (a, b) =>
      Number(a.entry.message.general) - Number(b.entry.message.general) || a.entry.rank - b.entry.rank,
  );
  const taken: Hit[] = [];
  const lines = new LineMap();
  for (const hit of inOrder) {
    const { message } = hit.entry;
    if (message.shy && !API_WORD.test(text.slice(hit.line.start, hit.line.end)) && !from.alone) continue;
    const neighbours = lines.at(hit);
    const clash = neighbours.some(
      (other) =>
        (other.start < hit.end && hit.start < other.end) ||
        (other.entry.message.area === message.area && near(other, hit)) ||
        (message.general && near(other, hit)),
    );
    if (clash) continue;
    lines.add(hit);
    taken.push(hit);
  }
  return taken.sort((a, b) => a.start - b.start).map((hit) => sightingOf(hit, text, from));
}

const API_WORD =
  /\b(?:ClientException|InvalidParameterException|RegisterTaskDefinition|CreateService|UpdateService|RunTask|StartTask|CreateTaskSet|HandlerErrorCode|AmazonECS|AWS::ECS::)/;

/** Two messages this close stand in one sentence. */
const SENTENCE = 1200;

function near(a: Hit, b: Hit): boolean {
  return (
    a.line.start === b.line.start ||
    (a.start < b.end + SENTENCE && b.start < a.end + SENTENCE && sameLine(a, b))
  );
}

function sameLine(a: Hit, b: Hit): boolean {
  return a.line.start < b.line.end && b.line.start < a.line.end;
}

/** Accepted hits by the stretch of text they stand in, so that only neighbours are compared. */
class LineMap {
  readonly #buckets = new Map<number, Hit[]>();

  add(hit: Hit): void {
    for (const bucket of bucketsOf(hit)) {
      const list = this.#buckets.get(bucket);
      if (list) list.push(hit);
      else this.#buckets.set(bucket, [hit]);
    }
  }

  at(hit: Hit): readonly Hit[] {
    return bucketsOf(hit).flatMap((bucket) => this.#buckets.get(bucket) ?? []);
  }
}

const BUCKET = BEFORE + AFTER;

function bucketsOf({ line }: Hit): readonly number[] {
  const first = Math.floor(line.start / BUCKET);
  const last = Math.floor(line.end / BUCKET);
  return first === last ? [first] : [first, last];
}

function sightingOf({ entry, line, start, end, values }: Hit, text: string, from: Observation): Sighting {
  const shown = text.slice(line.start, line.end);
  const entities = () => {
    const book = new EntityBook();
    for (const [name, value] of Object.entries(values)) if (!name.startsWith('gap')) book.add(name, value);
    addContext(book, from);
    book.addAll(entitiesIn(shown));
    for (const [name, value] of Object.entries(entry.message.entities)) book.add(name, value);
    return book.entities();
  };
  // A short line is quoted whole, of a long one the message.
  const quote =
    shown.length <= QUOTE ? shown : text.slice(start, Math.min(line.end, Math.max(end, start + QUOTE)));
  return {
    message: entry.message,
    wording: entry.wording.text,
    quote: quote.trim().slice(0, QUOTE),
    entities,
    from,
  };
}

/** A text that is one word or sentence, which would say nothing inside another. */
function wholeText(text: string, catalogue: Catalogue, from: Observation): Sighting | undefined {
  const trimmed = text.trim();
  if (trimmed.length > SHORT || trimmed.includes('\n') || trimmed === '') return undefined;
  for (const message of catalogue.messages)
    for (const { text: wording, pattern } of message.wholes) {
      const match = pattern.exec(trimmed);
      if (!match) continue;
      const book = new EntityBook();
      addContext(book, from);
      book.addAll(entitiesIn(trimmed));
      return { message, wording, quote: trimmed, entities: () => book.entities(), from };
    }
  return undefined;
}
