/**
 * What every client gets: an operation that is not on the list is stopped before a request is made; each request, retries
 * included, passes the gate and is counted; and what never answers is not asked for ever.
 */
import { isThrottle } from './error-code.ts';
import type { Gate, Outcome } from './gate.ts';
import { credentialOperations, NotAllowedError, operationOf } from './operations.ts';
import { Silence } from './silence.ts';

/** One request to AWS. */
export interface Call {
  readonly service: string;
  readonly operation: string;
}

type Next = (args: never) => Promise<never>;
type Middleware = (next: Next, context: { readonly commandName?: string }) => Next;

/** The part of the SDK's middleware stack that is used here. */
interface Stack {
  add(middleware: Middleware, options: object): void;
  addRelativeTo(middleware: Middleware, options: object): void;
}

export interface Plugin {
  applyToStack(stack: Stack): void;
}

interface Guard {
  readonly service: string;
  readonly region: string;
  readonly gate: Gate;
  readonly onCall?: ((call: Call) => void) | undefined;
}

export function guardPlugin({ service, region, gate, onCall }: Guard): Plugin {
  const allowed: Middleware = (next, context) => async (args) => {
    const operation = operationName(context);
    if (!operationOf(service, operation)) throw new NotAllowedError(`${service}:${operation}`);
    return next(args);
  };
  const silence = new Silence();
  const gated: Middleware = (next, context) => async (args) => {
    const operation = operationName(context);
    const place = await gate.enter(service, operation, region);
    let outcome: Outcome = 'unsent';
    try {
      silence.check(operation);
      outcome = 'sent';
      onCall?.({ service, operation });
      const answer = await next(args);
      silence.ends(operation);
      return answer;
    } catch (error) {
      if (isThrottle(error)) outcome = 'throttled';
      if (outcome !== 'unsent') silence.hears(operation, error);
      throw error;
    } finally {
      place.leave(outcome);
    }
  };
  return {
    applyToStack(stack) {
      stack.add(allowed, { step: 'initialize', priority: 'high', name: 'allowList' });
      // Within the retries and before the signature, whose time AWS compares with its own.
      stack.addRelativeTo(gated, { relation: 'after', toMiddleware: 'retryMiddleware', name: 'gate' });
    },
  };
}

function operationName({ commandName = '' }: { readonly commandName?: string }): string {
  return commandName.replace(/Command$/, '');
}

/** A request of the credential chain, as far as it matters here. */
interface ChainRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Clients that the SDK makes for the credential chain take no plugin: what they send is held against the list. */
export function inspectChainRequest({ method, path, body }: ChainRequest): void {
  const action = typeof body === 'string' ? new URLSearchParams(body).get('Action') : null;
  const allowed = credentialOperations.some(
    ({ request }) =>
      request.method === method &&
      (request.action === undefined ? request.path === path && action === null : request.action === action),
  );
  if (!allowed) throw new NotAllowedError(`the credential chain's ${action ?? `${method} ${path}`}`);
}
