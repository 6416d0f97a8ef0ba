import type { Rule } from '../rule.ts';
import { decidedProblems } from './decided.ts';
import { digest } from './fingerprint.ts';
import type { DeploymentSummary, Finding, Result } from './result.ts';
import type { Suppression } from './suppression.ts';

/**
 * The suppressions that suppress nothing, although each problem that they name was decided on each deployment that they cover:
 * a rule that did not run, or that could not tell, leaves open whether they are needed.
 */
export function unusedSuppressions(
  suppressions: readonly Suppression[],
  used: ReadonlySet<Suppression>,
  result: Result,
  catalogue: readonly Rule[],
): readonly Suppression[] {
  const idle = suppressions.filter((one) => !used.has(one));
  if (idle.length === 0) return [];
  const decided = decidedProblems(result);
  return idle.filter((one) => {
    const problems = problemsNamed(one.rules, catalogue);
    const covered = coveredBy(one, result);
    return covered.length > 0 && covered.every(({ id }) => problems.every((name) => decided(id).has(name)));
  });
}

function coveredBy({ covers }: Suppression, { deployments }: Result): readonly DeploymentSummary[] {
  return deployments.filter((one) => covers.deployment?.(one) ?? true);
}

/** `rule/problem` of each problem that is meant. */
function problemsNamed(rules: readonly string[], catalogue: readonly Rule[]): readonly string[] {
  return rules.flatMap((name) => {
    const rule = catalogue.find(({ id }) => id === name);
    return rule ? Object.keys(rule.problems).map((problem) => `${rule.id}/${problem}`) : [name];
  });
}

/** The rule of findings about suppressions, which is in no catalogue. */
const SUPPRESSION = 'suppression';

/** A finding that says so: a warning, so that `--fail-on warning` makes it count. */
export function unusedFinding(result: Result): (one: Suppression) => Finding {
  return (one) => {
    const covered = coveredBy(one, result).map(({ id }) => id);
    const [deployment = ''] = covered;
    const rules = one.rules.join(', ');
    return {
      rule: SUPPRESSION,
      problem: 'unused',
      severity: 'warning',
      phase: 'operate',
      deployment,
      deployments: covered,
      message: `the suppression of ${rules} suppresses nothing`,
      why: 'What it names was judged and is not there any more: left standing, it would hide the same fault when it comes back.',
      location: one.place,
      evidence: [`its reason: ${one.reason}`],
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html',
      fingerprint: digest([SUPPRESSION, rules, one.place.file ?? one.place.arn ?? '', one.reason].join('\n')),
      suppressed: null,
    };
  };
}
