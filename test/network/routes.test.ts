import { describe } from 'vitest';
import { changed, defaultRoute, judged, set, taskRules } from './changes.ts';
import { isolated, part, route, withEndpoint, withNat, withS3Gateway } from './network.ts';

describe('routes', () => {
  judged([
    ['none', isolated, 'unreachable NO_ROUTE_TO_DESTINATION'],
    ['unread', () => set(isolated(), 'routeTables', null), 'unknown MISSING_DATA'],
    [
      'unread, with an endpoint in the same subnet',
      () => set(withEndpoint(), 'routeTables', null),
      'reachable vpce',
    ],
    [
      'unread, and a group that lets nothing out',
      () => taskRules(set(isolated(), 'routeTables', null)),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'a blackhole',
      () => defaultRoute({ NatGatewayId: 'nat-1', State: 'blackhole' }),
      'unreachable BAD_STATE_ROUTE',
    ],
    [
      'a blackhole for half of the internet',
      () =>
        route(withNat(), 'rtb-private', {
          DestinationCidrBlock: '128.0.0.0/1',
          NatGatewayId: 'nat-2',
          State: 'blackhole',
        }),
      'unknown SERVICE_IP_UNKNOWN',
    ],
    [
      'both halves of the internet into blackholes',
      () =>
        route(
          route(withNat(), 'rtb-private', {
            DestinationCidrBlock: '128.0.0.0/1',
            NatGatewayId: 'nat-2',
            State: 'blackhole',
          }),
          'rtb-private',
          { DestinationCidrBlock: '0.0.0.0/1', NatGatewayId: 'nat-2', State: 'blackhole' },
        ),
      'unreachable BAD_STATE_ROUTE',
    ],
    [
      'one half of the internet',
      () => route(isolated(), 'rtb-private', { DestinationCidrBlock: '0.0.0.0/1', GatewayId: 'igw-1' }),
      'unknown SERVICE_IP_UNKNOWN',
      { from: { assignPublicIp: 'ENABLED' } },
    ],
    [
      'public addresses elsewhere',
      () =>
        route(withNat(), 'rtb-private', { DestinationCidrBlock: '52.94.0.0/16', TransitGatewayId: 'tgw-1' }),
      'unknown SERVICE_IP_UNKNOWN',
    ],
    [
      'private addresses elsewhere',
      () =>
        route(withNat(), 'rtb-private', { DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: 'tgw-1' }),
      'reachable nat',
    ],
    [
      'static before propagated',
      () =>
        route(withNat(), 'rtb-private', {
          DestinationCidrBlock: '0.0.0.0/0',
          GatewayId: 'vgw-1',
          Origin: 'EnableVgwRoutePropagation',
        }),
      'reachable nat',
    ],
    [
      'an own prefix list of private addresses',
      () =>
        route(
          set(withNat(), 'managedPrefixLists', [
            { PrefixListId: 'pl-own', PrefixListName: 'own', Entries: [{ Cidr: '10.0.0.0/8' }] },
          ]),
          'rtb-private',
          { DestinationPrefixListId: 'pl-own', TransitGatewayId: 'tgw-1' },
        ),
      'reachable nat',
    ],
    [
      'an own prefix list unread',
      () => route(withNat(), 'rtb-private', { DestinationPrefixListId: 'pl-own', TransitGatewayId: 'tgw-1' }),
      'unknown MISSING_DATA',
    ],
    [
      'an own prefix list unread that may be the only way',
      () => route(isolated(), 'rtb-private', { DestinationPrefixListId: 'pl-own', NatGatewayId: 'nat-1' }),
      'unknown MISSING_DATA',
    ],
    [
      'an own prefix list unread behind the NAT gateway',
      () => route(withNat(), 'rtb-edge', { DestinationPrefixListId: 'pl-own', TransitGatewayId: 'tgw-1' }),
      'unknown MISSING_DATA',
    ],
    [
      'an own prefix list unread, and a group that lets nothing out',
      () =>
        taskRules(
          route(isolated(), 'rtb-private', { DestinationPrefixListId: 'pl-own', NatGatewayId: 'nat-1' }),
        ),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
    [
      'S3 by the gateway endpoint does not lead to others',
      () => withS3Gateway(),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
    [
      'S3 of another region goes by the NAT gateway',
      () => withNat(withS3Gateway()),
      'reachable nat',
      { to: { service: 's3', region: 'us-east-1' } },
    ],
    ['a transit gateway', () => defaultRoute({ TransitGatewayId: 'tgw-1' }), 'unknown TGW_NOT_MODELLED'],
    [
      'a core network',
      () =>
        defaultRoute({ CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-1' }),
      'unknown TGW_NOT_MODELLED',
    ],
    ['a virtual private gateway', () => defaultRoute({ GatewayId: 'vgw-1' }), 'unknown VGW_NOT_MODELLED'],
    [
      'a transit gateway, and a group that lets nothing out',
      () => taskRules(defaultRoute({ TransitGatewayId: 'tgw-1' })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'a peering connection',
      () => defaultRoute({ VpcPeeringConnectionId: 'pcx-1' }),
      'unreachable PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    [
      'a gateway load balancer',
      () => defaultRoute({ GatewayId: 'vpce-firewall' }),
      'unknown THIRD_PARTY_APPLIANCE',
    ],
    [
      'a carrier gateway',
      () => defaultRoute({ CarrierGatewayId: 'cagw-1' }),
      'unknown CARRIER_OR_LOCAL_GATEWAY',
    ],
    ['a local gateway', () => defaultRoute({ LocalGatewayId: 'lgw-1' }), 'unknown CARRIER_OR_LOCAL_GATEWAY'],
    [
      'an instance that checks',
      () =>
        set(defaultRoute({ NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' }), 'networkInterfaces', [
          { NetworkInterfaceId: 'eni-1', SourceDestCheck: true },
        ]),
      'unreachable SRC_DST_CHECK',
    ],
    [
      'an instance that forwards',
      () =>
        set(defaultRoute({ NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' }), 'networkInterfaces', [
          { NetworkInterfaceId: 'eni-1', SourceDestCheck: false },
        ]),
      'unknown THIRD_PARTY_APPLIANCE',
    ],
    [
      'an instance unread',
      () => set(defaultRoute({ NetworkInterfaceId: 'eni-1' }), 'networkInterfaces', null),
      'unknown MISSING_DATA',
    ],
    [
      'to the endpoint through an appliance',
      () =>
        route(withEndpoint(isolated(), 'secretsmanager', { SubnetIds: ['far'] }), 'rtb-private', {
          DestinationCidrBlock: '10.1.2.0/24',
          NetworkInterfaceId: 'eni-1',
        }),
      'unknown THIRD_PARTY_APPLIANCE',
    ],
    [
      'an explicit table that is being taken away gives way to the main table',
      () =>
        changed(withNat(), (it) => {
          part(it, 'routeTables', 'RouteTableId', 'rtb-private').Associations[0].AssociationState.State =
            'disassociated';
        }),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
  ]);
});
