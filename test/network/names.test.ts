import { describe } from 'vitest';
import { dnsOf, judged, type More, set, taskRules } from './changes.ts';
import { dhcp, isolated, REGION, route, VPC, withEndpoint, withNat } from './network.ts';

function byProxy(purpose: string, more: Readonly<Record<string, string>> = {}): More {
  return { from: { environment: { HTTPS_PROXY: 'http://proxy:3128', ...more } }, to: { purpose } };
}

describe('link-local and the resolver', () => {
  judged([
    ['credentials never leave the host', isolated, 'reachable', { to: { service: 'ecs-task-credentials' } }],
    [
      'nor does a link-local address',
      isolated,
      'reachable',
      { to: { service: 'imds', hostname: '169.254.170.2' } },
    ],
    [
      'security groups do not apply',
      () => taskRules(isolated()),
      'reachable',
      { to: { service: 'ecs-task-credentials' } },
    ],
    [
      'the resolver answers behind closed groups',
      () => taskRules(isolated()),
      'reachable',
      { to: { service: 'vpc-dns' } },
    ],
    [
      'by its address too',
      () => taskRules(isolated()),
      'reachable',
      { to: { service: 'resolver', hostname: '10.1.0.2' } },
    ],
    [
      'not where it is off',
      () => dnsOf(isolated(), false, true),
      'unreachable DNS_SUPPORT_DISABLED',
      { to: { service: 'vpc-dns' } },
    ],
  ]);
});

