import { findPlaceholder } from '../../model/placeholder.ts';
import { isDay, noDay, saysNothing } from '../../read/suppressions/words.ts';
import { type Checker, found, type Part } from './checker.ts';
import type { ConfiguredSuppression } from './configuration.ts';
import { type Names, readNames } from './read-rules.ts';
import { readWhere, SELECTORS } from './read-where.ts';

const SUPPRESSION_MEMBERS = ['rule', 'rules', 'reason', 'until', ...SELECTORS] as const;

/** `suppressions: [{rule, reason, until, …}]` */
export function readSuppressions(
  checker: Checker,
  part: Part | undefined,
  names: Names,
): readonly ConfiguredSuppression[] {
  if (!part) return [];
  if (!Array.isArray(part.value)) {
    checker.refuse(part.path, `expected a list of suppressions, found ${found(part.value)}`);
    return [];
  }
  return part.value.flatMap((value: unknown, index) => {
    const read = readSuppression(checker, { value, path: [...part.path, index] }, names);
    return read ? [read] : [];
  });
}

function readSuppression(checker: Checker, part: Part, names: Names): ConfiguredSuppression | undefined {
  const members = checker.structure(part, 'a suppression with its rule and reason', SUPPRESSION_MEMBERS);
  if (!members) return undefined;
  const { rule, rules, reason, until } = members;
  if (rule && rules)
    checker.refuseName(rules.path, 'name what is suppressed under rule or under rules, not both');
  const named = readNames(checker, rules ?? rule, names).map(({ value }) => value);
  if (!rule && !rules) checker.refuse(part.path, 'this suppression names no rule');
  const why = reason ? readReason(checker, reason) : undefined;
  if (!reason) checker.refuse(part.path, 'this suppression has no reason: say why the finding may stand');
  const last = until && readDay(checker, until);
  const where = readWhere(checker, members);
  if (named.length === 0 || why === undefined) return undefined;
  return {
    place: checker.place(part.path),
    rules: named,
    reason: why,
    ...(last === undefined ? {} : { until: last }),
    where,
  };
}

function readReason(checker: Checker, part: Part): string | undefined {
  const reason = checker.text(part, 'a reason, in words')?.trim();
  if (reason === undefined) return undefined;
  if (saysNothing(reason) || findPlaceholder(reason) === reason)
    return checker.refuse(
      part.path,
      `expected a reason, found ${found(reason)}: say why the finding may stand`,
    );
  return reason;
}

function readDay(checker: Checker, { value, path }: Part): string | undefined {
  if (typeof value === 'string' && isDay(value)) return value;
  return checker.refuse(path, noDay(typeof value === 'string' ? value : '', found(value)));
}
