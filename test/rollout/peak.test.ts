import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Peak, peakOf } from '../../src/rollout/peak.ts';
import { simulateRolling } from '../../src/rollout/rolling.ts';

const rolling = (desired: number, running: number, minimum: number, maximum: number) =>
  peakOf({
    desired,
    running,
    by: { schedulingStrategy: 'REPLICA', minimumHealthyPercent: minimum, maximumPercent: maximum },
  });

describe('the tasks of a deployment beyond those that run', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
  test.each([
    // [desired, running, minimum, maximum, total, fresh, floor]
    [4, 4, 100, 200, 8, 4, 4], // can start four new tasks before stopping the four old ones
    [4, 4, 50, 100, 4, 0, 2], // can stop two existing tasks before starting two new ones
    [3, 3, 50, 125, 3, 0, 2], // 125 % of three rounds down to three
    [4, 0, 100, 200, 4, 4, 4], // a service that is created starts its own tasks and no more
    [10, 4, 100, 150, 14, 10, 10], // fewer run than are wanted
    [2, 6, 100, 200, 6, 0, 2], // scaled in: what runs is above the ceiling already
    [4, 4, 100, 300, 8, 4, 4], // no more new tasks than are desired
  ])('%i desired, %i running, %i/%i', (desired, running, minimum, maximum, total, fresh, floor) => {
    expect(rolling(desired, running, minimum, maximum)).toMatchObject({ total, fresh, floor });
  });

  test('a second fleet is as large as the desired count, whatever runs', () => {
    expect(peakOf({ desired: 4, running: 4, by: 'SECOND_FLEET' })).toMatchObject({
      total: 8,
      fresh: 4,
      floor: 4,
    });
    expect(peakOf({ desired: 4, running: 0, by: 'SECOND_FLEET' })).toMatchObject({ total: 4, fresh: 4 });
    expect(peakOf({ desired: 4, running: 8, by: 'SECOND_FLEET' })).toMatchObject({ total: 8, fresh: 0 });
  });

  test('a DAEMON service stops first', () => {
    const peak = peakOf({ desired: 5, running: 5, by: { schedulingStrategy: 'DAEMON' } });
    expect(peak).toMatchObject({ total: 5, fresh: 0, floor: 0 });
  });

  test('numbers that ECS refuses have no peak', () => {
    expect(rolling(4, 4, 150, 200)).toMatchObject({ outcome: 'refused' });
  });
});

test('at rest it is the peak of the simulated rollout', () => {
  const percent = fc.integer({ min: 0, max: 10 }).map((tenth) => tenth * 10);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), percent, percent, (desired, minimum, above) => {
      const maximum = 100 + above;
      const rollout = simulateRolling({
        strategy: 'ROLLING',
        schedulingStrategy: 'REPLICA',
        desired,
        minimumHealthyPercent: minimum,
        maximumPercent: maximum,
      });
      const peak = rolling(desired, desired, minimum, maximum) as Peak;
      expect(rollout).toMatchObject({ peak: peak.total });
    }),
  );
});
