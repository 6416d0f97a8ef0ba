import type { Facts } from '../fact/kind.ts';
import type { Deployment } from '../model/deployment.ts';
import { type AddressPortrait, addressPortrait } from './portrait/addresses.ts';
import { type PathPortrait, pathPortraits } from './portrait/paths.ts';
import { type RolloutPortrait, rolloutPortrait } from './portrait/rollout.ts';

export type { AddressPortrait } from './portrait/addresses.ts';
export type { PathPortrait } from './portrait/paths.ts';
export type { DrawnRollout, OpenRollout } from './portrait/rollout.ts';

/** What can be drawn of a deployment besides what is found wrong with it; each part only as far as it is known. */
export interface Portrait {
  /** Absent where no service is deployed. */
  readonly rollout?: RolloutPortrait;
  readonly addresses?: AddressPortrait;
  /** The ways of the calls that rules asked about; empty offline. */
  readonly paths: readonly PathPortrait[];
}

/**
 * Draws a settled deployment, once it is judged, from the facts that the rules asked: it asks nobody anything, so that a report
 * with pictures costs the account no more than one without.
 */
export async function portrait(deployment: Deployment, facts: Facts): Promise<Portrait> {
  const rollout = rolloutPortrait(deployment);
  const [addresses, paths] = await Promise.all([
    addressPortrait(deployment, facts, rollout),
    pathPortraits(deployment, facts),
  ]);
  return { ...(rollout ? { rollout } : {}), ...(addresses ? { addresses } : {}), paths };
}
