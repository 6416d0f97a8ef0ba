import type { Finding, Result } from '../engine/result.ts';
import type { Attempt } from './attempt.ts';

/** What is wrong with fixes, as the rules see the files before and after; all empty where they did what they should. */
export interface Amiss {
  /** Those whose finding is still there. */
  readonly idle: readonly Attempt[];
  /** What else speaks against them, a sentence each. */
  readonly harm: readonly string[];
}

/** Did the fixes remove their findings and bring nothing that is wrong? */
export function compare(before: Result, after: Result, made: readonly Attempt[]): Amiss {
  const harm: string[] = [];
  if (after.inputErrors.length > before.inputErrors.length) {
    const known = new Set(before.inputErrors.map(({ message }) => message));
    const error = after.inputErrors.find(({ message }) => !known.has(message));
    harm.push(`the file cannot be read with it${error ? `: ${error.message}` : ''}`);
  }
  if (after.crashes.length > before.crashes.length) harm.push('a check of ours crashes with it');
  const were = groups(before.findings);
  const mine = groups(made.map(({ finding }) => finding));
  const idle: Attempt[] = [];
  for (const [name, are] of groups(after.findings)) {
    const was = were.get(name) ?? [];
    // As many as there were, less those that were to go; which ones stay is told by their names.
    if (are.length <= was.length - (mine.get(name)?.length ?? 0)) continue;
    const names = new Set(are.map(({ fingerprint }) => fingerprint));
    const stay = made.filter(({ finding }) => group(finding) === name && names.has(finding.fingerprint));
    idle.push(...stay);
    if (stay.length === 0) harm.push(...broughtBy(are, was));
  }
  return { idle, harm };
}

/** What was not there before and would fail or bite; of what is merely worth knowing a fix may bring some. */
function broughtBy(are: readonly Finding[], was: readonly Finding[]): readonly string[] {
  const known = new Set(was.map(({ fingerprint }) => fingerprint));
  return are
    .filter(({ fingerprint, severity }) => severity !== 'info' && !known.has(fingerprint))
    .map(({ rule, problem, message }) => `it would bring ${rule}/${problem}: ${message}`);
}

/** Findings alike: a fix may move one, or rename what it is about, but not make them more. */
function groups(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const alike = new Map<string, Finding[]>();
  for (const finding of findings) {
    // That a suppression is needed no more is no fault of what mended the problem.
    if (finding.suppressed || finding.rule === 'suppression') continue;
    const name = group(finding);
    const some = alike.get(name);
    if (some) some.push(finding);
    else alike.set(name, [finding]);
  }
  return alike;
}

function group({ rule, problem, location }: Finding): string {
  return [rule, problem, location.file ?? location.arn].join('\n');
}
