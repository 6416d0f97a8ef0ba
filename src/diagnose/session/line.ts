/**
 * Lines of the logs of session-manager-plugin and amazon-ssm-agent, both written by seelog: `2026-03-28 13:27:39 INFO message`, newer
 * agents with a fraction, `errors.log` with `[function @ file.go.12]` before the message, the agent with the names of its parts in
 * brackets. What stands before the time (syslog, journald, CloudWatch Logs) is skipped. Output of the AWS CLI has no time at all.
 * https://github.com/aws/session-manager-plugin/blob/mainline/src/log/defaultconfig.go
 */
export interface LogLine {
  /** Its number in the text, from 1. */
  readonly number: number;
  /** Milliseconds. A time without a zone is read as if it were UTC: differences within a log hold. */
  readonly at?: number;
  /** The time as the log writes it. */
  readonly stamp?: string;
  readonly level?: string;
  /** Names in brackets before the message: `ssm-session-worker`, the session, `pluginName=Port`. */
  readonly tags: readonly string[];
  /** With the lines after it that have no time of their own. */
  readonly message: string;
}

const HEAD =
  /(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?) ?(Z|[+-]\d\d:?\d\d)? +(TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) +/;
/** So far into a line its time may begin, and so long may its head be, in characters. */
const LATEST_HEAD = 240;

const PLACE = /^\[[^\]@]{0,80} @ [\w.-]+\.go\.\d+\] */;
const TAG = /^\[([^\]]{1,200})\] */;

/** A panic or a dump may follow a line; what an error says stands at its beginning. */
const MOST_CONTINUED = 20;

/** What a line says stands in its first characters. */
const LONGEST = 10_000;

/** The lines of a text; `standsAlone` says which line without a time is not the continuation of the one before. */
export function logLines(text: string, standsAlone: (line: string) => boolean): readonly LogLine[] {
  const lines: LogLine[] = [];
  let number = 0;
  let continued = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number += 1;
    if (raw.trim() === '') continue;
    const stamped = readLine(raw.length > LONGEST ? raw.slice(0, LONGEST) : raw, number);
    const last = lines.at(-1);
    if (stamped.stamp === undefined && last?.stamp !== undefined && !standsAlone(raw)) {
      continued += 1;
      if (continued <= MOST_CONTINUED)
        lines[lines.length - 1] = { ...last, message: `${last.message}\n${raw}` };
      continue;
    }
    continued = 0;
    lines.push(stamped);
  }
  return lines;
}

function readLine(raw: string, number: number): LogLine {
  const head = HEAD.exec(raw.length > LATEST_HEAD ? raw.slice(0, LATEST_HEAD) : raw);
  if (!head) return { number, tags: [], message: raw.trim() };
  const [whole, stamp = '', zone, level = ''] = head;
  const at = Date.parse(
    `${stamp.replace(' ', 'T').replace(',', '.')}${(zone ?? 'Z').replace(/(\d\d)(\d\d)$/, '$1:$2')}`,
  );
  const tags: string[] = [];
  let message = raw.slice(head.index + whole.length);
  if (message.startsWith('[')) {
    message = message.replace(PLACE, '');
    for (let tag = TAG.exec(message); tag; tag = TAG.exec(message)) {
      tags.push(tag[1] ?? '');
      message = message.slice(tag[0].length);
    }
  }
  const time = Number.isNaN(at) ? {} : { at };
  return { number, ...time, stamp: zone === undefined ? stamp : `${stamp}${zone}`, level, tags, message };
}
