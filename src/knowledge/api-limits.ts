/**
 * How many calls AWS takes before it throttles: token buckets, per account and region. Sources and date in
 * api-limits.json (for ECS https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html).
 */
import data from './api-limits.json' with { type: 'json' };

/** One token bucket. */
export interface RateLimit {
  /** Two operations of one bucket have the same name here. */
  readonly bucket: string;
  /** Calls that a full bucket holds. */
  readonly burst: number;
  /** Calls that come back to it in a second. */
  readonly perSecond: number;
}

interface Rates {
  readonly burst: number;
  readonly perSecond: number;
}

interface ServiceLimits {
  readonly source: string;
  readonly documented: boolean;
  readonly each?: Rates;
  readonly buckets?: readonly (Rates & {
    readonly category: string;
    readonly operations: readonly string[];
  })[];
}

const SERVICES: Readonly<Record<string, ServiceLimits>> = data.services;

/** The bucket that a call takes from; undefined for an operation that the data does not know. */
export function rateLimit(service: string, operation: string): RateLimit | undefined {
  const limits = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  if (limits?.each) return { bucket: `${service}:${operation}`, ...limits.each };
  const found = limits?.buckets?.find(({ operations }) => operations.includes(operation));
  return found && { bucket: `${service}:${found.category}`, burst: found.burst, perSecond: found.perSecond };
}
