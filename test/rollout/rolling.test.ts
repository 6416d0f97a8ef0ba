import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RollingPlan, simulateRolling } from '../../src/rollout/rolling.ts';
import { searchDaemon, searchReplica } from './interleavings.ts';

const replica = (desired: number, minimum?: number, maximum?: number): RollingPlan => ({
  strategy: 'ROLLING',
  schedulingStrategy: 'REPLICA',
  desired,
  minimumHealthyPercent: minimum,
  maximumPercent: maximum,
});

const daemon = (desired: number, minimum?: number, maximum?: number): RollingPlan => ({
  ...replica(desired, minimum, maximum),
  schedulingStrategy: 'DAEMON',
});

/** The simulation of a plan that ECS accepts. */
function accepted(plan: RollingPlan) {
  const rollout = simulateRolling(plan);
  if (rollout.outcome === 'refused') throw new Error(rollout.because);
  return rollout;
}

const counts = (plan: RollingPlan) =>
  accepted(plan).steps.map(({ old, starting, healthy }) => [old, starting, healthy]);

describe('bounds, from the examples of AWS’s developer guide', () => {
  test.each([
    // [desired, minimum, maximum, floor, ceiling, outcome]
    [4, 50, 100, 2, 4, 'completes'], // can stop two existing tasks before starting two new ones
    [4, 100, 200, 4, 8, 'completes'], // can start four new tasks before stopping the four old ones
    [2, 75, 200, 2, 4, 'completes'], // can't stop any task: 75 % of two rounds up to two
    [3, 50, 125, 2, 3, 'completes'], // can't start any task first: 125 % of three rounds down to three
    [1, 50, 200, 1, 2, 'completes'], // one task at 50 % is still one task
    [1, 0, 100, 0, 1, 'completes'],
    [3, 100, 125, 3, 3, 'dead-end'],
    [2, 75, 149, 2, 2, 'dead-end'],
    [1, 100, 150, 1, 1, 'dead-end'], // seen in the field: "was unable to stop or start tasks during a deployment"
    [1, 1, 199, 1, 1, 'dead-end'],
    [10, 100, 100, 10, 10, 'dead-end'],
  ])('%i desired, minimum %i, maximum %i', (desired, minimum, maximum, floor, ceiling, outcome) => {
    expect(accepted(replica(desired, minimum, maximum))).toMatchObject({ floor, ceiling, outcome });
  });

  test('defaults: 100 and 200 for REPLICA, 0 and 100 for DAEMON', () => {
    expect(accepted(replica(3))).toMatchObject({ floor: 3, ceiling: 6 });
    expect(accepted(daemon(3))).toMatchObject({ floor: 0, ceiling: 3 });
  });
});

describe('steps [old, starting, healthy]', () => {
  test.each<[string, RollingPlan, number[][]]>([
    [
      '100/200 doubles the fleet',
      replica(4, 100, 200),
      [
        [4, 4, 0],
        [4, 0, 4],
        [0, 0, 4],
      ],
    ],
    [
      '50/100 replaces halves',
      replica(4, 50, 100),
      [
        [2, 0, 0],
        [2, 2, 0],
        [2, 0, 2],
        [0, 0, 2],
        [0, 2, 2],
        [0, 0, 4],
      ],
    ],
    [
      '0/100 may stop all at once',
      replica(4, 0, 100),
      [
        [0, 0, 0],
        [0, 4, 0],
        [0, 0, 4],
      ],
    ],
    [
      '100/150 goes two by two',
      replica(4, 100, 150),
      [
        [4, 2, 0],
        [4, 0, 2],
        [2, 0, 2],
        [2, 2, 2],
        [2, 0, 4],
        [0, 0, 4],
      ],
    ],
    [
      '50 of one task leaves one',
      replica(1, 50, 200),
      [
        [1, 1, 0],
        [1, 0, 1],
        [0, 0, 1],
      ],
    ],
    [
      'a daemon stops, then starts',
      daemon(2),
      [
        [0, 0, 0],
        [0, 2, 0],
        [0, 0, 2],
      ],
    ],
    [
      'start first, when asked for',
      { ...replica(2, 0, 200), order: 'start-first' },
      [
        [2, 2, 0],
        [2, 0, 2],
        [0, 0, 2],
      ],
    ],
    ['no task wanted, no step', replica(0, 100, 200), []],
    ['a dead end has none', replica(1, 100, 150), []],
  ])('%s', (_, plan, expected) => {
    expect(counts(plan)).toEqual(expected);
  });
});

