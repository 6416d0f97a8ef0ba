import { expect, test } from 'vitest';
import { recycles } from '../../rules/session-longevity/recycles.ts';

test.each([
  [0.5, 0],
  [1, 0],
  [1.01, 1],
  [2, 1],
  [6, 5],
  [24, 23],
])('a session of %d hours is resumed %d times, once after each full hour but the last', (hours, times) => {
  expect(recycles(hours)).toBe(times);
});
