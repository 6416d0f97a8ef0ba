import type { Catalogue, Message } from './catalogue.ts';
import { type Entities, EntityBook, entitiesIn } from './entity.ts';
import type { Observation } from './observation.ts';
import { plainText, unbroken } from './plain.ts';
import { lower, type Wording } from './wording.ts';

/** A message seen in an observation. */
export interface Sighting {
  readonly message: Message;
  /** The documented text that was found. */
  readonly wording: string;
  readonly quote: string;
  /** What it names; found out when it is asked for, because a log may hold one message thousands of times. */
  readonly entities: () => Entities;
  readonly from: Observation;
}

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

const QUOTE = 400;

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

function addContext(book: EntityBook, { container, service, cluster, task, exitCode }: Observation): void {
  book.add('container', container);
  book.add('service', service);
  book.add('cluster', cluster);
  book.add('task', task);
  book.add('exitCode', exitCode === undefined ? undefined : String(exitCode));
}

const SHORT = 300;

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

const EXIT_ALONE =
  /^\W{0,3}(?:container '?([\w-]{1,255})'? )?(?:exit|exited|exit code|exit status|exitcode|exited with(?: code| status)?|exit code is)\W{0,4}(?:code )?(\d{1,3})\W{0,2}$/i;
const EXIT_BESIDE = /\bexit(?:ed)?[ _]?(?:with )?code\W{0,4}(\d{1,3})\b/gi;
/** What stands where a container's end is told, and not where a program tells of a child of its own. */
const ABOUT_CONTAINERS = new Set(['essential-exited', 'out-of-memory']);

/** Exit codes: as ECS gives them, as all that is asked, or beside what says that a container ended. */
function exitSightings(
  text: string,
  { exits }: Catalogue,
  from: Observation,
  found: readonly Sighting[],
): readonly Sighting[] {
  const codes = new Set<number>();
  if (from.exitCode !== undefined) codes.add(from.exitCode);
  else if (
    (text.length <= SHORT && from.alone !== false) ||
    found.some(({ message }) => ABOUT_CONTAINERS.has(message.id))
  ) {
    const alone = EXIT_ALONE.exec(text.trim());
    if (alone) codes.add(Number(alone[2]));
    else if (found.some(({ message }) => ABOUT_CONTAINERS.has(message.id)))
      for (const { quote } of found)
        for (const [, code] of quote.matchAll(EXIT_BESIDE)) codes.add(Number(code));
  }
  // That it was memory says more than that it was killed.
  if (found.some(({ message }) => message.id === 'out-of-memory')) codes.delete(137);
  return [...codes].flatMap((code) => {
    const message = exits.get(code);
    if (!message) return [];
    const book = new EntityBook();
    addContext(book, from);
    book.add('exitCode', String(code));
    const said = from.exitCode === undefined ? text.trim().slice(0, QUOTE) : `exit code ${code}`;
    return [{ message, wording: `exit code ${code}`, quote: said, entities: () => book.entities(), from }];
  });
}
