import type { Candidate, ContainerRooms } from './container-rooms.ts';
import type { Demand } from './demand.ts';
import type { Peak } from './peak.ts';
import type { Room } from './placement.ts';
import { type Fit, fitOf } from './replacement.ts';

/** A task as far as interfaces go. */
const ONE_INTERFACE: Demand = { cpu: 0, memory: 0, tcp: [], udp: [], gpus: 0, interfaces: 1 };

/** Can the deployment come to its end by the interfaces alone, with so many more on instances that may be added? */
export function fitByInterfaces(peak: Peak, rooms: ContainerRooms, added = 0): Fit {
  const bare = (list: readonly Room[]): readonly Room[] => [
    ...list.map((room) => ({ ...room, slots: Number.POSITIVE_INFINITY })),
    ...(added > 0 ? [{ ...NEW, interfaces: added }] : []),
  ];
  const running = rooms.running?.map(({ on, takes }) => ({
    on,
    takes: { ...ONE_INTERFACE, interfaces: takes.interfaces },
  }));
  return fitOf(peak, ONE_INTERFACE, { sure: bare(rooms.sure), possible: bare(rooms.possible) }, running);
}

const NEW: Room = {
  id: 'new instances',
  cpu: 0,
  memory: 0,
  tcp: new Set(),
  udp: new Set(),
  gpus: 0,
  interfaces: 0,
  slots: Number.POSITIVE_INFINITY,
};

/** "i-0a (c5.large): 2 awsvpc tasks without a trunk interface, 1 free". */
export function interfaceLine({ id, type = 'type unknown', use, least, most }: Candidate): string {
  const limit = use?.trunked ? use.limit?.trunked : use?.limit?.plain;
  const takes = limit === undefined || limit === null ? 'an unknown number of' : String(limit);
  const trunk = use?.trunked ? 'with its trunk interface' : 'without a trunk interface';
  const free = least.interfaces === most.interfaces ? String(most.interfaces) : `at most ${most.interfaces}`;
  return `${id} (${type}): ${takes} awsvpc tasks ${trunk}, ${free} more now`;
}
