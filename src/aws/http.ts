/**
 * How requests travel: one handler with kept connections serves all clients, so that services behind one address share
 * them. Each request has a deadline that includes the last byte of its answer: no answer ends a run or hangs it.
 */
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** How long a request may take, in milliseconds. */
export interface Deadlines {
  /** Until the connection stands. */
  readonly connectMs: number;
  /** Until the whole answer is there. */
  readonly answerMs: number;
}

export const DEADLINES: Deadlines = { connectMs: 5000, answerMs: 20_000 };

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Options = Parameters<NodeHttpHandler['handle']>[1];
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/** Looks at a request before it leaves, and throws where it must not. */
export type Inspect = (request: Request) => void;

/** A request handler of the SDK that reads each answer to its end. */
export interface Handler {
  handle(request: Request, options?: Options): Promise<Answer>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  /** Closes the connections. */
  destroy(): void;
}

export function httpHandler(sockets: number, deadlines: Deadlines): Handler {
  const agent = { keepAlive: true, maxSockets: sockets };
  const inner = new NodeHttpHandler({
    connectionTimeout: deadlines.connectMs,
    httpAgent: agent,
    httpsAgent: agent,
  });
  return {
    async handle(request, options) {
      const deadline = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(timedOut(deadlines.answerMs));
          deadline.abort();
        }, deadlines.answerMs);
      });
      try {
        const answer = readAll(inner.handle(request, { ...options, abortSignal: deadline.signal }));
        return await Promise.race([answer, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy: () => inner.destroy(),
  };
}

/** The same handler, which sends only what passes. */
export function inspecting(handler: Handler, inspect: Inspect): Handler {
  return {
    ...handler,
    async handle(request, options) {
      inspect(request);
      return handler.handle(request, options);
    },
  };
}

async function readAll(sent: Promise<Answer>): Promise<Answer> {
  const { response } = await sent;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  response.body = Buffer.concat(chunks);
  return { response };
}

/** The name is the one that the SDK retries. */
function timedOut(ms: number): Error {
  return Object.assign(new Error(`no answer within ${ms / 1000} s`), { name: 'TimeoutError' });
}
