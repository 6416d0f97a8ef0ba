/**
 * Which failed requests are sent again, in the SDK's terms: throttled ones more often than the SDK would, what failed in
 * transit or within AWS a few times, anything else never. Waits grow from one attempt to the next and are drawn at random,
 * so that requests that failed together do not come back together.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */

interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
}

interface Failure {
  readonly errorType: string;
  readonly retryAfterHint?: Date;
}

/** Attempts, the first included. */
const THROTTLED_ATTEMPTS = 8;
const OTHER_ATTEMPTS = 3;

/** The first wait before each sort of attempt, and the longest, in milliseconds. */
const THROTTLED_WAIT_MS = 500;
const OTHER_WAIT_MS = 100;
const LONGEST_WAIT_MS = 20_000;

/** One strategy serves all clients: it keeps nothing between calls. */
export function retryStrategy(shorten = 1) {
  return {
    async acquireInitialRetryToken(): Promise<Token> {
      return token(0, 0);
    },
    async refreshRetryTokenForRetry(previous: Token, failure: Failure): Promise<Token> {
      const throttled = failure.errorType === 'THROTTLING';
      const again = throttled || failure.errorType === 'TRANSIENT' || failure.errorType === 'SERVER_ERROR';
      const attempts = previous.getRetryCount() + 1;
      if (!again || attempts >= (throttled ? THROTTLED_ATTEMPTS : OTHER_ATTEMPTS)) {
        throw new Error('not sent again');
      }
      const first = throttled ? THROTTLED_WAIT_MS : OTHER_WAIT_MS;
      const longest = Math.min(first * 2 ** (attempts - 1), LONGEST_WAIT_MS);
      const hinted = failure.retryAfterHint ? failure.retryAfterHint.getTime() - Date.now() : 0;
      const wait = Math.max(Math.random() * longest, Math.min(hinted, LONGEST_WAIT_MS));
      return token(attempts, wait * shorten);
    },
    recordSuccess(): void {},
  };
}

function token(count: number, delay: number): Token {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}
