import type { Rule } from '../rule.ts';
import { decides, verdictsOf } from './decided.ts';
import { digest } from './fingerprint.ts';
import type { DeploymentSummary, Finding, Result, VerdictName } from './result.ts';
import { names, type SeverityChoice, type Suppression } from './suppression.ts';

/** What tells whether a suppression is needed. */
interface Said {
  readonly suppressions: readonly Suppression[];
  readonly severities: readonly SeverityChoice[];
  /** All rules there are. */
  readonly catalogue: readonly Rule[];
}

/**
 * The suppressions that suppress nothing, although each problem that they name was decided on each deployment that they cover:
 * a rule that did not run, or that could not tell, leaves open whether they are needed. So does an input that could not be read.
 */
export function unusedSuppressions(
  { suppressions, severities, catalogue }: Said,
  used: ReadonlySet<Suppression>,
  result: Result,
): readonly Suppression[] {
  const idle = suppressions.filter((one) => !used.has(one));
  if (idle.length === 0 || result.inputErrors.length > 0) return [];
  const meant = new Map(idle.map((one) => [one, problemsNamed(one.rules, catalogue)]));
  const rules = new Set([...meant.values()].flat().map(([rule]) => rule));
  const verdictOf = verdictsOf(result, rules);
  // What is turned off, for whatever part of a run, was not judged there.
  const off = severities.flatMap((one) => (one.severity === 'off' ? one.rules : []));
  return idle.filter((one) => {
    const problems = meant.get(one) ?? [];
    const covered = coveredBy(one, result);
    return (
      covered.length > 0 &&
      problems.every(
        ([rule, problem]) =>
          !names(off, rule, problem) &&
          covered.every(({ id, service }) => tells(verdictOf(id, rule, problem), service)),
      )
    );
  });
}

/** Without its service, much does not apply to a task definition that would apply beside it. */
function tells(verdict: VerdictName | undefined, service: string | undefined): boolean {
  return decides(verdict) && (verdict !== 'not-applicable' || service !== undefined);
}

function coveredBy({ covers, about }: Suppression, { deployments }: Result): readonly DeploymentSummary[] {
  return deployments.filter(
    (one) => (covers.deployment?.(one) ?? true) && (about === undefined || about.has(one.id)),
  );
}

/** Rule and problem of each problem that is meant. */
function problemsNamed(
  rules: readonly string[],
  catalogue: readonly Rule[],
): readonly (readonly [rule: string, problem: string])[] {
  return catalogue.flatMap(({ id, problems }) =>
    Object.keys(problems)
      .filter((problem) => names(rules, id, problem))
      .map((problem) => [id, problem] as const),
  );
}

/** The rule of findings about suppressions, which is in no catalogue. */
const SUPPRESSION = 'suppression';
const UNUSED = 'unused';

/** Is the finding about a suppression? */
export function isUnusedSuppression({ rule, problem }: Finding): boolean {
  return rule === SUPPRESSION && problem === UNUSED;
}

/** A finding that says so: a warning, so that `--fail-on warning` makes it count. */
export function unusedFinding(result: Result): (one: Suppression) => Finding {
  return (one) => {
    const covered = coveredBy(one, result).map(({ id }) => id);
    const [deployment = ''] = covered;
    const rules = one.rules.join(', ');
    return {
      rule: SUPPRESSION,
      problem: UNUSED,
      severity: 'warning',
      phase: 'operate',
      deployment,
      deployments: covered,
      message: `the suppression of ${rules} suppresses nothing`,
      why: 'what it names was judged and is not there any more: left standing, it would hide the same fault when it comes back',
      location: one.place,
      evidence: [`its reason: ${one.reason}`],
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html',
      fingerprint: digest([SUPPRESSION, rules, one.place.file ?? one.place.arn ?? '', one.reason].join('\n')),
      suppressed: null,
    };
  };
}
