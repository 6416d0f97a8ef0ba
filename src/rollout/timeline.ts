/** One step of a rollout, and the tasks right after it. */
export type RolloutStep = {
  /** Old tasks running. All of them count as healthy: a rollout is simulated from a service at rest. */
  readonly old: number;
  /** New tasks started that do not count as healthy yet. */
  readonly starting: number;
  /** New tasks running and healthy. */
  readonly healthy: number;
  /** All of these together. */
  readonly total: number;
  /** How long the step waits by configuration, in minutes; absent where it takes as long as it takes. */
  readonly minutes?: number;
  /** How long at most the step waits for somebody to continue the deployment, in minutes. */
  readonly pauseMinutes?: number;
  /** The step in a few words, without its number. */
  readonly note: string;
};

export type TaskCounts = Pick<RolloutStep, 'old' | 'starting' | 'healthy'>;

/** How a rollout ends; `because` is one sentence without its full stop. */
export type Ending =
  | { readonly outcome: 'completes' }
  /** The scheduler may neither stop nor start a task: the deployment never ends by itself. */
  | { readonly outcome: 'dead-end'; readonly because: string };

/** ECS refuses the numbers: no such rollout ever starts. */
export type Refused = { readonly outcome: 'refused'; readonly because: string };

/** "1 old task", "4 tasks". */
export function tasks(count: number, adjective = ''): string {
  return `${count} ${adjective}${adjective && ' '}${count === 1 ? 'task' : 'tasks'}`;
}

/** Adds up a step's total. */
export function step(
  counts: TaskCounts,
  note: string,
  waits?: Pick<RolloutStep, 'minutes' | 'pauseMinutes'>,
): RolloutStep {
  const { old, starting, healthy } = counts;
  return { old, starting, healthy, total: old + starting + healthy, note, ...waits };
}
