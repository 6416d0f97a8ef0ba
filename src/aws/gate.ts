/**
 * What stands before every request: at most so many are under way at once over all services, and none leaves that AWS's
 * token bucket would refuse. A request takes its place and its token in one step, so that requests that wait for a place
 * never pile up tokens. Where AWS throttles all the same, because others share the account, the bucket's pace is lowered.
 */
import { rateLimit } from '../knowledge/api-limits.ts';

/** How a request fared; one that was not sent after all gives its token back. */
export type Outcome = 'sent' | 'throttled' | 'unsent';

/** A request's place; it is given back when the answer is there. */
export interface Place {
  leave(outcome: Outcome): void;
}

/** AWS counts when requests arrive, which is never exactly when they left. */
const PACE = 0.97;
const SPARE_CALLS = 1;
/** A throttled bucket goes on at this part of its pace, never below the slowest. */
const LOWERED = 0.7;
const SLOWEST = 0.05;
/** Requests that are throttled together lower the pace once. */
const LOWER_AGAIN_AFTER_MS = 1000;
/** With each call that is not throttled this part of what is missing comes back. */
const REGAINED = 0.02;

/** The questions of one bucket. */
interface Lane {
  readonly capacity: number;
  readonly fullPace: number;
  /** Tokens that come back in a second. */
  pace: number;
  tokens: number;
  /** When the tokens were counted last, in milliseconds. */
  countedAt: number;
  loweredAt: number;
  /** Requests that have a place. */
  underWay: number;
  readonly waiting: ((place: Place) => void)[];
}

export class Gate {
  readonly #concurrency: number;
  readonly #paced: boolean;
  readonly #lanes = new Map<string, Lane>();
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `paced`: hold calls to AWS's rates; what answers in AWS's place may have none. */
  constructor(concurrency: number, paced = true) {
    this.#concurrency = concurrency;
    this.#paced = paced;
  }

  /** Waits for a place and a token. */
  enter(service: string, operation: string, region: string): Promise<Place> {
    const lane = this.#lane(service, operation, region);
    return new Promise((resolve) => {
      lane.waiting.push(resolve);
      this.#admit();
    });
  }

  #lane(service: string, operation: string, region: string): Lane {
    const limit = this.#paced ? rateLimit(service, operation) : undefined;
    const key = `${limit?.bucket ?? `${service}:${operation}`} ${region}`;
    let lane = this.#lanes.get(key);
    if (!lane) {
      const pace = (limit?.perSecond ?? Number.POSITIVE_INFINITY) * PACE;
      const capacity = Math.max(1, (limit?.burst ?? Number.POSITIVE_INFINITY) - SPARE_CALLS);
      const now = performance.now();
      const full = { capacity, fullPace: pace, pace, tokens: capacity, countedAt: now };
      lane = { ...full, loweredAt: 0, underWay: 0, waiting: [] };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  /** Lets in who may go. */
  #admit(): void {
    const now = performance.now();
    const lanes = [...this.#lanes.values()].filter(({ waiting }) => waiting.length > 0);
    for (const lane of lanes) refill(lane, now);
    while (this.#underWay < this.#concurrency) {
      const lane = next(lanes);
      const enter = lane?.waiting.shift();
      if (!lane || !enter) break;
      lane.tokens -= 1;
      lane.underWay += 1;
      this.#underWay += 1;
      enter(this.#place(lane));
    }
    if (this.#underWay < this.#concurrency) this.#comeBack(lanes.filter(({ waiting }) => waiting.length > 0));
  }

  /** Looks again when the next token is due. */
  #comeBack(lanes: readonly Lane[]): void {
    if (lanes.length === 0 || this.#timer) return;
    const wait = Math.min(...lanes.map((lane) => ((1 - lane.tokens) / lane.pace) * 1000));
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#admit();
      },
      Math.max(1, Math.ceil(wait)),
    );
  }

  #place(lane: Lane): Place {
    let left = false;
    return {
      leave: (outcome) => {
        if (left) return;
        left = true;
        this.#underWay -= 1;
        lane.underWay -= 1;
        if (outcome === 'throttled') lower(lane);
        else if (outcome === 'unsent') lane.tokens += 1;
        else lane.pace += (lane.fullPace - lane.pace) * REGAINED || 0;
        this.#admit();
      },
    };
  }
}

/**
 * Whose turn it is of those that have a token: the lane with the fewest requests under way, then with the fewest waiting. So
 * hundreds of questions of one sort do not hold up a listing whose pages can only be asked one after the other.
 */
function next(lanes: readonly Lane[]): Lane | undefined {
  let best: Lane | undefined;
  for (const lane of lanes) {
    if (lane.tokens < 1 || lane.waiting.length === 0) continue;
    const fewer = best && (lane.underWay - best.underWay || lane.waiting.length - best.waiting.length);
    if (fewer === undefined || fewer < 0) best = lane;
  }
  return best;
}

function refill(lane: Lane, now: number): void {
  const back = ((now - lane.countedAt) / 1000) * lane.pace;
  lane.tokens = Math.min(lane.capacity, lane.tokens + (Number.isNaN(back) ? 0 : back));
  lane.countedAt = now;
}

function lower(lane: Lane): void {
  const now = performance.now();
  refill(lane, now);
  lane.tokens = Math.min(lane.tokens, 0);
  if (now - lane.loweredAt < LOWER_AGAIN_AFTER_MS) return;
  lane.loweredAt = now;
  lane.pace = Math.max(lane.pace * LOWERED, lane.fullPace * SLOWEST);
}
