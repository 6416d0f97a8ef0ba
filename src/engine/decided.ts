import type { Result, VerdictName } from './result.ts';

/** Neither of these tells whether a problem is there. */
const OPEN: readonly (VerdictName | undefined)[] = [undefined, 'unknown', 'crashed'];

/** Which problems were decided, by deployment: `rule/problem` of each that was judged and neither unknown nor crashed. */
export function decidedProblems({ verdicts }: Result): (deployment: string) => ReadonlySet<string> {
  const decided = new Map<string, Set<string>>();
  for (const { rule, deployment, problems } of verdicts) {
    const names = decided.get(deployment) ?? new Set();
    decided.set(deployment, names);
    for (const [problem, verdict] of Object.entries(problems))
      if (!OPEN.includes(verdict)) names.add(`${rule}/${problem}`);
  }
  const none: ReadonlySet<string> = new Set();
  return (deployment) => decided.get(deployment) ?? none;
}
