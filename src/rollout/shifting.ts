import { countRefusal } from './percents.ts';
import { type Ending, type Refused, type RolloutStep, step, type TaskCounts, tasks } from './timeline.ts';

/** A deployment that builds a second fleet beside the first one and moves the traffic over. */
export type ShiftingPlan = {
  readonly desired: number;
  /** Minutes with both fleets after all traffic has moved. AWS documents no default. */
  readonly bakeTimeInMinutes?: number | undefined;
  /** The deployment's PAUSE hooks, one entry per hook and stage. */
  readonly pauses?: readonly Pause[] | undefined;
} & (
  | { readonly strategy: 'BLUE_GREEN' }
  | {
      readonly strategy: 'LINEAR';
      /** Default 10. */
      readonly stepPercent?: number | undefined;
      /** Default 6. */
      readonly stepBakeTimeInMinutes?: number | undefined;
    }
  | {
      readonly strategy: 'CANARY';
      /** Default 5. */
      readonly canaryPercent?: number | undefined;
      /** Default 10. */
      readonly canaryBakeTimeInMinutes?: number | undefined;
    }
);

type Pause = {
  readonly stage: PauseStage;
  /** Default 1440, a day. */
  readonly timeoutInMinutes?: number | undefined;
};

/** The lifecycle stages that can hold a PAUSE hook. */
type PauseStage =
  | 'RECONCILE_SERVICE'
  | 'PRE_SCALE_UP'
  | 'POST_SCALE_UP'
  | 'POST_TEST_TRAFFIC_SHIFT'
  | 'PRE_PRODUCTION_TRAFFIC_SHIFT'
  | 'POST_PRODUCTION_TRAFFIC_SHIFT';

export type ShiftingRollout = {
  readonly strategy: 'BLUE_GREEN' | 'LINEAR' | 'CANARY';
  readonly desired: number;
  /** The fewest tasks running and healthy: the old fleet serves until the new one does. */
  readonly lowest: number;
  /** The most tasks at some moment: both fleets. */
  readonly peak: number;
  readonly steps: readonly RolloutStep[];
  /** How long both fleets run, beside the time that ECS itself needs to start, shift and stop. */
  readonly doubled: {
    /** What the configuration makes it wait, in minutes, without a bake time that is not known. */
    readonly minutes: number;
    /** What PAUSE hooks may add to that at most, in minutes. */
    readonly pauseMinutes: number;
    /** Whether the last bake time is part of `minutes`. */
    readonly bakeKnown: boolean;
  };
} & Ending;

/**
 * The stages of a BLUE_GREEN, LINEAR or CANARY deployment of a service at rest. The percentages of a rolling
 * update do not steer it: the new fleet is scaled up to the whole desired count before any traffic moves, and
 * the old one is stopped at the very end, after the bake time. Both run meanwhile, twice the fleet.
 *
 * BLUE_GREEN moves all traffic at once, CANARY in two shifts, LINEAR in equal ones; the wait between two
 * shifts is not applied after the last. A PAUSE hook waits until somebody continues the deployment, or for its
 * timeout (after which it rolls back, unless told to continue); those of one stage wait side by side, and one
 * at PRE_PRODUCTION_TRAFFIC_SHIFT waits anew before each shift. RECONCILE_SERVICE is passed only if an earlier
 * deployment left a second active revision, which a service at rest has not. Lambda hooks take their own time.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-linear.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/canary-deployment.html and
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html (2026-11).
 */
export function simulateShifting(plan: ShiftingPlan): ShiftingRollout | Refused {
  const because = shiftingRefusal(plan);
  if (because !== undefined) return { outcome: 'refused', because };
  const { desired, strategy } = plan;
  const steps = stages(plan);
  const doubled = { minutes: 0, pauseMinutes: 0, bakeKnown: plan.bakeTimeInMinutes !== undefined };
  for (const { old, healthy, minutes = 0, pauseMinutes = 0 } of steps) {
    if (old === 0 || healthy === 0) continue;
    doubled.minutes += minutes;
    doubled.pauseMinutes += pauseMinutes;
  }
  return { strategy, desired, lowest: desired, peak: 2 * desired, steps, doubled, outcome: 'completes' };
}

