import { type Failure, failureIn } from './failure.ts';
import type { LogLine } from './line.ts';
import type { Mark, MarkName } from './mark.ts';
import { type Story, saidOf } from './story.ts';

/** What ended a session, or kept it from beginning. */
export type Cause =
  | 'plugin-missing'
  | 'cannot-start'
  | 'idle'
  | 'maximum-duration'
  | 'said-by-service'
  | 'target-gone'
  | 'cannot-resume'
  | 'already-over'
  | 'ended-elsewhere'
  | 'agent-refused'
  | 'agent-crashed'
  | 'agent-stopped'
  | 'network'
  | 'lost'
  | 'interrupted'
  | 'closed'
  | 'agent-closed'
  | 'far-end-refuses'
  | 'unknown'
  | 'no-end';

export interface End {
  readonly cause: Cause;
  /** The line that says so; none where the log just stops. */
  readonly line?: LogLine;
  /** The part of the line that says why, and what that means where it is known. */
  readonly why?: string;
  readonly failure?: Failure;
}

/** Errors that both programs write while a session goes on, or once it is over. */
const ORDINARY =
  /^(?:Error while accepting connection|Error sending |Error while sending websocket ping|Unable to (?:send|read|accept|write|process|get|set) |Failed to (?:send|close|get the v4|remove)|Stream data message|Invalid |Unexpected sequence|Retrying connection for data channel|Message \d+ was resent|Terminate Session failed|Unable to terminate session|Writepump|WritePump|Handle server connections|Stacktrace)/;

/** How a session ended, by the line that decides it. What no line decides is not guessed. */
export function endOf(story: Story): End {
  const last = (name: MarkName, where: (mark: Mark) => boolean = () => true) =>
    story.marks.findLast((mark) => mark.name === name && where(mark));
  const by = (cause: Cause, mark: Mark | undefined): End | undefined =>
    mark ? ended(cause, mark) : undefined;
  const spoken = last('exit', ({ says }) => (says['why'] ?? '').trim() !== '');
  const call = last('call-failed', ({ says }) => says['operation'] !== 'TerminateSession');
  const unresumed = story.losses.at(-1)?.resumed === false;
  const lost = unresumed || story.losses.length === 0;
  return (
    by('plugin-missing', last('plugin-missing')) ??
    by(call?.says['operation'] === 'ResumeSession' ? 'cannot-resume' : 'cannot-start', call) ??
    by('cannot-start', last('cannot-start')) ??
    by(causeSpoken(spoken?.says['why'] ?? ''), spoken) ??
    by('target-gone', last('unacknowledged')) ??
    (lost ? by('cannot-resume', last('resume-failed')) : undefined) ??
    by('already-over', last('over')) ??
    by('ended-elsewhere', last('already-terminated')) ??
    (lost ? by('agent-refused', last('channel-refused') ?? last('handshake-failed')) : undefined) ??
    by('agent-crashed', last('agent-crashes')) ??
    stopped(story) ??
    (lost ? by('network', last('dial-failed')) : undefined) ??
    (unresumed ? by('lost', last('lost')) : undefined) ??
    by('interrupted', last('interrupted')) ??
    by('closed', last('exit')) ??
    by('agent-closed', last('cancelled') ?? last('worker-closed')) ??
    by('far-end-refuses', last('far-end-refuses')) ??
    unknownError(story) ?? { cause: 'no-end' }
  );
}

/** What Session Manager says when it ends a session; the sentence on inactivity is the only one that is public. */
function causeSpoken(why: string): Cause {
  if (/timed out due to inactivity/i.test(why)) return 'idle';
  if (/maximum.{0,20}duration|duration.{0,20}(?:exceeded|reached)/i.test(why)) return 'maximum-duration';
  return failureIn(why) === undefined ? 'said-by-service' : 'agent-refused';
}

function ended(cause: Cause, { line, says }: Mark): End {
  const code = says['code'] === undefined ? '' : `${says['code']}: `;
  const why = says['why'] === undefined ? undefined : `${code}${says['why']}`.trim();
  const failure = why === undefined ? undefined : failureIn(why);
  return {
    cause,
    line,
    ...(why === undefined || why === '' ? {} : { why }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** An agent that is told to stop takes its sessions with it; one that ended before has nothing to do with it. */
function stopped(story: Story): End | undefined {
  const at = story.marks.findLastIndex(({ name }) => name === 'agent-stops');
  const restarted = story.marks.findLastIndex(({ name }) => name === 'agent-starts');
  const over = story.marks.findIndex(({ name }) => name === 'cancelled' || name === 'exit');
  const mark = story.marks[at] ?? (restarted > 0 ? story.marks[restarted] : undefined);
  if (!mark || (over >= 0 && over < Math.max(at, restarted))) return undefined;
  return ended('agent-stopped', mark);
}

function unknownError({ lines, marks }: Story): End | undefined {
  const marked = new Set(marks.map(({ line }) => line));
  const line = lines.findLast(
    (one) =>
      (one.level === 'ERROR' || one.level === 'CRITICAL') && !marked.has(one) && !ORDINARY.test(one.message),
  );
  return line === undefined ? undefined : { cause: 'unknown', line };
}

/** A shell is not kept alive by a loop around a port. */
export function isShell(story: Story): boolean {
  const type = saidOf(story, 'type');
  if (type !== undefined) return type !== 'Port';
  if (story.lines.some(({ tags }) => tags.includes('pluginName=Port'))) return false;
  return isExec(story) && !story.marks.some(({ name }) => name === 'port' || name === 'connected');
}

/** The sessions of ECS Exec are named so. */
export function isExec({ id }: Story): boolean {
  return id?.startsWith('ecs-execute-command-') === true;
}

/** A session of ECS Exec, or a tunnel to a container. */
export function reachesTask(story: Story): boolean {
  return isExec(story) || saidOf(story, 'target')?.startsWith('ecs:') === true;
}
