import { type Fact, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { runsOnlyOn } from '../../src/model/launch.ts';
import { prefixFor, usableAddresses } from '../../src/model/subnet-size.ts';
import { byZone, type SubnetRoom } from '../../src/rollout/addresses.ts';
import { cannotTell, fail, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { ledger, otherSubnets } from './evidence.ts';
import { counted, sizeless, summed, whereHeadroom } from './premise.ts';

/** From so many tasks on, a Fargate service wants a subnet of /24 or larger for them. */
const MANY_TASKS = 20;
const LEAST_PREFIX = 24;
/** What a new subnet for tasks should have. */
const SUGGESTED_PREFIX = 20;

/**
 * Can the subnets not hold the service's own peak, or is one small for what a large Fargate service has in it? ECS spreads the
 * tasks evenly over the zones of the subnets, so that each zone, and each subnet of it, is held against its even share.
 */
export function subnetTooSmall(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereHeadroom(deployment, facts, (headroom): Verdict => {
    const { need, rooms, service, shapes } = headroom;
    const fargate = runsOnlyOn(deployment, 'FARGATE');
    const desired = need.peaks[0]?.desired ?? 0;
    const groups = zonesOf(rooms);
    const crowded = groups.flatMap((group) => {
      const told = overfull(group, groups.length, need.total.least);
      if (told !== undefined) return [told];
      const each = Math.floor(desired / groups.length / group.length);
      return valueOr(fargate, false) ? group.flatMap((room) => smallUnder(room, each, desired)) : [];
    });
    if (crowded.length > 0) {
      const suggested = Math.min(SUGGESTED_PREFIX, prefixFor(need.total.most));
      return fail({
        at: service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets'),
        message: `${crowded.join('; ')}: a /${suggested} has ${usableAddresses(suggested)} usable addresses`,
        evidence: ledger(headroom),
        fixes: otherSubnets(
          deployment,
          shapes[0]?.SubnetId ?? '',
          shapes[0]?.VpcId,
          `list the subnets of the VPC, and use larger ones or more of them: a CIDR block cannot be changed, so that a /${suggested} is a new subnet`,
        ),
      });
    }
    if (rooms.some(({ prefix }) => prefix === undefined))
      return cannotTell(sizeless(headroom, (ids) => `the CIDR block of ${ids}`));
    return orOpen(fargate, groups, desired);
  });
}

/** Where it is not known whether the tasks run on Fargate, that decides only where a subnet would be small for it. */
function orOpen(
  fargate: Fact<boolean>,
  groups: readonly (readonly SubnetRoom[])[],
  desired: number,
): Verdict {
  const small = groups.some((group) =>
    group.some(
      (room) => smallUnder(room, Math.floor(desired / groups.length / group.length), desired).length > 0,
    ),
  );
  if (!small) return pass();
  return fargate.match<Verdict>({ known: pass, absent: pass, unknown: cannotTell });
}

/** The subnets by zone; all in one group where the zones are not told, so that nothing is said of a single one. */
function zonesOf(rooms: readonly SubnetRoom[]): readonly (readonly SubnetRoom[])[] {
  return rooms.every(({ zone }) => zone !== undefined) ? [...byZone(rooms).values()] : [rooms];
}

/** The subnets of a zone that cannot hold the zone's share of the peak, even with nobody else in them. */
function overfull(group: readonly SubnetRoom[], zones: number, peak: number): string | undefined {
  const usable = summed(group, ({ prefix }) => (prefix === undefined ? undefined : usableAddresses(prefix)));
  const share = Math.floor(peak / zones);
  if (usable === undefined || usable >= share) return undefined;
  const has = `${group.map(named).join(' and ')} ${group.length === 1 ? 'has' : 'have'} ${counted(usable, 'usable address', 'usable addresses')}`;
  return zones === 1
    ? `${has}, and a deployment has up to ${peak} tasks`
    : `${has}, and the even share of ${group[0]?.zone} in the ${peak} tasks of a deployment is ${share}`;
}

function smallUnder(room: SubnetRoom, each: number, desired: number): readonly string[] {
  if (each < MANY_TASKS || room.prefix === undefined || room.prefix <= LEAST_PREFIX) return [];
  const tasks = each === desired ? `all ${desired} tasks` : `${each} of the ${desired} tasks`;
  return [
    `${named(room)} is smaller than a /${LEAST_PREFIX}, and ${tasks} of a Fargate service are to run in it`,
  ];
}

/** "subnet-0a (/28)". */
function named({ id, prefix }: SubnetRoom): string {
  return prefix === undefined ? id : `${id} (/${prefix})`;
}
