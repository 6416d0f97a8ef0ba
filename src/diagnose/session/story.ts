import type { LogLine } from './line.ts';
import { type Mark, type MarkName, markOf, sessionOf } from './mark.ts';

/** A connection that was closed under a session. */
export interface Loss {
  readonly line: LogLine;
  /** `websocket: close 1000 (normal): Bye`; undefined where the log does not say. */
  readonly why?: string;
  /** Milliseconds since the connection was made. */
  readonly after?: number;
  resumed: boolean;
}

/** What a log tells of one session. */
export interface Story {
  id?: string;
  readonly marks: Mark[];
  readonly lines: LogLine[];
  readonly losses: Loss[];
  /** The log holds its beginning. */
  begins: boolean;
  /** The last line that made a connection, and since then the last one that said what was wrong with it. */
  made?: Mark;
  fault?: Mark | undefined;
}

/** A way in which the clock of a log cannot be trusted. */
export interface ClockTrouble {
  readonly kind: 'backwards' | 'asleep';
  readonly line: LogLine;
  readonly milliseconds: number;
}

const BEGINS: ReadonlySet<MarkName> = new Set([
  'start',
  'opening',
  'cannot-start',
  'call-failed',
  'plugin-missing',
]);

/**
 * The sessions of a log. A line that names no session belongs to the one named last: the plugin names it seldom, and all plugins of a
 * machine write to one log, so that where two ran at a time the reading says so.
 */
export function storiesOf(lines: readonly LogLine[]): {
  readonly stories: readonly Story[];
  readonly mixed: boolean;
} {
  const byId = new Map<string, Story>();
  const order: Story[] = [];
  let current: Story | undefined;
  let mixed = false;
  for (const line of lines) {
    const mark = markOf(line);
    const id = sessionOf(line, mark);
    if (id !== undefined) {
      const known = byId.get(id);
      if (known && current && known !== current && !named(line) && !hasEnded(current)) mixed = true;
      current = known ?? (current && current.id === undefined ? current : open(order));
      current.id = id;
      byId.set(id, current);
    } else if (mark && (current === undefined || beginsAnew(mark, current))) {
      current = open(order);
    }
    if (current === undefined) continue;
    current.lines.push(line);
    if (mark) take(current, mark);
  }
  return { stories: order, mixed };
}

/** A session is named later than it begins: what came before is its beginning. */
function open(order: Story[]): Story {
  const story: Story = { marks: [], lines: [], losses: [], begins: false };
  order.push(story);
  return story;
}

/** A call that fails to start a session after one that has ended belongs to none yet. */
function beginsAnew({ name }: Mark, story: Story): boolean {
  return (name === 'call-failed' || name === 'plugin-missing') && hasEnded(story);
}

function hasEnded({ marks }: Story): boolean {
  return marks.some(({ name }) => name === 'exit' || name === 'over' || name === 'worker-closed');
}

/** Does the agent itself name the session on each line? */
function named({ tags }: LogLine): boolean {
  return tags.includes('ssm-session-worker');
}

function take(story: Story, mark: Mark): void {
  if (story.marks.length === 0) story.begins = BEGINS.has(mark.name);
  story.marks.push(mark);
  const last = story.losses.at(-1);
  if (mark.name === 'lost') {
    if (last && isEcho(last, mark)) return;
    // A connection that is lost once more had been made again, also where only such lines were picked from a log.
    if (last) last.resumed = true;
    story.losses.push(lossOf(story, mark));
  }
  if (mark.name === 'fault') story.fault = mark;
  if (mark.name !== 'resumed' && mark.name !== 'opened') return;
  // At INFO the agent says no more of a connection that it made anew.
  if (last) last.resumed = true;
  story.made = mark;
  story.fault = undefined;
}

/** Milliseconds within which plugin and agent, in one text, tell of the same closing. */
const ECHO = 60_000;

function isEcho({ line }: Loss, mark: Mark): boolean {
  const apart = line.tags.length > 0 !== mark.line.tags.length > 0;
  return apart && Math.abs((mark.line.at ?? Number.NaN) - (line.at ?? Number.NaN)) < ECHO;
}

function lossOf({ made, fault, losses }: Story, { line, says }: Mark): Loss {
  const why = says['why'] ?? fault?.says['why'];
  const since = made?.line.at ?? losses.at(-1)?.line.at;
  const after = line.at === undefined || since === undefined ? undefined : line.at - since;
  return {
    line,
    ...(why === undefined ? {} : { why }),
    ...(after === undefined ? {} : { after }),
    resumed: false,
  };
}

/** The service was seen to close a connection about every hour (https://github.com/aws/session-manager-plugin/issues/135). */
const HOUR = 3_600_000;
const NEAR_AN_HOUR = 6 * 60_000;

/** Was the connection closed by the service, as it does about every hour? A log at INFO says of the plugin's only when. */
export function isRecycle({ why, after }: Loss): boolean {
  if (why !== undefined) return /close 1000 \(normal\)/.test(why);
  return after !== undefined && Math.abs(after - HOUR) <= NEAR_AN_HOUR;
}

/** The plugin sends a ping every 5 minutes, and at DEBUG says so (src/config/config.go). */
const SILENCE = 15 * 60_000;
/** Clocks are set back by fractions; more than this is a change of zone, or two logs in one text. */
const BACKWARDS = 60_000;

/** Where the times of a session jump: back, or ahead while a plugin that pings every five minutes wrote nothing. */
export function clockTroubles({ lines, marks }: Story): readonly ClockTrouble[] {
  const pings = marks.some(({ name }) => name === 'ping');
  const troubles: ClockTrouble[] = [];
  let last: LogLine | undefined;
  for (const line of lines) {
    if (line.at === undefined) continue;
    const step = last?.at === undefined ? 0 : line.at - last.at;
    if (step < -BACKWARDS) troubles.push({ kind: 'backwards', line, milliseconds: -step });
    if (pings && step > SILENCE) troubles.push({ kind: 'asleep', line, milliseconds: step });
    last = line;
  }
  return troubles;
}

/** From the first line with a time to the last, unless the clock goes back in between. */
export function lifetime(story: Story): number | undefined {
  const timed = story.lines.filter(({ at }) => at !== undefined);
  const first = timed[0]?.at;
  const last = (story.marks.findLast(({ line }) => line.at !== undefined)?.line ?? timed.at(-1))?.at;
  if (first === undefined || last === undefined || timed.length < 2) return undefined;
  if (clockTroubles(story).some(({ kind }) => kind === 'backwards')) return undefined;
  return last - first;
}

/** What a session says of itself: the last word on it holds. */
export function saidOf({ marks }: Story, name: string): string | undefined {
  return marks.findLast(({ says }) => (says[name] ?? '') !== '')?.says[name];
}
