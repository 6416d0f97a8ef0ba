import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/aws/index.ts';
import type { Facts } from '../../src/fact/kind.ts';
import * as ec2 from '../../src/fact/kinds/ec2.ts';
import { repositoryPolicy } from '../../src/fact/kinds/ecr.ts';
import * as ecs from '../../src/fact/kinds/ecs.ts';
import * as elbv2 from '../../src/fact/kinds/elbv2.ts';
import * as iam from '../../src/fact/kinds/iam.ts';
import * as kms from '../../src/fact/kinds/kms.ts';
import * as logs from '../../src/fact/kinds/logs.ts';
import { controlPolicies, organization } from '../../src/fact/kinds/organizations.ts';
import { privateHostedZones } from '../../src/fact/kinds/route53.ts';
import { bucket } from '../../src/fact/kinds/s3.ts';
import * as scaling from '../../src/fact/kinds/scaling.ts';
import * as secrets from '../../src/fact/kinds/secrets.ts';
import * as sts from '../../src/fact/kinds/sts.ts';
import { factsOf, opened } from './client/open.ts';
import { stateOf } from './client/state.ts';
import { KEY, POLICY, sample, TARGET_GROUP } from './standin/sample.ts';
import { type Standin, startStandin } from './standin/server.ts';

const ACCOUNT = '111122223333';
const held = (kind: string, key: string): unknown => sample.resources[kind]?.[key];
/** ECS sends tags only to those who ask for them. */
const withoutTags = (value: unknown): unknown => ({ ...(value as object), tags: undefined });
const cluster = { cluster: 'prod' };
const inVpc = { vpc: 'vpc-1' };

let standin: Standin;
let session: Session;
let facts: Facts;

beforeAll(async () => {
  standin = await startStandin(sample);
  session = await opened(standin.url);
  facts = factsOf(session);
});

afterAll(async () => {
  session.close();
  await standin.close();
});

