import { type Percents, percentsRefusal, taskBounds } from './percents.ts';
import type { Refused } from './timeline.ts';

/** How a deployment of a service that may be running goes, in plain known numbers. */
export interface PeakPlan {
  /** Tasks wanted; for DAEMON the number of matching container instances. */
  readonly desired: number;
  /** Tasks of the service that run now, of whatever revision; 0 where the service is created. */
  readonly running: number;
  /** The percentages of a rolling update, or a second fleet beside the first (blue/green, linear, canary, CodeDeploy). */
  readonly by:
    | 'SECOND_FLEET'
    | Pick<Percents, 'schedulingStrategy' | 'minimumHealthyPercent' | 'maximumPercent'>;
}

/** The moment of a deployment with the most tasks. */
export interface Peak {
  readonly desired: number;
  readonly running: number;
  /** Tasks RUNNING or PENDING at that moment. */
  readonly total: number;
  /** Those of them beyond what runs now: what needs room and addresses that nobody of the service holds yet. */
  readonly fresh: number;
  /** Tasks that must keep running meanwhile: only the others may be stopped to make room. */
  readonly floor: number;
  /** The most tasks that may run at once. */
  readonly ceiling: number;
  /** Must all new tasks stand before an old one stops? A rolling update goes in batches, a second fleet does not. */
  readonly secondFleet: boolean;
}

/**
 * The peak of a deployment. A rolling update starts new tasks beside the running ones up to the ceiling, and never more new
 * ones than are desired; a second fleet is as large as the desired count, whatever the percentages. DEFERRED early success
 * keeps old tasks longer, and not more of them than the ceiling allows; so it moves the peak's end and not its height.
 *
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html and
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html (2026-11).
 */
export function peakOf({ desired, running, by }: PeakPlan): Peak | Refused {
  if (by === 'SECOND_FLEET') {
    // In the midst of such a deployment the second fleet runs already.
    const fresh = Math.min(desired, Math.max(0, 2 * desired - running));
    const total = running + fresh;
    return { desired, running, total, fresh, floor: running, ceiling: total, secondFleet: true };
  }
  const percents = { desired, ...by };
  const because = percentsRefusal(percents);
  if (because !== undefined) return { outcome: 'refused', because };
  const { floor, ceiling } = taskBounds(percents);
  const total = Math.max(running, Math.min(ceiling, running + desired));
  return { desired, running, total, fresh: total - running, floor, ceiling, secondFleet: false };
}
