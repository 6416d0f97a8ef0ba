import { names } from './suppression.ts';

/** Those of some decisions that name a problem, in their order. Many findings are of few problems: each is looked for once. */
export function byProblem<T extends { readonly rules: readonly string[] }>(
  decisions: readonly T[],
): (about: { readonly rule: string; readonly problem: string }) => readonly T[] {
  const found = new Map<string, readonly T[]>();
  return ({ rule, problem }) => {
    const key = `${rule}/${problem}`;
    const known = found.get(key) ?? decisions.filter(({ rules }) => names(rules, rule, problem));
    found.set(key, known);
    return known;
  };
}
