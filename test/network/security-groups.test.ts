import { describe } from 'vitest';
import { judged, S3, set, taskRules } from './changes.ts';
import { isolated, rule, S3_LIST, withEndpoint, withNat, withS3Gateway } from './network.ts';

describe('security groups of the task', () => {
  judged([
    [
      '443 alone is enough, DNS is not filtered',
      () => taskRules(withNat(), rule({ cidr: '0.0.0.0/0' })),
      'reachable nat',
    ],
    ['no rule', () => taskRules(withNat()), 'unreachable ENI_SG_RULES_MISMATCH'],
    [
      'another port',
      () => taskRules(withNat(), rule({ cidr: '0.0.0.0/0', ports: [80, 80] })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'the VPC alone, and a NAT gateway',
      () => taskRules(withNat(), rule({ cidr: '10.1.0.0/16' })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'the VPC alone, and an endpoint',
      () => taskRules(withEndpoint(), rule({ cidr: '10.1.0.0/16' })),
      'reachable vpce',
    ],
    [
      "the endpoint's group",
      () => taskRules(withEndpoint(), rule({ group: 'sg-endpoint' })),
      'reachable vpce',
    ],
    [
      'another group',
      () => taskRules(withEndpoint(), rule({ group: 'sg-other' })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'a group, and a NAT gateway',
      () => taskRules(withNat(), rule({ group: 'sg-endpoint' })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'some public addresses',
      () => taskRules(withNat(), rule({ cidr: '52.0.0.0/8' })),
      'unknown SERVICE_IP_UNKNOWN',
    ],
    [
      'two halves of the internet',
      () => taskRules(withNat(), rule({ cidr: '0.0.0.0/1' }), rule({ cidr: '128.0.0.0/1' })),
      'reachable nat',
    ],
    [
      'the list of S3, calling S3',
      () => taskRules(withS3Gateway(), rule({ list: S3_LIST })),
      'reachable vpce-gw',
      S3,
    ],
    [
      'the list of S3, calling S3 by a NAT gateway',
      () => taskRules(set(withNat(), 'prefixLists', withS3Gateway().prefixLists), rule({ list: S3_LIST })),
      'reachable nat',
      S3,
    ],
    [
      'the list of S3, calling another service',
      () => taskRules(withNat(withS3Gateway()), rule({ list: S3_LIST })),
      'unreachable ENI_SG_RULES_MISMATCH',
    ],
    [
      'the list of S3 unread, calling S3',
      () => set(taskRules(withS3Gateway(), rule({ list: S3_LIST })), 'prefixLists', []),
      'reachable vpce-gw',
      S3,
    ],
    [
      'the blocks of S3, calling S3',
      () => taskRules(withS3Gateway(), rule({ cidr: '3.5.64.0/21' }), rule({ cidr: '52.218.0.0/16' })),
      'reachable vpce-gw',
      S3,
    ],
    [
      'one block of S3, calling S3',
      () => taskRules(withS3Gateway(), rule({ cidr: '3.5.64.0/21' })),
      'unknown SERVICE_IP_UNKNOWN',
      S3,
    ],
    [
      'the VPC alone, calling S3 by its gateway endpoint',
      () => taskRules(withS3Gateway(), rule({ cidr: '10.1.0.0/16' })),
      'unreachable ENI_SG_RULES_MISMATCH',
      S3,
    ],
    ['IPv6 alone', () => taskRules(withNat(), rule({ cidr6: '::/0' })), 'unreachable ENI_SG_RULES_MISMATCH'],
    ['unread', () => set(withNat(), 'securityGroups', null), 'unknown MISSING_DATA'],
    [
      'unread, and no route',
      () => set(isolated(), 'securityGroups', null),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
    ['none is named', () => withNat(), 'unknown MISSING_DATA', { from: { securityGroupIds: [] } }],
  ]);
});
