import { valueOr } from '../fact/fact.ts';
import { sameText } from '../fact/opaque.ts';
import type { Range } from './address-ranges.ts';
import { edgeTableOf, lookUpRoutes } from './routes.ts';
import { blocked, missing, passed, type Step, undecided, withFact } from './verdict.ts';
import type { World } from './world.ts';

/** What comes to a gateway. */
interface Leaving {
  readonly vpc: string;
  /** The addresses that replies come to. */
  readonly source: readonly Range[];
  /** Where what calls has no public address, though it needs one: what that is. */
  readonly withoutAddress?: string | undefined;
}

/** Through an internet gateway: attached, and nothing on the way back. What calls must have a public address. */
export function throughInternetGateway(
  world: World,
  id: string,
  { vpc, source, withoutAddress }: Leaving,
): readonly Step[] {
  const attached = withFact(world.internetGateways, 'the internet gateway', (gateways) => [
    attachment(id, vpc, gateways, ({ InternetGatewayId }) => InternetGatewayId),
  ]);
  const addressed =
    withoutAddress === undefined
      ? passed()
      : blocked('NO_PUBLIC_IP', `${withoutAddress} has no public IPv4 address`);
  return [...attached, addressed, ...backThrough(world, id, source)];
}

/** Through an egress-only internet gateway, which IPv6 alone takes. */
export function throughEgressOnlyGateway(world: World, id: string, vpc: string): readonly Step[] {
  return withFact(world.egressOnlyInternetGateways, 'the egress-only internet gateway', (gateways) => [
    attachment(id, vpc, gateways, ({ EgressOnlyInternetGatewayId }) => EgressOnlyInternetGatewayId),
  ]);
}

interface Attachable {
  readonly Attachments?:
    | readonly { readonly VpcId?: string | undefined; readonly State?: string | undefined }[]
    | undefined;
}

function attachment<Gateway extends Attachable>(
  id: string,
  vpc: string,
  gateways: readonly Gateway[],
  idOf: (gateway: Gateway) => string | undefined,
): Step {
  const gateway = gateways.find((it) => idOf(it) === id);
  if (!gateway && gateways.some((it) => mayBe(idOf(it), id))) {
    return undecided('UNKNOWN_RESOURCE', `whether ${id} is a gateway of ${vpc}`);
  }
  const attached = gateway?.Attachments?.find(({ VpcId }) => VpcId === vpc);
  const state = attached?.State;
  if (state === 'available' || state === 'attached') return passed(id);
  if (state === 'attaching' || (attached && state === undefined))
    return undecided('BAD_STATE_ATTACHMENT', `whether ${id} is attached to ${vpc} yet`);
  return blocked('BAD_STATE_ATTACHMENT', `${id} is not attached to ${vpc}`);
}

/** Can it be the same id, where only the deploy tells one of them? */
function mayBe(one: string | undefined, other: string): boolean {
  return one !== undefined && valueOr(sameText(one, other), true);
}

/** A route table of the gateway itself may send replies through an appliance. */
function backThrough(world: World, gateway: string, source: readonly Range[]): readonly Step[] {
  return edgeTableOf(world, gateway).match<readonly Step[]>({
    known: (table) => {
      if (!table) return [];
      const { ways } = lookUpRoutes(world, table, source);
      return ways.flatMap(({ route }): Step | readonly Step[] => {
        if (!route || route.GatewayId === 'local') return [];
        const name = table.RouteTableId ?? 'the route table of the gateway';
        return route.State === 'blackhole'
          ? blocked('BAD_STATE_ROUTE', `${name} of ${gateway} sends replies into a blackhole`)
          : undecided('THIRD_PARTY_APPLIANCE', `${name} of ${gateway} sends replies through an appliance`);
      });
    },
    absent: () => [],
    unknown: (why) => [missing(why)],
  });
}
