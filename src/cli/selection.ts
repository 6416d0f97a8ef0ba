import { select, unknownNames } from '../engine/select.ts';
import type { Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { listOf } from './flags.ts';
import { didYouMean, UsageError } from './usage-error.ts';

/** The rules and problems that `--rule` and `--skip` leave. */
export function selectRules(
  catalogue: readonly Rule[],
  given: Pick<Arguments, 'rule' | 'skip'>,
): readonly Rule[] {
  const only = listOf(given.rule);
  const skip = listOf(given.skip);
  const [unknown] = unknownNames(catalogue, [...only, ...skip]);
  if (unknown !== undefined) throw new UsageError(noSuchRule(catalogue, unknown));
  const rules = select(catalogue, { only, skip });
  // A run that judges nothing would be a green gate.
  if (rules.length === 0) throw new UsageError('--rule and --skip leave no rule to judge by');
  return rules;
}

/** The sentence for a name that no rule or problem has. */
export function noSuchRule(catalogue: readonly Rule[], name: string): string {
  const legal = catalogue.flatMap(({ id, problems }) => [
    id,
    ...Object.keys(problems).map((problem) => `${id}/${problem}`),
  ]);
  const owner = catalogue.find(({ problems }) => Object.hasOwn(problems, name));
  const hint = owner ? `, did you mean "${owner.id}/${name}"?` : didYouMean(name, legal);
  return `there is no rule or problem "${name}"${hint || ' (`ecs-preflight rules` lists them)'}`;
}
