import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Demand } from '../../src/rollout/demand.ts';
import { type Peak, peakOf } from '../../src/rollout/peak.ts';
import type { Room } from '../../src/rollout/placement.ts';
import { type Fit, fitOf, peakFitOf, type Running } from '../../src/rollout/replacement.ts';

const INFINITE = Number.POSITIVE_INFINITY;
const size = (memory: number): Demand => ({ cpu: 0, memory, tcp: [], udp: [], gpus: 0, interfaces: 0 });
const room = (id: string, memory: number): Room => ({
  id,
  cpu: 1024,
  memory,
  tcp: new Set(),
  udp: new Set(),
  gpus: 0,
  interfaces: INFINITE,
  slots: INFINITE,
});

function peak(desired: number, minimum: number, maximum: number, running = desired): Peak {
  const by = {
    schedulingStrategy: 'REPLICA' as const,
    minimumHealthyPercent: minimum,
    maximumPercent: maximum,
  };
  return peakOf({ desired, running, by }) as Peak;
}

/** All instances known: what is free on each, and the old tasks of size 1 on them. */
function fitting(of: Peak, newSize: number, spare: readonly number[], old: readonly number[]): Fit {
  const running: Running[] = old.map((index) => ({ on: `i-${index}`, takes: size(1) }));
  return fitOf(of, size(newSize), roomsOf(spare), running);
}

function roomsOf(spare: readonly number[]) {
  const rooms = spare.map((memory, index) => room(`i-${index}`, memory));
  return { sure: rooms, possible: rooms };
}

describe('one that keeps all old tasks goes in batches: it needs room for one new task beside them', () => {
  test.each<[string, Peak, number, number[], number[], object]>([
    ['room for all', peak(2, 100, 200), 1, [1, 1], [0, 1], { outcome: 'fits' }],
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html: new tasks start first
    // "provided that the cluster resources required to do this are available"; the rest follows as old ones stop
    ['room for one of two', peak(2, 100, 200), 1, [1, 0], [0, 1], { outcome: 'fits' }],
    ['room for one of six', peak(6, 100, 200), 1, [1, 0], [0, 0, 0, 1, 1, 1], { outcome: 'fits' }],
    [
      'room for none',
      peak(2, 100, 200),
      1,
      [0, 0],
      [0, 1],
      { outcome: 'short', lacks: 'first', fits: 0, wanted: 2, stopped: 0 },
    ],
    [
      'half at a time, and the rest in the places of the old',
      peak(2, 100, 150),
      1,
      [1, 0],
      [0, 1],
      { outcome: 'fits' },
    ],
    ['a new service', peak(2, 100, 200, 0), 1, [2, 0], [], { outcome: 'fits' }],
    [
      'a new service that finds room for one of two',
      peak(2, 100, 200, 0),
      1,
      [1, 0],
      [],
      { outcome: 'short', lacks: 'all', fits: 1, wanted: 2, stopped: 0 },
    ],
    [
      'scaled out beyond what all instances hold',
      peak(5, 100, 200, 2),
      1,
      [1, 1],
      [0, 1],
      { outcome: 'short', lacks: 'all', fits: 4, wanted: 5, stopped: 2 },
    ],
    [
      'one may stop, and the new task needs the room of two',
      peak(1, 100, 200, 2),
      2,
      [0],
      [0, 0],
      { outcome: 'short', lacks: 'first', fits: 0, wanted: 1, stopped: 1 },
    ],
  ])('%s', (_, of, newSize, spare, old, wanted) => {
    expect(fitting(of, newSize, spare, old)).toMatchObject(wanted);
  });

  test('the first new task finds room, and what old ones leave is too small: it depends on which of them stop', () => {
    expect(fitting(peak(2, 100, 200), 2, [2, 0], [0, 1]).outcome).toBe('short');
    expect(fitting(peak(2, 100, 200), 2, [2, 1], [1, 1]).outcome).toBe('fits');
    expect(fitting(peak(2, 100, 200), 2, [3, 0], [1, 1]).outcome).toBe('open');
  });
});

describe('a second fleet has to stand as a whole before an old task stops', () => {
  const second = peakOf({ desired: 4, running: 4, by: 'SECOND_FLEET' }) as Peak;

  test.each<[number[], object]>([
    [[2, 2], { outcome: 'fits' }],
    [[2, 1], { outcome: 'short', lacks: 'peak', fits: 3, wanted: 4, stopped: 0 }],
  ])('%j free', (spare, wanted) => {
    expect(fitting(second, 1, spare, [0, 0, 1, 1])).toMatchObject(wanted);
    expect(peakFitOf(second, size(1), roomsOf(spare), [])).toMatchObject(wanted);
  });
});

