import { describe } from 'vitest';
import { access, DUAL, endpointRules, judged, SIX_ALONE, set, six64, sixOut, taskRules } from './changes.ts';
import { rule, withEndpoint, withIpv6, withNat } from './network.ts';

describe('IPv6', () => {
  judged([
    [
      'a name of both families, an egress-only gateway',
      () => sixOut({ EgressOnlyInternetGatewayId: 'eigw-1' }),
      'reachable eigw',
      DUAL(),
    ],
    [
      'the gateway is not there',
      () => set(sixOut({ EgressOnlyInternetGatewayId: 'eigw-1' }), 'egressOnlyInternetGateways', []),
      'unreachable BAD_STATE_ATTACHMENT',
      DUAL(),
    ],
    [
      'a name of IPv4 alone',
      () => sixOut({ EgressOnlyInternetGatewayId: 'eigw-1' }),
      'unreachable NO_IPV4_PATH',
      { from: { ipv6: true } },
    ],
    [
      'an internet gateway needs no public IPv4 address',
      () => sixOut({ GatewayId: 'igw-1' }),
      'reachable igw',
      DUAL(),
    ],
    [
      'no IPv6 rule in the group',
      () => taskRules(sixOut({ GatewayId: 'igw-1' }), rule({ cidr: '0.0.0.0/0' })),
      'unreachable ENI_SG_RULES_MISMATCH',
      { ...DUAL(), from: { ipv6: true, ipv4: false } },
    ],
    ['no IPv6 route', () => withIpv6(), 'unreachable NO_ROUTE_TO_DESTINATION', DUAL()],
    ['no IPv6 route, but IPv4', () => withIpv6(withNat()), 'reachable nat', DUAL()],
    [
      'blocked',
      () => access(sixOut({ EgressOnlyInternetGatewayId: 'eigw-1' }), 'block-bidirectional'),
      'unreachable VPC_BLOCK_PUBLIC_ACCESS',
      DUAL(),
    ],
    [
      'blocked inwards',
      () => access(sixOut({ EgressOnlyInternetGatewayId: 'eigw-1' }), 'block-ingress'),
      'reachable eigw',
      DUAL(),
    ],
    ['alone, to IPv4 by NAT64', () => six64(true, { NatGatewayId: 'nat-1' }), 'reachable nat', SIX_ALONE],
    [
      'alone, to IPv4 without DNS64',
      () => six64(false, { NatGatewayId: 'nat-1' }),
      'unreachable NO_IPV4_PATH',
      SIX_ALONE,
    ],
    ['alone, to IPv4 without a route for it', () => six64(true), 'unreachable NO_IPV4_PATH', SIX_ALONE],
    [
      'alone, to IPv4 by an egress-only gateway',
      () => six64(true, { EgressOnlyInternetGatewayId: 'eigw-1' }),
      'unreachable NO_IPV4_PATH',
      SIX_ALONE,
    ],
    ['alone, to an endpoint of IPv4', () => withEndpoint(withIpv6()), 'unreachable NO_IPV4_PATH', SIX_ALONE],
    [
      'alone, to an endpoint of both',
      () =>
        endpointRules(
          withEndpoint(withIpv6(), 'secretsmanager', { IpAddressType: 'dualstack' }),
          rule({ group: 'sg-task' }),
        ),
      'reachable vpce',
      SIX_ALONE,
    ],
  ]);
});
