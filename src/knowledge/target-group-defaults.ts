/**
 * What Elastic Load Balancing fills in where a target group is created without it. Source and date in target-group-defaults.json
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html).
 */
import data from './target-group-defaults.json' with { type: 'json' };

/** The health checks of a target group; what has no default, or none that is documented, is left out. */
export interface CheckDefaults {
  /** Seconds between two checks of a target. */
  readonly interval?: number;
  /** Seconds after which a check has failed. */
  readonly timeout?: number;
  /** Checks in a row that turn a target healthy. */
  readonly healthy?: number;
  /** Checks in a row that turn it unhealthy. */
  readonly unhealthy?: number;
  readonly port?: string;
  readonly protocol?: string;
}

/** The target type of a target group that names none. */
export const DEFAULT_TARGET_TYPE = data.targetType;

const CHECKS: readonly ({ readonly of: readonly string[] } & CheckDefaults)[] = data.checks;

/** The defaults for a target type and protocol; none for a protocol that is newer than the data. */
export function checkDefaults(targetType: string, protocol: string | undefined): CheckDefaults {
  const by = targetType === 'lambda' ? targetType : protocol;
  return CHECKS.find(({ of }) => by !== undefined && of.includes(by)) ?? {};
}
