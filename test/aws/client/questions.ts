import type { AnyRawKind } from '../../../src/fact/kind.ts';
import * as ec2 from '../../../src/fact/kinds/ec2.ts';
import { repositoryPolicy } from '../../../src/fact/kinds/ecr.ts';
import * as ecs from '../../../src/fact/kinds/ecs.ts';
import * as elbv2 from '../../../src/fact/kinds/elbv2.ts';
import * as iam from '../../../src/fact/kinds/iam.ts';
import * as kms from '../../../src/fact/kinds/kms.ts';
import * as logs from '../../../src/fact/kinds/logs.ts';
import { controlPolicies, organization } from '../../../src/fact/kinds/organizations.ts';
import { privateHostedZones } from '../../../src/fact/kinds/route53.ts';
import { bucket } from '../../../src/fact/kinds/s3.ts';
import * as scaling from '../../../src/fact/kinds/scaling.ts';
import * as secrets from '../../../src/fact/kinds/secrets.ts';
import { KEY, POLICY, TARGET_GROUP } from '../standin/sample.ts';

const ACCOUNT = '111122223333';

/** A question for something that the sample account holds, and every operation that answering it takes. */
export interface Question {
  readonly kind: AnyRawKind;
  readonly query: unknown;
  /** By IAM prefix, in the order of the calls. */
  readonly operations: readonly string[];
  /** Where the IAM action is named otherwise than the operation. */
  readonly action?: string;
}

const ask = (kind: AnyRawKind, query: unknown, ...operations: string[]): Question => ({
  kind,
  query,
  operations,
});
const inCluster = { cluster: 'prod' };
const inVpc = { vpc: 'vpc-1' };
const byArn = { arn: TARGET_GROUP };
const app = { role: 'app' };

