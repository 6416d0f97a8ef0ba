import type { Result, VerdictEntry, VerdictName } from './result.ts';

/** Neither of these tells whether a problem is there. */
const OPEN: readonly (VerdictName | undefined)[] = [undefined, 'unknown', 'crashed'];

/** Was a problem judged on a deployment, and neither unknown nor crashed? Of these rules only. */
export function decidedProblems(
  { verdicts }: Result,
  rules: ReadonlySet<string>,
): (deployment: string, rule: string, problem: string) => boolean {
  const judged = new Map<string, Map<string, VerdictEntry['problems']>>();
  for (const { rule, deployment, problems } of verdicts) {
    if (!rules.has(rule)) continue;
    const byRule = judged.get(deployment) ?? new Map();
    judged.set(deployment, byRule);
    byRule.set(rule, problems);
  }
  return (deployment, rule, problem) => {
    const problems = judged.get(deployment)?.get(rule);
    return problems !== undefined && Object.hasOwn(problems, problem) && !OPEN.includes(problems[problem]);
  };
}