describe('name resolution', () => {
  judged([
    [
      'without DNS no name resolves',
      () => dnsOf(withNat(), false, false),
      'unreachable DNS_SUPPORT_DISABLED',
    ],
    [
      'without host names private DNS does not answer',
      () => dnsOf(withEndpoint(), true, false),
      'unreachable DNS_HOSTNAMES_DISABLED',
    ],
    ['and the NAT gateway takes it', () => dnsOf(withNat(withEndpoint()), true, false), 'reachable nat'],
    ["somebody else's DNS", () => set(withNat(), 'dhcpOptions', [dhcp('10.1.0.53')]), 'unknown CUSTOM_DNS'],
    [
      "somebody else's DNS beside Amazon's",
      () => set(withEndpoint(), 'dhcpOptions', [dhcp('AmazonProvidedDNS', '8.8.8.8')]),
      'unknown CUSTOM_DNS',
    ],
    ["Amazon's DNS by its address", () => set(withNat(), 'dhcpOptions', [dhcp('10.1.0.2')]), 'reachable nat'],
    [
      "Amazon's DNS by its link-local address",
      () => set(withNat(), 'dhcpOptions', [dhcp('169.254.169.253')]),
      'reachable nat',
    ],
    [
      'a closed group wins over DNS',
      () => taskRules(set(withNat(), 'dhcpOptions', [dhcp('10.1.0.53')])),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    ['no DHCP options', () => set(withNat(), 'dhcpOptions', []), 'unknown CUSTOM_DNS'],
    ['unread DHCP options', () => set(withNat(), 'dhcpOptions', null), 'unknown MISSING_DATA'],
    ['unread attributes', () => set(withNat(), 'vpcAttributes', null), 'unknown MISSING_DATA'],
    [
      'unread attributes, of which no value makes a way out',
      () => set(isolated(), 'vpcAttributes', null),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
    [
      'unread attributes, by which an endpoint may take the call',
      () => set(withEndpoint(), 'vpcAttributes', null),
      'unknown MISSING_DATA',
    ],
    [
      'unread attributes, by which the NAT gateway or an endpoint takes it',
      () => set(withNat(withEndpoint()), 'vpcAttributes', null),
      'unknown MISSING_DATA',
    ],
    [
      'a forward rule',
      () => set(withNat(), 'resolverRules', [{ RuleType: 'FORWARD', DomainName: 'amazonaws.com.' }]),
      'unknown RESOLVER_FORWARD_RULE',
    ],
    [
      'a forward rule for everything',
      () => set(withNat(), 'resolverRules', [{ RuleType: 'FORWARD', DomainName: '.' }]),
      'unknown RESOLVER_FORWARD_RULE',
    ],
    [
      'a forward rule for another domain',
      () => set(withNat(), 'resolverRules', [{ RuleType: 'FORWARD', DomainName: 'corp.example.' }]),
      'reachable nat',
    ],
    [
      'a system rule within it',
      () =>
        set(withNat(), 'resolverRules', [
          { RuleType: 'FORWARD', DomainName: '.' },
          { RuleType: 'SYSTEM', DomainName: 'amazonaws.com.' },
        ]),
      'reachable nat',
    ],
    [
      'a private zone of the service',
      () =>
        set(withNat(), 'privateHostedZones', [
          { Name: `secretsmanager.${REGION}.amazonaws.com.`, VPCs: [VPC] },
        ]),
      'unknown CENTRAL_ENDPOINT',
    ],
    [
      'a private zone above it',
      () => set(withNat(), 'privateHostedZones', [{ Name: `${REGION}.amazonaws.com.` }]),
      'unknown CENTRAL_ENDPOINT',
    ],
    [
      'a private zone of another VPC',
      () =>
        set(withNat(), 'privateHostedZones', [
          { Name: `secretsmanager.${REGION}.amazonaws.com.`, VPCs: ['vpc-2'] },
        ]),
      'reachable nat',
    ],
    [
      'a private zone of another service',
      () => set(withNat(), 'privateHostedZones', [{ Name: `logs.${REGION}.amazonaws.com.` }]),
      'reachable nat',
    ],
    [
      'unread zones beside a NAT gateway',
      () => set(withNat(), 'privateHostedZones', null),
      'unknown MISSING_DATA',
    ],
    [
      'unread zones beside an endpoint, whose own zone wins',
      () => set(withEndpoint(), 'privateHostedZones', null),
      'reachable vpce',
    ],
    [
      'unread zones beside an endpoint without private DNS, to which one may lead',
      () =>
        set(
          withEndpoint(isolated(), 'secretsmanager', { PrivateDnsEnabled: false }),
          'privateHostedZones',
          null,
        ),
      'unknown MISSING_DATA',
    ],
    [
      'unread resolver rules',
      () => set(withEndpoint(withNat()), 'resolverRules', null),
      'unknown MISSING_DATA',
    ],
    [
      'unread zones in an isolated network',
      () => set(isolated(), 'privateHostedZones', null),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
    [
      'unread zones where a transit gateway leads to private addresses',
      () =>
        route(set(isolated(), 'privateHostedZones', null), 'rtb-private', {
          DestinationCidrBlock: '10.0.0.0/8',
          TransitGatewayId: 'tgw-1',
        }),
      'unknown MISSING_DATA',
    ],
    [
      'read zones where a transit gateway leads to private addresses',
      () =>
        route(isolated(), 'rtb-private', { DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: 'tgw-1' }),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
  ]);
});

describe('proxies', () => {
  judged([
    [
      'the agent reads no variable of a container',
      isolated,
      'unreachable NO_ROUTE_TO_DESTINATION',
      byProxy('image-pull'),
    ],
    ['the application may', isolated, 'unknown PROXY', byProxy('application')],
    ['the application does, whatever its own way', () => withNat(), 'unknown PROXY', byProxy('application')],
    [
      'not for hosts that it calls directly',
      isolated,
      'unreachable NO_ROUTE_TO_DESTINATION',
      byProxy('application', { no_proxy: 'localhost,.amazonaws.com' }),
    ],
    [
      'not where the group lets nothing out',
      () => taskRules(isolated()),
      'unreachable NO_ROUTE_TO_DESTINATION',
      byProxy('application'),
    ],
  ]);
});