/** Every thing of the snapshot comes back from the SDK as the snapshot holds it. */
describe('what the account holds, the session answers', () => {
  const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-AbCdEf`;
  const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:role/app`;
  const zone = { HostedZoneId: 'Z1', Name: 'internal.example.', Owner: { OwningAccount: ACCOUNT } };
  const taskArn = (id: string) => `arn:aws:ecs:eu-west-1:${ACCOUNT}:task/prod/${id}`;
  const instanceArn = `arn:aws:ecs:eu-west-1:${ACCOUNT}:container-instance/prod/ccc`;

  test.for<[string, () => Promise<unknown>, unknown]>([
    ['cluster', () => ask(ecs.cluster, { name: 'prod' }), held('ecs.cluster', 'prod')],
    [
      'service',
      () => ask(ecs.service, { ...cluster, name: 'api-3' }),
      withoutTags(held('ecs.service', 'prod/api-3')),
    ],
    [
      'task definition',
      () => ask(ecs.taskDefinition, { ref: 'api:6' }),
      held('ecs.task-definition', 'api:6'),
    ],
    [
      'latest of a family',
      () => ask(ecs.taskDefinition, { ref: 'api' }),
      held('ecs.task-definition', 'api:7'),
    ],
    [
      'capacity provider',
      () => ask(ecs.capacityProvider, { name: 'cp-3' }),
      held('ecs.capacity-provider', 'cp-3'),
    ],
    ['clusters', () => ask(ecs.clusters, {}), [held('ecs.cluster', 'prod')]],
    ['running tasks', () => ask(ecs.runningTasks, cluster), [held('ecs.task', taskArn('aaa'))]],
    ['stopped tasks', () => ask(ecs.stoppedTasks, cluster), [held('ecs.task', taskArn('bbb'))]],
    [
      'container instances',
      () => ask(ecs.containerInstances, cluster),
      [held('ecs.container-instance', instanceArn)],
    ],
    ['account settings', () => ask(ecs.accountSettings, {}), [held('ecs.account-setting', 'awsvpcTrunking')]],
    ['subnet', () => ask(ec2.subnet, { id: 'subnet-0a' }), held('ec2.subnet', 'subnet-0a')],
    ['security group', () => ask(ec2.securityGroup, { id: 'sg-1' }), held('ec2.security-group', 'sg-1')],
    ['VPC', () => ask(ec2.vpc, { id: 'vpc-1' }), held('ec2.vpc', 'vpc-1')],
    ['DNS attributes', () => ask(ec2.vpcDns, { id: 'vpc-1' }), held('ec2.vpc-dns', 'vpc-1')],
    ['route tables', () => ask(ec2.routeTables, inVpc), [held('ec2.route-table', 'rtb-7')]],
    ['prefix list of two pages', () => ask(ec2.prefixList, { id: 'pl-1' }), held('ec2.prefix-list', 'pl-1')],
    ['instance', () => ask(ec2.instance, { id: 'i-0a' }), held('ec2.instance', 'i-0a')],
    [
      'instance type',
      () => ask(ec2.instanceType, { name: 'm6i.large' }),
      held('ec2.instance-type', 'm6i.large'),
    ],
    ['role', () => ask(iam.role, { role: 'app' }), held('iam.role', 'app')],
    ['inline policies', () => ask(iam.rolePolicies, { role: 'app' }), [held('iam.role-policy', 'app/logs')]],
    [
      'attached policies',
      () => ask(iam.attachedRolePolicies, { role: 'app' }),
      [held('iam.attached-policy', POLICY)],
    ],
    ['managed policy', () => ask(iam.policy, { arn: POLICY }), held('iam.policy', POLICY)],
    [
      'simulation',
      () => ask(iam.simulation, { principal: PRINCIPAL, action: 's3:GetObject', resource: '*' }),
      held('iam.simulation', `${PRINCIPAL} s3:GetObject *`),
    ],
    ['secret by ARN', () => ask(secrets.secret, { id: SECRET }), held('secretsmanager.secret', SECRET)],
    ['secret by name', () => ask(secrets.secret, { id: 'db' }), held('secretsmanager.secret', SECRET)],
    ['parameter', () => ask(secrets.parameter, { name: '/app/p9' }), held('ssm.parameter', '/app/p9')],
    [
      'parameter elsewhere',
      () => ask(secrets.parameter, { name: 'far', region: 'eu-central-1' }),
      held('ssm.parameter', 'eu-central-1/far'),
    ],
    [
      'session preferences',
      () => ask(secrets.sessionPreferences, {}),
      held('ssm.session-preferences', 'SSM-SessionManagerRunShell'),
    ],
    ['key', () => ask(kms.key, { key: KEY }), held('kms.key', KEY)],
    ['key policy', () => ask(kms.keyPolicy, { key: KEY }), held('kms.key-policy', KEY)],
    ['grants', () => ask(kms.grants, { key: KEY }), [held('kms.grant', 'g1')]],
    ['log group', () => ask(logs.logGroup, { name: '/ecs/api' }), held('logs.log-group', '/ecs/api')],
    [
      'recent streams',
      () => ask(logs.recentLogStreams, { name: '/ecs/api' }),
      [held('logs.log-stream', 's2'), held('logs.log-stream', 's1')],
    ],
    [
      'repository policy, parsed',
      () => ask(repositoryPolicy, { account: ACCOUNT, region: 'eu-west-1', name: 'api' }),
      { policyText: { Statement: [] } },
    ],
    [
      'target group',
      () => ask(elbv2.targetGroup, { arn: TARGET_GROUP }),
      held('elbv2.target-group', TARGET_GROUP),
    ],
    [
      'target health',
      () => ask(elbv2.targetHealth, { arn: TARGET_GROUP }),
      [held('elbv2.target', '10.0.0.5:80')],
    ],
    [
      'Auto Scaling group',
      () => ask(scaling.autoScalingGroup, { name: 'asg' }),
      held('autoscaling.group', 'asg'),
    ],
    [
      'scalable target',
      () => ask(scaling.scalableTarget, { cluster: 'prod', service: 'api-1' }),
      held('applicationautoscaling.scalable-target', 'service/prod/api-1'),
    ],
    [
      'control policies',
      () => ask(controlPolicies, { account: ACCOUNT, type: 'SERVICE_CONTROL_POLICY' }),
      held('organizations.control-policies', `${ACCOUNT}/SERVICE_CONTROL_POLICY`),
    ],
    [
      'organization',
      () => ask(organization, { account: ACCOUNT }),
      held('organizations.organization', ACCOUNT),
    ],
    ['hosted zones', () => ask(privateHostedZones, inVpc), [zone]],
    ['bucket', () => ask(bucket, { name: 'session-logs' }), held('s3.bucket', 'session-logs')],
    ['credentials', () => ask(sts.callerCredentials, {}), {}],
  ])('%s', async ([, answer, expected]) => {
    expect(await answer()).toEqual({ known: expected });
  });

  async function ask(kind: unknown, query: unknown): Promise<unknown> {
    return stateOf(await facts.ask(kind as typeof ecs.cluster, query as never));
  }
});

