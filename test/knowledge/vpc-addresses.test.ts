import { expect, test } from 'vitest';
import {
  amazonDnsServers,
  ephemeralPorts,
  isLinkLocalService,
  linkLocalBlocks,
  nat64Block,
  notPublicBlocks,
  publicIpv6Blocks,
  serviceHost,
} from '../../src/knowledge/vpc-addresses.ts';

// https://docs.aws.amazon.com/general/latest/gr/ecr.html, .../secrets-manager.html, .../ecs-service.html
test.each([
  ['secretsmanager', 'eu-west-1', 'secretsmanager.eu-west-1.amazonaws.com'],
  ['ecr.api', 'eu-west-1', 'api.ecr.eu-west-1.amazonaws.com'],
  ['ecr.dkr', 'eu-west-1', 'dkr.ecr.eu-west-1.amazonaws.com'],
  ['ecr.dkr', 'cn-north-1', 'dkr.ecr.cn-north-1.amazonaws.com.cn'],
  ['logs', 'us-gov-west-1', 'logs.us-gov-west-1.amazonaws.com'],
] as const)('%s in %s is called %s', (service, region, host) => {
  expect(serviceHost(service, region)).toBe(host);
});

test('credentials and metadata never leave the host', () => {
  expect(isLinkLocalService('ecs-task-credentials')).toBe(true);
  expect(isLinkLocalService('sts')).toBe(false);
  expect(linkLocalBlocks()).toContain('169.254.0.0/16');
});

test('blocks with a meaning of their own', () => {
  // RFC 1918 and RFC 6598
  for (const block of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']) {
    expect(notPublicBlocks()).toContain(block);
  }
  expect(publicIpv6Blocks()).toEqual(['2000::/3']);
  expect(nat64Block()).toBe('64:ff9b::/96');
  expect(amazonDnsServers()).toContain('AmazonProvidedDNS');
});

// https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
test('ports that clients call from', () => {
  expect(ephemeralPorts('any')).toEqual([1024, 65_535]);
  expect(ephemeralPorts('linux')).toEqual([32_768, 60_999]);
});
