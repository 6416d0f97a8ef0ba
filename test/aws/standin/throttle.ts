import rates from './data/rates.json' with { type: 'json' };

interface Bucket {
  readonly operations: readonly string[];
  readonly burst: number;
  readonly perSecond: number;
  readonly each?: boolean;
  /** Holds only for requests without pagination and without a filter. */
  readonly when?: 'unfiltered';
}

const BUCKETS = rates.buckets as readonly Bucket[];

/** AWS's token buckets, one set for each region. */
export class Throttle {
  private readonly factor: number;
  private readonly tokens = new Map<string, { left: number; at: number }>();

  constructor(factor: number) {
    this.factor = factor;
  }

  /** Takes a token; false where there is none, and the request is to be refused. `now` in milliseconds. */
  take(operation: string, region: string, input: Readonly<Record<string, unknown>>, now: number): boolean {
    const at = bucketOf(operation, input);
    const bucket = BUCKETS[at];
    if (!bucket) return true;
    const burst = Math.max(1, bucket.burst * this.factor);
    const key = `${at} ${region} ${bucket.each ? operation : ''}`;
    const held = this.tokens.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, held.left + ((now - held.at) / 1000) * bucket.perSecond * this.factor);
    const enough = left >= 1;
    this.tokens.set(key, { left: enough ? left - 1 : left, at: now });
    return enough;
  }
}

/** How long these calls of one operation take at least, in seconds, where the bucket is full at first. */
export function leastSeconds(calls: number, operation: string, factor: number): number {
  const bucket = BUCKETS[bucketOf(operation, { Filters: [] })];
  if (!bucket) return 0;
  return Math.max(0, calls - bucket.burst * factor) / (bucket.perSecond * factor);
}

/** The operations that share a bucket with this one, itself among them. */
export function sharers(operation: string): readonly string[] {
  const bucket = BUCKETS[bucketOf(operation, { Filters: [] })];
  return bucket && !bucket.each ? bucket.operations : [operation];
}

function bucketOf(operation: string, input: Readonly<Record<string, unknown>>): number {
  const unfiltered = input['Filters'] === undefined && input['MaxResults'] === undefined;
  const own = unfiltered
    ? BUCKETS.findIndex(({ when, operations }) => when === 'unfiltered' && operations.includes(operation))
    : -1;
  if (own >= 0) return own;
  return BUCKETS.findIndex(({ when, operations }) => when === undefined && operations.includes(operation));
}
