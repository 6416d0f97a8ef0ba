import type { Place } from '../model/source.ts';
import type { Rule } from '../rule.ts';
import { compareBaseline } from './baseline.ts';
import type { BaselineEntry, DeploymentSummary, Finding, Result, Suppressed } from './result.ts';
import { summarise } from './summary.ts';
import { type Mandate, names, type Selector, type SeverityChoice, type Suppression } from './suppression.ts';
import { unusedFinding, unusedSuppressions } from './unused.ts';

/** What the user decided about findings, wherever it was said. */
export interface Decisions {
  /** Of several for one finding the last counts. */
  readonly severities: readonly SeverityChoice[];
  readonly suppressions: readonly Suppression[];
  readonly mandatory: readonly Mandate[];
  readonly baseline?: { readonly file: string; readonly entries: readonly BaselineEntry[] };
  /** YYYY-MM-DD: a suppression that ended before it holds no more. */
  readonly today: string;
  /** All rules there are: one that was judged in part does not tell that a suppression is unused. */
  readonly catalogue: readonly Rule[];
  /** Unused suppressions become findings. */
  readonly reportUnused: boolean;
}

/** The result as the user's decisions leave it: severities, what is suppressed and why, how it compares with the baseline. */
export function govern(result: Result, decisions: Decisions): Result {
  const about = new Map(result.deployments.map((one) => [one.id, one]));
  const covers = ({ rules, covers: selector }: Covering, finding: Finding) =>
    names(rules, finding.rule, finding.problem) && selects(selector, finding, about);
  const known = new Set(decisions.baseline?.entries.map(({ fingerprint }) => fingerprint));
  const used = new Set<Suppression>();

  const decide = (found: Finding): Finding => {
    const finding = withSeverity(found, decisions.severities, covers);
    const mandate = decisions.mandatory.find((one) => covers(one, finding));
    const meant = decisions.suppressions.filter((one) => covers(one, finding));
    for (const one of meant) used.add(one);
    if (mandate) return withEvidence(finding, meant.map(overruled(mandate)));
    const [holding] = meant.filter((one) => !expired(one, decisions.today));
    if (holding) return { ...finding, suppressed: suppressedBy(holding) };
    const off = turnedOff(finding, decisions.severities, covers);
    if (off) return { ...finding, suppressed: off };
    const told = withEvidence(finding, meant.map(ended));
    if (!known.has(finding.fingerprint)) return told;
    const reason = `known in the baseline ${decisions.baseline?.file ?? ''}`;
    return { ...told, suppressed: { kind: 'baseline', reason } };
  };

  const findings = result.findings.map(decide);
  const unused = unusedSuppressions(decisions.suppressions, used, result, decisions.catalogue);
  const all = decisions.reportUnused ? [...findings, ...unused.map(unusedFinding(result))] : findings;
  return {
    ...result,
    findings: all,
    summary: summarise(all, result.unknowns.length),
    ...(unused.length > 0 ? { unusedSuppressions: unused } : {}),
    ...(decisions.baseline ? { baseline: compareBaseline(decisions.baseline, findings, result) } : {}),
  };
}

type Covering = { readonly rules: readonly string[]; readonly covers: Selector };
type Covers = (one: Covering, finding: Finding) => boolean;

/** A finding of wider scope is meant only if all the deployments that it touches are. */
function selects(
  { deployment, finding: holds }: Selector,
  finding: Finding,
  about: ReadonlyMap<string, DeploymentSummary>,
): boolean {
  if (holds && !holds(finding)) return false;
  return (
    !deployment ||
    finding.deployments.every((id) => {
      const one = about.get(id);
      return one !== undefined && deployment(one);
    })
  );
}

function lastFor(choices: readonly SeverityChoice[], finding: Finding, covers: Covers) {
  return choices.findLast((one) => covers(one, finding));
}

function withSeverity(finding: Finding, choices: readonly SeverityChoice[], covers: Covers): Finding {
  const severity = lastFor(choices, finding, covers)?.severity ?? 'off';
  return severity === 'off' ? finding : { ...finding, severity };
}

function turnedOff(finding: Finding, choices: readonly SeverityChoice[], covers: Covers) {
  const choice = lastFor(choices, finding, covers);
  if (choice?.severity !== 'off') return undefined;
  return { kind: 'external', reason: `turned off in ${placeName(choice.place)}` } satisfies Suppressed;
}

function suppressedBy({ kind, reason, until }: Suppression): Suppressed {
  return { kind, reason, ...(until === undefined ? {} : { until }) };
}

function expired({ until }: Suppression, today: string): boolean {
  return until !== undefined && until < today;
}

function withEvidence(finding: Finding, more: readonly string[]): Finding {
  return more.length === 0 ? finding : { ...finding, evidence: [...(finding.evidence ?? []), ...more] };
}

function ended({ until, reason, place }: Suppression): string {
  return `it was suppressed until ${until} (${placeName(place)}): ${reason}`;
}

function overruled(mandate: Mandate): (one: Suppression) => string {
  return ({ place }) =>
    `${placeName(place)} suppresses it, but ${placeName(mandate.place)} makes the rule mandatory`;
}

/** Where something is said, for a sentence. */
export function placeName({ file, arn, line }: Place): string {
  return `${file ?? arn ?? 'the command line'}${line === undefined ? '' : `:${line}`}`;
}