test('worst case: with 50/200 the order decides, so both extremes are reported', () => {
  expect(accepted(replica(4, 50, 200))).toMatchObject({ lowest: 2, peak: 8 });
});

test('never more new tasks than wanted, however high the maximum', () => {
  expect(accepted(replica(4, 100, 300))).toMatchObject({ ceiling: 12, peak: 8 });
});

test('a dead end is named with both percentages', () => {
  expect(accepted(replica(3, 75, 125))).toMatchObject({
    outcome: 'dead-end',
    because:
      'minimumHealthyPercent 75 of 3 tasks, rounded up, keeps 3 running and maximumPercent 125, rounded down, ' +
      'allows 3: ECS can neither stop nor start a task',
  });
});

describe('early success criteria', () => {
  const withCriteria = (
    desired: number,
    healthyPercent: number,
    cleanup: 'BLOCKING' | 'DEFERRED',
    minimum = 0,
  ) =>
    simulateRolling({
      ...replica(desired, minimum, 200),
      earlySuccess: { healthyPercent, sourceServiceRevisionCleanup: cleanup },
    });

  test.each([
    // desired, healthy percent, required healthy tasks: AWS's own table, and its "at least one task"
    [2, 50, 1],
    [3, 50, 2],
    [10, 80, 8],
    [100, 90, 90],
    [10, 100, 10],
    [10, 0, 1],
    [0, 50, 0],
  ])('%i desired at %i %% needs %i', (desired, percent, healthyNeeded) => {
    expect(withCriteria(desired, percent, 'BLOCKING')).toMatchObject({
      earlySuccess: { healthyNeeded, oldLeft: 0 },
    });
  });

  test('DEFERRED may leave every old task that fits beside the new ones', () => {
    expect(withCriteria(4, 50, 'DEFERRED')).toMatchObject({ earlySuccess: { healthyNeeded: 2, oldLeft: 4 } });
  });

  test('a dead end has no early success', () => {
    expect(withCriteria(1, 100, 'DEFERRED', 100)).toHaveProperty('earlySuccess');
    expect(
      accepted({
        ...replica(1, 100, 150),
        earlySuccess: { healthyPercent: 100, sourceServiceRevisionCleanup: 'DEFERRED' },
      }),
    ).not.toHaveProperty('earlySuccess');
  });

  test('the step that reaches it says so', () => {
    const rollout = withCriteria(4, 50, 'DEFERRED', 50);
    expect(rollout).toMatchObject({ outcome: 'completes' });
    const notes = rollout.outcome === 'refused' ? [] : rollout.steps.map(({ note }) => note);
    expect(notes.filter((note) => note.includes('enough for early success'))).toEqual([
      '4 of 4 new tasks healthy, 6 running, enough for early success',
    ]);
  });

  test('a healthy percent below the minimum is refused', () => {
    expect(withCriteria(4, 50, 'BLOCKING', 60)).toEqual({
      outcome: 'refused',
      because: 'healthyPercent 50 is not a whole number from 60 to 100',
    });
  });
});

test.each<[RollingPlan, string]>([
  [replica(4, 101, 200), 'minimumHealthyPercent 101 is not a whole number from 0 to 100'],
  [replica(4, 50, 99), 'maximumPercent 99 is not a whole number from 100 up'],
  [daemon(4, 50, 101), 'maximumPercent 101 is not 100'],
  [replica(-1), 'the desired count -1 is not a whole number from 0 up'],
  [replica(Number.NaN), 'the desired count NaN is not a whole number from 0 up'],
])('refused: %o', (plan, because) => {
  expect(simulateRolling(plan)).toEqual({ outcome: 'refused', because });
});

