import type { Snapshot } from '../../../src/fact/snapshot.ts';
import { estate } from '../../estate/estate.ts';
import { ACCOUNT, REGION } from '../../estate/place.ts';

const SMALL = estate({ services: 10 });
const NOTHING = { Version: '2012-10-17', Statement: [] };
const [vpc = ''] = keysOf('ec2.vpc');
const [secret = ''] = keysOf('secretsmanager.secret');
const [key = ''] = keysOf('kms.key');
const caller = `arn:aws:iam::${ACCOUNT}:user/auditor`;

/** A subnet with tasks. */
const subnet = Object.values(SMALL.snapshot.resources['ec2.subnet'] ?? {})
  .map((shape) => shape as { readonly SubnetId: string; readonly MapPublicIpOnLaunch: boolean })
  .find(({ MapPublicIpOnLaunch }) => !MapPublicIpOnLaunch)?.SubnetId;

/** What questions name. */
export const names = {
  bucket: 'exec-logs',
  simulation: `${caller} iam:PassRole *`,
  secret,
  key,
  vpc,
  subnet,
};

/**
 * An estate of ten services, with something of every raw kind that AWS answers, and with two members at least in every
 * collection that AWS pages.
 */
export const wholeAccount: Snapshot = {
  ...SMALL.snapshot,
  resources: {
    ...SMALL.snapshot.resources,
    'ec2.internet-gateway': {
      ...SMALL.snapshot.resources['ec2.internet-gateway'],
      'igw-2': { InternetGatewayId: 'igw-2', Attachments: [{ State: 'available', VpcId: vpc }] },
    },
    'ec2.egress-only-internet-gateway': byKey('EgressOnlyInternetGatewayId', [
      { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ State: 'attached', VpcId: vpc }] },
      { EgressOnlyInternetGatewayId: 'eigw-2', Attachments: [{ State: 'attached', VpcId: vpc }] },
    ]),
    'ec2.network-acl': {
      ...SMALL.snapshot.resources['ec2.network-acl'],
      'acl-2': { NetworkAclId: 'acl-2', VpcId: vpc, IsDefault: false, Associations: [], Entries: [] },
    },
    'ec2.peering-connection': byKey(
      'VpcPeeringConnectionId',
      ['pcx-1', 'pcx-2', 'pcx-3', 'pcx-4'].map((VpcPeeringConnectionId, index) => {
        const ends = index < 2 ? [vpc, 'vpc-far'] : ['vpc-far', vpc];
        return {
          VpcPeeringConnectionId,
          RequesterVpcInfo: { VpcId: ends[0] },
          AccepterVpcInfo: { VpcId: ends[1] },
        };
      }),
    ),
    'ecs.cluster': {
      ...SMALL.snapshot.resources['ecs.cluster'],
      empty: {
        clusterArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/empty`,
        clusterName: 'empty',
        status: 'ACTIVE',
      },
    },
    'iam.role-policy': {
      ...SMALL.snapshot.resources['iam.role-policy'],
      'task-0/more': { RoleName: 'task-0', PolicyName: 'more', PolicyDocument: NOTHING },
    },
    'iam.attached-policy': {
      ...SMALL.snapshot.resources['iam.attached-policy'],
      'arn:aws:iam::aws:policy/ReadOnlyAccess': {
        PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        PolicyName: 'ReadOnlyAccess',
      },
    },
    'iam.simulation': {
      [names.simulation]: {
        EvalActionName: 'iam:PassRole',
        EvalResourceName: '*',
        EvalDecision: 'allowed',
      },
    },
    'kms.grant': byKey('GrantId', [
      { GrantId: 'g1', KeyId: key, Operations: ['Decrypt'] },
      { GrantId: 'g2', KeyId: key, Operations: ['Encrypt'] },
    ]),
    'secretsmanager.resource-policy': { [secret]: { ResourcePolicy: NOTHING } },
    'ecr.repository-policy': { [`${ACCOUNT}/${REGION}/app-0`]: { policyText: NOTHING } },
    'route53.hosted-zone': byKey('HostedZoneId', [
      { HostedZoneId: 'Z1', Name: 'one.example.', Owner: { OwningAccount: ACCOUNT } },
      { HostedZoneId: 'Z2', Name: 'two.example.', Owner: { OwningService: 'vpce.amazonaws.com' } },
    ]),
    's3.bucket': {
      [names.bucket]: {
        Name: names.bucket,
        encryption: [
          { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
        ],
      },
    },
    'ssm.session-preferences': { 'SSM-SessionManagerRunShell': { inputs: { idleSessionTimeout: '20' } } },
    'organizations.organization': {
      [ACCOUNT]: { Id: 'o-a1b2c3d4e5', MasterAccountId: '999988887777' },
    },
    'organizations.control-policies': {
      [`${ACCOUNT}/SERVICE_CONTROL_POLICY`]: {
        levels: [
          { TargetId: 'r-abcd', policies: [policy('p-FullAWSAccess'), policy('p-guard')] },
          { TargetId: ACCOUNT, policies: [policy('p-team'), policy('p-region')] },
        ],
      },
    },
  },
  collections: [
    ...SMALL.snapshot.collections.filter(
      ({ kind, scope }) =>
        !(kind === 'kms.grants' && scope === key) &&
        !['iam.role-policies', 'iam.attached-role-policies', 'route53.private-hosted-zones'].includes(kind),
    ),
    ...SMALL.snapshot.collections
      .filter(({ kind }) => kind === 'iam.attached-role-policies')
      .map((it) => ({ ...it, members: [...it.members, 'arn:aws:iam::aws:policy/ReadOnlyAccess'] })),
    { kind: 'kms.grants', scope: key, members: ['g1', 'g2'], complete: true },
    { kind: 'route53.private-hosted-zones', scope: vpc, members: ['Z1', 'Z2'], complete: true },
  ],
};

function keysOf(kind: string): readonly string[] {
  return Object.keys(SMALL.snapshot.resources[kind] ?? {});
}

function byKey(id: string, shapes: readonly object[]): Record<string, unknown> {
  return Object.fromEntries(shapes.map((shape) => [(shape as Record<string, string>)[id], shape]));
}

function policy(Id: string): object {
  return { Id, Name: Id.slice(2), Content: NOTHING };
}