function stages(plan: ShiftingPlan): RolloutStep[] {
  const { desired } = plan;
  if (desired === 0) return [];
  const steps: RolloutStep[] = [];
  const before: TaskCounts = { old: desired, starting: 0, healthy: 0 };
  const both: TaskCounts = { old: desired, starting: 0, healthy: desired };
  const pause = (stage: PauseStage, counts: TaskCounts = both) => {
    const pauseMinutes = longestPause(plan.pauses, stage);
    if (pauseMinutes === undefined) return;
    steps.push(step(counts, `pause at ${stage}, at most ${pauseMinutes} min`, { pauseMinutes }));
  };

  pause('PRE_SCALE_UP', before);
  steps.push(
    step({ ...before, starting: desired }, `start ${tasks(desired, 'new')}, ${2 * desired} in total`),
    step(both, `${desired} of ${tasks(desired, 'new')} healthy, ${2 * desired} running`),
  );
  pause('POST_SCALE_UP');
  pause('POST_TEST_TRAFFIC_SHIFT');
  const { percents, wait } = shifts(plan);
  for (const [index, percent] of percents.entries()) {
    pause('PRE_PRODUCTION_TRAFFIC_SHIFT');
    const last = index === percents.length - 1;
    const note = `shift traffic to ${percent} % new`;
    steps.push(last ? step(both, note) : step(both, `${note}, wait ${wait} min`, { minutes: wait }));
  }
  pause('POST_PRODUCTION_TRAFFIC_SHIFT');
  const bake = plan.bakeTimeInMinutes;
  steps.push(
    bake === undefined
      ? step(both, `bake with ${2 * desired} running`)
      : step(both, `bake for ${bake} min with ${2 * desired} running`, { minutes: bake }),
    step({ ...both, old: 0 }, `stop ${tasks(desired, 'old')}, ${desired} running`),
  );
  return steps;
}

/** The share of traffic on the new fleet after each shift, in percent, and the minutes between two shifts. */
function shifts(plan: ShiftingPlan): { percents: number[]; wait: number } {
  if (plan.strategy === 'BLUE_GREEN') return { percents: [100], wait: 0 };
  if (plan.strategy === 'CANARY') {
    return { percents: [plan.canaryPercent ?? 5, 100], wait: plan.canaryBakeTimeInMinutes ?? 10 };
  }
  // Counted in tenths of a percent, the smallest step, so that no rounding error adds a shift.
  const tenths = Math.round((plan.stepPercent ?? 10) * 10);
  const percents = Array.from({ length: Math.ceil(1000 / tenths) }, (_, index) =>
    Math.min(100, ((index + 1) * tenths) / 10),
  );
  return { percents, wait: plan.stepBakeTimeInMinutes ?? 6 };
}

/** Hooks of one stage run side by side, so that the longest timeout counts; undefined without a hook. */
function longestPause(pauses: readonly Pause[] = [], stage: PauseStage): number | undefined {
  let longest: number | undefined;
  for (const pause of pauses) {
    if (pause.stage === stage) longest = Math.max(longest ?? 0, pause.timeoutInMinutes ?? 1440);
  }
  return longest;
}

function shiftingRefusal(plan: ShiftingPlan): string | undefined {
  const day = 24 * 60;
  return (
    countRefusal('the desired count', plan.desired) ??
    countRefusal('bakeTimeInMinutes', plan.bakeTimeInMinutes ?? 0, 0, day) ??
    pauseRefusal(plan.pauses) ??
    (plan.strategy === 'LINEAR'
      ? (shareRefusal('stepPercent', plan.stepPercent ?? 10, 3) ??
        countRefusal('stepBakeTimeInMinutes', plan.stepBakeTimeInMinutes ?? 6, 0, day))
      : undefined) ??
    (plan.strategy === 'CANARY'
      ? (shareRefusal('canaryPercent', plan.canaryPercent ?? 5, 0.1) ??
        countRefusal('canaryBakeTimeInMinutes', plan.canaryBakeTimeInMinutes ?? 10, 0, day))
      : undefined)
  );
}

function pauseRefusal(pauses: readonly Pause[] = []): string | undefined {
  for (const { timeoutInMinutes = 1440 } of pauses) {
    const refusal = countRefusal('timeoutInMinutes', timeoutInMinutes, 1, 14 * 24 * 60);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function shareRefusal(name: string, percent: number, least: number): string | undefined {
  const fits = percent >= least && percent <= 100 && Math.abs(percent * 10 - Math.round(percent * 10)) < 1e-9;
  return fits ? undefined : `${name} ${percent} is not a multiple of 0.1 from ${least} to 100`;
}
