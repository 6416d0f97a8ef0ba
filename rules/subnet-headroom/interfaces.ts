import { all, equals, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { eniLimitsAsOf } from '../../src/knowledge/eni-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { deploymentController, deploymentStrategy, type Service } from '../../src/model/service.ts';
import type { ContainerRooms } from '../../src/rollout/container-rooms.ts';
import { deploymentPeaks } from '../../src/rollout/deployment-peak.ts';
import { growthOf } from '../../src/rollout/growth.ts';
import { fitByInterfaces, interfaceLine } from '../../src/rollout/interfaces-of.ts';
import type { Peak } from '../../src/rollout/peak.ts';
import { percentChange } from '../../src/rollout/percent-change.ts';
import { totalCapacity } from '../../src/rollout/placement.ts';
import { emptied, type Short } from '../../src/rollout/replacement.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { whereOnInstances } from './on-instances.ts';
import { counted, matched, named } from './premise.ts';
import { trunkingFixes } from './trunking.ts';

/** Can the deployment not come to its end by the network interfaces of the instances? */
export function eniLimit(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereOnInstances(deployment, facts, (service, rooms) =>
    matched(deploymentPeaks(deployment), async (peaks): Promise<Verdict> => {
      if (rooms.demand.interfaces === 0) return notApplicable('the task definition does not use awsvpc');
      const fits = peaks.map((peak) => fitByInterfaces(peak, rooms));
      const [short] = fits.filter((fit) => fit.outcome === 'short');
      if (fits.every(({ outcome }) => outcome === 'fits')) return pass();
      if (!short || !fits.every(({ outcome }) => outcome === 'short')) return cannotTell(open(rooms));
      return matched(await growthOf(deployment, facts, rooms), async (groups) => {
        if (groups.length > 0) {
          let added = 0;
          for (const { blank, more } of groups) {
            const room = valueOr(blank, undefined);
            if (!room)
              return cannotTell(blank.match({ known: () => [], absent: () => [], unknown: (why) => why }));
            added += more * room.interfaces;
          }
          return peaks.every((peak) => fitByInterfaces(peak, rooms, added).outcome === 'fits')
            ? pass()
            : notApplicable('cluster-capacity/asg-maximum-too-small judges what new instances hold');
        }
        return limited(deployment, service, rooms, peaks[0], short, facts);
      });
    }),
  );
}

function open({ why, unlisted }: ContainerRooms) {
  const reasons = [...why, ...unlisted];
  return reasons.length > 0
    ? reasons
    : [{ reason: 'undecidable', detail: 'how many interfaces the running tasks give back' } as const];
}

async function limited(
  deployment: Deployment,
  service: Service,
  rooms: ContainerRooms,
  peak: Peak | undefined,
  short: Short,
  facts: Facts,
): Promise<Verdict> {
  const { candidates, demand } = rooms;
  const gone = short.lacks === 'all' ? emptied(rooms.possible, rooms.running ?? []) : rooms.possible;
  const others = totalCapacity(gone, demand, ['cpu', 'memory', 'ports', 'gpu', 'slots']);
  const first = others > short.fits ? `; interfaces bind first, CPU and memory have room for ${others}` : '';
  const trunking = await trunkingFixes(deployment, rooms, facts);
  return fail({
    at: service.view.get('desiredCount'),
    message: `${sentence(service, rooms, peak?.running ?? 0, short)}${first}`,
    evidence: candidates.map(interfaceLine),
    fixes: [...trunking, ...stopFirst(deployment, service, rooms, peak, trunking.length > 0)],
    asOf: eniLimitsAsOf(),
  });
}

/** Which tasks get no interface, and by how many. */
function sentence(
  service: Service,
  { possible, cluster }: ContainerRooms,
  running: number,
  { lacks, fits, wanted, stopped }: Short,
): string {
  const instances = `the ${counted(possible.length, 'instance', 'instances')} of cluster ${cluster} that may take them`;
  const enough = `the network interfaces of ${instances} are enough for ${fits}`;
  const few = `${wanted - fits} too few`;
  if (lacks === 'all') {
    const gone =
      stopped === 0 ? '' : `, even with ${stopped === 1 ? 'its old task' : `all ${stopped} old tasks`} gone`;
    return `${named(service)} wants ${counted(wanted, 'task', 'tasks')}, and ${enough}${gone}: ${few}`;
  }
  if (lacks === 'peak') {
    return `a deployment of ${named(service)} starts ${counted(wanted, 'task', 'tasks')} beside the ${running} running, which stop only after all traffic has moved, and ${enough}: ${few}`;
  }
  const none = `not one of the ${counted(wanted, 'new task', 'new tasks')} of a deployment of ${named(service)} gets a network interface on ${instances}`;
  return stopped === 0
    ? `${none}, and none of the ${running} running may stop before one is healthy`
    : `${none}, even with the ${stopped} stopped that may stop first`;
}

/** Old tasks that stop first give their interfaces to the new ones. */
function stopFirst(
  deployment: Deployment,
  service: Service,
  rooms: ContainerRooms,
  peak: Peak | undefined,
  beside: boolean,
): readonly Fix[] {
  const rolling = all([
    equals(deploymentController(service), 'ECS'),
    equals(deploymentStrategy(service), 'ROLLING'),
  ]);
  if (
    !peak ||
    peak.running < peak.desired ||
    peak.desired < 2 ||
    peak.floor < peak.running ||
    !valueOr(rolling, false)
  )
    return [];
  const floor = Math.ceil(peak.desired / 2);
  if (fitByInterfaces({ ...peak, floor }, rooms).outcome !== 'fits') return [];
  return percentChange(
    deployment,
    service,
    { minimumHealthyPercent: 50 },
    `${beside ? 'or ' : ''}let old tasks stop before new ones start: ${floor} of ${peak.desired} keep running meanwhile`,
  );
}
