import { type RollingPlan, type RollingRollout, simulateRolling } from './rolling.ts';
import { type ShiftingPlan, type ShiftingRollout, simulateShifting } from './shifting.ts';
import type { Refused } from './timeline.ts';

/** A deployment in plain known numbers: who has only some of them has no plan yet. */
export type RolloutPlan = RollingPlan | ShiftingPlan;

export type Rollout = RollingRollout | ShiftingRollout | Refused;

/**
 * What ECS may do between all tasks old and all tasks new. It never throws: numbers that ECS refuses give the
 * outcome `refused`. A plan with desired count 0 has no steps and completes.
 */
export function simulateRollout(plan: RollingPlan): RollingRollout | Refused;
export function simulateRollout(plan: ShiftingPlan): ShiftingRollout | Refused;
export function simulateRollout(plan: RolloutPlan): Rollout;
export function simulateRollout(plan: RolloutPlan): Rollout {
  return plan.strategy === 'ROLLING' ? simulateRolling(plan) : simulateShifting(plan);
}

/**
 * The rollout as short lines for people: its steps ("step 1: stop 2 of 4 old tasks, 2 keep running"), or the
 * sentence that says why there are none. A long one keeps its first steps and its last, `most` lines in all
 * (at least 3), and says how many it leaves out.
 */
export function describeTimeline(rollout: Rollout, most = 8): string[] {
  if (rollout.outcome !== 'completes') return [rollout.because];
  const lines = rollout.steps.map(({ note }, index) => `step ${index + 1}: ${note}`);
  const kept = Math.max(3, most) - 2;
  const left = lines.length - kept - 1;
  return left < 2 ? lines : [...lines.slice(0, kept), `${left} more steps`, ...lines.slice(-1)];
}
