import { valueOr } from '../fact/fact.ts';
import { isOpaque } from '../fact/opaque.ts';
import type { World } from './world.ts';

/** What a route's `GatewayId` names. */
type GatewayKind = 'internet-gateway' | 'endpoint' | 'vpn-gateway' | 'other' | 'open';

/** Told by the prefix of the id; of an id that only the deploy gives, by whose it is. */
export function gatewayKind(world: World, id: string): GatewayKind {
  if (!isOpaque(id)) return byPrefix(id);
  const gateways = valueOr(world.internetGateways, []);
  if (gateways.some(({ InternetGatewayId }) => InternetGatewayId === id)) return 'internet-gateway';
  const endpoints = valueOr(world.vpcEndpoints, []);
  return endpoints.some(({ VpcEndpointId }) => VpcEndpointId === id) ? 'endpoint' : 'open';
}

function byPrefix(id: string): GatewayKind {
  if (id.startsWith('igw-')) return 'internet-gateway';
  if (id.startsWith('vpce-')) return 'endpoint';
  return id.startsWith('vgw-') ? 'vpn-gateway' : 'other';
}
