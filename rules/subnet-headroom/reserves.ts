import type { Fact } from '../../src/fact/fact.ts';
import { absent, known, orElse, unknown, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { scalableTarget } from '../../src/fact/kinds/scaling.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import { usableAddresses } from '../../src/model/subnet-size.ts';
import { clusterOf } from '../../src/rollout/deployment-peak.ts';
import { addressNeed } from '../../src/rollout/new-addresses.ts';
import { cannotTell, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { open as openNeed, told as toldFree, untold } from './addresses.ts';
import { holders, larger, ledger, otherSubnets } from './evidence.ts';
import {
  counted,
  freeIn,
  type Headroom,
  matched,
  named,
  sizeless,
  summed,
  whereHeadroom,
} from './premise.ts';

/** Less than this share of the subnets' addresses left is tight. */
const RESERVE = 0.1;

/** Would the auto scaling maximum not fit, or is little left? */
export function addressesTight(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereHeadroom(deployment, facts, async (headroom): Promise<Verdict> => {
    const { need, rooms } = headroom;
    const free = summed(rooms, freeIn);
    if (free === undefined) return cannotTell(untold(headroom));
    if (need.fresh.least > free) return notApplicable('addresses-exhausted reports it');
    if (need.fresh.most > free) return cannotTell([openNeed(headroom, free)]);
    const maximum = await scalingMaximum(deployment, facts);
    const [peak] = need.peaks;
    const most = valueOr(maximum, (peak?.desired ?? 0) * 2);
    const open = maximum.match({ known: () => false, absent: () => false, unknown: () => true });
    return matched(addressNeed(deployment, known(most), most), async (grown) => {
      const inUse = need.held === 'here' ? Math.max(...need.peaks.map(({ running }) => running)) : 0;
      const wanted = grown.total.least - inUse;
      const told = maximum.match({
        known: () => `at the auto scaling maximum of ${most} tasks`,
        absent: () => `at twice the present count, ${most} tasks`,
        unknown: () => '',
      });
      // A maximum that may not be read is not twice the present count.
      if (wanted > free && !open) {
        return tight(
          headroom,
          facts,
          `${told}, a deployment of ${named(headroom.service)} needs ${counted(wanted, 'address', 'addresses')}${need.held === 'open' ? '' : ' beyond those its tasks hold now'}, and ${there(headroom, free)}: ${wanted - free} too few`,
          larger(rooms, grown.total.most),
        );
      }
      return remaining(headroom, facts, free, maximum);
    });
  });
}

/** What the deployment leaves; the pass rests on the maximum too. */
async function remaining(
  headroom: Headroom,
  facts: Facts,
  free: number,
  maximum: Fact<number>,
): Promise<Verdict> {
  const { need, rooms, service } = headroom;
  const usable = summed(rooms, ({ prefix }) => (prefix === undefined ? undefined : usableAddresses(prefix)));
  if (usable === undefined) return cannotTell(sizeless(headroom, (ids) => `the CIDR block of ${ids}`));
  const left = free - (need.held === 'open' ? need.fresh.most : need.fresh.least);
  if (left < RESERVE * usable) {
    return tight(
      headroom,
      facts,
      `a deployment of ${named(service)} leaves ${left} of the ${usable} addresses of its ${rooms.length === 1 ? 'subnet' : `${rooms.length} subnets`} free, less than ${RESERVE * 100} %`,
      larger(rooms, need.total.most, Math.ceil((need.total.most * RESERVE) / (1 - RESERVE))),
    );
  }
  return maximum.match<Verdict>({ known: pass, absent: pass, unknown: cannotTell });
}

/** `12 are free`, `the subnets have 22 as declared` */
function there(headroom: Headroom, free: number): string {
  const told = toldFree(headroom);
  if (told === 'free') return `${free} are free`;
  return `its ${headroom.rooms.length === 1 ? 'subnet has' : 'subnets have'} ${free} ${told}`;
}

async function tight(
  headroom: Headroom,
  facts: Facts,
  message: string,
  remedy: readonly string[],
): Promise<Verdict> {
  const { service, rooms, deployment, shapes } = headroom;
  return fail({
    at: service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets'),
    message,
    evidence: [...ledger(headroom), ...(await holders(rooms, facts)), ...remedy],
    fixes: otherSubnets(
      deployment,
      shapes[0]?.SubnetId ?? '',
      shapes[0]?.VpcId,
      'list the subnets of the VPC with what is free in them, and name one with room beside these',
    ),
  });
}

/** The service by the name that its scalable target has for it, which the deploy may be what tells. */
function nameOf({ view, name }: Service): Fact<string> {
  return orElse(view.get('serviceName').reference, () => name);
}

/** What service auto scaling may raise the desired count to; absent where the service has none. */
async function scalingMaximum(deployment: Deployment, facts: Facts): Promise<Fact<number>> {
  const { service } = deployment;
  const cluster = clusterOf(deployment);
  const name = valueOr(service ? nameOf(service) : absent(), undefined);
  const place = valueOr(cluster, undefined);
  if (name === undefined || place === undefined) {
    return unknown({
      reason: 'unresolved',
      detail: 'the service and its cluster are not named',
      unlockedBy: '--cluster',
    });
  }
  const target = await facts.ask(scalableTarget, { cluster: place, service: name });
  return target.match<Fact<number>>({
    known: ({ MaxCapacity }) =>
      MaxCapacity === undefined
        ? unknown({ reason: 'not-recorded', detail: `the maximum of the scalable target of ${name}` })
        : known(MaxCapacity),
    absent: () => target as Fact<never>,
    unknown: (why) => unknown(...why),
  });
}
