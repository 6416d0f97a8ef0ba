import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ShiftingPlan, simulateShifting } from '../../src/rollout/shifting.ts';

/** The simulation of a plan that ECS accepts. */
function accepted(plan: ShiftingPlan) {
  const rollout = simulateShifting(plan);
  if (rollout.outcome === 'refused') throw new Error(rollout.because);
  return rollout;
}

const notes = (plan: ShiftingPlan) => accepted(plan).steps.map(({ note }) => note);

test('blue/green starts the whole second fleet, shifts, bakes, and only then stops the first', () => {
  expect(notes({ strategy: 'BLUE_GREEN', desired: 4, bakeTimeInMinutes: 15 })).toEqual([
    'start 4 new tasks, 8 in total',
    '4 of 4 new tasks healthy, 8 running',
    'shift traffic to 100 % new',
    'bake for 15 min with 8 running',
    'stop 4 old tasks, 4 running',
  ]);
});

test.each(['BLUE_GREEN', 'LINEAR', 'CANARY'] as const)(
  '%s takes twice the fleet, and never less than one',
  (strategy) => {
    expect(accepted({ strategy, desired: 3 })).toMatchObject({ lowest: 3, peak: 6, outcome: 'completes' });
    expect(accepted({ strategy, desired: 0 })).toMatchObject({ lowest: 0, peak: 0, steps: [] });
  },
);

describe('linear', () => {
  // CloudFormation's documented count of step bake times: 100 ÷ p − 1 where p divides 100, else ⌊100 ÷ p⌋.
  test.each([
    [50, 1],
    [11, 9],
    [10, 9],
    [3, 33],
    [33.3, 3],
    [12.5, 7],
    [3.1, 32],
    [100, 0],
  ])('steps of %d %% wait %i times, and not after reaching 100 %%', (stepPercent, waits) => {
    const rollout = accepted({
      strategy: 'LINEAR',
      desired: 2,
      stepPercent,
      stepBakeTimeInMinutes: 7,
      bakeTimeInMinutes: 5,
    });
    expect(rollout.doubled).toEqual({ minutes: 7 * waits + 5, pauseMinutes: 0, bakeKnown: true });
    expect(rollout.steps.filter(({ note }) => note.startsWith('shift traffic'))).toHaveLength(waits + 1);
  });

  test('defaults: steps of 10 %, 6 minutes between two', () => {
    const plan: ShiftingPlan = { strategy: 'LINEAR', desired: 1, bakeTimeInMinutes: 0 };
    expect(accepted(plan).doubled.minutes).toBe(54);
    expect(notes(plan).slice(2, 4)).toEqual([
      'shift traffic to 10 % new, wait 6 min',
      'shift traffic to 20 % new, wait 6 min',
    ]);
  });
});

describe('canary', () => {
  test('defaults: 5 % for 10 minutes, then the rest', () => {
    expect(notes({ strategy: 'CANARY', desired: 1, bakeTimeInMinutes: 0 }).slice(2, 4)).toEqual([
      'shift traffic to 5 % new, wait 10 min',
      'shift traffic to 100 % new',
    ]);
  });

  test('an unknown bake time is not taken for none', () => {
    expect(accepted({ strategy: 'CANARY', desired: 1, canaryBakeTimeInMinutes: 30 }).doubled).toEqual({
      minutes: 30,
      pauseMinutes: 0,
      bakeKnown: false,
    });
  });
});

describe('PAUSE hooks', () => {
  const base: ShiftingPlan = {
    strategy: 'LINEAR',
    desired: 2,
    stepPercent: 20,
    stepBakeTimeInMinutes: 1,
    bakeTimeInMinutes: 10,
  };

  test('AWS’s example: five traffic shifts pause five times before production traffic moves', () => {
    const rollout = accepted({
      ...base,
      pauses: [{ stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', timeoutInMinutes: 60 }],
    });
    expect(rollout.steps.filter(({ pauseMinutes }) => pauseMinutes === 60)).toHaveLength(5);
    expect(rollout.doubled).toEqual({ minutes: 14, pauseMinutes: 300, bakeKnown: true });
  });

  test('a day by default; those of one stage wait side by side', () => {
    const pauses = [
      { stage: 'POST_TEST_TRAFFIC_SHIFT' },
      { stage: 'POST_TEST_TRAFFIC_SHIFT', timeoutInMinutes: 10 },
    ] as const;
    expect(accepted({ ...base, pauses }).doubled.pauseMinutes).toBe(1440);
  });

  test('before the new fleet starts a pause doubles nothing', () => {
    const rollout = accepted({ ...base, pauses: [{ stage: 'PRE_SCALE_UP' }] });
    expect(rollout.steps[0]).toMatchObject({ old: 2, total: 2, pauseMinutes: 1440 });
    expect(rollout.doubled.pauseMinutes).toBe(0);
  });

  test('a service at rest does not pass RECONCILE_SERVICE', () => {
    expect(accepted({ ...base, pauses: [{ stage: 'RECONCILE_SERVICE' }] }).steps).toEqual(
      accepted(base).steps,
    );
  });
});

test.each<[ShiftingPlan, string]>([
  [
    { strategy: 'LINEAR', desired: 1, stepPercent: 2.9 },
    'stepPercent 2.9 is not a multiple of 0.1 from 3 to 100',
  ],
  [
    { strategy: 'LINEAR', desired: 1, stepPercent: 3.05 },
    'stepPercent 3.05 is not a multiple of 0.1 from 3 to 100',
  ],
  [
    { strategy: 'CANARY', desired: 1, canaryPercent: 0 },
    'canaryPercent 0 is not a multiple of 0.1 from 0.1 to 100',
  ],
  [
    { strategy: 'CANARY', desired: 1, canaryBakeTimeInMinutes: 1441 },
    'canaryBakeTimeInMinutes 1441 is not a whole number from 0 to 1440',
  ],
  [
    { strategy: 'LINEAR', desired: 1, stepBakeTimeInMinutes: -1 },
    'stepBakeTimeInMinutes -1 is not a whole number from 0 to 1440',
  ],
  [
    { strategy: 'BLUE_GREEN', desired: 1, bakeTimeInMinutes: 1441 },
    'bakeTimeInMinutes 1441 is not a whole number from 0 to 1440',
  ],
  [{ strategy: 'BLUE_GREEN', desired: 1.5 }, 'the desired count 1.5 is not a whole number from 0 up'],
  [
    { strategy: 'BLUE_GREEN', desired: 1, pauses: [{ stage: 'POST_SCALE_UP', timeoutInMinutes: 20161 }] },
    'timeoutInMinutes 20161 is not a whole number from 1 to 20160',
  ],
])('refused: %o', (plan, because) => {
  expect(simulateShifting(plan)).toEqual({ outcome: 'refused', because });
});

test('any linear plan ends at 100 % in rising steps, within one and two fleets', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 1000 }), fc.integer({ min: 1, max: 50 }), (tenths, desired) => {
      const { steps } = accepted({ strategy: 'LINEAR', desired, stepPercent: tenths / 10 });
      const shares = steps
        .flatMap(({ note }) => /^shift traffic to ([\d.]+) %/.exec(note)?.[1] ?? [])
        .map(Number);
      expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
      expect(shares.at(-1)).toBe(100);
      expect(shares[0]).toBe(tenths / 10);
      for (const { old, healthy, total } of steps) {
        expect(old + healthy).toBeGreaterThanOrEqual(desired);
        expect(total).toBeLessThanOrEqual(2 * desired);
      }
      expect(steps.at(-1)).toMatchObject({ old: 0, starting: 0, healthy: desired });
    }),
  );
});
