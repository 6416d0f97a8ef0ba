import { expect, test } from 'vitest';
import { verdictOf, viaOf } from '../vectors/net.ts';
import {
  acl,
  type Draft,
  entry,
  isolated,
  part,
  REGION,
  route,
  VPC,
  vectorOf,
  withEndpoint,
  withIpv6,
  withNat,
} from './network.ts';

export type More = Parameters<typeof vectorOf>[1];
export type Case = readonly [name: string, draft: () => Draft, expected: string, more?: More];

/** `reachable nat`, `unreachable CODE`, `unknown CODE`. */
function told(draft: Draft, more: More): string {
  const verdict = verdictOf(vectorOf(draft, more));
  return `${verdict.is} ${verdict.is === 'reachable' ? (viaOf(verdict) ?? '') : verdict.code}`.trim();
}

/** Changes a draft in place, and answers it. */
export function changed(draft: Draft, change: (it: Draft) => void): Draft {
  change(draft);
  return draft;
}

export const S3: More = { to: { service: 's3' } };
export const PUBLIC: More = { from: { subnetId: 'edge', assignPublicIp: 'ENABLED' } };
export const taskRules = (draft: Draft, ...rules: readonly unknown[]) =>
  changed(draft, (it) => {
    part(it, 'securityGroups', 'GroupId', 'sg-task').IpPermissionsEgress = rules;
  });
export const endpointRules = (draft: Draft, ...rules: readonly unknown[]) =>
  changed(draft, (it) => {
    part(it, 'securityGroups', 'GroupId', 'sg-endpoint').IpPermissions = rules;
  });
export const nearAcl = (draft: Draft, ...entries: readonly unknown[]) =>
  changed(draft, (it) => {
    it.networkAcls = [
      acl('acl-near', ['near'], entries),
      acl('acl-rest', ['edge', 'far'], [entry(1, 'in', 'allow'), entry(1, 'out', 'allow')]),
    ];
  });
export const farAcl = (draft: Draft, ...entries: readonly unknown[]) =>
  changed(draft, (it) => {
    it.networkAcls = [
      acl('acl-far', ['far'], entries),
      acl('acl-rest', ['edge', 'near'], [entry(1, 'in', 'allow'), entry(1, 'out', 'allow')]),
    ];
  });
export const edgeAcl = (draft: Draft, ...entries: readonly unknown[]) =>
  changed(draft, (it) => {
    it.networkAcls = [
      acl('acl-edge', ['edge'], entries),
      acl('acl-rest', ['far', 'near'], [entry(1, 'in', 'allow'), entry(1, 'out', 'allow')]),
    ];
  });
export const set = (draft: Draft, member: keyof Draft, value: unknown) =>
  changed(draft, (it) => {
    (it as Record<string, unknown>)[member] = value;
  });
export const dnsOf = (draft: Draft, enableDnsSupport: boolean, enableDnsHostnames: boolean) =>
  set(draft, 'vpcAttributes', { [VPC]: { enableDnsSupport, enableDnsHostnames } });
export const toNat = (more: object) => withNat(isolated(), more);
export const regional = (more: object = {}) =>
  changed(
    toNat({
      SubnetId: undefined,
      AvailabilityMode: 'regional',
      RouteTableId: 'rtb-edge',
      NatGatewayAddresses: [{ AvailabilityZone: `${REGION}a`, PublicIp: '198.51.100.7' }],
      ...more,
    }),
    () => undefined,
  );
export const defaultRoute = (more: object) =>
  route(isolated(), 'rtb-private', { DestinationCidrBlock: '0.0.0.0/0', ...more });
export const access = (draft: Draft, mode: string, ...exclusions: readonly unknown[]) =>
  set(draft, 'vpcBlockPublicAccess', { InternetGatewayBlockMode: mode, Exclusions: exclusions });
export const exclusion = (id: string, mode: string, state = 'create-complete') => ({
  ResourceArn: `arn:aws:ec2:${REGION}:111122223333:${id.startsWith('vpc') ? 'vpc' : 'subnet'}/${id}`,
  InternetGatewayExclusionMode: mode,
  State: state,
});
export const secondEndpointSubnet = (draft = isolated()) =>
  withEndpoint(draft, 'secretsmanager', { SubnetIds: ['near', 'far'] });

export const SIX_ALONE: More = { from: { ipv6: true, ipv4: false }, to: { ipFamily: 'ipv4' } };

export function DUAL(): More {
  return { from: { ipv6: true }, to: { hostname: `secretsmanager.${REGION}.api.aws` } };
}

export function sixOut(more: object): Draft {
  const draft = withIpv6();
  draft.egressOnlyInternetGateways.push({
    EgressOnlyInternetGatewayId: 'eigw-1',
    Attachments: [{ VpcId: VPC, State: 'attached' }],
  });
  return route(draft, 'rtb-private', { DestinationIpv6CidrBlock: '::/0', ...more });
}

export function six64(dns64: boolean, more?: object): Draft {
  const draft = withIpv6(withNat());
  part(draft, 'subnets', 'SubnetId', 'near').EnableDns64 = dns64;
  return more ? route(draft, 'rtb-private', { DestinationIpv6CidrBlock: '64:ff9b::/96', ...more }) : draft;
}

/** One test for each network: what is said of a call in it. */
export function judged(cases: readonly Case[]): void {
  const all = cases.map(([name, draft, expected, more]) => [name, { draft, expected, more }] as const);
  test.each(all)('%s', (_, { draft, expected, more }) => expect(told(draft(), more)).toBe(expected));
}
