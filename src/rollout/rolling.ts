import {
  countRefusal,
  type Percents,
  percentsInForce,
  percentsRefusal,
  shareRoundedUp,
  type TaskBounds,
  taskBounds,
} from './percents.ts';
import { type Ending, type Refused, type RolloutStep, step, type TaskCounts, tasks } from './timeline.ts';

/** A rolling update of a service at rest, from all old tasks to all new ones. */
export type RollingPlan = Percents & {
  readonly strategy: 'ROLLING';
  /** Which of the permitted orders `steps` shows, and nothing else; default `stop-first`. */
  readonly order?: 'stop-first' | 'start-first' | undefined;
  /** The service's early success criteria, where they are enabled. */
  readonly earlySuccess?: EarlySuccessCriteria | undefined;
};

type EarlySuccessCriteria = {
  readonly healthyPercent: number;
  readonly sourceServiceRevisionCleanup: 'BLOCKING' | 'DEFERRED';
};

type EarlySuccess = {
  /** Healthy new tasks at which ECS calls the deployment successful. */
  readonly healthyNeeded: number;
  /** Old tasks that may still run from then on, for two weeks, or longer while they are protected. */
  readonly oldLeft: number;
};

export type RollingRollout = TaskBounds & {
  readonly strategy: 'ROLLING';
  readonly desired: number;
  /** The fewest tasks that may be running and healthy at some moment. */
  readonly lowest: number;
  /** The most tasks that may be RUNNING or PENDING at some moment. */
  readonly peak: number;
  readonly steps: readonly RolloutStep[];
  /** Absent without early success criteria, and at a dead end. */
  readonly earlySuccess?: EarlySuccess;
} & Ending;

/**
 * What the ECS scheduler may do in a rolling update. One task at a time and in any order, it may
 *
 * - stop an old task, if `floor` healthy tasks, old and new, keep running;
 * - start a new task, if then no more than `ceiling` tasks are RUNNING or PENDING, and no more than the desired
 *   count of them are new;
 * - see a started task become healthy.
 *
 * AWS says that the scheduler "may" stop or start first, and not when it does which. `lowest` and `peak` are
 * therefore the worst over all orders, and some order reaches each: stopping first leads to `lowest` =
 * `floor`, starting first to `peak` = min(`ceiling`, 2 × desired). `steps` is one order, in the largest batches
 * permitted: `stop-first` repeats stop, start, become healthy and so passes the lowest point; `start-first`
 * repeats start, become healthy, stop and so passes the peak. Only one state is a dead end: the first one,
 * where floor and ceiling both equal the desired count. ECS then sends the service event "was unable to stop or
 * start tasks during a deployment because of the service deployment configuration".
 *
 * Taken for granted: each new task finds room, starts and becomes healthy, nobody scales the service meanwhile,
 * and a stopped task is gone at once. (AWS counts RUNNING and PENDING tasks against the maximum; one that is
 * still STOPPING holds its address and its memory on top of them.)
 *
 * With early success criteria the deployment is called successful once the healthy percent of the desired
 * count, rounded up, and at least one new task are healthy. BLOCKING removes the old tasks before that,
 * DEFERRED after it. How ECS brings the service to its end from there, outside the deployment, AWS does not
 * say; `lowest`, `peak` and `steps` take the bounds to hold until then.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html and
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/early-success-criteria.html (2026-11).
 */
export function simulateRolling(plan: RollingPlan): RollingRollout | Refused {
  const refusal = percentsRefusal(plan) ?? earlySuccessRefusal(plan);
  if (refusal !== undefined) return { outcome: 'refused', because: refusal };
  const { desired } = plan;
  const bounds = taskBounds(plan);
  const earlySuccess = plan.earlySuccess && earlyCompletion(plan.earlySuccess, desired, bounds.ceiling);
  const { steps, done } = takeBatches(desired, bounds, plan.order ?? 'stop-first', earlySuccess);
  return {
    strategy: 'ROLLING',
    desired,
    lowest: bounds.floor,
    peak: Math.min(bounds.ceiling, 2 * desired),
    steps,
    ...bounds,
    ...(done && earlySuccess && { earlySuccess }),
    ...(done ? { outcome: 'completes' } : { outcome: 'dead-end', because: deadEnd(plan, bounds) }),
  };
}

type Move = (now: TaskCounts) => RolloutStep | undefined;

/** Repeats the order's moves until all tasks are new (`done`) or no move is left. */
function takeBatches(
  desired: number,
  { floor, ceiling }: TaskBounds,
  order: 'stop-first' | 'start-first',
  earlySuccess: EarlySuccess | undefined,
): { steps: RolloutStep[]; done: boolean } {
  const stop: Move = ({ old, starting, healthy }) => {
    const count = Math.min(old, old + healthy - floor);
    const left = old + healthy - count;
    const remain = left === 0 ? 'none keeps running' : `${left} ${left === 1 ? 'keeps' : 'keep'} running`;
    const note = `stop ${count} of ${tasks(old, 'old')}, ${remain}`;
    return count === 0 ? undefined : step({ old: old - count, starting, healthy }, note);
  };
  const start: Move = ({ old, starting, healthy }) => {
    const count = Math.min(desired - starting - healthy, ceiling - old - starting - healthy);
    const note = `start ${tasks(count, 'new')}, ${old + starting + healthy + count} in total`;
    return count === 0 ? undefined : step({ old, starting: starting + count, healthy }, note);
  };
  const becomeHealthy: Move = ({ old, starting, healthy }) => {
    const now = healthy + starting;
    const needed = earlySuccess?.healthyNeeded ?? 0;
    const success = healthy < needed && needed <= now ? ', enough for early success' : '';
    const note = `${now} of ${tasks(desired, 'new')} healthy, ${old + now} running${success}`;
    return starting === 0 ? undefined : step({ old, starting: 0, healthy: now }, note);
  };

  const round = order === 'stop-first' ? [stop, start, becomeHealthy] : [start, becomeHealthy, stop];
  const steps: RolloutStep[] = [];
  let now: TaskCounts = { old: desired, starting: 0, healthy: 0 };
  for (let before = -1; before < steps.length; ) {
    before = steps.length;
    for (const move of round) {
      const next = move(now);
      if (next === undefined) continue;
      steps.push(next);
      now = next;
    }
  }
  return { steps, done: now.old === 0 && now.healthy === desired };
}

function deadEnd(plan: RollingPlan, { floor, ceiling }: TaskBounds): string {
  const { minimum, maximum } = percentsInForce(plan);
  return (
    `minimumHealthyPercent ${minimum} of ${tasks(plan.desired)}, rounded up, keeps ${floor} running and ` +
    `maximumPercent ${maximum}, rounded down, allows ${ceiling}: ECS can neither stop nor start a task`
  );
}

function earlySuccessRefusal(plan: RollingPlan): string | undefined {
  if (plan.earlySuccess === undefined) return undefined;
  return countRefusal('healthyPercent', plan.earlySuccess.healthyPercent, percentsInForce(plan).minimum, 100);
}

/** Where nobody waits for their end, as many old tasks may be left as fit beside the healthy new ones. */
function earlyCompletion(criteria: EarlySuccessCriteria, desired: number, ceiling: number): EarlySuccess {
  const healthyNeeded = Math.min(desired, Math.max(1, shareRoundedUp(desired, criteria.healthyPercent)));
  const deferred = criteria.sourceServiceRevisionCleanup === 'DEFERRED';
  return { healthyNeeded, oldLeft: deferred ? Math.min(desired, ceiling - healthyNeeded) : 0 };
}
