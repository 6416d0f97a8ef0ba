import { valueOr } from '../fact/fact.ts';
import type { SubnetShape } from '../fact/kinds/ec2.ts';
import { gatewayKind } from './gateway-kind.ts';
import { tableOf } from './routes.ts';
import type { World } from './world.ts';

/** Does the subnet's table lead to other networks, where an endpoint may stand that a private name resolves to? */
export function leadsElsewhere(world: World, { SubnetId = '', VpcId = '' }: SubnetShape): boolean {
  const { Routes = [] } = valueOr(tableOf(world, SubnetId, VpcId), { Routes: [] });
  return Routes.some(
    ({ State, TransitGatewayId, VpcPeeringConnectionId, CoreNetworkArn, GatewayId = '' }) =>
      State !== 'blackhole' &&
      (TransitGatewayId ??
        VpcPeeringConnectionId ??
        CoreNetworkArn ??
        (['vpn-gateway', 'open'].includes(gatewayKind(world, GatewayId)) || undefined)) !== undefined,
  );
}

/** Does the subnet's table lead out by IPv6? */
export function leadsOutByIpv6(world: World, { SubnetId = '', VpcId = '' }: SubnetShape): boolean {
  const { Routes = [] } = valueOr(tableOf(world, SubnetId, VpcId), { Routes: [] });
  return Routes.some(
    ({ State, DestinationIpv6CidrBlock }) => State !== 'blackhole' && DestinationIpv6CidrBlock === '::/0',
  );
}
