import { describe } from 'vitest';
import { endpointRules, judged, S3, set, taskRules } from './changes.ts';
import { isolated, REGION, rule, withEndpoint, withNat, withS3Gateway } from './network.ts';

describe('interface endpoints', () => {
  judged([
    ['take the call', () => withEndpoint(), 'reachable vpce'],
    [
      'in another subnet too',
      () => withEndpoint(isolated(), 'secretsmanager', { SubnetIds: ['far'] }),
      'reachable vpce',
    ],
    ['take it from the NAT gateway', () => withEndpoint(withNat()), 'reachable vpce'],
    [
      'and a closed one leaves no way back to it',
      () => endpointRules(withEndpoint(withNat())),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'of another service do not',
      () => withEndpoint(isolated(), 'ecr.api'),
      'unreachable NO_ROUTE_TO_DESTINATION',
      { to: { service: 'ecr.dkr' } },
    ],
    [
      'of another region do not',
      () => withEndpoint(),
      'unreachable NO_ROUTE_TO_DESTINATION',
      { to: { region: 'us-east-1' } },
    ],
    [
      'of the China regions are spelled otherwise',
      () => withEndpoint(isolated(), 'ecr.dkr', { ServiceName: 'cn.com.amazonaws.cn-north-1.ecr.dkr' }),
      'reachable vpce',
      { to: { service: 'ecr.dkr', region: 'cn-north-1' } },
    ],
    [
      'of another VPC do not',
      () => withEndpoint(isolated(), 'secretsmanager', { VpcId: 'vpc-2' }),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
    [
      'without private DNS do not',
      () => withEndpoint(isolated(), 'secretsmanager', { PrivateDnsEnabled: false }),
      'unreachable PRIVATE_DNS_DISABLED',
    ],
    [
      'without private DNS leave it to the NAT gateway',
      () => withEndpoint(withNat(), 'secretsmanager', { PrivateDnsEnabled: false }),
      'reachable nat',
    ],
    [
      'are reached by their own name',
      () => withEndpoint(isolated(), 'secretsmanager', { PrivateDnsEnabled: false }),
      'reachable vpce',
      { to: { hostname: `vpce-secretsmanager-abc.secretsmanager.${REGION}.vpce.amazonaws.com` } },
    ],
    [
      'that failed do not take it',
      () => withEndpoint(withNat(), 'secretsmanager', { State: 'failed' }),
      'reachable nat',
    ],
    [
      'that failed leave an isolated network without a way',
      () => withEndpoint(isolated(), 'secretsmanager', { State: 'Failed' }),
      'unreachable BAD_STATE',
    ],
    [
      'that come may',
      () => withEndpoint(isolated(), 'secretsmanager', { State: 'pendingAcceptance' }),
      'unknown BAD_STATE',
    ],
    [
      'that come with closed doors help nobody',
      () => endpointRules(withEndpoint(isolated(), 'secretsmanager', { State: 'pending' })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'for inbound resolver endpoints alone do not',
      () =>
        withEndpoint(isolated(), 's3', { DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: true } }),
      'unreachable PRIVATE_DNS_INBOUND_ONLY',
      S3,
    ],
    [
      'for inbound resolver endpoints leave it to the gateway endpoint',
      () =>
        withEndpoint(withS3Gateway(), 's3', {
          DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: true },
        }),
      'reachable vpce-gw',
      S3,
    ],
    [
      'with private DNS take it from the gateway endpoint',
      () => withEndpoint(withS3Gateway(), 's3'),
      'reachable vpce',
      S3,
    ],
    ['unread', () => set(withNat(), 'vpcEndpoints', null), 'unknown MISSING_DATA'],
    [
      'unread, and a group that lets nothing out',
      () => taskRules(set(withNat(), 'vpcEndpoints', null)),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'unread, and what is no service of AWS',
      () => set(withNat(), 'vpcEndpoints', null),
      'reachable nat',
      { to: { service: 'internet', hostname: 'registry-1.docker.io' } },
    ],
  ]);
});

describe('security groups of endpoints', () => {
  judged([
    [
      'let the whole VPC in',
      () => endpointRules(withEndpoint(), rule({ cidr: '10.1.0.0/16' })),
      'reachable vpce',
    ],
    [
      'let the subnet in by two halves',
      () => endpointRules(withEndpoint(), rule({ cidr: '10.1.1.0/25' }), rule({ cidr: '10.1.1.128/25' })),
      'reachable vpce',
    ],
    [
      'let half of the subnet in',
      () => endpointRules(withEndpoint(), rule({ cidr: '10.1.1.0/25' })),
      'unknown SOURCE_IP_UNKNOWN',
    ],
    [
      'let another subnet in',
      () => endpointRules(withEndpoint(), rule({ cidr: '10.1.2.0/24' })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'let another group in',
      () => endpointRules(withEndpoint(), rule({ group: 'sg-other' })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'let another port in',
      () => endpointRules(withEndpoint(), rule({ group: 'sg-task', ports: [80, 80] })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'let all ports in',
      () => endpointRules(withEndpoint(), rule({ group: 'sg-task', ports: [0, 65535] })),
      'reachable vpce',
    ],
    [
      'let all protocols in',
      () => endpointRules(withEndpoint(), rule({ group: 'sg-task', protocol: '-1' })),
      'reachable vpce',
    ],
    [
      'let a prefix list in',
      () =>
        set(endpointRules(withEndpoint(), rule({ list: 'pl-own' })), 'managedPrefixLists', [
          { PrefixListId: 'pl-own', Entries: [{ Cidr: '10.1.0.0/20' }] },
        ]),
      'reachable vpce',
    ],
    [
      'let an unread prefix list in',
      () => endpointRules(withEndpoint(), rule({ list: 'pl-own' })),
      'unknown MISSING_DATA',
    ],
    [
      'are unread',
      () => withEndpoint(isolated(), 'secretsmanager', { Groups: [{ GroupId: 'sg-unread' }] }),
      'unknown MISSING_DATA',
    ],
    [
      'any of several is enough',
      () =>
        withEndpoint(isolated(), 'secretsmanager', {
          Groups: [{ GroupId: 'sg-task' }, { GroupId: 'sg-endpoint' }],
        }),
      'reachable vpce',
    ],
  ]);
});