test('the whole peak at once, and not in batches', () => {
  const of = peak(2, 100, 200);
  const old = [0, 1].map((index) => ({ on: `i-${index}`, takes: size(1) }));
  expect(peakFitOf(of, size(1), roomsOf([1, 0]), old)).toMatchObject({
    outcome: 'short',
    lacks: 'peak',
    fits: 1,
    wanted: 2,
  });
  expect(peakFitOf(of, size(1), roomsOf([1, 1]), old).outcome).toBe('fits');
  expect(peakFitOf(peak(2, 50, 200), size(1), roomsOf([0, 0]), old).outcome).toBe('fits');
});

describe('one that may stop some makes room first', () => {
  test.each<[string, Peak, number, number[], number[], Fit['outcome']]>([
    // AWS's own example: four tasks, minimum 50 %, no spare capacity
    ['two stop before two start', peak(4, 50, 100), 1, [0, 0], [0, 0, 1, 1], 'fits'],
    ['whatever the maximum', peak(4, 50, 200), 1, [0, 0], [0, 0, 1, 1], 'fits'],
    ['new tasks too large for the places of the old', peak(2, 50, 200), 2, [0, 0], [0, 1], 'short'],
    ['two old places on one instance make one new', peak(2, 0, 100), 2, [0, 2], [0, 0], 'fits'],
  ])('%s', (_, of, newSize, spare, old, outcome) => {
    expect(fitting(of, newSize, spare, old).outcome).toBe(outcome);
  });
});

test('where the old tasks are is not known: what needs them is left open', () => {
  const rooms = [room('i-0', 0)];
  const both = { sure: rooms, possible: rooms };
  expect(fitOf(peak(2, 50, 200), size(1), both, undefined).outcome).toBe('open');
  expect(fitOf(peak(2, 100, 200), size(1), both, undefined).outcome).toBe('short');
  const one = { sure: [room('i-0', 1)], possible: [room('i-0', 1)] };
  expect(fitOf(peak(2, 100, 200), size(1), one, undefined).outcome).toBe('open');
});

test('an instance that only may take tasks decides neither way', () => {
  const rooms = { sure: [room('i-0', 0)], possible: [room('i-0', 0), room('i-1', 5)] };
  expect(fitOf(peak(2, 100, 200), size(1), rooms, []).outcome).toBe('open');
});

/** Can all tasks become new, by whatever order of single starts and stops that the percentages allow? */
function completes(of: Peak, newSize: number, spare: readonly number[], old: readonly number[]): boolean {
  const seen = new Set<string>();
  const walk = (free: readonly number[], left: readonly number[], fresh: number): boolean => {
    if (fresh === of.desired) return true;
    const key = JSON.stringify([free, left, fresh]);
    if (seen.has(key)) return false;
    seen.add(key);
    for (const [index, memory] of free.entries()) {
      const fits = memory >= newSize && left.length + fresh < of.ceiling;
      if (fits && walk(free.with(index, memory - newSize), left, fresh + 1)) return true;
    }
    if (left.length + fresh - 1 < of.floor) return false;
    return left.some((on, index) =>
      walk(free.with(on, (free[on] ?? 0) + 1), left.toSpliced(index, 1), fresh),
    );
  };
  return walk(spare, old, 0);
}

test('says that it fits only where some order completes, and that it is short only where none does', () => {
  const plan = fc.record({
    spare: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
    desired: fc.integer({ min: 1, max: 4 }),
    running: fc.integer({ min: 0, max: 4 }),
    minimum: fc.constantFrom(0, 50, 75, 100),
    maximum: fc.constantFrom(100, 150, 200),
    newSize: fc.integer({ min: 1, max: 2 }),
    seed: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
  });
  fc.assert(
    fc.property(plan, ({ spare, desired, running, minimum, maximum, newSize, seed }) => {
      const of = peak(desired, minimum, maximum, running);
      const old = seed.slice(0, running).map((number) => number % spare.length);
      const said = fitting(of, newSize, spare, old);
      const possible = completes(of, newSize, spare, old);
      if (said.outcome === 'fits') expect(possible).toBe(true);
      if (said.outcome === 'short') expect(possible).toBe(false);
    }),
    { numRuns: 500 },
  );
});
