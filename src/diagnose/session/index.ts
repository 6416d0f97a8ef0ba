/**
 * What the logs of session-manager-plugin and amazon-ssm-agent, and the output of `aws ssm start-session`, tell of a session: how long
 * it lived, which closed connections it survived, which line was its end, and what that means.
 */
import { type Cause, type End, endOf, isShell } from './end.ts';
import { factsOf, othersOf } from './facts.ts';
import { keepAliveScript } from './keep-alive.ts';
import { logLines } from './line.ts';
import { isPrinted, type MarkName, markOf } from './mark.ts';
import { readEnd } from './reading.ts';
import { type Story, saidOf, storiesOf } from './story.ts';

/** A session as it was, for people; whoever prints it escapes it for the terminal. */
export interface SessionDiagnosis {
  readonly cause: Cause;
  /** One sentence without a full stop. */
  readonly title: string;
  /** What happened, and why. */
  readonly paragraphs: readonly string[];
  /** What the log holds: who, when, how long, how often reconnected, the deciding line. */
  readonly facts: readonly string[];
  readonly advice: readonly string[];
  /** A bash script that keeps a tunnel open, where the session was or may have been one. */
  readonly loop?: string;
}

/** Lines that are enough by themselves. */
const TELLING: ReadonlySet<MarkName> = new Set([
  'lost',
  'resuming',
  'resume-failed',
  'over',
  'exit',
  'unacknowledged',
  'cannot-start',
  'call-failed',
  'plugin-missing',
  'far-end-refuses',
  'already-terminated',
  'channel-refused',
  'handshake-failed',
  'agent-crashes',
]);

/** Two of these make the log of a session; one alone may stand anywhere. */
const ORDINARY: ReadonlySet<MarkName> = new Set([
  'start',
  'connected',
  'port',
  'session-type',
  'plugin-version',
  'cancelled',
  'worker-closed',
]);

/** Is this the log, or the output, of a session? One ordinary line of an agent is not. */
export function looksLikeSessionLog(text: string): boolean {
  let ordinary = 0;
  for (const line of logLines(text, isPrinted)) {
    const mark = markOf(line);
    if (mark === undefined) continue;
    if (TELLING.has(mark.name)) return true;
    if (ORDINARY.has(mark.name)) ordinary += 1;
    if (ordinary > 1) return true;
  }
  return false;
}

/** Ends that nobody has to look into: another session of the log comes first. */
const QUIET: ReadonlySet<Cause> = new Set(['interrupted', 'closed', 'agent-closed', 'no-end']);

/** Reads the session of a log that went wrong last, or else its last one. */
export function diagnoseSession(text: string): SessionDiagnosis {
  const { stories, mixed } = storiesOf(logLines(text, isPrinted));
  const story = stories.findLast((one) => !QUIET.has(endOf(one).cause)) ?? stories.at(-1);
  if (story === undefined)
    return {
      cause: 'no-end',
      title: 'no session was found in this text',
      paragraphs: ['It holds no line that session-manager-plugin or amazon-ssm-agent writes of a session.'],
      facts: [],
      advice: [],
    };
  const end = endOf(story);
  return {
    cause: end.cause,
    ...readEnd(story, end),
    facts: [
      ...factsOf(story),
      ...(mixed
        ? [
            'several sessions wrote to this log at a time: a line that names none was read as of the one named last',
          ]
        : []),
      ...othersOf(stories.filter((one) => one !== story)),
    ],
    ...(isShell(story) ? {} : { loop: keepAliveScript(targetOf(story, end)) }),
  };
}

/** What the session reached, where the log says so; the script takes only what has the form of a target. */
function targetOf(story: Story, { why }: End): string {
  return (
    saidOf(story, 'target') ??
    /(?<target>(?:mi|i)-[0-9a-f]+|ecs:[\w-]+) is not connected/.exec(why ?? '')?.groups?.['target'] ??
    ''
  );
}
