/**
 * Every question that the account answers: by which function, and how many in one call. The code of a service, and with it
 * its client, is loaded when the first question for it comes. operations.json says where the batch sizes come from.
 */
import type { Fact } from '../fact/fact.ts';
import type { CollectionKind, Listing, ResourceKind } from '../fact/kind.ts';
import * as ec2 from '../fact/kinds/ec2.ts';
import { repositoryPolicy } from '../fact/kinds/ecr.ts';
import * as ecs from '../fact/kinds/ecs.ts';
import * as elbv2 from '../fact/kinds/elbv2.ts';
import * as iam from '../fact/kinds/iam.ts';
import * as kms from '../fact/kinds/kms.ts';
import * as logs from '../fact/kinds/logs.ts';
import { controlPolicies, organization } from '../fact/kinds/organizations.ts';
import { privateHostedZones } from '../fact/kinds/route53.ts';
import { bucket } from '../fact/kinds/s3.ts';
import * as scaling from '../fact/kinds/scaling.ts';
import * as secrets from '../fact/kinds/secrets.ts';
import * as sts from '../fact/kinds/sts.ts';
import type { AnyAsker, AnyLister, Asker, Lister } from '../fact/scheduler.ts';
import { type Account, regionOf } from './account.ts';

/** The most values that one filter of EC2 takes, and the most items that its smaller pages hold. */
const FILTER_VALUES = 200;
const SMALL_PAGE = 100;

const load = {
  ec2: () => import('./ec2.ts'),
  ec2InVpc: () => import('./ec2-in-vpc.ts'),
  ec2Region: () => import('./ec2-region.ts'),
  ecr: () => import('./ecr.ts'),
  ecs: () => import('./ecs.ts'),
  ecsInCluster: () => import('./ecs-in-cluster.ts'),
  elbv2: () => import('./elbv2.ts'),
  iam: () => import('./iam.ts'),
  iamSimulation: () => import('./iam-simulation.ts'),
  kms: () => import('./kms.ts'),
  logs: () => import('./logs.ts'),
  organizations: () => import('./organizations.ts'),
  route53: () => import('./route53.ts'),
  s3: () => import('./s3.ts'),
  autoScaling: () => import('./auto-scaling.ts'),
  applicationAutoScaling: () => import('./application-auto-scaling.ts'),
  secretsManager: () => import('./secrets-manager.ts'),
  ssm: () => import('./ssm.ts'),
  sts: () => import('./sts.ts'),
};

/** A thing that AWS is asked for one at a time. */
function single<Query, Value>(
  kind: ResourceKind<Query, Value>,
  ask: (query: Query) => Promise<Fact<Value>>,
): Asker<Query, Value> {
  return { kind, batch: 1, ask: (queries) => Promise.all(queries.map(ask)) };
}

/** Things of which one call describes many; those of different groups cannot share one. */
function many<Query, Value>(
  kind: ResourceKind<Query, Value>,
  batch: number,
  ask: (queries: readonly Query[]) => Promise<readonly Fact<Value>[]>,
  group?: (query: Query) => string,
): Asker<Query, Value> {
  return { kind, batch, ask, ...(group && { group }) };
}

/** A collection that is listed for one scope at a time. */
function listOne<Scope, Member>(
  kind: CollectionKind<Scope, Member>,
  list: (scope: Scope) => Promise<Fact<Listing<Member>>>,
): Lister<Scope, Member> {
  return { kind, list: (scopes) => Promise.all(scopes.map(list)) };
}

/** Collections that one call lists for many scopes. */
function listMany<Scope, Member>(
  kind: CollectionKind<Scope, Member>,
  list: (scopes: readonly Scope[]) => Promise<readonly Fact<Listing<Member>>[]>,
): Lister<Scope, Member> {
  return { kind, batch: FILTER_VALUES, list };
}