describe('agrees with a search over all interleavings of single-task moves', () => {
  const tens = (from: number, to: number) =>
    Array.from({ length: (to - from) / 10 + 1 }, (_, i) => from + i * 10);

  test.each([1, 2, 3, 4, 5, 6])('REPLICA, %i desired', (desired) => {
    for (const minimum of tens(0, 100)) {
      for (const maximum of tens(100, 200)) {
        const { lowest, peak, outcome, earlySuccess } = accepted({
          ...replica(desired, minimum, maximum),
          earlySuccess: { healthyPercent: minimum, sourceServiceRevisionCleanup: 'DEFERRED' },
        });
        const searched = searchReplica(desired, minimum, maximum);
        const plan = `${desired} desired, ${minimum}/${maximum}`;
        expect([plan, lowest, peak]).toEqual([plan, searched.fewestRunning, searched.mostTasks]);
        expect([plan, outcome === 'completes', outcome === 'dead-end']).toEqual([
          plan,
          searched.finishes,
          searched.getsStuck,
        ]);
        const oldLeft = earlySuccess && searched.mostOldBeside(earlySuccess.healthyNeeded);
        expect([plan, earlySuccess?.oldLeft]).toEqual([plan, searched.finishes ? oldLeft : undefined]);
      }
    }
  });

  test.each([1, 2, 3, 4, 5])('DAEMON, %i instances', (instances) => {
    for (const minimum of tens(0, 100)) {
      const { lowest, peak, outcome } = accepted(daemon(instances, minimum));
      const searched = searchDaemon(instances, minimum);
      const found = [searched.fewestRunning, searched.mostTasks, searched.finishes, searched.getsStuck];
      expect([minimum, lowest, peak, outcome === 'completes', outcome === 'dead-end']).toEqual([
        minimum,
        ...found,
      ]);
    }
  });
});

test('any plan: never below the floor, never above the ceiling, ends all new or names its dead end', () => {
  const plans = fc.record({
    strategy: fc.constant('ROLLING' as const),
    schedulingStrategy: fc.constant('REPLICA' as const),
    desired: fc.integer({ min: 1, max: 300 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    maximumPercent: fc.integer({ min: 100, max: 400 }),
  });
  fc.assert(
    fc.property(plans, (plan) => {
      const stopFirst = accepted({ ...plan, order: 'stop-first' });
      const startFirst = accepted({ ...plan, order: 'start-first' });
      const { desired, floor, ceiling, lowest, peak } = stopFirst;
      if (stopFirst.outcome === 'dead-end') {
        expect([floor, ceiling]).toEqual([desired, desired]);
        expect(stopFirst.because).toContain(`minimumHealthyPercent ${plan.minimumHealthyPercent}`);
        return;
      }
      let fewest = desired;
      for (const { steps } of [stopFirst, startFirst]) {
        for (const { old, starting, healthy, total } of steps) {
          expect(total).toBe(old + starting + healthy);
          expect(Math.min(old, starting, healthy)).toBeGreaterThanOrEqual(0);
          expect(old + healthy).toBeGreaterThanOrEqual(floor);
          expect(total).toBeLessThanOrEqual(ceiling);
          expect(starting + healthy).toBeLessThanOrEqual(desired);
          fewest = Math.min(fewest, old + healthy);
        }
        expect(steps.at(-1)).toMatchObject({ old: 0, starting: 0, healthy: desired });
      }
      expect(Math.min(desired, ...stopFirst.steps.map(({ old, healthy }) => old + healthy))).toBe(lowest);
      expect(Math.max(desired, ...startFirst.steps.map(({ total }) => total))).toBe(peak);
      expect(fewest).toBe(lowest);
    }),
    { numRuns: 300 },
  );
});