describe('what does not exist is absent', () => {
  const nothing = 'nothing-of-this-name';
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;

  test.for<[string, () => Promise<unknown>]>([
    ['cluster', () => ask(ecs.cluster, { name: nothing })],
    ['service', () => ask(ecs.service, { ...cluster, name: nothing })],
    ['service of no cluster', () => ask(ecs.service, { cluster: nothing, name: nothing })],
    ['services of no cluster', () => ask(ecs.serviceArns, { cluster: nothing })],
    ['tasks of no cluster', () => ask(ecs.runningTasks, { cluster: nothing })],
    ['task definition', () => ask(ecs.taskDefinition, { ref: nothing })],
    ['capacity provider', () => ask(ecs.capacityProvider, { name: nothing })],
    ['subnet', () => ask(ec2.subnet, { id: 'subnet-00' })],
    ['DNS attributes', () => ask(ec2.vpcDns, { id: 'vpc-00' })],
    ['prefix list', () => ask(ec2.prefixList, { id: 'pl-00' })],
    ['instance type', () => ask(ec2.instanceType, { name: 'x9.nano' })],
    ['role', () => ask(iam.role, { role: nothing })],
    ['policies of no role', () => ask(iam.rolePolicies, { role: nothing })],
    ['managed policy', () => ask(iam.policy, { arn: `arn:aws:iam::${ACCOUNT}:policy/${nothing}` })],
    ['instance profile', () => ask(iam.instanceProfile, { profile: nothing })],
    ['secret', () => ask(secrets.secret, { id: nothing })],
    ['parameter', () => ask(secrets.parameter, { name: nothing })],
    ['key', () => ask(kms.key, { key: arn('kms', 'key/00') })],
    ['log group, though others begin with its name', () => ask(logs.logGroup, { name: '/ecs/ap' })],
    [
      'repository policy',
      () => ask(repositoryPolicy, { account: ACCOUNT, region: 'eu-west-1', name: 'bare' }),
    ],
    ['target group', () => ask(elbv2.targetGroup, { arn: arn('elasticloadbalancing', 'targetgroup/x/00') })],
    ['Auto Scaling group', () => ask(scaling.autoScalingGroup, { name: nothing })],
    ['scalable target', () => ask(scaling.scalableTarget, { cluster: 'prod', service: nothing })],
    ['bucket', () => ask(bucket, { name: nothing })],
  ])('%s', async ([, answer]) => {
    expect(await answer()).toBe('absent');
  });

  test('but a secret of another account may be there, and not shared', async () => {
    const id = 'arn:aws:secretsmanager:eu-west-1:999988887777:secret:db-AbCdEf';
    const answer = await facts.ask(secrets.secret, { id });
    const why = answer.match<unknown>({
      known: () => 'known',
      absent: () => 'absent',
      unknown: ([first]) => first?.reason,
    });
    expect(why).toBe('undecidable');
  });

  async function ask(kind: unknown, query: unknown): Promise<unknown> {
    return stateOf(await facts.ask(kind as typeof ecs.cluster, query as never));
  }
});
