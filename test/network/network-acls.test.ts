import { describe } from 'vitest';
import { edgeAcl, farAcl, judged, nearAcl, S3, secondEndpointSubnet, set } from './changes.ts';
import { acl, entry, isolated, withEndpoint, withNat, withS3Gateway } from './network.ts';

describe('network ACLs', () => {
  judged([
    [
      'out to 443 and replies in',
      () =>
        nearAcl(
          withNat(),
          entry(1, 'out', 'allow', { ports: [443, 443] }),
          entry(1, 'in', 'allow', { ports: [1024, 65535] }),
        ),
      'reachable nat',
    ],
    [
      'no 443 out',
      () => nearAcl(withNat(), entry(1, 'out', 'allow', { ports: [80, 80] }), entry(1, 'in', 'allow')),
      'unreachable SUBNET_ACL_RESTRICTION',
    ],
    [
      'a deny before the allow',
      () =>
        nearAcl(
          withNat(),
          entry(2, 'out', 'allow'),
          entry(1, 'out', 'deny', { ports: [443, 443] }),
          entry(1, 'in', 'allow'),
        ),
      'unreachable SUBNET_ACL_RESTRICTION',
    ],
    [
      'a deny after the allow',
      () => nearAcl(withNat(), entry(2, 'out', 'deny'), entry(1, 'out', 'allow'), entry(1, 'in', 'allow')),
      'reachable nat',
    ],
    [
      'some replies',
      () => nearAcl(withNat(), entry(1, 'out', 'allow'), entry(1, 'in', 'allow', { ports: [32768, 60999] })),
      'unknown EPHEMERAL_PORT_PARTIAL',
    ],
    [
      'replies to ports that Linux does not call from',
      () => nearAcl(withNat(), entry(1, 'out', 'allow'), entry(1, 'in', 'allow', { ports: [1024, 32767] })),
      'unreachable SUBNET_ACL_RESTRICTION',
    ],
    [
      'replies by two rules',
      () =>
        nearAcl(
          withNat(),
          entry(1, 'out', 'allow'),
          entry(1, 'in', 'allow', { ports: [1024, 40000] }),
          entry(2, 'in', 'allow', { ports: [40001, 65535] }),
        ),
      'reachable nat',
    ],
    [
      'some addresses',
      () =>
        nearAcl(
          withNat(),
          entry(1, 'out', 'deny', { cidr: '52.0.0.0/8' }),
          entry(2, 'out', 'allow'),
          entry(1, 'in', 'allow'),
        ),
      'unknown SERVICE_IP_UNKNOWN',
    ],
    [
      'the VPC alone, calling S3 by its gateway endpoint',
      () =>
        nearAcl(
          withS3Gateway(),
          entry(1, 'out', 'allow', { cidr: '10.1.0.0/16' }),
          entry(1, 'in', 'allow', { cidr: '10.1.0.0/16' }),
        ),
      'unreachable SUBNET_ACL_RESTRICTION',
      S3,
    ],
    [
      'the blocks of S3, calling S3 by its gateway endpoint',
      () =>
        nearAcl(
          withS3Gateway(),
          entry(1, 'out', 'allow', { cidr: '3.5.64.0/21' }),
          entry(2, 'out', 'allow', { cidr: '52.218.0.0/16' }),
          entry(1, 'in', 'allow'),
        ),
      'reachable vpce-gw',
      S3,
    ],
    ['closed, inside one subnet', () => nearAcl(withEndpoint()), 'reachable vpce'],
    ['closed, between two subnets', () => nearAcl(secondEndpointSubnet()), 'unknown SUBNET_ACL_RESTRICTION'],
    [
      'closed, all endpoint interfaces elsewhere',
      () => nearAcl(withEndpoint(isolated(), 'secretsmanager', { SubnetIds: ['far'] })),
      'unreachable SUBNET_ACL_RESTRICTION',
    ],
    [
      'of one of two endpoint subnets closed',
      () => farAcl(secondEndpointSubnet()),
      'unknown SUBNET_ACL_RESTRICTION',
    ],
    [
      "of the gateway's subnet closed to the task",
      () =>
        edgeAcl(
          withNat(),
          entry(1, 'in', 'deny', { cidr: '10.1.1.0/24' }),
          entry(2, 'in', 'allow'),
          entry(1, 'out', 'allow'),
        ),
      'unreachable SUBNET_ACL_RESTRICTION',
    ],
    [
      "of the gateway's subnet without replies to it",
      () => edgeAcl(withNat(), entry(1, 'in', 'allow', { ports: [443, 443] }), entry(1, 'out', 'allow')),
      'unreachable SUBNET_ACL_RESTRICTION',
    ],
    [
      "of the gateway's subnet with some replies to it",
      () =>
        edgeAcl(
          withNat(),
          entry(1, 'in', 'allow', { ports: [443, 443] }),
          entry(2, 'in', 'allow', { ports: [32768, 60999] }),
          entry(1, 'out', 'allow'),
        ),
      'unknown EPHEMERAL_PORT_PARTIAL',
    ],
    ['unread, inside one subnet', () => set(withEndpoint(), 'networkAcls', null), 'reachable vpce'],
    [
      'unread, and no route',
      () => set(isolated(), 'networkAcls', null),
      'unreachable NO_ROUTE_TO_DESTINATION',
    ],
    [
      'a default one for a subnet that none names',
      () =>
        set(withNat(), 'networkAcls', [
          { ...acl('acl-default', [], [entry(1, 'in', 'allow'), entry(1, 'out', 'allow')]), IsDefault: true },
        ]),
      'reachable nat',
    ],
  ]);
});
