import type { UnknownEntry } from '../engine/result.ts';
import { BETWEEN_DETAILS } from '../engine/unknowns.ts';
import { isFaultOfSome } from '../engine/worlds.ts';
import { visible } from './escape.ts';
import type { Paint } from './paint.ts';
import { hang } from './wrap.ts';

/** What could not be checked for one reason: what would unlock it, how many checks, in which words. */
export interface UncheckedGroup {
  readonly checks: number;
  /** `need --live` */
  readonly want: string;
  readonly details: readonly string[];
}

/** Details listed of one group; of many services fewer, as they differ by names alone. */
const LISTED = 10;
export const LISTED_OF_MANY = 3;

/** Ways to say what is missing where no option or permission would unlock it. */
const WANTS: Readonly<Record<UnknownEntry['reason'], readonly [one: string, many: string]>> = {
  offline: ['needs to ask the account', 'need to ask the account'],
  unresolved: ['needs values that the files leave open', 'need values that the files leave open'],
  'access-denied': ['was denied access', 'were denied access'],
  throttled: ['was throttled', 'were throttled'],
  error: ['met an error', 'met an error'],
  undecidable: ['cannot be decided', 'cannot be decided'],
  'not-recorded': ['needs facts that were not recorded', 'need facts that were not recorded'],
  redacted: ['needs values that the snapshot hides', 'need values that the snapshot hides'],
};

/**
 * The unknowns of a run by what would unlock them, the most checks first. A check is one problem on one deployment. What an option
 * would unlock needs no more words, but a fault that is there under some condition does.
 */
export function uncheckedGroups(unknowns: readonly UnknownEntry[]): readonly UncheckedGroup[] {
  const groups = new Map<string, { entry: UnknownEntry; checks: Set<string>; details: Set<string> }>();
  for (const entry of unknowns) {
    const { rule, deployment, problems, reason, detail, unlockedBy } = entry;
    const key = unlockedBy === undefined ? ` ${reason}` : unlockedBy;
    let group = groups.get(key);
    if (!group) {
      group = { entry, checks: new Set(), details: new Set() };
      groups.set(key, group);
    }
    for (const problem of problems) group.checks.add(`${rule}/${problem}\n${deployment}`);
    for (const one of detail.split(BETWEEN_DETAILS))
      if (unlockedBy === undefined || isFaultOfSome(one)) group.details.add(one);
  }
  return [...groups.values()]
    .map(({ entry, checks, details }) => ({
      checks: checks.size,
      want: wantOf(entry, checks.size),
      details: [...details].map(visible),
    }))
    .sort((a, b) => b.checks - a.checks);
}

function wantOf({ unlockedBy, reason }: UnknownEntry, checks: number): string {
  if (unlockedBy !== undefined) return `${checks === 1 ? 'needs' : 'need'} ${visible(unlockedBy)}`;
  return WANTS[reason][checks === 1 ? 0 : 1];
}

/** How many checks could not be made; one that needs two things is one check. */
export function uncheckedCount(unknowns: readonly UnknownEntry[]): number {
  const checks = new Set<string>();
  for (const { rule, deployment, problems } of unknowns)
    for (const problem of problems) checks.add(`${rule}/${problem}\n${deployment}`);
  return checks.size;
}

/** `4 checks need --live` */
export function groupPhrase({ checks, want }: UncheckedGroup): string {
  return `${checks} ${checks === 1 ? 'check' : 'checks'} ${want}`;
}

/** The groups, one a line, and what is known of each. */
export function uncheckedLines(
  groups: readonly UncheckedGroup[],
  width: number,
  paint: Paint,
  most = LISTED,
): readonly string[] {
  const lines = [paint.strong('could not check:')];
  for (const group of groups) {
    const { details } = group;
    lines.push(...hang('  ', groupPhrase(group), width));
    for (const detail of details.slice(0, most)) lines.push(...hang('    - ', detail, width));
    if (details.length > most) lines.push(`    - and ${details.length - most} more`);
  }
  return lines;
}
