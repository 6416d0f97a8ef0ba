/** Operations that never answer: a thousand requests would each wait as long as the first, and end as it did. */
import { isUnanswered } from './error-code.ts';

/** Requests of one operation without any answer, one after the other; then no more are sent. Two rounds of ten at once. */
const GIVE_UP_AFTER = 20;

/** A request that was not sent, because those before it got no answer. */
export class GivenUpError extends Error {
  override readonly name = 'GivenUpError';
  /** How the last of them ended. Not the `cause`, for which the SDK would try again. */
  readonly last: unknown;

  constructor(last: unknown) {
    super('not sent: those before it got no answer');
    this.last = last;
  }
}

/** How many requests of each operation of a client got no answer since the last that got one. */
export class Silence {
  readonly #since = new Map<string, { readonly requests: number; readonly last: unknown }>();

  /** A request failed: with an answer, or without one. */
  hears(operation: string, error: unknown): void {
    if (!isUnanswered(error)) this.ends(operation);
    else {
      const requests = (this.#since.get(operation)?.requests ?? 0) + 1;
      this.#since.set(operation, { requests, last: error });
    }
  }

  ends(operation: string): void {
    this.#since.delete(operation);
  }

  /** Throws where nothing more is to be sent. */
  check(operation: string): void {
    const since = this.#since.get(operation);
    if (since && since.requests >= GIVE_UP_AFTER) throw new GivenUpError(since.last);
  }
}
