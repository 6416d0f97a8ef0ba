import type { Finding, Result } from '../engine/result.ts';
import type { InputError } from '../model/input-error.ts';
import type { Place } from '../model/source.ts';
import type { Severity } from '../rule.ts';
import { ciPath } from './ci-path.ts';
import type { Report, ReportContext } from './context.ts';
import { visible } from './escape.ts';
import { findingWords, placeWords, sentence, told } from './finding-words.ts';
import { workflowCommand } from './github-command.ts';
import { counted, whoseBug } from './names.ts';
import { plain } from './paint.ts';
import { summaryLines } from './summary-text.ts';
import { bySeverity, reaches } from './threshold.ts';
import { uncheckedCount, uncheckedGroups } from './unchecked-text.ts';

/**
 * Annotations of one level that GitHub shows of a step: "10 warning annotations and 10 error annotations per step"
 * (docs.github.com/rest/checks/runs); the runner counts notices the same way (actions/runner, ExecutionContext.cs, 2026-11-21).
 */
const MOST = 10;

/** The runner cuts longer messages (`_maxIssueMessageLength`, in UTF-16 code units); so that no sentence is cut, some less. */
const LONGEST_MESSAGE = 4_000;

/** The log is one line to a finding. */
const ONE_LINE = 10_000;

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly place: Partial<Place>;
  readonly lines: readonly string[];
}

/**
 * Annotations of GitHub Actions, worst first, as many as GitHub shows; the others as plain lines of the log, and the summary. What
 * only the account has is annotated without a file.
 */
export const githubReport: Report = function* (result, context) {
  const { shown, others } = dealOut([...annotationsOf(result, context)]);
  for (const annotation of shown) yield `${annotationLine(annotation, context)}\n`;
  if (others.length > 0) {
    const rest = `${counted(others.length, 'more problem')} not annotated`;
    const limit = `GitHub shows ${MOST} errors, ${MOST} warnings and ${MOST} notices of a step`;
    const where = 'the log of this step lists them';
    yield `${workflowCommand('notice', { title: 'ecs-preflight' }, `${rest}: ${limit}; ${where}.`)}\n`;
    yield `::group::${rest}\n`;
    for (const annotation of others) yield `${logLine(annotation)}\n`;
    yield '::endgroup::\n';
  }
  const groups = uncheckedGroups(result.unknowns);
  const summary = summaryLines(result, groups, uncheckedCount(result.unknowns), ONE_LINE, plain, {
    of: context.audit ? 'service' : 'deployment',
  });
  yield `${summary.join('\n')}\n`;
};

/** Which are annotated; where not all are, one notice is kept free to say so. */
function dealOut(all: readonly Annotation[]): {
  readonly shown: readonly Annotation[];
  readonly others: readonly Annotation[];
} {
  const counts: Record<Level, number> = { error: 0, warning: 0, notice: 0 };
  for (const { level } of all) counts[level] += 1;
  const isTight = Object.values(counts).some((count) => count > MOST);
  const room: Record<Level, number> = { error: MOST, warning: MOST, notice: isTight ? MOST - 1 : MOST };
  const shown: Annotation[] = [];
  const others: Annotation[] = [];
  for (const annotation of all) {
    room[annotation.level] -= 1;
    (room[annotation.level] >= 0 ? shown : others).push(annotation);
  }
  return { shown, others };
}

function* annotationsOf(
  { inputErrors, crashes, findings }: Result,
  { quiet, failOn }: ReportContext,
): Iterable<Annotation> {
  for (const error of inputErrors) yield ofInputError(error);
  for (const crash of crashes) {
    yield {
      level: 'error',
      title: `${crash.rule}/${crash.problem}`,
      place: {},
      lines: [`The check crashed on ${told(crash.deployment)}: a bug of ${told(whoseBug([crash]))}.`],
    };
  }
  const open = findings.filter(
    ({ suppressed, severity }) => !suppressed && (!quiet || reaches(severity, failOn)),
  );
  for (const finding of open.toSorted((a, b) => bySeverity(a.severity, b.severity))) yield ofFinding(finding);
}

function ofInputError({ file, line, column, message }: InputError): Annotation {
  const place = {
    file,
    ...(line === undefined ? {} : { line, ...(column === undefined ? {} : { column }) }),
  };
  return { level: 'error', title: 'input could not be read', place, lines: [sentence(told(message))] };
}

const LEVELS: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', info: 'notice' };

function ofFinding(finding: Finding): Annotation {
  const { severity, rule, problem, location } = finding;
  const about = location.file === undefined && location.arn !== undefined ? [`In ${told(location.arn)}`] : [];
  const [first = '', ...more] = findingWords(finding);
  return {
    level: LEVELS[severity],
    title: `${rule}/${problem}`,
    place: location,
    lines: [first, ...about, ...more],
  };
}

function annotationLine({ level, title, place, lines }: Annotation, context: ReportContext): string {
  const { file } = place;
  // No path of the repository: `<stdin>`.
  const isFile = file !== undefined && !/^<.*>$/.test(file);
  const where = isFile ? { file: visible(ciPath(file, context)), ...spanProperties(place) } : {};
  return workflowCommand(level, { ...where, title: visible(title) }, messageOf(lines));
}

/** GitHub takes columns only where the span is of one line. */
function spanProperties({ line, column, endLine, endColumn }: Partial<Place>) {
  if (line === undefined || line < 1) return {};
  if (endLine === undefined || endLine < line) return { line, col: column };
  if (endLine > line) return { line, endLine };
  return { line, endLine, col: column, endColumn: column === undefined ? undefined : endColumn };
}

/** As many lines as the runner takes whole. */
function messageOf(lines: readonly string[]): string {
  let message = '';
  for (const line of lines) {
    if (message.length + line.length + 1 > LONGEST_MESSAGE) {
      return message === '' ? line.slice(0, LONGEST_MESSAGE) : `${message}\n...`;
    }
    message = message === '' ? line : `${message}\n${line}`;
  }
  return message;
}

/** What is not annotated, on one line that no problem matcher takes for a finding again. */
function logLine({ level, title, place, lines }: Annotation): string {
  const name = placeWords(place);
  const where = name === '' ? '' : ` ${name}`;
  return `- ${level} ${visible(title)}${where}: ${lines[0] ?? ''}`;
}
