import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Code } from '../../src/network/verdict.ts';
import { FIXTURES } from '../fixtures.ts';
import { isolated, vectorOf, withNat } from '../network/network.ts';
import { main } from './main.ts';
import { type NetVector, netMissOf, verdictOf, viaOf } from './net.ts';

async function run(folder: string) {
  const lines: string[] = [];
  return { code: await main(['net', folder], (line) => lines.push(line)), lines };
}

function folderOf(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  writeFileSync(join(folder, 'some.json'), JSON.stringify(content));
  return folder;
}

const arrives = { ...vectorOf(withNat()), name: 'arrives', expected: 'reachable', because: 'NAT' };
const stops = {
  ...vectorOf(isolated()),
  name: 'stops',
  expected: 'unreachable',
  code: 'NO_ROUTE_TO_DESTINATION',
  because: 'no route',
};

describe('the runner of network vectors', () => {
  test('counts what it agrees with', async () => {
    const { code, lines } = await run(folderOf([arrives, stops]));
    expect([code, lines]).toEqual([0, ['2 passed, 0 failed']]);
  });

  test('prints each miss, false hopes first', async () => {
    const { code, lines } = await run(
      folderOf([
        { ...stops, name: 'other code', code: 'BAD_STATE' },
        { ...arrives, name: 'false hope', expected: 'unreachable' },
        { ...stops, name: 'too sure', expected: 'unknown', code: null },
        arrives,
      ]),
    );
    expect([code, lines.at(-1)]).toEqual([1, '1 passed, 3 failed']);
    expect(lines.filter((line) => /miss/i.test(line))).toEqual([
      'MISS, SAID TO BE REACHABLE AND IS NOT: false hope',
      'miss: other code',
      'miss: too sure',
    ]);
    expect(lines).toContain('  expected unreachable BAD_STATE');
    expect(lines).toContain(
      '  got unreachable NO_ROUTE_TO_DESTINATION (near → rtb-private has no route to secretsmanager)',
    );
    expect(lines).toContain('  because NAT');
  });

  test('a member that is null is not there, and a protocol may be a number', async () => {
    const text = JSON.stringify(arrives)
      .replaceAll(/"(Ip)?Protocol":"(-?\d+)"/g, '"$1Protocol":$2')
      .replaceAll('"GatewayId":', '"TransitGatewayId":null,"DestinationIpv6CidrBlock":null,"GatewayId":')
      .replaceAll('"UserIdGroupPairs":[]', '"UserIdGroupPairs":null')
      .replaceAll('"Ipv6CidrBlockAssociationSet":[]', '"Ipv6CidrBlockAssociationSet":null');
    expect(text).not.toBe(JSON.stringify(arrives));
    expect((await run(folderOf([JSON.parse(text)]))).lines).toEqual(['1 passed, 0 failed']);
  });

  test.each([
    ['a folder that is not there', () => join(tmpdir(), 'no-such-folder')],
    ['an empty folder', () => mkdtempSync(join(tmpdir(), 'vectors-'))],
    ['a file without vectors', () => folderOf([{ name: 'x' }])],
    ['an empty file', () => folderOf([])],
  ] as const)('%s is an error', async (_, folder) => expect((await run(folder())).code).toBe(2));
});

const SHARED = fileURLToPath(new URL('../../../shared/vectors/net/', import.meta.url));

/** Every code there is; leaving one out does not compile. */
const CODES: Readonly<Record<Code, true>> = {
  BAD_STATE: true,
  BAD_STATE_ATTACHMENT: true,
  BAD_STATE_ROUTE: true,
  CARRIER_OR_LOCAL_GATEWAY: true,
  CENTRAL_ENDPOINT: true,
  CUSTOM_DNS: true,
  DNS_HOSTNAMES_DISABLED: true,
  DNS_SUPPORT_DISABLED: true,
  ENI_SG_RULES_MISMATCH: true,
  EPHEMERAL_PORT_PARTIAL: true,
  MISSING_DATA: true,
  NAT_SUBNET_NO_IGW_ROUTE: true,
  NGW_REQUIRES_SOURCE_IN_VPC: true,
  NO_IPV4_PATH: true,
  NO_POSSIBLE_DESTINATION: true,
  NO_PUBLIC_IP: true,
  NO_ROUTE_TO_DESTINATION: true,
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: true,
  PRIVATE_DNS_DISABLED: true,
  PRIVATE_DNS_INBOUND_ONLY: true,
  PROXY: true,
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION: true,
  RESOLVER_FORWARD_RULE: true,
  SERVICE_IP_UNKNOWN: true,
  SOURCE_IP_UNKNOWN: true,
  SRC_DST_CHECK: true,
  SUBNET_ACL_RESTRICTION: true,
  TGW_NOT_MODELLED: true,
  THIRD_PARTY_APPLIANCE: true,
  UNKNOWN_RESOURCE: true,
  VGW_NOT_MODELLED: true,
  VPC_BLOCK_PUBLIC_ACCESS: true,
};

test('each code is that of a vector of ours', () => {
  const folder = join(FIXTURES, 'net');
  const met = readdirSync(folder).flatMap((file) =>
    (JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly NetVector[]).map(({ code }) => code),
  );
  expect(Object.keys(CODES).filter((code) => !met.includes(code))).toEqual([]);
});

/** Our copy always runs; where the originals stand beside the checkout, so do they. */
describe.each([join(FIXTURES, 'net'), ...(existsSync(SHARED) ? [SHARED] : [])])(
  'network vectors of %s',
  (folder) => {
    const cases = readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly NetVector[])
      .map((vector) => [vector.name, vector] as const);

    test('there are some', () => expect(cases.length).toBeGreaterThan(60));
    test.each(cases)('%s', (_, vector) => {
      expect(netMissOf(vector)).toBeUndefined();
      const { via = 'link-local' } = vector;
      if (vector.expected === 'reachable' && via !== 'link-local') expect(viaOf(verdictOf(vector))).toBe(via);
    });
  },
);
