import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Snapshot } from '../../../src/fact/snapshot.ts';
import type { Behaviour } from './behaviour.ts';
import { control } from './control.ts';
import { type Call, Front } from './front.ts';
import type { Answer, Arrival } from './protocol/protocol.ts';

/** An AWS account on loopback. */
export interface Standin {
  /** `http://127.0.0.1:54321`, for `--endpoint-url`. */
  readonly url: string;
  /** Every call since the start or the last `reset`. */
  readonly calls: readonly Call[];
  /** Replaces how it misbehaves; buckets are full again. */
  behave(behaviour: Behaviour): void;
  /** Serves another snapshot from now on. */
  serve(snapshot: Snapshot): void;
  /** Forgets the calls. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Serves a snapshot in AWS's own protocols to the real SDK. Nothing but loopback is listened on; no signature is checked, but
 * an unsigned request is refused. `warm` reads all service models at once, so that no request waits for one.
 */
export async function startStandin(
  snapshot: Snapshot,
  behaviour: Behaviour = {},
  { port = 0, warm = false }: { readonly port?: number; readonly warm?: boolean } = {},
): Promise<Standin> {
  const front = new Front(snapshot, behaviour);
  if (warm) await front.warm();
  const server = createServer((request, response) => {
    void receive(request).then(async (arrival) => {
      const reply = control(arrival, front) ?? (await front.answer(arrival));
      send(reply, request, response);
    });
  });
  // A client that keeps its connections must not lose one to an idle server in the middle of a run.
  server.keepAliveTimeout = 600_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return front.calls;
    },
    behave: (next) => front.behave(next),
    serve: (next) => front.serve(next),
    reset: () => front.reset(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage): Promise<Arrival> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://standin'),
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function send(reply: Answer | 'reset' | 'never', request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'never') return;
  if (reply === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}
