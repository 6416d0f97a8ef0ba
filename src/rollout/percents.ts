/** REPLICA keeps a wanted number of tasks, DAEMON one task on each matching container instance. */
type SchedulingStrategy = 'REPLICA' | 'DAEMON';

/** The two percentages that steer a rolling update; absent ones take the default of the service API. */
export type Percents = {
  readonly schedulingStrategy: SchedulingStrategy;
  /** Tasks wanted; for DAEMON the number of matching container instances. */
  readonly desired: number;
  readonly minimumHealthyPercent?: number | undefined;
  readonly maximumPercent?: number | undefined;
};

/** What the percentages mean in tasks during a deployment. */
export type TaskBounds = {
  /** Healthy tasks that must keep running. */
  readonly floor: number;
  /** Tasks that may be RUNNING or PENDING at once. */
  readonly ceiling: number;
};

const DEFAULTS = {
  REPLICA: { minimum: 100, maximum: 200 },
  DAEMON: { minimum: 0, maximum: 100 },
} as const;

/**
 * Floor and ceiling in tasks: the minimum healthy percent of the desired count rounded up, the maximum
 * percent of it rounded down. So 50 % of one task is still one task, and 150 % of one task is one task too.
 *
 * AWS documents one rounding for both scheduling strategies. They differ in their defaults: 100 and 200 for
 * REPLICA, 0 and 100 for DAEMON, where more than 100 is refused: an instance holds one task of the service, so
 * that the old one has to stop before the new one starts.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html and
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (2026-11).
 */
export function taskBounds(percents: Percents): TaskBounds {
  const { minimum, maximum } = percentsInForce(percents);
  return {
    floor: shareRoundedUp(percents.desired, minimum),
    ceiling: Math.floor((percents.desired * maximum) / 100),
  };
}

/** The percentages given, or else the scheduling strategy's defaults. */
export function percentsInForce(percents: Percents): { minimum: number; maximum: number } {
  const defaults = DEFAULTS[percents.schedulingStrategy];
  return {
    minimum: percents.minimumHealthyPercent ?? defaults.minimum,
    maximum: percents.maximumPercent ?? defaults.maximum,
  };
}

/** A percentage of a number of tasks, rounded up to whole tasks. */
export function shareRoundedUp(tasks: number, percent: number): number {
  return Math.ceil((tasks * percent) / 100);
}

/**
 * Why these numbers are outside the bounds that ECS accepts, so that no rollout ever starts; undefined when they
 * are inside. (It also refuses 100 and 100 for REPLICA, and says that it would block deployments: that pair
 * is simulated, since its dead end is the explanation.)
 */
export function percentsRefusal(percents: Percents): string | undefined {
  const { minimum, maximum } = percentsInForce(percents);
  const most = percents.schedulingStrategy === 'DAEMON' ? 100 : Number.MAX_SAFE_INTEGER;
  return (
    countRefusal('the desired count', percents.desired) ??
    countRefusal('minimumHealthyPercent', minimum, 0, 100) ??
    countRefusal('maximumPercent', maximum, 100, most)
  );
}

/** Why a number is not a whole one between two bounds; undefined when it is. */
export function countRefusal(
  name: string,
  value: number,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): string | undefined {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return undefined;
  if (least === most) return `${name} ${value} is not ${least}`;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`;
  return `${name} ${value} is not a whole number ${range}`;
}
