import type { Place } from '../model/source.ts';
import type { Rule } from '../rule.ts';
import { type Baseline, compareBaseline } from './baseline.ts';
import { inOrder } from './in-order.ts';
import { byProblem } from './naming.ts';
import type { DeploymentSummary, Finding, Result, Suppressed } from './result.ts';
import { summarise } from './summary.ts';
import type { Mandate, Selector, SeverityChoice, Suppression } from './suppression.ts';
import { unusedFinding, unusedSuppressions } from './unused.ts';

/** What the user decided about findings, wherever it was said. */
export interface Decisions {
  /** Of several for one finding the last counts. */
  readonly severities: readonly SeverityChoice[];
  readonly suppressions: readonly Suppression[];
  readonly mandatory: readonly Mandate[];
  readonly baseline?: Baseline;
  /** YYYY-MM-DD: a suppression that ended before it holds no more. */
  readonly today: string;
  /** All rules there are: one that was judged in part does not tell that a suppression is unused. */
  readonly catalogue: readonly Rule[];
  /** Unused suppressions become findings. */
  readonly reportUnused: boolean;
}

/** The result as the user's decisions leave it: severities, what is suppressed and why, how it compares with the baseline. */
export function govern(result: Result, decisions: Decisions): Result {
  const judge = judgeOf(result, decisions);
  const judged = result.findings.map(judge.finding);
  const { baseline, catalogue } = decisions;
  const compared = baseline && compareBaseline(baseline, judged, judge.mandated, result, catalogue);
  const findings = compared ? judged.map((one) => compared.known.get(one) ?? one) : judged;
  const unused = unusedSuppressions(decisions, judge.used, result);
  const all = decisions.reportUnused
    ? inOrder(findings, unused.map(unusedFinding(result)), result.deployments)
    : findings;
  return {
    ...result,
    findings: all,
    summary: summarise(all, result.unknowns.length),
    ...(unused.length > 0 ? { unusedSuppressions: unused } : {}),
    ...(compared ? { baseline: compared.result } : {}),
  };
}

interface Judge {
  readonly finding: (found: Finding) => Finding;
  /** The suppressions that met a finding. */
  readonly used: ReadonlySet<Suppression>;
  /** The findings that nothing may suppress. */
  readonly mandated: ReadonlySet<Finding>;
}

function judgeOf({ deployments }: Result, { severities, suppressions, mandatory, today }: Decisions): Judge {
  const about = new Map(deployments.map((one) => [one.id, one]));
  const severitiesOf = byProblem(severities);
  const suppressionsOf = byProblem(suppressions);
  const mandatesOf = byProblem(mandatory);
  const used = new Set<Suppression>();
  const mandated = new Set<Finding>();
  const isAbout = (finding: Finding, selector: Selector) =>
    touched(selector, finding, about).length === finding.deployments.length;

  const judged = (found: Finding): Finding => {
    const choice = severitiesOf(found).findLast(({ covers }) => isAbout(found, covers));
    const severity = choice && choice.severity !== 'off' ? choice.severity : found.severity;
    const finding = severity === found.severity ? found : { ...found, severity };
    const meant = suppressionsOf(finding).filter(({ covers }) => touched(covers, finding, about).length > 0);
    for (const one of meant) used.add(one);
    const mandate = mandatesOf(finding).find(({ covers }) => isAbout(finding, covers));
    if (mandate) {
      const told = withEvidence(finding, meant.map(overruled(mandate)));
      mandated.add(told);
      return told;
    }
    const holding = meant.filter((one) => !isOver(one, today));
    const whole = holding.find(({ covers }) => isAbout(finding, covers)) ?? together(holding, finding, about);
    if (whole) return { ...finding, suppressed: suppressedBy(whole) };
    if (choice?.severity === 'off') return { ...finding, suppressed: turnedOff(choice) };
    return withEvidence(finding, [
      ...meant.filter((one) => isOver(one, today)).map(ended),
      ...holding.map(inPart(finding, about)),
    ]);
  };
  return { finding: judged, used, mandated };
}

/** Those of the deployments that a finding touches which a selector means. */
function touched(
  { deployment, finding: holds }: Selector,
  finding: Finding,
  about: ReadonlyMap<string, DeploymentSummary>,
): readonly string[] {
  if (holds && !holds(finding)) return [];
  if (!deployment) return finding.deployments;
  return finding.deployments.filter((id) => {
    const one = about.get(id);
    return one !== undefined && deployment(one);
  });
}

/** A finding of wider scope is suppressed where each of the deployments that it touches suppresses it. */
function together(
  holding: readonly Suppression[],
  finding: Finding,
  about: ReadonlyMap<string, DeploymentSummary>,
): Suppression | undefined {
  const agreed = new Set(holding.flatMap(({ covers }) => touched(covers, finding, about)));
  return finding.deployments.every((id) => agreed.has(id)) ? holding[0] : undefined;
}

function suppressedBy({ kind, reason, until }: Suppression): Suppressed {
  return { kind, reason, ...(until === undefined ? {} : { until }) };
}

function turnedOff({ place }: SeverityChoice): Suppressed {
  return { kind: 'external', reason: `turned off in ${placeName(place)}` };
}

/** It holds through its last day. */
function isOver({ until }: Suppression, today: string): boolean {
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

function inPart(
  finding: Finding,
  about: ReadonlyMap<string, DeploymentSummary>,
): (one: Suppression) => string {
  return ({ covers, place }) => {
    const meant = touched(covers, finding, about);
    const others = finding.deployments.filter((id) => !meant.includes(id));
    return `${placeName(place)} suppresses it for ${some(meant)}, but it touches ${some(others)} too`;
  };
}

/** Names of deployments, for a sentence. */
function some(ids: readonly string[]): string {
  const most = 3;
  const more = ids.length > most ? ` and ${ids.length - most} more` : '';
  return ids.slice(0, most).join(', ') + more;
}

/** Where something is said, for a sentence. */
function placeName({ file, arn, line }: Place): string {
  return `${file ?? arn ?? 'the command line'}${line === undefined ? '' : `:${line}`}`;
}
