import { describe } from 'vitest';
import { access, changed, exclusion, judged, PUBLIC, regional, set, toNat } from './changes.ts';
import { isolated, part, REGION, VPC, withEndpoint, withNat } from './network.ts';

describe('internet gateways', () => {
  judged([
    ['take what has a public address', isolated, 'reachable igw', PUBLIC],
    ['not what has none', isolated, 'unreachable NO_PUBLIC_IP', { from: { subnetId: 'edge' } }],
    [
      'never a task of its own interface on EC2',
      isolated,
      'unreachable NO_PUBLIC_IP',
      { from: { subnetId: 'edge', assignPublicIp: 'ENABLED', launchType: 'EC2' } },
    ],
    [
      'detached',
      () => set(isolated(), 'internetGateways', [{ InternetGatewayId: 'igw-1', Attachments: [] }]),
      'unreachable BAD_STATE_ATTACHMENT',
      PUBLIC,
    ],
    [
      'being detached',
      () =>
        set(isolated(), 'internetGateways', [
          { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: VPC, State: 'detaching' }] },
        ]),
      'unreachable BAD_STATE_ATTACHMENT',
      PUBLIC,
    ],
    ['unread', () => set(isolated(), 'internetGateways', null), 'unknown MISSING_DATA', PUBLIC],
    [
      'unread, without a public address',
      () => set(isolated(), 'internetGateways', null),
      'unreachable NO_PUBLIC_IP',
      { from: { subnetId: 'edge' } },
    ],
    [
      'with an appliance on the way back',
      () =>
        changed(isolated(), (it) => {
          it.routeTables.push({
            RouteTableId: 'rtb-ingress',
            VpcId: VPC,
            Associations: [{ GatewayId: 'igw-1', AssociationState: { State: 'associated' } }],
            Routes: [
              { DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'local', State: 'active' },
              { DestinationCidrBlock: '10.1.0.0/24', GatewayId: 'vpce-firewall', State: 'active' },
            ],
          });
        }),
      'unknown THIRD_PARTY_APPLIANCE',
      PUBLIC,
    ],
    [
      'blocked',
      () => access(isolated(), 'block-bidirectional'),
      'unreachable VPC_BLOCK_PUBLIC_ACCESS',
      PUBLIC,
    ],
    [
      'blocked inwards, which is both ways for them',
      () => access(isolated(), 'block-ingress'),
      'unreachable VPC_BLOCK_PUBLIC_ACCESS',
      PUBLIC,
    ],
    ['not blocked', () => access(isolated(), 'off'), 'reachable igw', PUBLIC],
    [
      'blocked but for the VPC',
      () => access(isolated(), 'block-bidirectional', exclusion(VPC, 'allow-bidirectional')),
      'reachable igw',
      PUBLIC,
    ],
    [
      'blocked but for the subnet',
      () => access(isolated(), 'block-ingress', exclusion('edge', 'allow-bidirectional')),
      'reachable igw',
      PUBLIC,
    ],
    [
      'blocked but for another subnet',
      () => access(isolated(), 'block-ingress', exclusion('far', 'allow-bidirectional')),
      'unreachable VPC_BLOCK_PUBLIC_ACCESS',
      PUBLIC,
    ],
    [
      'blocked, the exclusion gone',
      () => access(isolated(), 'block-ingress', exclusion('edge', 'allow-bidirectional', 'delete-complete')),
      'unreachable VPC_BLOCK_PUBLIC_ACCESS',
      PUBLIC,
    ],
  ]);
});

describe('NAT gateways', () => {
  judged([
    ['take the call', () => withNat(), 'reachable nat'],
    ['are public unless they say otherwise', () => toNat({ ConnectivityType: undefined }), 'reachable nat'],
    ['pending', () => toNat({ State: 'pending' }), 'unknown BAD_STATE'],
    ['being deleted', () => toNat({ State: 'deleting' }), 'unreachable BAD_STATE'],
    ['not to be seen', () => set(withNat(), 'natGateways', []), 'unknown MISSING_DATA'],
    ['unread', () => set(withNat(), 'natGateways', null), 'unknown MISSING_DATA'],
    ['unread, and not needed', () => set(withEndpoint(), 'natGateways', null), 'reachable vpce'],
    ['of another VPC', () => toNat({ VpcId: 'vpc-2' }), 'unreachable NGW_REQUIRES_SOURCE_IN_VPC'],
    [
      'in a subnet without a way out',
      () => toNat({ SubnetId: 'far' }),
      'unreachable NAT_SUBNET_NO_IGW_ROUTE',
    ],
    [
      'private, to an internet gateway',
      () => toNat({ ConnectivityType: 'private' }),
      'unreachable NO_PUBLIC_IP',
    ],
    [
      'the internet gateway behind it is detached',
      () => set(withNat(), 'internetGateways', [{ InternetGatewayId: 'igw-1', Attachments: [] }]),
      'unreachable BAD_STATE_ATTACHMENT',
    ],
    [
      'a firewall behind it',
      () =>
        changed(withNat(), (it) => {
          part(it, 'routeTables', 'RouteTableId', 'rtb-edge').Routes[1].GatewayId = 'vpce-firewall';
        }),
      'unknown THIRD_PARTY_APPLIANCE',
    ],
    [
      'an appliance that was taken off',
      () => toNat({ AttachedAppliances: [{ Type: 'network-firewall-proxy', AttachmentState: 'detached' }] }),
      'reachable nat',
    ],
    ['blocked inwards', () => access(withNat(), 'block-ingress'), 'reachable nat'],
    ['blocked', () => access(withNat(), 'block-bidirectional'), 'unreachable VPC_BLOCK_PUBLIC_ACCESS'],
    [
      'blocked but for outbound calls of the VPC',
      () => access(withNat(), 'block-bidirectional', exclusion(VPC, 'allow-egress')),
      'reachable nat',
    ],
    [
      "blocked but for the gateway's subnet",
      () => access(withNat(), 'block-bidirectional', exclusion('edge', 'allow-egress')),
      'unknown VPC_BLOCK_PUBLIC_ACCESS',
    ],
    ['regional', () => regional(), 'reachable nat'],
    [
      'regional, not in this zone',
      () => regional({ NatGatewayAddresses: [{ AvailabilityZone: `${REGION}c` }] }),
      'unreachable REGIONAL_NGW_ROUTE_AZ_RESTRICTION',
    ],
    [
      'regional, not in this zone yet',
      () =>
        regional({
          NatGatewayAddresses: [{ AvailabilityZone: `${REGION}c` }],
          AutoProvisionZones: 'enabled',
        }),
      'reachable nat',
    ],
    [
      'regional, by a table without a way out',
      () => regional({ RouteTableId: 'rtb-main' }),
      'unreachable NAT_SUBNET_NO_IGW_ROUTE',
    ],
    [
      'regional, the zone of the subnet not to be seen',
      () =>
        changed(regional(), (it) => {
          Object.assign(part(it, 'subnets', 'SubnetId', 'near'), {
            AvailabilityZone: undefined,
            AvailabilityZoneId: undefined,
          });
        }),
      'unknown MISSING_DATA',
    ],
    [
      'addresses of the subnet not to be seen',
      () =>
        changed(withNat(), (it) => {
          part(it, 'subnets', 'SubnetId', 'near').CidrBlock = undefined;
        }),
      'unknown MISSING_DATA',
    ],
    [
      'regional, its table not to be seen',
      () => regional({ RouteTableId: 'rtb-hidden' }),
      'unknown MISSING_DATA',
    ],
  ]);
});
