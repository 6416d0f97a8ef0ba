import type { Result, VerdictEntry, VerdictName } from './result.ts';

/** What was said of a problem on a deployment; undefined where it was not judged. */
type VerdictOf = (deployment: string, rule: string, problem: string) => VerdictName | undefined;

/** Finds what was said of the problems of these rules. */
export function verdictsOf({ verdicts }: Result, rules: ReadonlySet<string>): VerdictOf {
  const judged = new Map<string, Map<string, VerdictEntry['problems']>>();
  for (const { rule, deployment, problems } of verdicts) {
    if (!rules.has(rule)) continue;
    const byRule = judged.get(deployment) ?? new Map();
    judged.set(deployment, byRule);
    byRule.set(rule, problems);
  }
  return (deployment, rule, problem) => {
    const problems = judged.get(deployment)?.get(rule);
    return problems && Object.hasOwn(problems, problem) ? problems[problem] : undefined;
  };
}

/** Does a verdict tell whether the problem is there? */
export function decides(verdict: VerdictName | undefined): boolean {
  return verdict !== undefined && verdict !== 'unknown' && verdict !== 'crashed';
}
