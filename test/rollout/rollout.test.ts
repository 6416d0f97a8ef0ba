import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeTimeline, type RolloutPlan, simulateRollout } from '../../src/rollout/rollout.ts';

const rolling = (desired: number, minimumHealthyPercent: number, maximumPercent: number) =>
  ({
    strategy: 'ROLLING',
    schedulingStrategy: 'REPLICA',
    desired,
    minimumHealthyPercent,
    maximumPercent,
  }) as const;

const lines = (plan: RolloutPlan, most?: number) => describeTimeline(simulateRollout(plan), most);

describe('the timeline in words', () => {
  test.each<[RolloutPlan, string[]]>([
    [
      rolling(4, 50, 100),
      [
        'step 1: stop 2 of 4 old tasks, 2 keep running',
        'step 2: start 2 new tasks, 4 in total',
        'step 3: 2 of 4 new tasks healthy, 4 running',
        'step 4: stop 2 of 2 old tasks, 2 keep running',
        'step 5: start 2 new tasks, 4 in total',
        'step 6: 4 of 4 new tasks healthy, 4 running',
      ],
    ],
    [
      rolling(1, 0, 100),
      [
        'step 1: stop 1 of 1 old task, none keeps running',
        'step 2: start 1 new task, 1 in total',
        'step 3: 1 of 1 new task healthy, 1 running',
      ],
    ],
    [
      rolling(1, 100, 150),
      [
        'minimumHealthyPercent 100 of 1 task, rounded up, keeps 1 running and maximumPercent 150, rounded down, ' +
          'allows 1: ECS can neither stop nor start a task',
      ],
    ],
    [rolling(2, 100, 90), ['maximumPercent 90 is not a whole number from 100 up']],
    [rolling(0, 100, 200), []],
    [
      { strategy: 'BLUE_GREEN', desired: 1 },
      [
        'step 1: start 1 new task, 2 in total',
        'step 2: 1 of 1 new task healthy, 2 running',
        'step 3: shift traffic to 100 % new',
        'step 4: bake with 2 running',
        'step 5: stop 1 old task, 1 running',
      ],
    ],
  ])('%o', (plan, expected) => {
    expect(lines(plan)).toEqual(expected);
    expect(lines(plan, expected.length)).toEqual(expected);
  });

  test('a long one keeps its beginning and its end', () => {
    expect(lines(rolling(10, 90, 100), 5)).toEqual([
      'step 1: stop 1 of 10 old tasks, 9 keep running',
      'step 2: start 1 new task, 10 in total',
      'step 3: 1 of 10 new tasks healthy, 10 running',
      '26 more steps',
      'step 30: 10 of 10 new tasks healthy, 10 running',
    ]);
  });

  test('never more lines than asked for, and no step lost', () => {
    const plans = fc.tuple(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 3, max: 20 }),
    );
    fc.assert(
      fc.property(plans, ([desired, minimum, most]) => {
        const rollout = simulateRollout(rolling(desired, minimum, 200));
        const told = describeTimeline(rollout, most);
        expect(told.length).toBeLessThanOrEqual(most);
        const steps = told.reduce((sum, line) => sum + Number(/^(\d+) more steps$/.exec(line)?.[1] ?? 1), 0);
        expect(rollout.outcome === 'refused' ? 0 : rollout.steps.length).toBe(steps);
      }),
    );
  });
});

test('a service of the size that AWS allows is simulated in few steps', () => {
  const rollout = simulateRollout(rolling(5000, 99, 100));
  expect(rollout).toMatchObject({ outcome: 'completes', lowest: 4950, peak: 5000 });
  expect(rollout.outcome === 'refused' ? 0 : rollout.steps.length).toBe(300);
});
