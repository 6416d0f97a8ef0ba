import type { Crash, Finding, Result, UnknownEntry, VerdictEntry } from '../engine/result.ts';
import type { InputError } from '../model/input-error.ts';
import type { Report, ReportContext } from './context.ts';
import { visible } from './escape.ts';
import { placeWords, sentence, told } from './finding-words.ts';
import { type Account, placeLine, type TestCase, testCases } from './junit-cases.ts';
import { reaches } from './threshold.ts';
import { xmlAttributes, xmlText } from './xml.ts';

/**
 * JUnit's XML as Jenkins and GitLab read it, valid by both schemas in use: that of Jenkins' xUnit plugin
 * (junit-10.xsd) and the stricter one of Windy Road (JUnit.xsd), which asks for members that say nothing here, such as
 * the time that a check took. One suite for each deployment. A test fails where the run does: by a finding that reaches
 * `failOn`, or where that is `never`, by an error; what is less stands in the suite's output.
 */
export const junitReport: Report = function* (result, context) {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  const suites = suiteWriter(context);
  if (result.inputErrors.length > 0) yield suites('inputs', undefined, result.inputErrors.map(inputCase), []);
  for (const { account, file } of accountsOf(result, context)) {
    const lesser = [...account.findings.values()]
      .flat()
      .filter((finding) => !finding.suppressed && !account.fails(finding));
    yield suites(account.deployment, file, [...testCases(account)], lesser);
  }
  yield '</testsuites>\n';
};

function inputCase(error: InputError): TestCase {
  const message = told(error.message);
  const lines = [`${placeWords(error)}: ${message}`];
  return { name: placeWords(error), outcome: { kind: 'error', type: 'input-error', message, lines } };
}

/** What is said about each deployment, in their order; at the end about those that are none of the run. */
function* accountsOf(
  result: Result,
  { failOn }: ReportContext,
): Iterable<{ readonly account: Account; readonly file: string | undefined }> {
  const least = failOn === 'never' ? 'error' : failOn;
  const fails = ({ severity }: Finding) => reaches(severity, least);
  const findings = new Table<Finding>();
  for (const finding of result.findings) {
    for (const id of new Set([finding.deployment, ...finding.deployments]))
      findings.add(id, `${finding.rule}/${finding.problem}`, finding);
  }
  const unknowns = new Table<UnknownEntry>();
  for (const entry of result.unknowns) unknowns.add(entry.deployment, entry.rule, entry);
  const ofAll = unknowns.of('all');
  const crashes = new Map<string, Map<string, Crash>>();
  for (const crash of result.crashes) {
    const byName = crashes.get(crash.deployment) ?? new Map<string, Crash>();
    crashes.set(crash.deployment, byName.set(`${crash.rule}/${crash.problem}`, crash));
  }
  const accountOf = (deployment: string, verdicts: readonly VerdictEntry[]): Account => ({
    deployment,
    verdicts,
    findings: findings.of(deployment),
    crashed: crashes.get(deployment) ?? new Map(),
    unknowns: merged(unknowns.of(deployment), ofAll),
    fails,
  });

  const files = new Map(result.deployments.map(({ id, file }) => [id, file]));
  const left = new Set([...files.keys(), ...findings.keys(), ...crashes.keys()]);
  for (const verdicts of byDeployment(result.verdicts)) {
    const [{ deployment }] = verdicts;
    left.delete(deployment);
    yield { account: accountOf(deployment, verdicts), file: files.get(deployment) };
  }
  for (const deployment of left) yield { account: accountOf(deployment, []), file: files.get(deployment) };
}

/** Lists by deployment and name. */
class Table<T> {
  readonly #rows = new Map<string, Map<string, T[]>>();

  add(deployment: string, name: string, entry: T): void {
    const row = this.#rows.get(deployment) ?? new Map<string, T[]>();
    this.#rows.set(deployment, row);
    const list = row.get(name);
    if (list) list.push(entry);
    else row.set(name, [entry]);
  }

  of(deployment: string): ReadonlyMap<string, readonly T[]> {
    return this.#rows.get(deployment) ?? new Map();
  }

  keys(): Iterable<string> {
    return this.#rows.keys();
  }
}

function merged<T>(
  own: ReadonlyMap<string, readonly T[]>,
  all: ReadonlyMap<string, readonly T[]>,
): ReadonlyMap<string, readonly T[]> {
  if (own.size === 0) return all;
  const both = new Map(all);
  for (const [name, list] of own) both.set(name, [...list, ...(all.get(name) ?? [])]);
  return both;
}

/** The verdicts come deployment by deployment. */
function* byDeployment(verdicts: Iterable<VerdictEntry>): Iterable<[VerdictEntry, ...VerdictEntry[]]> {
  let group: [VerdictEntry, ...VerdictEntry[]] | undefined;
  for (const entry of verdicts) {
    if (group?.[0].deployment === entry.deployment) group.push(entry);
    else {
      if (group) yield group;
      group = [entry];
    }
  }
  if (group) yield group;
}

/** Writes suites, numbered from 0. */
function suiteWriter({ at = new Date(0) }: ReportContext) {
  let id = 0;
  return (name: string, file: string | undefined, cases: readonly TestCase[], lesser: readonly Finding[]) => {
    const count = (wanted: string) => cases.filter(({ outcome }) => outcome?.kind === wanted).length;
    const suite = xmlAttributes({
      name: token(name),
      package: token(file ?? 'ecs-preflight'),
      id: id++,
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
      time: 0,
      // The schema wants it without a time zone.
      timestamp: at.toISOString().slice(0, 19),
      hostname: 'localhost',
    });
    const output = lesser.map((finding) => {
      const { rule, problem, message } = finding;
      return `${placeLine(finding)}: ${sentence(told(message))} [${told(`${rule}/${problem}`)}]`;
    });
    return [
      `<testsuite${suite}>`,
      '<properties/>',
      ...numbered(cases).map((one) => caseElement(one, name)),
      `<system-out>${xmlText(output.join('\n'))}</system-out>`,
      '<system-err/>',
      '</testsuite>\n',
    ].join('\n');
  };
}

/** Two tests of one name, such as two errors in one file, would be taken for one. */
function numbered(cases: readonly TestCase[]): readonly TestCase[] {
  const names = new Map<string, number>();
  return cases.map((one) => {
    const name = token(one.name);
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    return { ...one, name: count === 1 ? name : `${name} (${count})` };
  });
}

function caseElement({ name, outcome }: TestCase, suite: string): string {
  const open = `<testcase${xmlAttributes({ name, classname: token(suite), time: 0 })}`;
  if (!outcome) return `${open}/>`;
  const { kind, type, message, lines } = outcome;
  const text = lines.join('\n').trimEnd();
  return `${open}>\n<${kind}${xmlAttributes({ type, message })}>${xmlText(text)}</${kind}>\n</testcase>`;
}

/** A name in one line and never empty, as the schema wants it. */
function token(text: string): string {
  return visible(text).trim().replace(/ {2,}/g, ' ') || 'unnamed';
}
