import type { Finding, Result } from '../engine/result.ts';
import type { Report, ReportContext } from './context.ts';
import { frameReader, type ReadFrame } from './frame-reader.ts';
import { findingDetails, findingLine } from './markdown-finding.ts';
import { crashesText, suppressedText, uncheckedText, unreadText } from './markdown-lists.ts';
import { Room } from './markdown-room.ts';
import { tableHead, tableRows } from './markdown-table.ts';
import { markdownText } from './markdown-text.ts';
import { verdictText } from './markdown-verdict.ts';
import { counted } from './names.ts';
import { plain } from './paint.ts';
import { bySeverity, reaches } from './threshold.ts';

/** What GitHub takes at most, and what it calls the thing. */
interface Limit {
  readonly bytes: number;
  readonly words: string;
}

/** "body is too long (maximum is 65536 characters)", says GitHub's API of a comment; bytes are never fewer. */
const COMMENT: Limit = { bytes: 65_536, words: "65,536 characters, GitHub's limit for a comment" };

/** docs.github.com/actions/reference/workflows-and-actions/workflow-commands, "Step isolation and limits", 2026-11-21. */
const JOB_SUMMARY: Limit = { bytes: 1_048_576, words: "1 MiB, GitHub's limit for a job summary" };

/** The part of the limit that is used: whoever posts it may add a heading of their own. */
const USED = 0.97;

/** Shares of the room, in the order in which it is given out; what is left goes to the findings. */
const SHARES = { unread: 0.1, crashes: 0.05, unchecked: 0.1, table: 0.25, suppressed: 0.05 } as const;

/** What says that something is left out is shorter. */
const NOTE = 600;

/** Columns of a code frame. */
const FRAME_WIDTH = 100;

/** A comment on a pull request. */
export const markdownReport: Report = (result, context) => markdown(result, context, COMMENT);

/** The summary of a job of GitHub Actions: the same with more room. */
export const jobSummaryReport: Report = (result, context) => markdown(result, context, JOB_SUMMARY);

/**
 * GitHub's Markdown: the verdict, the deployments, the findings, what could not be checked. Where it would grow too large, the
 * details of findings go first, then infos, warnings, errors, and rows of the table beyond its share; it says what is left out.
 */
function* markdown(result: Result, context: ReportContext, limit: Limit): Iterable<string> {
  const whole = Math.floor(limit.bytes * USED);
  const room = new Room(whole);
  const opening = verdictText(result, context);
  const footer = footerText(context);
  room.takeBytes(Buffer.byteLength(opening) + Buffer.byteLength(footer) + NOTE);
  const share = (name: keyof typeof SHARES) => Math.floor(whole * SHARES[name]);
  const unread = unreadText(result, room, share('unread'));
  const crashes = crashesText(result, room, share('crashes'));
  const unchecked = context.quiet ? '' : uncheckedText(result, room, share('unchecked'));
  const findings = shownFindings(result, context);
  const table = tableText(result, findings, context, room, share('table'));
  const suppressed = context.quiet ? '' : suppressedText(result, room, share('suppressed'));
  const told = findingsText(findings, result, context, room);

  yield opening;
  yield noteText([...told.leftOut, ...table.leftOut], limit);
  yield unread + crashes + table.text;
  yield* told.chunks;
  yield unchecked + suppressed;
  yield footer;
}

interface Told {
  /** What there was no room for: `3 warnings`. */
  readonly leftOut: readonly string[];
}

function shownFindings({ findings }: Result, { quiet, failOn }: ReportContext): readonly Finding[] {
  return findings
    .filter(({ severity, suppressed }) => !suppressed && (!quiet || reaches(severity, failOn)))
    .sort((a, b) => bySeverity(a.severity, b.severity));
}

function tableText(
  result: Result,
  findings: readonly Finding[],
  { audit = false }: ReportContext,
  room: Room,
  most: number,
): Told & { readonly text: string } {
  const name = audit ? 'service' : 'deployment';
  const { rows, sound } = tableRows(result, findings);
  const head = tableHead(audit);
  if (rows.length === 0 || !room.take(head)) {
    return { text: sound > 0 ? `\n${counted(sound, name)} without a finding.\n` : '', leftOut: [] };
  }
  const { text, kept } = room.fit(rows, most);
  const rest = rows.length - kept;
  const others = sound > 0 ? `\nAnd ${counted(sound, name)} without a finding.\n` : '';
  return { text: head + text + others, leftOut: rest > 0 ? [`${counted(rest, 'row')} of the table`] : [] };
}

/** First each finding gets a line, the worst first; what room is left goes to the details, in the same order. */
function findingsText(
  findings: readonly Finding[],
  result: Result,
  { textOf }: ReportContext,
  room: Room,
): Told & { readonly chunks: readonly string[] } {
  const head = `\n### ${result.baseline ? 'New findings' : 'Findings'}\n`;
  if (findings.length === 0) return { chunks: [], leftOut: [] };
  room.take(head);
  const lines: string[] = [];
  for (const finding of findings) {
    const line = findingLine(finding);
    if (!room.take(line)) break;
    lines.push(line);
  }
  const frame = frameReader(result, textOf, FRAME_WIDTH, plain);
  const details = detailsOf(findings, lines, frame, room);
  const missing = findings.slice(lines.length);
  const count = (wanted: Finding['severity']) => missing.filter(({ severity }) => severity === wanted).length;
  const undetailed = lines.length - details.length;
  return {
    chunks: [head, ...details, undetailed > 0 ? '\n' : '', ...lines.slice(details.length)],
    leftOut: [
      ...(undetailed > 0 ? [`the details of ${counted(undetailed, 'finding')}`] : []),
      ...(['info', 'warning', 'error'] as const).flatMap((severity) =>
        count(severity) > 0 ? [counted(count(severity), severity)] : [],
      ),
    ],
  };
}

/** The details of the first findings, in place of their lines. */
function detailsOf(
  findings: readonly Finding[],
  lines: readonly string[],
  frame: ReadFrame,
  room: Room,
): readonly string[] {
  const details: string[] = [];
  for (const [index, line] of lines.entries()) {
    const finding = findings[index];
    const text = finding ? findingDetails(finding, frame) : '';
    if (!room.takeBytes(Buffer.byteLength(text) - Buffer.byteLength(line))) break;
    details.push(text);
  }
  return details;
}

function noteText(leftOut: readonly string[], { words }: Limit): string {
  if (leftOut.length === 0) return '';
  const others = 'The other formats have all of it: `-f html=FILE`, `-f json=FILE`, `-f text`.';
  return `\n**Left out** to stay within ${words}: ${leftOut.join(', ')}. ${others}\n`;
}

/** Ends with a mark that is not shown, by which a comment of ours is found again. */
function footerText({ version }: ReportContext): string {
  const more = '<code>ecs-preflight explain RULE/PROBLEM</code> says more about a problem';
  return `\n<sub>ecs-preflight ${markdownText(version)}; ${more}</sub>\n\n<!-- ecs-preflight -->\n`;
}
