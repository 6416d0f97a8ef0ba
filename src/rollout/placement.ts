import type { Demand } from './demand.ts';

/** What is free on a container instance that may take tasks of a service. */
export interface Room {
  /** The EC2 instance's id, or the container instance's. */
  readonly id: string;
  /** CPU units. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** Host ports that are taken. */
  readonly tcp: ReadonlySet<number>;
  readonly udp: ReadonlySet<number>;
  readonly gpus: number;
  /** Network interfaces that tasks may still get; infinite where they are not counted. */
  readonly interfaces: number;
  /** May it take no further task of the service, or one: with `distinctInstance` one that has none yet? */
  readonly slots: number;
  /** Attributes, by which `spread` groups. */
  readonly attributes?: ReadonlyMap<string, string | undefined>;
}

/** What placement runs out of. */
export type Resource = 'cpu' | 'memory' | 'ports' | 'gpu' | 'interfaces' | 'slots';

/** All of them, in the order in which they are named where several bind alike. */
export const RESOURCES: readonly Resource[] = ['interfaces', 'memory', 'cpu', 'ports', 'gpu', 'slots'];

/** How many of these tasks an instance takes as far as this one resource goes. */
export function byResource(room: Room, demand: Demand, resource: Resource): number {
  switch (resource) {
    case 'cpu':
      return share(room.cpu, demand.cpu);
    case 'memory':
      return share(room.memory, demand.memory);
    case 'gpu':
      return share(room.gpus, demand.gpus);
    case 'interfaces':
      return share(room.interfaces, demand.interfaces);
    case 'ports': {
      if (demand.tcp.length + demand.udp.length === 0) return Number.POSITIVE_INFINITY;
      const taken =
        demand.tcp.some((port) => room.tcp.has(port)) || demand.udp.some((port) => room.udp.has(port));
      return taken ? 0 : 1;
    }
    case 'slots':
      return Math.max(0, room.slots);
  }
}

function share(free: number, each: number): number {
  return each === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(free / each));
}

/** How many of these tasks an instance takes. */
export function capacity(room: Room, demand: Demand, resources: readonly Resource[] = RESOURCES): number {
  return Math.min(...resources.map((resource) => byResource(room, demand, resource)));
}

/**
 * How many of these tasks the instances take together. All tasks of one definition are alike, so that it is the sum, in
 * whatever order they are placed: the placement strategies decide where a task goes, and not whether it finds room.
 */
export function totalCapacity(
  rooms: readonly Room[],
  demand: Demand,
  resources: readonly Resource[] = RESOURCES,
): number {
  return rooms.reduce((total, room) => total + capacity(room, demand, resources), 0);
}

/** What binds, and how many tasks fit by it alone. */
export interface Binding {
  readonly resource: Resource;
  readonly fits: number;
}

/** What runs out first: the resource by which the fewest tasks fit. Undefined where nothing is demanded. */
export function bindsFirst(rooms: readonly Room[], demand: Demand): Binding | undefined {
  let least: Binding | undefined;
  for (const resource of RESOURCES) {
    const fits = totalCapacity(rooms, demand, [resource]);
    if (Number.isFinite(fits) && (!least || fits < least.fits)) least = { resource, fits };
  }
  return least;
}

/** An item of a placement strategy. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementStrategy.html */
export interface StrategyItem {
  readonly type: 'binpack' | 'spread' | 'random';
  readonly field?: string;
}

/** Where the tasks went, and how many found no room. */
export interface Placed {
  /** Tasks by the id of the instance, only of those that got one. */
  readonly on: ReadonlyMap<string, number>;
  readonly left: number;
}

/** Places tasks one by one, each where the strategy would have it of the instances that take one. */
export function place(
  rooms: readonly Room[],
  demand: Demand,
  count: number,
  strategy: readonly StrategyItem[] = [],
): Placed {
  const on = new Map<string, number>();
  let now = [...rooms];
  for (let left = count; left > 0; left--) {
    const open = now.filter((room) => capacity(room, demand) > 0);
    const chosen = choose(now, open, strategy, on);
    if (!chosen) return { on, left };
    on.set(chosen.id, (on.get(chosen.id) ?? 0) + 1);
    now = now.map((room) => (room === chosen ? take(room, demand) : room));
  }
  return { on, left: 0 };
}

/** What is free once a task stands there. */
export function take(room: Room, demand: Demand): Room {
  return {
    ...room,
    cpu: room.cpu - demand.cpu,
    memory: room.memory - demand.memory,
    gpus: room.gpus - demand.gpus,
    interfaces: room.interfaces - demand.interfaces,
    tcp: new Set([...room.tcp, ...demand.tcp]),
    udp: new Set([...room.udp, ...demand.udp]),
    slots: room.slots - 1,
  };
}

/** What is free once a task is gone. */
export function free(room: Room, demand: Demand): Room {
  return {
    ...room,
    cpu: room.cpu + demand.cpu,
    memory: room.memory + demand.memory,
    gpus: room.gpus + demand.gpus,
    interfaces: room.interfaces + demand.interfaces,
    tcp: without(room.tcp, demand.tcp),
    udp: without(room.udp, demand.udp),
    slots: room.slots + 1,
  };
}

function without(ports: ReadonlySet<number>, gone: readonly number[]): ReadonlySet<number> {
  return new Set([...ports].filter((port) => !gone.includes(port)));
}

function choose(
  every: readonly Room[],
  open: readonly Room[],
  strategy: readonly StrategyItem[],
  on: ReadonlyMap<string, number>,
): Room | undefined {
  let best = open;
  for (const item of strategy) {
    const rank = ranked(every, item, on);
    const least = Math.min(...best.map(rank));
    best = best.filter((room) => rank(room) === least);
  }
  return best[0];
}

/** The lower the rank, the sooner the instance is taken; full instances count for their group too. */
function ranked(
  every: readonly Room[],
  { type, field = '' }: StrategyItem,
  on: ReadonlyMap<string, number>,
): (room: Room) => number {
  if (type === 'random') return () => 0;
  if (type === 'binpack') return (room) => (field.toLowerCase() === 'memory' ? room.memory : room.cpu);
  const group = (room: Room) =>
    field.startsWith('attribute:') ? (room.attributes?.get(field.slice('attribute:'.length)) ?? '') : room.id;
  const counts = new Map<string, number>();
  for (const room of every) counts.set(group(room), (counts.get(group(room)) ?? 0) + (on.get(room.id) ?? 0));
  return (room) => counts.get(group(room)) ?? 0;
}
