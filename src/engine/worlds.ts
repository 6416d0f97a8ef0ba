import type { Why } from '../fact/fact.ts';
import type { World } from '../model/deployment.ts';
import type { Verdict } from '../rule.ts';
import { isList, type Outcome } from './judge.ts';

/** What a problem's check said in one world of a template. */
export interface Told {
  readonly world: World | undefined;
  readonly outcome: Outcome;
}

/**
 * What holds whichever way the open conditions of a template come out: a problem is there only if it is there in all worlds, and
 * is not only if it is in none. Else it is unknown, and what decides the conditions would tell.
 */
export function inAllWorlds(told: readonly [Told, ...Told[]]): Outcome {
  const [first, ...others] = told;
  if (others.length === 0) return first.outcome;
  const crashed = told.find(({ outcome }) => !isList(outcome) && outcome.is === 'crashed');
  if (crashed) return crashed.outcome;
  const worlds = told.map(({ world, outcome }) => ({ world, verdicts: verdictsOf(outcome) }));
  const failing = worlds.filter(({ verdicts }) => verdicts.some(({ is }) => is === 'fail'));
  if (failing.length === worlds.length) return common(worlds.map(({ verdicts }) => verdicts));
  const open = worlds.flatMap(({ verdicts }) =>
    verdicts.flatMap((one) => (one.is === 'unknown' ? one.why : [])),
  );
  if (failing.length === 0 && open.length === 0) return (told.find(passes) ?? first).outcome;
  const why = [...failing.flatMap(({ world, verdicts }) => onlyIn(world, verdicts)), ...open];
  return { is: 'unknown', why: why.slice(0, MOST_REASONS) };
}

const MOST_REASONS = 8;

function verdictsOf(outcome: Outcome): readonly Verdict[] {
  if (isList(outcome)) return outcome;
  return outcome.is === 'crashed' ? [] : [outcome];
}

function passes({ outcome }: Told): boolean {
  return verdictsOf(outcome).some(({ is }) => is === 'pass');
}

/** The findings of the first world that all others have too; where each world has its own, those of the first. */
function common([first = [], ...others]: readonly (readonly Verdict[])[]): readonly Verdict[] {
  const failures = first.filter(({ is }) => is === 'fail');
  const shared = failures.filter((one) => others.every((verdicts) => verdicts.some((it) => same(one, it))));
  return shared.length > 0 ? shared : failures;
}

function same(a: Verdict, b: Verdict): boolean {
  return a.is === 'fail' && b.is === 'fail' && a.failure.at.pointer === b.failure.at.pointer;
}

/** Stands between the message of a finding that some worlds have and the words that say which. */
const ONLY = ': only ';

/** Is it what an open condition decides, and so a fault of the template for some of its parameters? */
export function isFaultOfSome(detail: string): boolean {
  return detail.includes(ONLY);
}

function onlyIn(world: World | undefined, verdicts: readonly Verdict[]): readonly Why[] {
  const [failed] = verdicts.flatMap((one) => (one.is === 'fail' ? [one.failure] : []));
  if (!failed) return [];
  const where = world ? `where ${world.assumed}` : 'under some conditions';
  const unlock = world?.unlockedBy === undefined ? {} : { unlockedBy: world.unlockedBy };
  return [{ reason: 'unresolved', detail: `${failed.message}${ONLY}${where}`, ...unlock }];
}
