import type { Finding, Result } from '../engine/result.ts';
import { auditParagraphs } from './audit-text.ts';
import type { Report, ReportContext } from './context.ts';
import { visible } from './escape.ts';
import { findingLines } from './finding-text.ts';
import { frameReader, type ReadFrame } from './frame-reader.ts';
import { inputErrorLines, unreadParagraphs } from './input-error-text.ts';
import type { Paint } from './paint.ts';
import { isClean, summaryLines } from './summary-text.ts';
import { reaches } from './threshold.ts';
import { LISTED_OF_MANY, uncheckedCount, uncheckedGroups, uncheckedLines } from './unchecked-text.ts';

/** Nobody reads longer lines with pleasure, and narrower terminals than this break any layout. */
const WIDEST = 100;
const NARROWEST = 40;

/** The report for people: what is wrong and how to mend it, what could not be read, what could not be checked, a summary. */
export function textReport(paint: Paint): Report {
  return function* (result, context) {
    if (context.audit && result.deployments.length + result.inputErrors.length === 0) {
      yield 'nothing to check: there is no service\n';
      return;
    }
    const width = Math.min(Math.max(context.width, NARROWEST), WIDEST);
    const frame = frameReader(result, context.textOf, width, paint);
    const findings = shownFindings(result, context);
    if (context.audit) {
      for (const lines of auditParagraphs(findings, result, context, width, paint, frame)) yield chunk(lines);
      for (const lines of unreadParagraphs(result.inputErrors, width, paint, frame)) yield chunk(lines);
    } else {
      yield* findingChunks(findings, result, width, paint, frame);
      for (const error of result.inputErrors) yield chunk(inputErrorLines(error, width, paint, frame));
    }
    const groups = uncheckedGroups(result.unknowns);
    const listed = !context.quiet && (!isClean(result) || groups.some(({ details }) => details.length > 0));
    if (listed && groups.length > 0)
      yield chunk(uncheckedLines(groups, width, paint, context.audit ? LISTED_OF_MANY : undefined));
    const summary = summaryLines(
      result,
      listed ? [] : groups,
      uncheckedCount(result.unknowns),
      width,
      paint,
      {
        of: context.audit ? 'service' : 'deployment',
      },
    );
    yield `${summary.join('\n')}\n`;
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

function chunk(lines: readonly string[]): string {
  return `${lines.join('\n')}\n\n`;
}
