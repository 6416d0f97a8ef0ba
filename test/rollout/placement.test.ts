import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Demand } from '../../src/rollout/demand.ts';
import {
  bindsFirst,
  capacity,
  free,
  place,
  type Room,
  type StrategyItem,
  take,
  totalCapacity,
} from '../../src/rollout/placement.ts';

const room = (id: string, more: Partial<Room> = {}): Room => ({
  id,
  cpu: 2048,
  memory: 4096,
  tcp: new Set([22, 2375, 2376, 51678, 51679]),
  udp: new Set(),
  gpus: 0,
  interfaces: Number.POSITIVE_INFINITY,
  slots: Number.POSITIVE_INFINITY,
  ...more,
});

const demand = (more: Partial<Demand> = {}): Demand => ({
  cpu: 256,
  memory: 1024,
  tcp: [],
  udp: [],
  gpus: 0,
  interfaces: 0,
  ...more,
});

describe('one instance', () => {
  test.each<[string, Partial<Room>, Partial<Demand>, number]>([
    ['memory', {}, {}, 4],
    ['CPU', {}, { cpu: 1024 }, 2],
    ['a static port once', {}, { tcp: [80] }, 1],
    ['a static port that is taken', {}, { tcp: [22] }, 0],
    ['the same number in udp', {}, { udp: [22] }, 1],
    ['GPUs', { gpus: 3 }, { gpus: 2 }, 1],
    ['interfaces', { interfaces: 2 }, { interfaces: 1 }, 2],
    ['interfaces of tasks that need none', { interfaces: 0 }, {}, 4],
    ['distinctInstance', { slots: 1 }, {}, 1],
    ['no CPU reserved', { cpu: 0 }, { cpu: 0 }, 4],
  ])('%s', (_, has, takes, count) => expect(capacity(room('a', has), demand(takes))).toBe(count));
});

test('a c5.large binds by interfaces before CPU and memory', () => {
  const rooms = [room('a', { interfaces: 2 }), room('b', { interfaces: 2 })];
  expect(bindsFirst(rooms, demand({ interfaces: 1 }))).toEqual({ resource: 'interfaces', fits: 4 });
  expect(totalCapacity(rooms, demand({ interfaces: 1 }), ['cpu', 'memory'])).toBe(8);
});

describe('strategies say where, and not whether', () => {
  const rooms = [
    room('a', { memory: 2048, attributes: new Map([['zone', '1a']]) }),
    room('b', { memory: 4096, attributes: new Map([['zone', '1a']]) }),
    room('c', { memory: 4096, attributes: new Map([['zone', '1b']]) }),
  ];
  test.each<[string, StrategyItem[], number, Record<string, number>]>([
    ['binpack by memory fills the fullest', [{ type: 'binpack', field: 'memory' }], 3, { a: 2, b: 1 }],
    ['spread over instances', [{ type: 'spread', field: 'instanceId' }], 3, { a: 1, b: 1, c: 1 }],
    ['spread over zones', [{ type: 'spread', field: 'attribute:zone' }], 4, { a: 2, c: 2 }],
    [
      'zones, then instances',
      [
        { type: 'spread', field: 'attribute:zone' },
        { type: 'spread', field: 'host' },
      ],
      4,
      { a: 1, b: 1, c: 2 },
    ],
  ])('%s', (_, strategy, count, on) => {
    const placed = place(rooms, demand(), count, strategy);
    expect(Object.fromEntries(placed.on)).toEqual(on);
    expect(placed.left).toBe(0);
  });
});

const rooms = fc
  .array(
    fc.record({
      cpu: fc.integer({ min: 0, max: 4 }),
      memory: fc.integer({ min: 0, max: 4 }),
      interfaces: fc.integer({ min: 0, max: 3 }),
      taken: fc.subarray([80, 81]),
      slots: fc.constantFrom(0, 1, Number.POSITIVE_INFINITY),
    }),
    { maxLength: 3 },
  )
  .map((list) => list.map(({ taken, ...has }, index) => room(`i-${index}`, { ...has, tcp: new Set(taken) })));

const demands = fc.record({
  cpu: fc.integer({ min: 0, max: 2 }),
  memory: fc.integer({ min: 1, max: 2 }),
  interfaces: fc.constantFrom<0 | 1>(0, 1),
  tcp: fc.subarray([80, 81]),
});

/** Every way to put tasks one by one, looked at as AWS words it: does the task fit on this instance now? */
function searched(list: readonly Room[], task: Demand): number {
  let best = 0;
  for (const [index, { cpu, memory, interfaces, tcp, slots }] of list.entries()) {
    const fits =
      cpu >= task.cpu &&
      memory >= task.memory &&
      interfaces >= task.interfaces &&
      slots >= 1 &&
      !task.tcp.some((port) => tcp.has(port));
    if (!fits) continue;
    const rest = list.with(index, {
      ...(list[index] as Room),
      cpu: cpu - task.cpu,
      memory: memory - task.memory,
      interfaces: interfaces - task.interfaces,
      slots: slots - 1,
      tcp: new Set([...tcp, ...task.tcp]),
    });
    best = Math.max(best, 1 + searched(rest, task));
  }
  return best;
}

test('the sum over the instances is the best that any order of placing reaches, and every strategy reaches it', () => {
  const strategies = fc.constantFrom<StrategyItem[]>(
    [],
    [{ type: 'binpack', field: 'memory' }],
    [{ type: 'binpack', field: 'cpu' }],
    [{ type: 'spread', field: 'instanceId' }],
    [{ type: 'random' }],
  );
  fc.assert(
    fc.property(rooms, demands, strategies, (list, has, strategy) => {
      const task = demand(has);
      const best = searched(list, task);
      expect(totalCapacity(list, task)).toBe(best);
      expect(place(list, task, best + 1, strategy).left).toBe(1);
      expect(bindsFirst(list, task)?.fits ?? best).toBeGreaterThanOrEqual(best);
    }),
    { numRuns: 300 },
  );
});

test('a task that is gone leaves what it took', () => {
  fc.assert(
    fc.property(rooms, demands, ([first], has) => {
      const task = demand(has);
      if (!first || capacity(first, task) < 1) return;
      expect(free(take(first, task), task)).toEqual(first);
    }),
  );
});
