import { type Fact, known, unknown, valueOr } from '../fact/fact.ts';
import type { Candidate, ContainerRooms } from './container-rooms.ts';
import { addedRooms, type GrowingGroup } from './growth.ts';
import type { Peak } from './peak.ts';
import { type Room, totalCapacity } from './placement.ts';
import { type Fit, fitOf, peakFitOf } from './replacement.ts';

/** Can the deployment come to its end, in batches if need be? Only what is so at each of these peaks is said. */
export function fitAtPeaks(
  peaks: readonly Peak[],
  rooms: ContainerRooms,
  added: readonly Room[] = [],
  how: typeof fitOf = fitOf,
): Fit {
  const all = { sure: [...rooms.sure, ...added], possible: [...rooms.possible, ...added] };
  const fits = peaks.map((peak) => how(peak, rooms.demand, all, rooms.running));
  const [first, ...others] = fits;
  if (!first) return { outcome: 'fits' };
  if (others.every(({ outcome }) => outcome === first.outcome)) return first;
  return { outcome: 'open', because: 'it depends on what the tasks that are pending now hold' };
}

/** Can it come to its end once the groups that ECS scales have grown to their maximum? With `peakFitOf`: is there room for its peak? */
export function fitWhenGrown(
  peaks: readonly Peak[],
  rooms: ContainerRooms,
  groups: readonly GrowingGroup[],
  how: typeof fitOf = fitOf,
): Fact<Fit> {
  const most = Math.max(0, ...peaks.map(({ fresh, desired }) => Math.max(fresh, desired)));
  return addedRooms(groups, most).match<Fact<Fit>>({
    known: (added) => known(fitAtPeaks(peaks, rooms, added, how)),
    absent: () => known(fitAtPeaks(peaks, rooms, [], how)),
    unknown: (why) => unknown(...why),
  });
}

/** Is there room for the whole peak as things are? */
export function peakFits(peaks: readonly Peak[], rooms: ContainerRooms): Fit {
  return fitAtPeaks(peaks, rooms, [], peakFitOf);
}

/**
 * Several providers share the tasks by weight, and a task that is meant for a full one does not go to another: it fits for sure
 * only where each of them alone has room for all.
 */
export function fitsWhicheverProvider(
  peaks: readonly Peak[],
  { demand, candidates }: ContainerRooms,
  providers: readonly string[],
): boolean {
  const fresh = Math.max(0, ...peaks.map((peak) => peak.fresh));
  const mine = (name: string) =>
    candidates.filter((it) => it.shape.capacityProviderName === name && valueOr(it.may, false));
  return (
    providers.length <= 1 ||
    providers.every(
      (name) =>
        totalCapacity(
          mine(name).map(({ least }) => least),
          demand,
        ) >= fresh,
    )
  );
}

/** The instances that certainly take no task of the service. */
export function excluded({ candidates }: ContainerRooms): readonly Candidate[] {
  return candidates.filter(({ may }) => valueOr(may, true) === false);
}
