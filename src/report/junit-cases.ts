import type { Crash, Finding, UnknownEntry, VerdictEntry } from '../engine/result.ts';
import { findingWords, placeWords, sentence, told } from './finding-words.ts';
import { counted, shortName, whoseBug } from './names.ts';

/** What became of a test: it passed where there is no outcome. */
export interface TestCase {
  readonly name: string;
  readonly outcome?: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly type: string;
    readonly message: string;
    readonly lines: readonly string[];
  };
}

/** What a run says about one deployment. */
export interface Account {
  readonly deployment: string;
  readonly verdicts: readonly VerdictEntry[];
  /** By `rule/problem`. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** Names of checks, `rule/problem`. */
  readonly crashed: ReadonlyMap<string, Crash>;
  /** By rule; those of all deployments among them. */
  readonly unknowns: ReadonlyMap<string, readonly UnknownEntry[]>;
  /** Does a finding fail its test? */
  readonly fails: (finding: Finding) => boolean;
}

/**
 * The tests of a deployment: one that failed, errored or is suppressed for each such problem; for each rule one that passed, where
 * anything of it passed, and one that was skipped, where anything of it could not be checked. What is not applicable is no test.
 */
export function* testCases(account: Account): Iterable<TestCase> {
  const { verdicts, findings, crashed } = account;
  const told = new Set<string>();
  for (const verdict of verdicts) yield* casesOfRule(verdict, account, told);
  // What no verdict tells of, such as suppressions that suppress nothing.
  for (const [name, list] of findings) {
    if (told.has(name)) continue;
    told.add(name);
    const failed = problemCase(name, list, account);
    if (failed) yield failed;
  }
  for (const [name, crash] of crashed) if (!told.has(crashName(name))) yield crashCase(name, crash);
}

function* casesOfRule(
  { rule, problems }: VerdictEntry,
  account: Account,
  told: Set<string>,
): Iterable<TestCase> {
  const entries = account.unknowns.get(rule) ?? [];
  const open = new Set(
    entries.flatMap((entry) => (entry.deployment === account.deployment ? entry.problems : [])),
  );
  let isPassed = false;
  for (const [problem, verdict] of Object.entries(problems)) {
    const name = `${rule}/${problem}`;
    if (verdict === 'unknown') open.add(problem);
    if (verdict === 'pass') isPassed = true;
    if (verdict === 'crashed') {
      told.add(crashName(name));
      yield crashCase(name, account.crashed.get(name));
    } else if (verdict === 'fail') {
      told.add(name);
      const failed = problemCase(name, account.findings.get(name) ?? [], account);
      if (failed) yield failed;
      else isPassed = true;
    }
  }
  if (isPassed) yield { name: rule };
  if (open.size > 0) yield skippedCase(rule, open, entries);
}

/** Undefined where no finding of it fails a test and none is suppressed. */
function problemCase(
  name: string,
  findings: readonly Finding[],
  { deployment, fails }: Account,
): TestCase | undefined {
  const failures = findings.filter((finding) => !finding.suppressed && fails(finding));
  const [first] = failures;
  if (first) {
    const more = failures.length > 1 ? `, and ${failures.length - 1} more` : '';
    const lines = failures.flatMap((finding) => [placeLine(finding), ...wordsIn(finding, deployment), '']);
    const message = `${told(first.message)}${more}`;
    return { name, outcome: { kind: 'failure', type: first.severity, message, lines } };
  }
  if (findings.some(({ suppressed }) => !suppressed)) return undefined;
  const [suppressed] = findings;
  if (suppressed) {
    const { kind = 'external', reason = '' } = suppressed.suppressed ?? {};
    const message = `suppressed: ${told(reason)}`;
    const lines = findings.map((finding) => `${placeLine(finding)}: ${told(finding.message)}`);
    return { name, outcome: { kind: 'skipped', type: `suppressed-${kind}`, message, lines } };
  }
  const message = `${name} failed`;
  return { name, outcome: { kind: 'failure', type: 'error', message, lines: [message] } };
}

/** A finding of wider scope is told in full in the first deployment that it touches. */
function wordsIn(finding: Finding, deployment: string): readonly string[] {
  if (finding.deployment === deployment) return findingWords(finding);
  return [sentence(told(finding.message)), `Told in full of ${shortName(finding.deployment)}.`];
}

/** `error in taskdef.json:4:13` */
export function placeLine({ severity, location }: Finding): string {
  const place = placeWords(location);
  return place === '' ? severity : `${severity} in ${place}`;
}

function crashName(name: string): string {
  return `${name}: crashed`;
}

/** Beside what the check may have found before. */
function crashCase(name: string, crash: Crash | undefined): TestCase {
  const message = `the check crashed: a bug of ${whoseBug([crash ?? {}])}`;
  return {
    name: crashName(name),
    outcome: { kind: 'error', type: 'crashed', message, lines: ['--debug shows where'] },
  };
}

function skippedCase(rule: string, open: ReadonlySet<string>, entries: readonly UnknownEntry[]): TestCase {
  const about = entries.filter(({ problems }) => problems.some((problem) => open.has(problem)));
  const wants = new Set(
    about.flatMap(({ unlockedBy }) => (unlockedBy === undefined ? [] : [told(unlockedBy)])),
  );
  const needs = wants.size > 0 ? ` (unlocked by ${[...wants].join(', ')})` : '';
  const message = `${counted(open.size, 'check')} could not be made${needs}`;
  const lines = about.map(({ problems, detail, unlockedBy }) => {
    const names = problems.filter((problem) => open.has(problem)).join(', ');
    const unlock = unlockedBy === undefined ? '' : ` (unlocked by ${told(unlockedBy)})`;
    return `${names}: ${told(detail)}${unlock}`;
  });
  return {
    name: `${rule}: not checked`,
    outcome: { kind: 'skipped', type: 'not-checked', message, lines },
  };
}
