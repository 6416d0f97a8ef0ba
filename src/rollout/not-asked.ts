import type { Why } from '../fact/fact.ts';

/** Why nothing is said of a cluster or subnet that nobody may ask of. */
export function notAsked(what: string): Why {
  return { reason: 'offline', detail: `${what} was not looked up`, unlockedBy: '--live' };
}
