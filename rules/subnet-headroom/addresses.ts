import { all, equals, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { deploymentController, deploymentStrategy } from '../../src/model/service.ts';
import { byZone } from '../../src/rollout/addresses.ts';
import { percentChange } from '../../src/rollout/percent-change.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { holders, larger, ledger, otherSubnets } from './evidence.ts';
import { counted, freeIn, type Headroom, named, sizeless, summed, whereHeadroom } from './premise.ts';

/** Are fewer addresses free in all the service's subnets together than its deployment needs? */
export function addressesExhausted(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereHeadroom(deployment, facts, async (headroom) => {
    const { need, rooms, service } = headroom;
    const free = summed(rooms, freeIn);
    if (free === undefined) return cannotTell(untold(headroom));
    if (need.fresh.most <= free) return pass();
    if (need.fresh.least <= free) return cannotTell([open(headroom, free)]);
    const short = need.fresh.least - free;
    const where = rooms.length === 1 ? `its subnet ${rooms[0]?.id} has` : `its ${rooms.length} subnets have`;
    return fail({
      at: service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets'),
      message: `a deployment of ${named(service)} needs ${counted(need.fresh.least, 'new address', 'new addresses')}, and ${where} ${free} ${told(headroom)}: ${short} too few`,
      evidence: [...ledger(headroom), ...(await holders(rooms, facts)), ...larger(rooms, need.total.most)],
      fixes: [...fewerAtOnce(headroom, free), ...others(headroom)],
    });
  });
}

const PENDING = {
  reason: 'undecidable',
  detail: 'it depends on which of the addresses the tasks hold that are pending now, or run in other subnets',
} as const;

/** Why it is not known how many new addresses are needed. */
export function open({ need, rooms }: Headroom, free: number): Why {
  if (!rooms.some(({ declared }) => declared)) return PENDING;
  const [{ total, desired } = { total: 0, desired: 0 }] = need.peaks;
  return {
    reason: 'undecidable',
    detail: `whether the service runs already: its first deployment needs ${desired} addresses, any later one up to ${total}, and the subnets have ${free} as declared`,
  };
}

/** Free where the account was asked, declared where the template makes them. */
export function told({ rooms }: Headroom): string {
  return rooms.every(({ declared }) => declared) ? 'as declared' : 'free';
}

/** What could not be summed up. */
export function untold(headroom: Headroom): readonly Why[] {
  const { rooms } = headroom;
  if (rooms.some((room) => room.declared && freeIn(room) === undefined))
    return sizeless(headroom, (ids) => `how many addresses ${ids} has`);
  const open = rooms.filter((room) => freeIn(room) === undefined).map(({ id }) => id);
  return [{ reason: 'not-recorded', detail: `how many addresses are free in ${open.join(', ')}` }];
}

/** Starts no more tasks at once than there are addresses for, where that leaves room to move. */
function fewerAtOnce({ deployment, service, need }: Headroom, free: number): readonly Fix[] {
  const [peak] = need.peaks;
  const rolling = valueOr(
    all([equals(deploymentController(service), 'ECS'), equals(deploymentStrategy(service), 'ROLLING')]),
    false,
  );
  if (!peak || !rolling || need.held !== 'here' || peak.running < peak.desired) return [];
  const percent = Math.floor(((peak.running + free) * 100) / peak.desired);
  const ceiling = Math.floor((peak.desired * percent) / 100);
  if (ceiling <= Math.max(peak.desired, peak.running) || percent >= 200) return [];
  return percentChange(
    deployment,
    service,
    { maximumPercent: percent },
    `start at most ${ceiling - peak.running} new tasks at once: a deployment takes longer`,
  );
}

function others({ deployment, shapes }: Headroom): readonly Fix[] {
  const [first] = shapes;
  return otherSubnets(
    deployment,
    first?.SubnetId ?? '',
    first?.VpcId,
    'list the subnets of the VPC with what is free in them, and name one with room beside these',
  );
}

const NOT_THERE: Why = {
  reason: 'unresolved',
  detail: "what is free in the zones of the service's subnets, which the template makes",
};

/** Are fewer addresses free in one zone than an even share of the deployment's new tasks? */
export function zoneExhausted(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereHeadroom(deployment, facts, async (headroom): Promise<Verdict> => {
    const { need, rooms, service } = headroom;
    // The size of a subnet that the template makes is what `subnet-too-small` judges.
    if (rooms.some(({ declared }) => declared)) return cannotTell([NOT_THERE]);
    const zoneless = rooms.find(({ zone, free }) => zone === undefined || free === undefined);
    if (zoneless) {
      const detail = `the availability zone of ${zoneless.id}, and how many addresses are free in it`;
      return cannotTell([{ reason: 'not-recorded', detail }]);
    }
    const zones = [...byZone(rooms)].map(([zone, list]) => ({ zone, list, free: summed(list, freeIn) ?? 0 }));
    if (zones.length < 2) return notApplicable('all subnets of the service lie in one availability zone');
    const free = zones.reduce((total, zone) => total + zone.free, 0);
    if (need.fresh.least > free) return notApplicable('all zones together have too few addresses');
    const share = need.fresh.least / zones.length;
    const short = zones.filter((zone) => zone.free < share);
    if (short.length === 0) {
      const enough = zones.every((zone) => zone.free >= need.fresh.most / zones.length);
      return enough ? pass() : cannotTell([PENDING]);
    }
    const listed = short.map((zone) => `${zone.zone} has ${counted(zone.free, 'address', 'addresses')} free`);
    return fail({
      at: service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets'),
      message: `${listed.join(' and ')}, and an even share of the ${counted(need.fresh.least, 'new task', 'new tasks')} of a deployment of ${named(service)} over ${zones.length} zones is ${Math.ceil(share)}`,
      evidence: [
        ...ledger(headroom),
        ...(await holders(
          short.flatMap(({ list }) => list),
          facts,
        )),
      ],
      fixes: others(headroom),
    });
  });
}