export function askers(account: Account): readonly AnyAsker[] {
  const { region } = account;
  return [
    single(sts.callerIdentity, async () => (await load.sts()).rememberedIdentity(account)),
    single(sts.callerCredentials, async () => (await load.sts()).callerCredentials(account)),
    many(ecs.cluster, 100, async (all) => (await load.ecs()).clusters(account, all)),
    many(
      ecs.service,
      10,
      async (all) => (await load.ecs()).services(account, all),
      ({ cluster }) => ecs.cluster.key({ name: cluster }),
    ),
    single(ecs.taskDefinition, async (query) => (await load.ecs()).taskDefinition(account, query)),
    many(ecs.capacityProvider, 100, async (all) => (await load.ecs()).capacityProviders(account, all)),
    single(iam.role, async (query) => (await load.iam()).role(account, query)),
    single(iam.policy, async (query) => (await load.iam()).policy(account, query)),
    single(iam.instanceProfile, async (query) => (await load.iam()).instanceProfile(account, query)),
    many(
      iam.simulation,
      20,
      async (all) => (await load.iamSimulation()).simulations(account, all),
      ({ principal, resource, context = {} }) =>
        JSON.stringify([principal, resource, Object.entries(context).sort()]),
    ),
    many(ec2.subnet, FILTER_VALUES, async (all) => (await load.ec2()).subnets(account, all)),
    many(ec2.securityGroup, FILTER_VALUES, async (all) => (await load.ec2()).securityGroups(account, all)),
    many(ec2.vpc, FILTER_VALUES, async (all) => (await load.ec2()).vpcs(account, all)),
    single(ec2.vpcDns, async (query) => (await load.ec2()).vpcDns(account, query)),
    many(ec2.dhcpOptions, FILTER_VALUES, async (all) => (await load.ec2()).dhcpOptions(account, all)),
    many(ec2.networkInterface, FILTER_VALUES, async (all) =>
      (await load.ec2()).networkInterfaces(account, all),
    ),
    many(ec2.instance, FILTER_VALUES, async (all) => (await load.ec2()).instances(account, all)),
    many(ec2.instanceType, SMALL_PAGE, async (all) => (await load.ec2()).instanceTypes(account, all)),
    many(ec2.image, FILTER_VALUES, async (all) => (await load.ec2()).images(account, all)),
    many(ec2.prefixList, SMALL_PAGE, async (all) => (await load.ec2Region()).prefixLists(account, all)),
    single(ec2.blockPublicAccess, async () => (await load.ec2Region()).blockPublicAccess(account)),
    single(secrets.secret, async (query) => (await load.secretsManager()).secret(account, query)),
    single(secrets.secretPolicy, async (query) => (await load.secretsManager()).secretPolicy(account, query)),
    many(
      secrets.parameter,
      50,
      async (all) => (await load.ssm()).parameters(account, all),
      (query) => query.region ?? region,
    ),
    single(secrets.sessionPreferences, async () => (await load.ssm()).sessionPreferences(account)),
    single(kms.key, async (query) => (await load.kms()).key(account, query)),
    single(kms.keyPolicy, async (query) => (await load.kms()).keyPolicy(account, query)),
    many(
      logs.logGroup,
      50,
      async (all) => (await load.logs()).logGroups(account, all),
      ({ region: place = region }) => place,
    ),
    many(
      elbv2.targetGroup,
      20,
      async (all) => (await load.elbv2()).targetGroups(account, all),
      ({ arn }) => regionOf(arn, account),
    ),
    single(repositoryPolicy, async (query) => (await load.ecr()).repositoryPolicy(account, query)),
    many(scaling.autoScalingGroup, 50, async (all) =>
      (await load.autoScaling()).autoScalingGroups(account, all),
    ),
    many(scaling.scalableTarget, 50, async (all) =>
      (await load.applicationAutoScaling()).scalableTargets(account, all),
    ),
    single(organization, async (query) => (await load.organizations()).organization(account, query)),
    single(controlPolicies, async (query) => (await load.organizations()).controlPolicies(account, query)),
    single(bucket, async (query) => (await load.s3()).bucket(account, query)),
  ];
}

export function listers(account: Account): readonly AnyLister[] {
  return [
    listOne(ecs.clusters, async () => (await load.ecs()).allClusters(account)),
    listOne(ecs.serviceArns, async (scope) => (await load.ecs()).serviceArns(account, scope)),
    listOne(ecs.runningTasks, async (scope) => (await load.ecsInCluster()).tasks(account, scope, 'RUNNING')),
    listOne(ecs.stoppedTasks, async (scope) => (await load.ecsInCluster()).tasks(account, scope, 'STOPPED')),
    listOne(ecs.containerInstances, async (scope) =>
      (await load.ecsInCluster()).containerInstances(account, scope),
    ),
    listOne(ecs.accountSettings, async () => (await load.ecs()).accountSettings(account)),
    listOne(iam.rolePolicies, async (scope) => (await load.iam()).rolePolicies(account, scope)),
    listOne(iam.attachedRolePolicies, async (scope) =>
      (await load.iam()).attachedRolePolicies(account, scope),
    ),
    listMany(ec2.subnets, async (all) => (await load.ec2InVpc()).subnets(account, all)),
    listMany(ec2.routeTables, async (all) => (await load.ec2InVpc()).routeTables(account, all)),
    listMany(ec2.internetGateways, async (all) => (await load.ec2InVpc()).internetGateways(account, all)),
    listMany(ec2.egressOnlyInternetGateways, async (all) =>
      (await load.ec2InVpc()).egressOnlyInternetGateways(account, all),
    ),
    listMany(ec2.natGateways, async (all) => (await load.ec2InVpc()).natGateways(account, all)),
    listMany(ec2.vpcEndpoints, async (all) => (await load.ec2InVpc()).vpcEndpoints(account, all)),
    listMany(ec2.networkAcls, async (all) => (await load.ec2InVpc()).networkAcls(account, all)),
    listMany(ec2.peeringConnections, async (all) => (await load.ec2InVpc()).peeringConnections(account, all)),
    listMany(ec2.networkInterfaces, async (all) => (await load.ec2InVpc()).networkInterfaces(account, all)),
    listOne(kms.grants, async (scope) => (await load.kms()).grants(account, scope)),
    listOne(logs.recentLogStreams, async (scope) => (await load.logs()).recentLogStreams(account, scope)),
    listOne(elbv2.targetHealth, async (scope) => (await load.elbv2()).targetHealth(account, scope)),
    listOne(privateHostedZones, async (scope) => (await load.route53()).privateHostedZones(account, scope)),
  ];
}
