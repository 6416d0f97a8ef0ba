import { type Fact, unknown, valueOr } from '../fact/fact.ts';
import type { SubnetShape } from '../fact/kinds/ec2.ts';
import type { WayOut } from '../model/way-out.ts';
import { ofFamily, type Range, without } from './address-ranges.ts';
import { gatewayKind } from './gateway-kind.ts';
import { throughInternetGateway } from './gateways.ts';
import { throughAcl } from './network-acl.ts';
import { throughPublicAccess } from './public-access.ts';
import { localRanges, lookUpRoutes, tableOf, type Way } from './routes.ts';
import { subnetRanges } from './subnet.ts';
import { blocked, missing, passed, type Step, undecided, withFact } from './verdict.ts';
import { type Nat, oneOf, type Table, type TableRoute, type World } from './world.ts';

/** What goes into a NAT gateway. */
export interface IntoNat {
  readonly subnet: SubnetShape;
  /** The addresses that the caller may have. */
  readonly source: readonly Range[];
  /** Those of the service, in IPv4: what the gateway calls. */
  readonly service: readonly Range[];
  readonly port: number;
}

const STATES: Readonly<Record<string, 'gone' | 'coming'>> = {
  failed: 'gone',
  deleted: 'gone',
  deleting: 'gone',
  pending: 'coming',
};

/** Through a NAT gateway and on from its own subnet. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
export function throughNatGateway(
  world: World,
  id: string,
  into: IntoNat,
): { readonly steps: readonly Step[]; readonly wayOut: WayOut } {
  const vpc = into.subnet.VpcId ?? '';
  const gateway = oneOf(world.natGateways, 'NAT gateway', id, ({ NatGatewayId }) => NatGatewayId);
  const held = valueOr(gateway, undefined)?.NatGatewayAddresses ?? [];
  const addresses = held.flatMap(({ PublicIp }) => PublicIp ?? []);
  return {
    steps: gateway.match<readonly Step[]>({
      known: (nat) => stepsOf(world, nat, id, into, vpc),
      absent: () => [undecided('UNKNOWN_RESOURCE', `${id} does not exist`)],
      unknown: (why) => [missing(why)],
    }),
    wayOut: { via: 'nat', vpc, ...(addresses.length > 0 ? { addresses } : {}) },
  };
}

function stepsOf(world: World, nat: Nat, id: string, into: IntoNat, vpc: string): readonly Step[] {
  const { SubnetId, RouteTableId, AvailabilityMode } = nat;
  const regional = AvailabilityMode === 'regional' || SubnetId === undefined;
  const own = regional ? undefined : oneOf(world.subnets, 'subnet', SubnetId, (it) => it.SubnetId);
  const table: Fact<Table> = regional
    ? RouteTableId === undefined
      ? unknown({ reason: 'undecidable', detail: `the route table of ${id} is not to be seen` })
      : oneOf(world.routeTables, 'route table', RouteTableId, (it) => it.RouteTableId)
    : tableOf(world, SubnetId, vpc);
  const steps: Step[] = [
    passed(regional ? id : `${id} in ${SubnetId}`),
    stateOf(nat, id),
    ofVpc(nat, id, vpc),
  ];
  if (regional) steps.push(inZone(nat, id, into.subnet));
  const appliance = nat.AttachedAppliances?.find(({ AttachmentState }) => AttachmentState !== 'detached');
  if (appliance) {
    steps.push(undecided('THIRD_PARTY_APPLIANCE', `a ${appliance.Type ?? 'proxy'} is attached to ${id}`));
  }
  const home = own && valueOr(own, { SubnetId });
  steps.push(
    ...withFact(table, 'the route table', (it) => onwards(world, nat, id, it, into.service, home, vpc)),
  );
  if (nat.ConnectivityType !== 'private') {
    steps.push(throughPublicAccess(world, 'nat-gateway', [home, into.subnet], vpc));
  }
  if (SubnetId !== undefined && SubnetId !== into.subnet.SubnetId) {
    steps.push(...aclsOf(world, SubnetId, into));
  }
  return steps;
}

function stateOf({ State }: Nat, id: string): Step {
  const state = State?.toLowerCase() ?? '';
  if (state === 'available') return passed();
  return STATES[state] === 'gone'
    ? blocked('BAD_STATE', `${id} is in state ${State}`)
    : undecided('BAD_STATE', `${id} is in state ${State ?? 'unknown'}`);
}

function ofVpc({ VpcId }: Nat, id: string, vpc: string): Step {
  return VpcId === undefined || VpcId === vpc
    ? passed()
    : blocked('NGW_REQUIRES_SOURCE_IN_VPC', `${id} belongs to ${VpcId} and takes nothing from ${vpc}`);
}

/**
 * A regional NAT gateway serves the zones that it is registered in. One that AWS grows by itself serves the others meanwhile
 * from where it is. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
 */
