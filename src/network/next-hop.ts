import type { SubnetShape } from '../fact/kinds/ec2.ts';
import type { WayOut } from '../model/way-out.ts';
import type { Range } from './address-ranges.ts';
import { gatewayKind } from './gateway-kind.ts';
import { throughEgressOnlyGateway, throughInternetGateway } from './gateways.ts';
import { throughNatGateway } from './nat-gateway.ts';
import { throughPublicAccess } from './public-access.ts';
import { destinationOf, endpointNamed } from './routes.ts';
import { blocked, passed, type Step, undecided, withFact } from './verdict.ts';
import { endpointState, wayOutBy } from './vpc-endpoint.ts';
import { lookUp, type TableRoute, type World } from './world.ts';

/** What a route hands on. */
export interface Outbound {
  readonly subnet: SubnetShape;
  readonly family: 4 | 6;
  /** IPv6 that stands for IPv4: only a NAT gateway takes it on. */
  readonly nat64: boolean;
  /** The addresses that the caller may have. */
  readonly source: readonly Range[];
  /** Those of the service, as it is called in the end. */
  readonly service: readonly Range[];
  readonly port: number;
  readonly publicIp: boolean;
}

/** The way on from a route. */
export interface Hop {
  readonly steps: readonly Step[];
  readonly wayOut?: WayOut;
}

/** Along a route out of the VPC. */
export function followRoute(world: World, route: TableRoute, out: Outbound): Hop {
  const destination = passed(destinationOf(route));
  if (route.State === 'blackhole') {
    return { steps: [blocked('BAD_STATE_ROUTE', `the route to ${destinationOf(route)} is a blackhole`)] };
  }
  const hop = toGateway(world, route, out) ?? elsewhere(world, route);
  return { ...hop, steps: [destination, ...hop.steps] };
}

function toGateway(world: World, route: TableRoute, out: Outbound): Hop | undefined {
  const { GatewayId = '', NatGatewayId, EgressOnlyInternetGatewayId } = route;
  const { subnet, source } = out;
  const vpc = subnet.VpcId ?? '';
  const kind = gatewayKind(world, GatewayId);
  if (NatGatewayId !== undefined) {
    if (out.family === 6 && !out.nat64) {
      return { steps: [blocked('NO_IPV4_PATH', `${NatGatewayId} takes IPv6 for IPv4 services alone`)] };
    }
    return throughNatGateway(world, NatGatewayId, out);
  }
  if (out.nat64 && (EgressOnlyInternetGatewayId !== undefined || kind === 'internet-gateway')) {
    const gateway = EgressOnlyInternetGatewayId ?? GatewayId;
    return { steps: [blocked('NO_IPV4_PATH', `${gateway} does not turn IPv6 into IPv4`)] };
  }
  if (EgressOnlyInternetGatewayId !== undefined) {
    const access = throughPublicAccess(world, 'egress-only-internet-gateway', [subnet], vpc);
    const steps = [...throughEgressOnlyGateway(world, EgressOnlyInternetGatewayId, vpc), access];
    return { steps, wayOut: { via: 'egress-only-internet-gateway', vpc } };
  }
  if (kind === 'internet-gateway') {
    const withoutAddress = out.family === 6 || out.publicIp ? undefined : 'the interface';
    const access = throughPublicAccess(world, 'internet-gateway', [subnet], vpc);
    return {
      steps: [...throughInternetGateway(world, GatewayId, { vpc, source, withoutAddress }), access],
      wayOut: { via: 'internet-gateway', vpc },
    };
  }
  return undefined;
}

/** To what is not looked into, or leads nowhere. */
function elsewhere(world: World, route: TableRoute): Hop {
  const { GatewayId = '', NetworkInterfaceId, InstanceId } = route;
  const kind = gatewayKind(world, GatewayId);
  if (kind === 'endpoint') return throughEndpointRoute(world, route, GatewayId);
  if (kind === 'vpn-gateway') {
    return { steps: [undecided('VGW_NOT_MODELLED', `what lies behind ${GatewayId}`)] };
  }
  const onward = route.TransitGatewayId ?? route.CoreNetworkArn;
  if (onward !== undefined) return { steps: [undecided('TGW_NOT_MODELLED', `what lies behind ${onward}`)] };
  if (route.VpcPeeringConnectionId !== undefined) {
    const hop = `${route.VpcPeeringConnectionId} leads to the peer VPC alone, not beyond it`;
    return { steps: [blocked('PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', hop)] };
  }
  if (NetworkInterfaceId !== undefined) return { steps: throughInterface(world, NetworkInterfaceId) };
  if (InstanceId !== undefined) {
    return { steps: [undecided('THIRD_PARTY_APPLIANCE', `what ${InstanceId} does with it`)] };
  }
  const edge = route.LocalGatewayId ?? route.CarrierGatewayId;
  if (edge !== undefined) {
    return { steps: [undecided('CARRIER_OR_LOCAL_GATEWAY', `what lies behind ${edge}`)] };
  }
  if (kind === 'open') {
    return { steps: [undecided('UNKNOWN_RESOURCE', `what sort of gateway ${GatewayId} is`)] };
  }
  return { steps: [undecided('UNKNOWN_RESOURCE', `where the route to ${destinationOf(route)} leads`)] };
}

/** A gateway endpoint takes the call itself; any other is an appliance's. */
function throughEndpointRoute(world: World, route: TableRoute, id: string): Hop {
  const endpoint = endpointNamed(world, id);
  const state = endpoint ? endpointState(endpoint) : passed();
  if (endpoint?.VpcEndpointType === 'Gateway') {
    return { steps: [passed(id), state], wayOut: wayOutBy('gateway-endpoint', endpoint) };
  }
  const listed = route.DestinationPrefixListId !== undefined;
  const what = undecided('THIRD_PARTY_APPLIANCE', `what lies behind ${id}`);
  if (endpoint || !listed) return { steps: [state, what] };
  return {
    steps: withFact(world.vpcEndpoints, 'the endpoint', () => [
      undecided('UNKNOWN_RESOURCE', `${id} is not to be seen`),
    ]),
  };
}

/** To an instance that forwards: it must not insist that packets are its own. */
function throughInterface(world: World, id: string): readonly Step[] {
  return withFact(lookUp(world.networkInterfaces, 'network interface', id), id, ({ SourceDestCheck }) => [
    SourceDestCheck === true
      ? blocked('SRC_DST_CHECK', `${id} drops what it should forward: its source/destination check is on`)
      : undecided('THIRD_PARTY_APPLIANCE', `what ${id} does with it`),
  ]);
}
