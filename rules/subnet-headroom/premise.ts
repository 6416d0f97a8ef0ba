import { type Fact, holds, type Truth, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { SubnetShape } from '../../src/fact/kinds/ec2.ts';
import { isOpaque, whyOpaque } from '../../src/fact/opaque.ts';
import { type Deployment, remember } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import { prefixOf, usableAddresses } from '../../src/model/subnet-size.ts';
import type { SubnetRoom } from '../../src/rollout/addresses.ts';
import { type AddressNeed, addressNeed } from '../../src/rollout/new-addresses.ts';
import { notAsked } from '../../src/rollout/not-asked.ts';
import { serviceSubnets } from '../../src/rollout/service-subnets.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

/** The subnets of a service, and what its deployment needs of them. */
export interface Headroom {
  readonly deployment: Deployment;
  readonly service: Service;
  readonly rooms: readonly SubnetRoom[];
  readonly shapes: readonly SubnetShape[];
  readonly need: AddressNeed;
}

/** Has the service tasks with awsvpc? */
export function awsvpc(service: Service): Truth {
  const network = service.view.get('networkConfiguration').get('awsvpcConfiguration');
  return holds(network.get('subnets').size, (size) => size > 0);
}

const NO_AWSVPC = 'no service with awsvpc';

/** Asks for the subnets of a service with awsvpc. */
export function askWhereAwsvpc(
  { service }: Deployment,
  facts: Facts,
  judge: (service: Service) => Verdicts | Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  if (!service) return notApplicable(NO_AWSVPC);
  return awsvpc(service).match<Verdicts | Promise<Verdicts>>({
    known: (is) => {
      if (!is) return notApplicable(NO_AWSVPC);
      if (facts.offline) return cannotTell([notAsked("what is free in the service's subnets")]);
      return judge(service);
    },
    absent: () => notApplicable(NO_AWSVPC),
    unknown: cannotTell,
  });
}

/** Judges the subnets of a service with awsvpc, where they have IPv4 addresses. */
export function whereHeadroom(
  deployment: Deployment,
  facts: Facts,
  judge: (headroom: Headroom) => Verdict | Promise<Verdict>,
): Verdicts | Promise<Verdicts> {
  return askWhereAwsvpc(deployment, facts, async (service) => {
    // It is the same for all problems.
    const found = await remember(deployment, read, () => read(deployment, service, facts));
    return 'need' in found ? judge(found) : found;
  });
}

/** Or the verdict of whoever asks, where there is nothing to judge. */
async function read(deployment: Deployment, service: Service, facts: Facts): Promise<Headroom | Verdict> {
  const subnets = await serviceSubnets(deployment, facts);
  return subnets.match<Headroom | Verdict>({
    known: (shapes) => {
      if (shapes.length === 0) return notApplicable('none of the subnets exists');
      const native = shapes.find(({ Ipv6Native }) => Ipv6Native === true);
      if (native)
        return notApplicable(`${native.SubnetId} is IPv6-only: it has no IPv4 addresses to exhaust`);
      return matched<AddressNeed, Headroom | Verdict>(addressNeed(deployment), (need) => ({
        deployment,
        service,
        shapes,
        need,
        rooms: shapes.map(roomOf),
      }));
    },
    absent: () => notApplicable(NO_AWSVPC),
    unknown: cannotTell,
  });
}

/** Judges a fact that has to be known. */
export function matched<T, Judged>(fact: Fact<T>, judge: (value: T) => Judged): Judged | Verdict {
  return fact.match<Judged | Verdict>({
    known: judge,
    absent: () => notApplicable('no service is deployed'),
    unknown: cannotTell,
  });
}

function roomOf({
  SubnetId = '',
  AvailabilityZone,
  CidrBlock,
  AvailableIpAddressCount,
}: SubnetShape): SubnetRoom {
  return {
    id: SubnetId,
    zone: AvailabilityZone,
    prefix: CidrBlock === undefined ? undefined : prefixOf(CidrBlock),
    free: AvailableIpAddressCount,
    declared: isOpaque(SubnetId),
  };
}

/** Why a size is not told: a template may leave the CIDR block to a parameter; else what was asked did not say. */
export function sizeless({ rooms, shapes }: Headroom, otherwise: (ids: string) => string): readonly Why[] {
  const without = rooms.filter((room) => room.prefix === undefined).map(({ id }) => id);
  const open = shapes.flatMap(({ SubnetId = '', CidrBlock = '' }) =>
    without.includes(SubnetId) && isOpaque(CidrBlock) ? [whyOpaque(CidrBlock)] : [],
  );
  const [first] = open;
  return first ? [first] : [{ reason: 'not-recorded', detail: otherwise(without.join(', ')) }];
}

/** What is free in a subnet; of one that only a template declares, what its size allows. Undefined where neither is told. */
export function freeIn({ free, prefix }: SubnetRoom): number | undefined {
  return free ?? (prefix === undefined ? undefined : usableAddresses(prefix));
}

/** The sum over all subnets; undefined where one of them is not told. */
export function summed(
  rooms: readonly SubnetRoom[],
  count: (room: SubnetRoom) => number | undefined,
): number | undefined {
  let total = 0;
  for (const room of rooms) {
    const number = count(room);
    if (number === undefined) return undefined;
    total += number;
  }
  return total;
}

/** "1 new address", "20 new addresses". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The service's name for a message. */
export function named(service: Service): string {
  const name = valueOr(service.name, undefined);
  return name === undefined ? 'the service' : `service "${name}"`;
}
