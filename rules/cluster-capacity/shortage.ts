import { valueOr } from '../../src/fact/fact.ts';
import type { Service } from '../../src/model/service.ts';
import type { ContainerRooms } from '../../src/rollout/container-rooms.ts';
import type { Demand } from '../../src/rollout/demand.ts';
import {
  bindsFirst,
  byResource,
  capacity,
  place,
  RESOURCES,
  type Resource,
  type Room,
  type StrategyItem,
  totalCapacity,
} from '../../src/rollout/placement.ts';
import type { Short } from '../../src/rollout/replacement.ts';
import { excluded } from '../../src/rollout/rollout-fit.ts';
import { counted } from './premise.ts';

/** What runs out, in a few words: "memory binds first: each task takes 1024 MiB, and 512 MiB are free". */
export function whatBinds(rooms: ContainerRooms, free: readonly Room[] = rooms.possible): string {
  const { demand, candidates } = rooms;
  if (free.length === 0) {
    return candidates.length === 0
      ? 'no instance is ACTIVE'
      : `none of the ${counted(candidates.length, 'instance')} has the attributes, zone or capacity provider that the tasks need`;
  }
  const binding = bindsFirst(free, demand);
  if (!binding) return '';
  const together =
    binding.fits > totalCapacity(free, demand) ? ', and not all on instances that have the rest too' : '';
  return `${NAMES[binding.resource]}: ${amounts(free, demand, binding.resource)}${together}`;
}

/** What one instance lacks for one task: "memory: takes 1024 MiB, 512 MiB are free: 512 MiB too few". */
export function shortOf(room: Room, demand: Demand): string {
  return RESOURCES.filter((resource) => byResource(room, demand, resource) === 0)
    .map((resource) => lack(room, demand, resource))
    .join('; ');
}

function lack(room: Room, demand: Demand, resource: Resource): string {
  switch (resource) {
    case 'cpu':
      return `a task takes ${demand.cpu} CPU units, and ${room.cpu} are free: ${demand.cpu - room.cpu} too few`;
    case 'memory':
      return `a task takes ${demand.memory} MiB, and ${room.memory} MiB are free: ${demand.memory - room.memory} MiB too few`;
    case 'gpu':
      return `a task takes ${counted(demand.gpus, 'GPU')}, and ${room.gpus} are free`;
    case 'interfaces':
      return 'a task takes a network interface, and none is free';
    case 'ports':
      return `a task takes ${portsOf(demand)}, and not all of that is free`;
    case 'slots':
      return 'distinctInstance: a task of the service is on it';
  }
}

function portsOf({ tcp, udp }: Demand): string {
  return [...tcp.map((port) => `${port}/tcp`), ...udp.map((port) => `${port}/udp`)].join(', ');
}

const NAMES: Readonly<Record<Resource, string>> = {
  cpu: 'CPU binds first',
  memory: 'memory binds first',
  ports: 'host ports bind first',
  gpu: 'GPUs bind first',
  interfaces: 'network interfaces bind first',
  slots: 'distinctInstance binds first',
};

function amounts(rooms: readonly Room[], demand: Demand, resource: Resource): string {
  const most = (of: (room: Room) => number) => Math.max(...rooms.map(of));
  const sum = (of: (room: Room) => number) => rooms.reduce((total, room) => total + of(room), 0);
  switch (resource) {
    case 'cpu':
      return `each task takes ${demand.cpu} CPU units, and ${sum(({ cpu }) => cpu)} are free, at most ${most(({ cpu }) => cpu)} on one instance`;
    case 'memory':
      return `each task takes ${demand.memory} MiB, and ${sum(({ memory }) => memory)} MiB are free, at most ${most(({ memory }) => memory)} MiB on one instance`;
    case 'gpu':
      return `each task takes ${counted(demand.gpus, 'GPU')}, and at most ${most(({ gpus }) => gpus)} are free on one instance`;
    case 'interfaces':
      return `each task takes one, and ${sum(({ interfaces }) => interfaces)} are free`;
    case 'ports': {
      const open = rooms.filter((room) => byResource(room, demand, 'ports') > 0).length;
      return `each task takes ${portsOf(demand)} of its instance, and ${counted(open, 'instance')} of ${rooms.length} ${open === 1 ? 'has' : 'have'} it free`;
    }
    case 'slots': {
      const open = rooms.filter(({ slots }) => slots > 0).length;
      return `each task has to be on an instance of its own, and ${open} of ${rooms.length} ${open === 1 ? 'holds' : 'hold'} none`;
    }
  }
}

/** How many instances are listed one by one. */
export const MOST_LINES = 12;

/** What each instance has free, and how many of the tasks it takes. */
export function roomLines(rooms: ContainerRooms): readonly string[] {
  const { candidates, demand } = rooms;
  const out = new Set(excluded(rooms));
  const lines = candidates.map((it) => {
    const { id, most, type } = it;
    const name = type === undefined ? id : `${id} (${type})`;
    if (out.has(it))
      return `${name}: takes no task of the service (attributes, zone, constraints or capacity provider)`;
    const interfaces = demand.interfaces === 0 ? '' : `, ${most.interfaces} network interfaces`;
    const maybe = valueOr(it.may, undefined) === undefined ? 'at most ' : '';
    return `${name}: ${most.cpu} CPU units, ${most.memory} MiB${interfaces} free: room for ${maybe}${capacity(most, demand)}`;
  });
  const { inactive } = rooms;
  const idle =
    inactive.length === 0
      ? []
      : [
          `${counted(inactive.length, 'more instance')} ${inactive.length === 1 ? 'takes' : 'take'} no task: ${[...new Set(inactive)].join(', ')}`,
        ];
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `${lines.length - MOST_LINES} more instances`, ...idle]
    : [...lines, ...idle];
}

/** Where the service's placement strategy would put the tasks, and how many are left over; nothing where none is placed. */
export function placedLines(
  service: Service,
  { demand }: ContainerRooms,
  { rooms, wanted, stopped }: Short,
): readonly string[] {
  const items = valueOr(service.view.get('placementStrategy').items, []);
  const strategy = items.flatMap((item): readonly StrategyItem[] => {
    const type = valueOr(item.get('type').text, '');
    const field = valueOr(item.get('field').text, '');
    return type === 'binpack' || type === 'spread' || type === 'random' ? [{ type, field }] : [];
  });
  const { on, left } = place(rooms, demand, wanted, strategy);
  if (on.size === 0 || on.size > MOST_LINES) return [];
  const by =
    strategy.length === 0 ? '' : ` by ${strategy.map(({ type, field }) => `${type}(${field})`).join(', ')}`;
  const when = stopped === 0 ? 'placed' : 'placed with the old tasks gone';
  return [`${when}${by}: ${[...on].map(([id, tasks]) => `${tasks} on ${id}`).join(', ')}; ${left} left over`];
}
