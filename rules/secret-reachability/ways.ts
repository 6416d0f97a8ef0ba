import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { WayOut } from '../../src/model/way-out.ts';
import { judgePaths, taskPaths } from '../../src/network/task-paths.ts';

/** A way by which the agent's call may arrive; without `wayOut` it is not known which. */
export interface Way {
  /** The interface it leaves by; undefined where the network was not decided. */
  readonly from: string | undefined;
  readonly wayOut: WayOut | undefined;
  /** What could not be read and was taken for granted to say so. */
  readonly assumptions?: readonly string[];
}

const UNDECIDED: Way = { from: undefined, wayOut: undefined };

/**
 * The ways that calls to a service are known to take, one for each that differs to a policy; one undecided way where some
 * interface is undecided, or where none arrives, which `unreachable` tells.
 */
export async function waysTo(
  deployment: Deployment,
  facts: Facts,
  service: string,
  region: string,
): Promise<readonly Way[]> {
  const paths = await taskPaths(deployment, facts, service, 'agent', region);
  const { arriving, why } = judgePaths(paths);
  const ways = new Map<string, Way>();
  for (const { from, path } of arriving) {
    const key = JSON.stringify(path.wayOut ?? null);
    if (!ways.has(key)) ways.set(key, { from, wayOut: path.wayOut, assumptions: path.assumptions ?? [] });
  }
  const known = [...ways.values()];
  return known.length === 0 || why.length > 0 ? [...known, UNDECIDED] : known;
}
