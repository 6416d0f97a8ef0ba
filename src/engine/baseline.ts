import { decidedProblems } from './decided.ts';
import type { BaselineEntry, BaselineResult, DeploymentSummary, Finding, Result } from './result.ts';

interface Baseline {
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

/** Compares what was found with the baseline; what was not judged again, or could not be decided, is not mended. */
export function compareBaseline(
  { file, entries }: Baseline,
  findings: readonly Finding[],
  result: Result,
): BaselineResult {
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  const gone = entries.filter(({ fingerprint }) => !found.has(fingerprint));
  const known = findings.filter(({ suppressed }) => suppressed?.kind === 'baseline').length;
  if (gone.length === 0) return { file, known, mended: [] };
  const decided = decidedProblems(result);
  const mended = gone.filter((entry) => {
    const judged = result.deployments.filter((one) => sameSubject(entry, one));
    const name = `${entry.rule}/${entry.problem}`;
    return judged.length > 0 && judged.every(({ id }) => decided(id).has(name));
  });
  return { file, known, mended };
}

function sameSubject(a: BaselineEntry, b: DeploymentSummary): boolean {
  return a.family === b.family && a.service === b.service;
}

/**
 * What the baseline of this run holds: every finding that no reason suppresses, and of the old one all that this run did not
 * judge again. In the order of their fingerprints, so that two branches seldom meet in one line.
 */
export function baselineOf(result: Result, old: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  const mended = new Set(result.baseline?.mended.map(({ fingerprint }) => fingerprint));
  for (const entry of old) if (!mended.has(entry.fingerprint)) entries.set(entry.fingerprint, entry);
  const about = new Map(result.deployments.map((one) => [one.id, one]));
  for (const finding of result.findings) {
    if (finding.suppressed && finding.suppressed.kind !== 'baseline') entries.delete(finding.fingerprint);
    else entries.set(finding.fingerprint, entryOf(finding, about.get(finding.deployment)));
  }
  return [...entries.values()].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}

function entryOf(
  { fingerprint, rule, problem, location, message }: Finding,
  about: DeploymentSummary | undefined,
): BaselineEntry {
  const { file } = location;
  return {
    fingerprint,
    rule,
    problem,
    ...(file === undefined ? {} : { file }),
    ...(about?.family === undefined ? {} : { family: about.family }),
    ...(about?.service === undefined ? {} : { service: about.service }),
    message,
  };
}
