import type { Behaviour } from './behaviour.ts';
import type { Front } from './front.ts';
import type { Answer, Arrival } from './protocol/protocol.ts';

/** Where a stand-in in a process of its own is steered; no AWS path begins so. */
export const CONTROL = '/_standin/';

/** Answers the control endpoint: `GET calls`, `POST behaviour`, `POST reset`. */
export function control({ method, url, body }: Arrival, front: Front): Answer | undefined {
  if (!url.pathname.startsWith(CONTROL)) return undefined;
  switch (`${method} ${url.pathname.slice(CONTROL.length)}`) {
    case 'GET calls':
      return json(front.calls);
    case 'POST behaviour':
      front.behave(JSON.parse(body) as Behaviour);
      return json({});
    case 'POST reset':
      front.reset();
      return json({});
    default:
      return { status: 404, headers: {}, body: '' };
  }
}

function json(value: unknown): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
