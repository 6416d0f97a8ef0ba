import type { AnyRawKind } from '../../../src/fact/kind.ts';
import { rawKinds } from '../../../src/fact/kinds/index.ts';
import { ACCOUNT, CLUSTER, REGION } from '../../estate/place.ts';
import { names, wholeAccount } from './whole-account.ts';

/** A question of a raw kind for something that the whole account holds, and the calls that answer it. */
export interface Question {
  readonly kind: AnyRawKind;
  readonly query: unknown;
  /** `service:Operation`, by the service's name in the signature. */
  readonly calls: readonly string[];
  /** What the fact is where the calls find nothing: a thing is absent, a collection may just be empty. */
  readonly notFound: 'absent' | 'empty' | 'known';
}

const first = (kind: string) => Object.keys(wholeAccount.resources[kind] ?? {})[0] ?? '';
const cluster = { cluster: CLUSTER };
const vpc = { vpc: names.vpc };
const role = { role: 'task-0' };
const log = { name: first('logs.log-group') };
const group = { arn: first('elbv2.target-group') };
const byId = (kind: string) => ({ id: first(kind) });

type Row = readonly [kind: string, query: unknown, calls: string, notFound: Question['notFound']];

/** By AWS's API references: which calls answer, and what they say of nothing. */
const ROWS: readonly Row[] = [
  ['ecs.cluster', { name: CLUSTER }, 'ecs:DescribeClusters', 'absent'],
  ['ecs.clusters', {}, 'ecs:ListClusters ecs:DescribeClusters', 'empty'],
  ['ecs.service-arns', cluster, 'ecs:ListServices', 'absent'],
  ['ecs.service', { ...cluster, name: 'service-3' }, 'ecs:DescribeServices', 'absent'],
  ['ecs.task-definition', { ref: first('ecs.task-definition') }, 'ecs:DescribeTaskDefinition', 'absent'],
  ['ecs.running-tasks', cluster, 'ecs:ListTasks ecs:DescribeTasks', 'absent'],
  ['ecs.stopped-tasks', cluster, 'ecs:ListTasks', 'absent'],
  ['ecs.container-instances', cluster, 'ecs:ListContainerInstances ecs:DescribeContainerInstances', 'absent'],
  ['ecs.capacity-provider', { name: 'FARGATE' }, 'ecs:DescribeCapacityProviders', 'absent'],
  ['ecs.account-settings', {}, 'ecs:ListAccountSettings', 'empty'],
  ['iam.role', role, 'iam:GetRole', 'absent'],
  ['iam.role-policies', role, 'iam:ListRolePolicies iam:GetRolePolicy', 'absent'],
  ['iam.attached-role-policies', role, 'iam:ListAttachedRolePolicies', 'absent'],
  ['iam.policy', { arn: first('iam.policy') }, 'iam:GetPolicy iam:GetPolicyVersion', 'absent'],
  ['iam.instance-profile', { profile: 'container-instance' }, 'iam:GetInstanceProfile', 'absent'],
  [
    'iam.simulation',
    { principal: names.simulation.split(' ')[0], action: 'iam:PassRole', resource: '*' },
    'iam:SimulatePrincipalPolicy',
    'known',
  ],
  ['ec2.subnet', byId('ec2.subnet'), 'ec2:DescribeSubnets', 'absent'],
  ['ec2.subnets', vpc, 'ec2:DescribeSubnets', 'empty'],
  ['ec2.security-group', byId('ec2.security-group'), 'ec2:DescribeSecurityGroups', 'absent'],
  ['ec2.vpc', byId('ec2.vpc'), 'ec2:DescribeVpcs', 'absent'],
  ['ec2.vpc-dns', byId('ec2.vpc'), 'ec2:DescribeVpcAttribute', 'absent'],
  ['ec2.dhcp-options', byId('ec2.dhcp-options'), 'ec2:DescribeDhcpOptions', 'absent'],
  ['ec2.route-tables', vpc, 'ec2:DescribeRouteTables', 'empty'],
  ['ec2.internet-gateways', vpc, 'ec2:DescribeInternetGateways', 'empty'],
  ['ec2.egress-only-internet-gateways', vpc, 'ec2:DescribeEgressOnlyInternetGateways', 'empty'],
  ['ec2.nat-gateways', vpc, 'ec2:DescribeNatGateways', 'empty'],
  ['ec2.vpc-endpoints', vpc, 'ec2:DescribeVpcEndpoints', 'empty'],
  ['ec2.network-acls', vpc, 'ec2:DescribeNetworkAcls', 'empty'],
  ['ec2.peering-connections', vpc, 'ec2:DescribeVpcPeeringConnections', 'empty'],
  ['ec2.network-interfaces', { subnet: names.subnet }, 'ec2:DescribeNetworkInterfaces', 'empty'],
  ['ec2.network-interface', byId('ec2.network-interface'), 'ec2:DescribeNetworkInterfaces', 'absent'],
  [
    'ec2.prefix-list',
    byId('ec2.prefix-list'),
    'ec2:DescribeManagedPrefixLists ec2:GetManagedPrefixListEntries',
    'absent',
  ],
  [
    'ec2.block-public-access',
    {},
    'ec2:DescribeVpcBlockPublicAccessOptions ec2:DescribeVpcBlockPublicAccessExclusions',
    'known',
  ],
  ['ec2.instance', byId('ec2.instance'), 'ec2:DescribeInstances', 'absent'],
  ['ec2.instance-type', { name: 'm6i.2xlarge' }, 'ec2:DescribeInstanceTypes', 'absent'],
  ['ec2.image', byId('ec2.image'), 'ec2:DescribeImages', 'absent'],
  ['secretsmanager.secret', { id: names.secret }, 'secretsmanager:DescribeSecret', 'absent'],
  ['secretsmanager.resource-policy', { id: names.secret }, 'secretsmanager:GetResourcePolicy', 'absent'],
  ['ssm.parameter', { name: first('ssm.parameter') }, 'ssm:DescribeParameters', 'absent'],
  ['ssm.session-preferences', {}, 'ssm:GetDocument', 'absent'],
  ['kms.key', { key: names.key }, 'kms:DescribeKey', 'absent'],
  ['kms.key-policy', { key: names.key }, 'kms:GetKeyPolicy', 'absent'],
  ['kms.grants', { key: names.key }, 'kms:ListGrants', 'absent'],
  ['logs.log-group', log, 'logs:DescribeLogGroups', 'absent'],
  ['logs.recent-streams', log, 'logs:DescribeLogStreams', 'absent'],
  [
    'ecr.repository-policy',
    { account: ACCOUNT, region: REGION, name: 'app-0' },
    'ecr:GetRepositoryPolicy',
    'absent',
  ],
  ['elbv2.target-group', group, 'elasticloadbalancing:DescribeTargetGroups', 'absent'],
  ['elbv2.target-health', group, 'elasticloadbalancing:DescribeTargetHealth', 'absent'],
  [
    'autoscaling.group',
    { name: first('autoscaling.group') },
    'autoscaling:DescribeAutoScalingGroups',
    'absent',
  ],
  [
    'applicationautoscaling.scalable-target',
    { ...cluster, service: 'service-0' },
    'application-autoscaling:DescribeScalableTargets',
    'absent',
  ],
  ['organizations.organization', { account: ACCOUNT }, 'organizations:DescribeOrganization', 'absent'],
  [
    'organizations.control-policies',
    { account: ACCOUNT, type: 'SERVICE_CONTROL_POLICY' },
    'organizations:DescribeOrganization organizations:ListParents organizations:ListPoliciesForTarget organizations:DescribePolicy',
    'absent',
  ],
  ['route53.private-hosted-zones', vpc, 'route53:ListHostedZonesByVPC', 'empty'],
  ['s3.bucket', { name: names.bucket }, 's3:GetBucketEncryption', 'absent'],
];

const KINDS = new Map(rawKinds.map((kind) => [kind.id, kind]));

/** One for every raw kind that AWS answers. */
export const everyQuestion: readonly Question[] = ROWS.map(([id, query, calls, notFound]) => {
  const kind = KINDS.get(id);
  if (!kind) throw new Error(`there is no kind ${id}`);
  return { kind, query, calls: calls.split(' '), notFound };
});
