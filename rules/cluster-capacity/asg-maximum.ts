import { valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { namedRegion } from '../../src/model/named-region.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { ContainerRooms } from '../../src/rollout/container-rooms.ts';
import { type GrowingGroup, growthOf } from '../../src/rollout/growth.ts';
import { capacity } from '../../src/rollout/placement.ts';
import { peakFitOf, type Short } from '../../src/rollout/replacement.ts';
import { fitWhenGrown, peakFits } from '../../src/rollout/rollout-fit.ts';
import { type Fix, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { maximumAsDeclared } from './maximum-as-declared.ts';
import { fits, leftOpen, type Placement, wherePlaced } from './placed.ts';
import { counted, matched, named } from './premise.ts';
import { roomLines } from './shortage.ts';

/** Can the Auto Scaling groups that ECS scales not hold the deployment's peak, even at their maximum? */
export function asgMaximumTooSmall(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return wherePlaced(deployment, facts, byRoom(deployment, facts), undefined, (service, why) =>
    maximumAsDeclared(deployment, service, facts, why),
  );
}

function byRoom(deployment: Deployment, facts: Facts) {
  return async (placement: Placement): Promise<Verdicts> => {
    const { rooms, peaks } = placement;
    return matched(await growthOf(deployment, facts, rooms), (groups) => {
      if (groups.length === 0)
        return notApplicable('no Auto Scaling group provider with managed scaling is used');
      if (peakFits(peaks, rooms).outcome === 'fits') return fits(placement);
      return matched(fitWhenGrown(peaks, rooms, groups, peakFitOf), (then) => {
        if (then.outcome === 'fits') return pass();
        return then.outcome === 'open'
          ? leftOpen(placement, then.because)
          : tooSmall(placement, groups, then);
      });
    });
  };
}

function tooSmall(placement: Placement, groups: readonly GrowingGroup[], fit: Short): Verdict {
  const { service, rooms, deployment } = placement;
  const sizes = groups.map(({ group, maximum }) => `${group} (at most ${counted(maximum, 'instance')})`);
  const has = groups.length === 1 ? 'has' : 'have';
  const its = groups.length === 1 ? 'its maximum size' : 'their maximum sizes';
  return fail({
    at: service.view.get('desiredCount'),
    message: `${starts(placement, fit)}, and ${sizes.join(' and ')} ${has} room for ${fit.fits} of them at ${its}: ${fit.wanted - fit.fits} too few`,
    evidence: [
      ...groups.map(
        ({ provider, group, maximum, more }) =>
          `capacity provider ${provider}: Auto Scaling group ${group}, MaxSize ${maximum}, ${more} more than now`,
      ),
      ...roomLines(rooms),
    ],
    fixes: groups.length === 1 ? larger(deployment, rooms, groups[0], fit) : [],
  });
}

function starts({ service, peak }: Placement, { lacks, wanted, stopped }: Short): string {
  if (peak.running === 0 || lacks === 'all') {
    const gone = stopped === 0 ? '' : ', with every old one gone';
    return `${named(service)} wants ${counted(wanted, 'task')}${gone}`;
  }
  const beside =
    stopped === 0
      ? `beside the ${peak.running} running`
      : `once ${stopped} of the ${peak.running} running have stopped`;
  return `a deployment of ${named(service)} starts ${counted(wanted, 'new task')} ${beside}`;
}

/** The maximum that holds what is missing, where a new instance holds a task at all. */
function larger(
  deployment: Deployment,
  { demand }: ContainerRooms,
  group: GrowingGroup | undefined,
  { lacks, wanted, fits: held }: Short,
): readonly Fix[] {
  const blank = group ? valueOr(group.blank, undefined) : undefined;
  const each = blank ? capacity(blank, demand) : 0;
  if (!group || each < 1) return [];
  // With room for one it goes on by itself.
  const missing = lacks === 'first' ? 1 : wanted - held;
  const maximum = group.maximum + Math.ceil(missing / each);
  const place = namedRegion(deployment);
  return [
    {
      kind: 'command',
      description: `let the group have ${maximum} instances: each takes ${counted(each, 'task')}`,
      command: `aws autoscaling update-auto-scaling-group${place === undefined ? '' : ` --region ${shellWord(place)}`} --auto-scaling-group-name ${shellWord(group.group)} --max-size ${maximum}`,
    },
  ];
}
