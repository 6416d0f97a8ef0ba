import type { Demand } from './demand.ts';
import type { Peak } from './peak.ts';
import { capacity, free, type Room, take, totalCapacity } from './placement.ts';

/** A running task of the service, and where. */
export interface Running {
  /** The id of its instance's room. */
  readonly on: string;
  readonly takes: Demand;
}

/** Does a deployment find room? */
export type Fit =
  | { readonly outcome: 'fits' }
  | Short
  | { readonly outcome: 'open'; readonly because: string };

/** What finds no room, whatever ECS does. */
export interface Short {
  readonly outcome: 'short';
  /**
   * `peak`: the tasks that have to stand beside the old ones all at once. `first`: not even one new task. `all`: the tasks that
   * are wanted, even with every old one gone.
   */
  readonly lacks: 'peak' | 'first' | 'all';
  readonly fits: number;
  readonly wanted: number;
  /** Old tasks that are reckoned as stopped, and what is free then. */
  readonly stopped: number;
  readonly rooms: readonly Room[];
}

/** `sure` are instances that take the tasks, with what is free at least; `possible` those that may, with what is free at most. */
export interface Rooms {
  readonly sure: readonly Room[];
  readonly possible: readonly Room[];
}

/**
 * Can a deployment come to its end on these instances? A rolling update needs no room for its whole peak: it starts what finds
 * room, stops as many old tasks once these are healthy, and goes on; the tasks that wait meanwhile cost a service event each and
 * do not count as failed. With minimumHealthyPercent below 100 it may make room first, as AWS says ("may stop two existing tasks
 * to free up cluster capacity before starting two new tasks"). So it is short only where no order of starts and stops helps.
 *
 * `running` is undefined where it is not known where the old tasks are.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function fitOf(
  peak: Peak,
  demand: Demand,
  rooms: Rooms,
  running: readonly Running[] | undefined,
): Fit {
  const { fresh, desired, floor } = peak;
  if (peak.secondFleet) return atOnce(fresh, demand, rooms);
  if (totalCapacity(rooms.sure, demand) >= fresh && fresh >= desired) return { outcome: 'fits' };
  const stoppable = Math.max(0, peak.running - floor);
  const old = peak.running === 0 ? [] : running;
  const found = old !== undefined && old.length >= peak.running;
  const never = found ? neverAll(desired, demand, rooms.possible, old) : undefined;
  if (never) return never;
  if (fresh > 0 || stoppable > 0) {
    const stuck = notOne(peak, stoppable, demand, rooms.possible, found ? old : undefined);
    if (stuck) return stuck;
  }
  if (!old) return { outcome: 'open', because: 'where the running tasks of the service are is not known' };
  // The service may run more tasks than we see where they stand: then nothing is said of what stopping them frees.
  if (!found) return { outcome: 'open', because: `${old.length} of ${peak.running} running tasks are found` };
  if (completes(peak, demand, rooms.sure, old)) return { outcome: 'fits' };
  return completes(peak, demand, rooms.possible, old) ? openRooms() : openOrder();
}

/** Is there room for the whole peak, or, where old tasks may stop first, for a deployment that makes its room? */
export function peakFitOf(
  peak: Peak,
  demand: Demand,
  rooms: Rooms,
  running: readonly Running[] | undefined,
): Fit {
  return peak.running > peak.floor ? fitOf(peak, demand, rooms, running) : atOnce(peak.fresh, demand, rooms);
}

function atOnce(wanted: number, demand: Demand, { sure, possible }: Rooms): Fit {
  if (totalCapacity(sure, demand) >= wanted) return { outcome: 'fits' };
  const fits = totalCapacity(possible, demand);
  return fits < wanted
    ? { outcome: 'short', lacks: 'peak', fits, wanted, stopped: 0, rooms: possible }
    : openRooms();
}

function openRooms(): Fit {
  return { outcome: 'open', because: 'how much room some instances have' };
}

function openOrder(): Fit {
  return { outcome: 'open', because: 'it depends on which of the old tasks ECS stops first' };
}

/** One way through: start what finds room, stop what may be stopped, until all are new or nothing moves. */
function completes(
  { desired, floor, ceiling }: Peak,
  demand: Demand,
  found: readonly Room[],
  running: readonly Running[],
): boolean {
  const rooms = new Map(found.map((room) => [room.id, room]));
  let old = [...running];
  let fresh = 0;
  for (;;) {
    const before = { fresh, old: old.length };
    for (const [id, room] of rooms) {
      let now = room;
      while (fresh < desired && old.length + fresh < ceiling && capacity(now, demand) > 0) {
        now = take(now, demand);
        fresh += 1;
      }
      rooms.set(id, now);
    }
    if (fresh === desired) return true;
    const gone = old.slice(0, Math.max(0, Math.min(old.length, old.length + fresh - floor)));
    for (const { on, takes } of gone) {
      const room = rooms.get(on);
      if (room) rooms.set(on, free(room, takes));
    }
    old = old.slice(gone.length);
    if (before.fresh === fresh && before.old === old.length) return false;
  }
}

/** The rooms once every old task is gone. */
export function emptied(rooms: readonly Room[], running: readonly Running[]): readonly Room[] {
  return rooms.map((room) =>
    running.reduce((now, { on, takes }) => (on === room.id ? free(now, takes) : now), room),
  );
}

/** Not even all old tasks gone make room for what is wanted. */
function neverAll(
  desired: number,
  demand: Demand,
  possible: readonly Room[],
  running: readonly Running[],
): Short | undefined {
  const rooms = emptied(possible, running);
  const fits = totalCapacity(rooms, demand);
  if (fits >= desired) return undefined;
  return { outcome: 'short', lacks: 'all', fits, wanted: desired, stopped: running.length, rooms };
}

/** The first new task finds no room, whichever of the old ones stop that may. */
function notOne(
  { fresh, desired }: Peak,
  stoppable: number,
  demand: Demand,
  possible: readonly Room[],
  running: readonly Running[] | undefined,
): Short | undefined {
  if (stoppable > 0 && !running) return undefined;
  const rooms = possible.map((room) => freedAtMost(room, running ?? [], stoppable));
  if (totalCapacity(rooms, demand) > 0) return undefined;
  // Where the ceiling lets none start before one stops, all of them wait.
  return { outcome: 'short', lacks: 'first', fits: 0, wanted: fresh || desired, stopped: stoppable, rooms };
}

/** No choice of `count` tasks to stop frees more than this: the greatest of them by each resource alone. */
function freedAtMost(room: Room, running: readonly Running[], count: number): Room {
  const here = running.filter(({ on }) => on === room.id).map(({ takes }) => takes);
  if (count === 0 || here.length === 0) return room;
  const most = (of: (takes: Demand) => number) =>
    here
      .map(of)
      .sort((a, b) => b - a)
      .slice(0, count)
      .reduce((total, number) => total + number, 0);
  return {
    ...room,
    cpu: room.cpu + most(({ cpu }) => cpu),
    memory: room.memory + most(({ memory }) => memory),
    gpus: room.gpus + most(({ gpus }) => gpus),
    interfaces: room.interfaces + most(({ interfaces }) => interfaces),
    tcp: new Set([...room.tcp].filter((port) => !here.some(({ tcp }) => tcp.includes(port)))),
    udp: new Set([...room.udp].filter((port) => !here.some(({ udp }) => udp.includes(port)))),
    slots: room.slots + Math.min(count, here.length),
  };
}
