import { all, equals, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { deploymentController, deploymentStrategy } from '../../src/model/service.ts';
import { type GrowingGroup, growthOf } from '../../src/rollout/growth.ts';
import { percentChange } from '../../src/rollout/percent-change.ts';
import type { Short } from '../../src/rollout/replacement.ts';
import { fitAtPeaks, fitWhenGrown } from '../../src/rollout/rollout-fit.ts';
import { type Fix, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { daemonFits } from './daemon-fit.ts';
import { fits, leftOpen, type Placement, wherePlaced } from './placed.ts';
import { counted, matched, named } from './premise.ts';
import { placedLines, roomLines, whatBinds } from './shortage.ts';

/** Can the deployment not come to its end on the cluster's instances, and can nothing add one? */
export function rolloutDoesNotFit(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return wherePlaced(deployment, facts, (placement) => judge(placement, facts), daemonFits);
}

async function judge(placement: Placement, facts: Facts): Promise<Verdicts> {
  const { deployment, peaks, rooms } = placement;
  if (peaks.every(({ fresh, running, floor }) => fresh === 0 && running > 0 && running <= floor))
    return notApplicable('the percents let no task start or stop: deployment-percents reports it');
  const fit = fitAtPeaks(peaks, rooms);
  if (fit.outcome === 'fits') return fits(placement);
  return matched(await growthOf(deployment, facts, rooms), (groups) => {
    if (groups.length > 0) return grown(placement, groups);
    if (fit.outcome === 'open') return leftOpen(placement, fit.because);
    if (rooms.candidates.length === 0)
      return notApplicable('the cluster has no instance that takes tasks: no-instances reports it');
    return short(placement, fit);
  });
}

/** What ECS's own scaling adds may hold it: then asg-maximum-too-small judges how much that is. */
function grown(placement: Placement, groups: readonly GrowingGroup[]): Verdicts | Promise<Verdicts> {
  return matched(fitWhenGrown(placement.peaks, placement.rooms, groups), (fit) => {
    if (fit.outcome === 'fits') return pass();
    return fit.outcome === 'open'
      ? leftOpen(placement, fit.because)
      : notApplicable('the Auto Scaling group is too small: asg-maximum-too-small reports it');
  });
}

function short(placement: Placement, fit: Short): Verdict {
  const { service, rooms, peak } = placement;
  return fail({
    at: service.view.get('desiredCount'),
    message: `${sentence(placement, fit)}; ${whatBinds(rooms, fit.rooms)}`,
    evidence: [
      peak.running === 0
        ? `${counted(peak.desired, 'task')} wanted, none runs yet`
        : `${counted(peak.desired, 'task')} wanted, ${peak.running} running now; a deployment keeps at least ${Math.min(peak.floor, peak.running)} of these and has up to ${peak.total}`,
      ...roomLines(rooms),
      ...placedLines(service, rooms, fit),
    ],
    fixes: stopFirst(placement),
  });
}

/** What finds no room, and by how many tasks. */
function sentence(
  { service, rooms, peak }: Placement,
  { lacks, fits: held, wanted, stopped }: Short,
): string {
  const cluster = `the instances of cluster ${rooms.cluster}`;
  const few = `${wanted - held} too few`;
  if (lacks === 'all') {
    const gone =
      stopped === 0 ? '' : `, even with ${stopped === 1 ? 'its old task' : `all ${stopped} old tasks`} gone`;
    return `${named(service)} wants ${counted(wanted, 'task')}, and ${cluster} have room for ${held}${gone}: ${few}`;
  }
  if (lacks === 'peak') {
    return `a deployment of ${named(service)} starts ${counted(wanted, 'new task')} beside the ${peak.running} running, which stop only after all traffic has moved, and ${cluster} have room for ${held}: ${few}`;
  }
  const first = `not one of the ${counted(wanted, 'new task')} of a deployment of ${named(service)} finds room on ${cluster}`;
  return stopped === 0
    ? `${first}, and none of the ${peak.running} running may stop before one is healthy`
    : `${first}, even with the ${stopped} stopped that may stop first`;
}

/** Lets old tasks stop before new ones start, where that makes the room. */
function stopFirst({ deployment, service, rooms, peak }: Placement): readonly Fix[] {
  const rolling = all([
    equals(deploymentController(service), 'ECS'),
    equals(deploymentStrategy(service), 'ROLLING'),
  ]);
  if (
    !valueOr(rolling, false) ||
    peak.desired < 2 ||
    peak.running < peak.desired ||
    peak.floor < peak.running
  )
    return [];
  const floor = Math.ceil(peak.desired / 2);
  if (fitAtPeaks([{ ...peak, floor }], rooms).outcome !== 'fits') return [];
  return percentChange(
    deployment,
    service,
    { minimumHealthyPercent: 50 },
    `let old tasks make room for new ones: ${floor} of ${peak.desired} keep running during a deployment`,
  );
}
