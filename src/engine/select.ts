import type { Problem, Rule } from '../rule.ts';

/** Which rules and problems a run judges: `rule` or `rule/problem`; an empty `only` means all. */
export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** The selected rules, each with its selected problems; a rule without any is left out. */
export function select(rules: readonly Rule[], { only, skip }: Selection): readonly Rule[] {
  if (only.length === 0 && skip.length === 0) return rules;
  const wanted = new Set(only);
  const unwanted = new Set(skip);
  const names = (set: ReadonlySet<string>, rule: Rule, problem: string) =>
    set.has(rule.id) || set.has(`${rule.id}/${problem}`);
  return rules.flatMap((rule) => {
    const kept = Object.entries(rule.problems).filter(
      ([problem]) => (only.length === 0 || names(wanted, rule, problem)) && !names(unwanted, rule, problem),
    );
    return kept.length > 0 ? [{ ...rule, problems: Object.fromEntries<Problem>(kept) }] : [];
  });
}

/** The names of a selection that no rule or problem has. */
export function unknownNames(rules: readonly Rule[], names: readonly string[]): readonly string[] {
  const legal = new Set(
    rules.flatMap((rule) => [rule.id, ...Object.keys(rule.problems).map((id) => `${rule.id}/${id}`)]),
  );
  return names.filter((name) => !legal.has(name));
}