function inZone(
  { NatGatewayAddresses = [], AutoProvisionZones }: Nat,
  id: string,
  subnet: SubnetShape,
): Step {
  const zones = NatGatewayAddresses.flatMap(({ AvailabilityZone, AvailabilityZoneId }) => [
    AvailabilityZone,
    AvailabilityZoneId,
  ]).filter((zone) => zone !== undefined);
  const { AvailabilityZone: name = '', AvailabilityZoneId: zoneId = '' } = subnet;
  if (name === '' && zoneId === '')
    return undecided('MISSING_DATA', 'the zone of the subnet is not to be seen');
  if (zones.length === 0 || zones.includes(name) || zones.includes(zoneId)) return passed();
  return AutoProvisionZones === 'enabled'
    ? passed()
    : blocked('REGIONAL_NGW_ROUTE_AZ_RESTRICTION', `${id} is not registered in ${name}`);
}

/** From the gateway's own subnet (or, of a regional one, by its own table) to an internet gateway. */
function onwards(
  world: World,
  nat: Nat,
  id: string,
  table: Table,
  service: readonly Range[],
  home: SubnetShape | undefined,
  vpc: string,
): readonly Step[] {
  const name = table.RouteTableId ?? 'its route table';
  // A VPC may have public addresses of its own, which are nobody else's.
  const { ways, why } = lookUpRoutes(world, table, without(service, localRanges(table)));
  const each = ways.map((way) => onwardsBy(world, nat, id, name, way, home, vpc));
  const worst = each.map((steps) => steps.find(({ is }) => is !== 'passed'));
  const stop = worst.find((step) => step?.is === 'blocked');
  const decided =
    stop && worst.some((step) => step?.is !== 'blocked')
      ? [undecided('SERVICE_IP_UNKNOWN', `${name} has no way out for some of the service's addresses`)]
      : (each.find((steps) => steps.some(({ is }) => is !== 'passed')) ?? each[0] ?? []);
  // A route whose prefix list is unread may lead out, or not.
  return why.length > 0 ? [passed(name), missing(why)] : decided;
}

function onwardsBy(
  world: World,
  nat: Nat,
  id: string,
  table: string,
  { route }: Way,
  home: SubnetShape | undefined,
  vpc: string,
): readonly Step[] {
  const none = blocked('NAT_SUBNET_NO_IGW_ROUTE', `${table} has no igw route`);
  if (!route) return [none];
  if (route.State === 'blackhole') {
    return [blocked('BAD_STATE_ROUTE', `${table} sends what leaves ${id} into a blackhole`)];
  }
  const open = notModelled(route, nat.ConnectivityType === 'private');
  if (open) return [passed(table), open];
  const gateway = route.GatewayId ?? '';
  const kind = gatewayKind(world, gateway);
  if (kind === 'open')
    return [passed(table), undecided('UNKNOWN_RESOURCE', `what sort of gateway ${gateway} is`)];
  if (kind !== 'internet-gateway') return [none];
  const source = home ? ofFamily(subnetRanges(world, home), 4) : [];
  const withoutAddress = nat.ConnectivityType === 'private' ? id : undefined;
  return [passed(table), ...throughInternetGateway(world, gateway, { vpc, source, withoutAddress })];
}

function notModelled(route: TableRoute, isPrivate: boolean): Step | undefined {
  const { TransitGatewayId, CoreNetworkArn, GatewayId = '', NetworkInterfaceId, InstanceId } = route;
  const { LocalGatewayId, CarrierGatewayId, VpcPeeringConnectionId } = route;
  const next = TransitGatewayId ?? CoreNetworkArn;
  if (next) return undecided('TGW_NOT_MODELLED', `what lies behind ${next}`);
  if (GatewayId.startsWith('vgw-')) return undecided('VGW_NOT_MODELLED', `what lies behind ${GatewayId}`);
  const appliance = GatewayId.startsWith('vpce-') ? GatewayId : (NetworkInterfaceId ?? InstanceId);
  if (appliance) return undecided('THIRD_PARTY_APPLIANCE', `what ${appliance} does with it`);
  const other = LocalGatewayId ?? CarrierGatewayId;
  if (other) return undecided('CARRIER_OR_LOCAL_GATEWAY', `what lies behind ${other}`);
  if (VpcPeeringConnectionId && isPrivate) {
    return blocked(
      'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
      `${VpcPeeringConnectionId} leads to the peer VPC alone`,
    );
  }
  return undefined;
}

/** The network ACL of the gateway's subnet, both ways on both sides of it. */
function aclsOf(world: World, subnet: string, { source, service, port }: IntoNat): readonly Step[] {
  const inside = { subnet, peers: source, doubt: 'SOURCE_IP_UNKNOWN' } as const;
  const outside = { subnet, peers: service, doubt: 'SERVICE_IP_UNKNOWN' } as const;
  return [
    ...throughAcl(world, { ...inside, direction: 'in', ports: port }),
    ...throughAcl(world, { ...outside, direction: 'out', ports: port }),
    ...throughAcl(world, { ...outside, direction: 'in', ports: 'ephemeral of a NAT gateway' }),
    ...throughAcl(world, { ...inside, direction: 'out', ports: 'ephemeral of a client' }),
  ];
}
