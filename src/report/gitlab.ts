import { digest } from '../engine/fingerprint.ts';
import type { Finding } from '../engine/result.ts';
import type { Severity } from '../rule.ts';
import { standInFile } from './account-place.ts';
import { ciPath } from './ci-path.ts';
import type { Report, ReportContext } from './context.ts';
import { inertJson, visible } from './escape.ts';
import { sentence, told } from './finding-words.ts';
import { whoseBug } from './names.ts';

/** One violation, as GitLab reads it (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format", 2026-11-21). */
interface Violation {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const SEVERITIES: Readonly<Record<Severity, Violation['severity']>> = {
  error: 'critical',
  warning: 'major',
  info: 'info',
};

/**
 * A Code Quality report of GitLab, one violation a line. An input that could not be read and a check that crashed are blockers, lest
 * a report without them looks clean. What could not be checked has no place in this format, and what is suppressed is left
 * out. Every violation stands in a file: one of a live resource in that of its deployment, or in a path made of its ARN.
 */
export const gitlabReport: Report = function* (result, context) {
  const files = new Map(result.deployments.map(({ id, file }) => [id, file]));
  const fileOf = (deployment: string) => files.get(deployment);
  const unique = uniqueFingerprints();
  let separator = '[\n';
  const spell = (violation: Violation) => {
    const line = `${separator}${inertJson(JSON.stringify(unique(violation)))}`;
    separator = ',\n';
    return line;
  };
  for (const { file, line, message } of result.inputErrors) {
    yield spell({
      description: sentence(`The input could not be read: ${told(message)}`),
      check_name: 'input-error',
      fingerprint: digest(['input-error', file, message].join('\n')),
      severity: 'blocker',
      location: locationOf(file, line, context),
    });
  }
  for (const crash of result.crashes) {
    const { rule, problem, deployment } = crash;
    yield spell({
      description: `The check crashed on ${told(deployment)}: a bug of ${told(whoseBug([crash]))}.`,
      check_name: `${rule}/${problem}`,
      fingerprint: digest(['crashed', rule, problem, deployment].join('\n')),
      severity: 'blocker',
      location: locationOf(fileOf(deployment) ?? 'account', undefined, context),
    });
  }
  for (const finding of result.findings) {
    if (finding.suppressed) continue;
    const { location, rule, problem, severity, fingerprint } = finding;
    yield spell({
      description: description(finding),
      check_name: visible(`${rule}/${problem}`),
      fingerprint,
      severity: SEVERITIES[severity],
      location: locationOf(location.file ?? standInFile(finding, fileOf), location.line, context),
    });
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
};

/** GitLab shows it as one line of plain text. */
function description({ message, fixes: [fix] = [] }: Finding): string {
  const what = sentence(told(message));
  return fix ? `${what} ${sentence(`Fix: ${told(fix.description)}`)}` : what;
}

/** GitLab shows no violation without a line. */
function locationOf(file: string, line: number | undefined, context: ReportContext): Violation['location'] {
  const path = visible(ciPath(file, context));
  return {
    path: path === '' ? 'account' : path,
    lines: { begin: line === undefined || line < 1 ? 1 : line },
  };
}

/**
 * Tells violations of the same fingerprint apart, of which GitLab would show only the first: the order of the findings is the same
 * in every run.
 */
function uniqueFingerprints(): (violation: Violation) => Violation {
  const taken = new Set<string>();
  return (violation) => {
    let { fingerprint } = violation;
    for (let count = 2; taken.has(fingerprint); count++)
      fingerprint = digest(`${violation.fingerprint}\n${count}`);
    taken.add(fingerprint);
    return fingerprint === violation.fingerprint ? violation : { ...violation, fingerprint };
  };
}
