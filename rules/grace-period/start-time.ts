import { chain, type Fact, holds, known, unknown, type Why } from '../../src/fact/fact.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import type { View } from '../../src/model/view.ts';
import type { Settings } from '../../src/rule.ts';

/**
 * Seconds from the start of the task until the container answers its checks: as the user says, else unknown. `unread`: why the
 * tasks that might have shown it could not be read.
 */
export function startTime(
  container: View<ContainerShape> | undefined,
  { options }: Settings,
  offline: boolean,
  unread: readonly Why[] = [],
): Fact<number> {
  const said = options['startupSeconds'];
  const undecided = offline ? unsaid : unread.length > 0 ? (who: string) => unreadable(who, unread) : unseen;
  if (typeof said === 'number') return known(said);
  if (!(said instanceof Map)) return unknown(...undecided('the task'));
  const times: ReadonlyMap<string, number> = said;
  const general = times.get('*');
  if (!container) return general === undefined ? unknown(...undecided('the task')) : known(general);
  return container.get('name').text.match<Fact<number>>({
    known: (name) => {
      const seconds = times.get(name) ?? general;
      return seconds === undefined ? unknown(...undecided(`container "${name}"`)) : known(seconds);
    },
    absent: () => (general === undefined ? unknown(...undecided('the container')) : known(general)),
    unknown: (why) => (times.size === 1 && general !== undefined ? known(general) : unknown(...why)),
  });
}

/** The user knows how long it takes, or the service's recent tasks may have shown it. */
function unsaid(who: string): readonly Why[] {
  const detail = `how long ${who} takes to start`;
  return [
    { reason: 'offline', detail, unlockedBy: '--startup-seconds' },
    { reason: 'offline', detail, unlockedBy: '--live' },
  ];
}

/** The tasks were looked at, and did not show it. */
function unseen(who: string): readonly Why[] {
  const detail = `how long ${who} takes to start: recent tasks do not show it`;
  return [{ reason: 'undecidable', detail, unlockedBy: '--startup-seconds' }];
}

/** What the tasks show could not be read. */
function unreadable(who: string, unread: readonly Why[]): readonly Why[] {
  const detail = `how long ${who} takes to start`;
  return [{ reason: 'undecidable', detail, unlockedBy: '--startup-seconds' }, ...unread];
}

/** The next multiple of ten seconds. */
export function roundUp(seconds: number): number {
  return Math.ceil(seconds / 10) * 10;
}

/** Is the first known to be longer than the second? */
export function longer(first: Fact<number>, second: Fact<number>) {
  return chain(first, (a) => holds(second, (b) => a > b));
}
