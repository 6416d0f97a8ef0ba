import type { Finding, Result } from '../engine/result.ts';
import type { InputError } from '../model/input-error.ts';
import { columns } from './columns.ts';
import type { Report, ReportContext } from './context.ts';
import { visible } from './escape.ts';
import { findingLines } from './finding-text.ts';
import { frameReader, type ReadFrame } from './frame-reader.ts';
import type { Paint } from './paint.ts';
import { isClean, summaryLines } from './summary-text.ts';
import { reaches } from './threshold.ts';
import { uncheckedCount, uncheckedGroups, uncheckedLines } from './unchecked-text.ts';
import { hang } from './wrap.ts';

/** Nobody reads longer lines with pleasure, and narrower terminals than this break any layout. */
const WIDEST = 100;
const NARROWEST = 40;

/** The report for people: what is wrong and how to mend it, what could not be read, what could not be checked, a summary. */
export function textReport(paint: Paint): Report {
  return function* (result, context) {
    const width = Math.min(Math.max(context.width, NARROWEST), WIDEST);
    const frame = frameReader(result, context.textOf, width, paint);
    const findings = shownFindings(result, context);
    yield* findingChunks(findings, result, width, paint, frame);
    for (const error of result.inputErrors) yield chunk(inputErrorLines(error, width, paint, frame));
    const groups = uncheckedGroups(result.unknowns);
    const listed = !context.quiet && (!isClean(result) || groups.some(({ details }) => details.length > 0));
    if (listed && groups.length > 0) yield chunk(uncheckedLines(groups, width, paint));
    yield `${summaryLines(result, listed ? [] : groups, uncheckedCount(groups), width, paint).join('\n')}\n`;
  };
}

function shownFindings({ findings }: Result, { quiet, failOn }: ReportContext): readonly Finding[] {
  return findings.filter(({ severity, suppressed }) => !suppressed && (!quiet || reaches(severity, failOn)));
}

function* findingChunks(
  findings: readonly Finding[],
  { deployments }: Result,
  width: number,
  paint: Paint,
  frame: ReadFrame,
): Iterable<string> {
  const files = new Map(deployments.map(({ id, file }) => [id, file]));
  let before: string | undefined;
  for (const finding of findings) {
    if (files.size > 1 && finding.deployment !== before) {
      before = finding.deployment;
      yield chunk([deploymentLine(before, files.get(before), paint)]);
    }
    yield chunk(findingLines(finding, width, paint, frame));
  }
}

function deploymentLine(id: string, file: string | undefined, paint: Paint): string {
  // An id that the run needs more than one name for holds the file already.
  const where = file === undefined || id.includes(file) ? '' : ` (${visible(file)})`;
  return `${paint.dim('==')} ${paint.strong(visible(id))}${where} ${paint.dim('==')}`;
}

function inputErrorLines(
  { file, message, line, column }: InputError,
  width: number,
  paint: Paint,
  frame: ReadFrame,
): readonly string[] {
  const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  const name = `${visible(file)}${place}`;
  const head = `error[input] ${name}`;
  const lines = [
    columns(head) <= width
      ? `${paint.error('error')}[input] ${paint.strong(name)}`
      : `${paint.error('error')}[input]`,
  ];
  if (columns(head) > width) lines.push(`  --> ${name}`);
  lines.push(...hang('  ', visible(message), width));
  if (line !== undefined) {
    const at = column ?? 1;
    const span = { line, column: at, endLine: line, endColumn: at + 1 };
    // Nothing follows that the frame's last empty line would set it apart from.
    lines.push(...frame({ file, pointer: '', ...span }, paint.error).slice(0, -1));
  }
  return lines;
}

function chunk(lines: readonly string[]): string {
  return `${lines.join('\n')}\n\n`;
}
