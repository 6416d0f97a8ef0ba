import { chain, type Fact, map, valueOr } from '../fact/fact.ts';
import { isOpaque } from '../fact/opaque.ts';
import type { Deployment } from '../model/deployment.ts';
import { deploymentPeaks, runningService, wantedTasks } from './deployment-peak.ts';
import type { Bounds } from './interface-room.ts';
import type { Peak } from './peak.ts';
import { subnetIds } from './service-subnets.ts';

/** What a deployment asks of the service's subnets. */
export interface AddressNeed {
  readonly peaks: readonly Peak[];
  /** Addresses at the peak beyond those that the service's tasks hold in these subnets now. */
  readonly fresh: Bounds;
  /** Addresses of all its tasks at the peak. */
  readonly total: Bounds;
  /**
   * Do the running tasks hold addresses of these subnets? `open`: the template makes the subnets, and it is not told whether it
   * is deployed already: then the peak is that of a deployment once the service runs.
   */
  readonly held: 'here' | 'partly' | 'elsewhere' | 'open';
}

/**
 * The addresses of a deployment's peak. Each awsvpc task holds one, and those of the running tasks are taken already. Tasks
 * that run without awsvpc, or in other subnets, free nothing here: then every new task needs a new address.
 */
export function addressNeed(
  deployment: Deployment,
  desired?: Fact<number>,
  assume?: number,
): Fact<AddressNeed> {
  const held = heldBy(deployment);
  if (held === 'open') return inNewSubnets(deployment, desired);
  return map(deploymentPeaks(deployment, desired, assume), (peaks) => {
    const fresh = bounds(peaks.map((peak) => (held === 'elsewhere' ? peak.desired : peak.fresh)));
    const most = held === 'here' ? fresh.most : Math.max(...peaks.map((peak) => peak.desired));
    return {
      peaks,
      fresh: { least: fresh.least, most },
      total: bounds(peaks.map(({ total }) => total)),
      held,
    };
  });
}

/**
 * In subnets that the template itself makes all tasks of the service need an address: those that are wanted when it is deployed for
 * the first time, and old and new ones together later. Nothing of the subnets' size is taken for held by the old ones.
 */
function inNewSubnets(deployment: Deployment, desired = wantedTasks(deployment)): Fact<AddressNeed> {
  return chain(desired, (wanted) =>
    map(deploymentPeaks(deployment, desired, wanted), (peaks) => {
      const total = bounds(peaks.map((peak) => peak.total));
      return { peaks, fresh: { least: wanted, most: total.most }, total, held: 'open' as const };
    }),
  );
}

function bounds(numbers: readonly number[]): Bounds {
  return { least: Math.min(...numbers), most: Math.max(...numbers) };
}

function heldBy(deployment: Deployment): AddressNeed['held'] {
  const ids = deployment.service ? valueOr(subnetIds(deployment.service), []) : [];
  if (ids.some(isOpaque)) return 'open';
  const now = valueOr(runningService(deployment), undefined);
  if (!now || !deployment.service) return 'here';
  const before = now.networkConfiguration?.awsvpcConfiguration?.subnets;
  const wanted = new Set(ids);
  if (!before?.some((id) => wanted.has(id))) return 'elsewhere';
  return before.every((id) => wanted.has(id)) ? 'here' : 'partly';
}