/** One for every raw kind that AWS answers. */
export const questions: readonly Question[] = [
  ask(ecs.cluster, { name: 'prod' }, 'ecs:DescribeClusters'),
  ask(ecs.clusters, {}, 'ecs:ListClusters', 'ecs:DescribeClusters'),
  ask(ecs.serviceArns, inCluster, 'ecs:ListServices'),
  ask(ecs.service, { ...inCluster, name: 'api-1' }, 'ecs:DescribeServices'),
  ask(ecs.taskDefinition, { ref: 'api:7' }, 'ecs:DescribeTaskDefinition'),
  ask(ecs.runningTasks, inCluster, 'ecs:ListTasks', 'ecs:DescribeTasks'),
  ask(ecs.stoppedTasks, inCluster, 'ecs:ListTasks', 'ecs:DescribeTasks'),
  ask(ecs.containerInstances, inCluster, 'ecs:ListContainerInstances', 'ecs:DescribeContainerInstances'),
  ask(ecs.capacityProvider, { name: 'cp-1' }, 'ecs:DescribeCapacityProviders'),
  ask(ecs.accountSettings, {}, 'ecs:ListAccountSettings'),
  ask(iam.role, app, 'iam:GetRole'),
  ask(iam.rolePolicies, app, 'iam:ListRolePolicies', 'iam:GetRolePolicy'),
  ask(iam.attachedRolePolicies, app, 'iam:ListAttachedRolePolicies'),
  ask(iam.policy, { arn: POLICY }, 'iam:GetPolicy', 'iam:GetPolicyVersion'),
  ask(iam.instanceProfile, { profile: 'ecsInstanceRole' }, 'iam:GetInstanceProfile'),
  ask(
    iam.simulation,
    { principal: `arn:aws:iam::${ACCOUNT}:role/app`, action: 's3:GetObject', resource: '*' },
    'iam:SimulatePrincipalPolicy',
  ),
  ask(ec2.subnet, { id: 'subnet-0a' }, 'ec2:DescribeSubnets'),
  ask(ec2.subnets, inVpc, 'ec2:DescribeSubnets'),
  ask(ec2.securityGroup, { id: 'sg-1' }, 'ec2:DescribeSecurityGroups'),
  ask(ec2.vpc, { id: 'vpc-1' }, 'ec2:DescribeVpcs'),
  ask(ec2.vpcDns, { id: 'vpc-1' }, 'ec2:DescribeVpcAttribute'),
  ask(ec2.dhcpOptions, { id: 'dopt-1' }, 'ec2:DescribeDhcpOptions'),
  ask(ec2.routeTables, inVpc, 'ec2:DescribeRouteTables'),
  ask(ec2.internetGateways, inVpc, 'ec2:DescribeInternetGateways'),
  ask(ec2.egressOnlyInternetGateways, inVpc, 'ec2:DescribeEgressOnlyInternetGateways'),
  ask(ec2.natGateways, inVpc, 'ec2:DescribeNatGateways'),
  ask(ec2.vpcEndpoints, inVpc, 'ec2:DescribeVpcEndpoints'),
  ask(ec2.networkAcls, inVpc, 'ec2:DescribeNetworkAcls'),
  ask(ec2.peeringConnections, inVpc, 'ec2:DescribeVpcPeeringConnections'),
  ask(ec2.networkInterfaces, { subnet: 'subnet-0a' }, 'ec2:DescribeNetworkInterfaces'),
  ask(ec2.networkInterface, { id: 'eni-1' }, 'ec2:DescribeNetworkInterfaces'),
  ask(ec2.prefixList, { id: 'pl-1' }, 'ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'),
  ask(
    ec2.blockPublicAccess,
    {},
    'ec2:DescribeVpcBlockPublicAccessOptions',
    'ec2:DescribeVpcBlockPublicAccessExclusions',
  ),
  ask(ec2.instance, { id: 'i-0a' }, 'ec2:DescribeInstances'),
  ask(ec2.instanceType, { name: 'm6i.large' }, 'ec2:DescribeInstanceTypes'),
  ask(ec2.image, { id: 'ami-1' }, 'ec2:DescribeImages'),
  ask(secrets.secret, { id: 'db' }, 'secretsmanager:DescribeSecret'),
  ask(secrets.secretPolicy, { id: 'db' }, 'secretsmanager:GetResourcePolicy'),
  ask(secrets.parameter, { name: '/app/p1' }, 'ssm:DescribeParameters'),
  ask(secrets.sessionPreferences, {}, 'ssm:GetDocument'),
  ask(kms.key, { key: KEY }, 'kms:DescribeKey'),
  ask(kms.keyPolicy, { key: KEY }, 'kms:GetKeyPolicy'),
  ask(kms.grants, { key: KEY }, 'kms:ListGrants'),
  ask(logs.logGroup, { name: '/ecs/api' }, 'logs:DescribeLogGroups'),
  ask(logs.recentLogStreams, { name: '/ecs/api' }, 'logs:DescribeLogStreams'),
  ask(elbv2.targetGroup, byArn, 'elasticloadbalancing:DescribeTargetGroups'),
  ask(elbv2.targetHealth, byArn, 'elasticloadbalancing:DescribeTargetHealth'),
  ask(repositoryPolicy, { account: ACCOUNT, region: 'eu-west-1', name: 'api' }, 'ecr:GetRepositoryPolicy'),
  ask(scaling.autoScalingGroup, { name: 'asg' }, 'autoscaling:DescribeAutoScalingGroups'),
  ask(
    scaling.scalableTarget,
    { ...inCluster, service: 'api-1' },
    'application-autoscaling:DescribeScalableTargets',
  ),
  ask(organization, { account: ACCOUNT }, 'organizations:DescribeOrganization'),
  ask(
    controlPolicies,
    { account: ACCOUNT, type: 'SERVICE_CONTROL_POLICY' },
    'organizations:DescribeOrganization',
    'organizations:ListParents',
    'organizations:ListPoliciesForTarget',
    'organizations:DescribePolicy',
  ),
  {
    kind: bucket,
    query: { name: 'session-logs' },
    operations: ['s3:GetBucketEncryption'],
    action: 's3:GetEncryptionConfiguration',
  },
  ask(privateHostedZones, inVpc, 'route53:ListHostedZonesByVPC'),
];
