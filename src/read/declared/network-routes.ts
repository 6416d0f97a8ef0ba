import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Why } from '../../fact/fact.ts';
import { routeTables } from '../../fact/kinds/ec2.ts';
import { opaqueValue } from '../../fact/opaque.ts';
import type { Shape } from '../../fact/shape.ts';
import { declaredBy } from '../../model/declared-at.ts';
import type { View } from '../../model/view.ts';
import { refOf } from './identity.ts';
import { isGatewayEndpoint, listOf } from './network-endpoints.ts';
import { answered, doubts, needed, word, words } from './network-parts.ts';
import { byVpc, declaredVpcs, mainTableOf, type Part, perhapsAnother, perhapsThe } from './network-scopes.ts';
import { blocksOf } from './network-vpcs.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredListings } from './source.ts';

type TableRoute = Shape<Route>;

/** Something that is of a route table: a route, or what the table serves. */
interface OfTable<T> {
  readonly table: string;
  readonly it: T;
  /** Why it is not certain to be there. */
  readonly doubts: readonly Why[];
}

/** Members of a route that both languages spell alike. */
const TARGETS = [
  'CarrierGatewayId',
  'CoreNetworkArn',
  'EgressOnlyInternetGatewayId',
  'InstanceId',
  'LocalGatewayId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html */
function routeOf(it: DeclaredResource): TableRoute {
  const four = word(it, 'DestinationCidrBlock');
  const six = word(it, 'DestinationIpv6CidrBlock');
  const list = word(it, 'DestinationPrefixListId');
  const none = (four ?? six ?? list) === undefined;
  return answered<TableRoute>({
    ...Object.fromEntries(TARGETS.map((name) => [name, word(it, name)])),
    DestinationCidrBlock: none ? opaqueValue(`${it.id}.DestinationCidrBlock`) : four,
    DestinationIpv6CidrBlock: six,
    DestinationPrefixListId: list,
    GatewayId: word(it, 'GatewayId') ?? word(it, 'VpcEndpointId'),
    Origin: 'CreateRoute',
    State: 'active',
  });
}

/** All routes that the template puts into tables: by resources of their own, by gateway endpoints, by propagation. */
function routes(estate: Estate): readonly OfTable<TableRoute>[] {
  const own = estate
    .of('AWS::EC2::Route')
    .map((it) => ({ table: needed(it, 'RouteTableId'), it: routeOf(it), doubts: doubts(it) }));
  return [...own, ...gatewayRoutes(estate), ...propagated(estate)];
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
function gatewayRoutes(estate: Estate): readonly OfTable<TableRoute>[] {
  return estate.of('AWS::EC2::VPCEndpoint').flatMap((it) => {
    if (!isGatewayEndpoint(it)) return [];
    const route: TableRoute = {
      DestinationPrefixListId: listOf(it),
      GatewayId: refOf(it, estate),
      Origin: 'CreateRoute',
      State: 'active',
    };
    return tablesNamedBy(it).map((table) => ({ table, it: route, doubts: doubts(it) }));
  });
}

/** What a virtual private gateway or a route server brings in: routes for addresses that nobody knows. */
function propagated(estate: Estate): readonly OfTable<TableRoute>[] {
  const ofVpn = estate.of('AWS::EC2::VPNGatewayRoutePropagation');
  const ofServer = estate.of('AWS::EC2::RouteServerPropagation');
  return [...ofVpn, ...ofServer].flatMap((it) => {
    const route: TableRoute = {
      DestinationCidrBlock: opaqueValue(`${it.id} (propagated routes)`),
      Origin: 'EnableVgwRoutePropagation',
      State: 'active',
    };
    const single = word(it, 'RouteTableId');
    const tables = single === undefined ? tablesNamedBy(it) : [single];
    return tables.map((table) => ({ table, it: route, doubts: doubts(it) }));
  });
}

function tablesNamedBy(it: DeclaredResource): readonly string[] {
  return words(it, 'RouteTableIds').match<readonly string[]>({
    known: (tables) => tables,
    absent: () => [],
    // It may be any.
    unknown: () => [opaqueValue(`${it.id}.RouteTableIds`)],
  });
}

type Association = NonNullable<Shape<RouteTable>['Associations']>[number];

/** What a table serves. One that names no subnet makes the table the main one, which Terraform can say. */
function associations(estate: Estate): readonly OfTable<Association>[] {
  const inForce = { AssociationState: { State: 'associated' } } as const;
  const ofSubnets = estate.of('AWS::EC2::SubnetRouteTableAssociation').map((it) => {
    const subnet = word(it, 'SubnetId');
    const serves = subnet === undefined ? { Main: true } : { Main: false, SubnetId: subnet };
    const which = subnet === undefined ? [] : perhapsAnother(estate, subnet);
    return {
      table: needed(it, 'RouteTableId'),
      it: { ...inForce, ...serves },
      doubts: [...doubts(it), ...which],
    };
  });
  const ofGateways = estate.of('AWS::EC2::GatewayRouteTableAssociation').map((it) => ({
    table: needed(it, 'RouteTableId'),
    it: { ...inForce, Main: false, GatewayId: needed(it, 'GatewayId') },
    doubts: doubts(it),
  }));
  return [...ofSubnets, ...ofGateways];
}

interface TableIn {
  readonly id: string;
  readonly vpc: string;
  readonly declared?: DeclaredResource;
}

function tables(estate: Estate): readonly TableIn[] {
  const own = estate
    .of('AWS::EC2::RouteTable')
    .map((declared) => ({ id: refOf(declared, estate), vpc: needed(declared, 'VpcId'), declared }));
  const main = [...declaredVpcs(estate)].map(([vpc, it]) => ({ id: mainTableOf(it, estate), vpc }));
  return [...own, ...main];
}

/** Every table sends what is for the VPC itself there. */
function localRoutes(vpc: string, estate: Estate): readonly TableRoute[] {
  const it = declaredVpcs(estate).get(vpc);
  const blocks = it ? blocksOf(it, estate) : [opaqueValue(`CidrBlock of the VPC`)];
  return blocks.map((DestinationCidrBlock) => ({
    DestinationCidrBlock,
    GatewayId: 'local',
    Origin: 'CreateRouteTable',
    State: 'active',
  }));
}

function parts(estate: Estate): readonly Part<Shape<RouteTable>>[] {
  const allRoutes = routes(estate);
  const served = associations(estate);
  const replaced = served.filter(({ it }) => it.Main === true).map(({ table }) => table);
  const all = tables(estate);
  const ids = new Set(all.map(({ id }) => id));
  return all.map(({ id, vpc, declared }) => {
    const mainByDefault = !declared && !all.some((it) => it.vpc === vpc && replaced.includes(it.id));
    const shape: Shape<RouteTable> = {
      RouteTableId: id,
      VpcId: vpc,
      Associations: [
        ...(mainByDefault ? [{ Main: true, AssociationState: { State: 'associated' as const } }] : []),
        ...certainOf(served, id),
      ],
      Routes: [...localRoutes(vpc, estate), ...certainOf(allRoutes, id)],
    };
    const uncertain = [...allRoutes, ...served].flatMap(({ table, doubts: open }) =>
      table === id ? open : perhapsThe(table, id, ids),
    );
    return {
      vpc,
      member: declared ? declaredBy(shape, declared.view as View) : shape,
      doubts: [...(declared ? doubts(declared) : []), ...uncertain],
    };
  });
}

function certainOf<T>(all: readonly OfTable<T>[], id: string): readonly T[] {
  return all.flatMap(({ table, it, doubts: why }) => (table === id && why.length === 0 ? [it] : []));
}

export const routeFacts = [declaredListings(routeTables, (estate) => byVpc(estate, parts(estate)))];
