import { describe, expect, test } from 'vitest';
import { type Fact, valueOr } from '../../src/fact/fact.ts';
import { type Snapshot, snapshotSource } from '../../src/fact/snapshot.ts';
import { factStore } from '../../src/fact/store.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { launchKinds, onFargate } from '../../src/model/launch.ts';
import { desiredCount, gracePeriod, maximumPercent } from '../../src/model/service.ts';
import { settle } from '../../src/model/settle.ts';
import { containers, family } from '../../src/model/task-definition.ts';
import { readTexts } from '../../src/read/read.ts';

const TASK = { family: 'orders', containerDefinitions: [{ name: 'api', image: 'nginx', memory: 128 }] };

const SEEN: Snapshot = {
  version: 1,
  account: '111122223333',
  region: 'eu-west-1',
  at: '2026-11-20T12:00:00Z',
  resources: {},
  collections: [],
  missing: [],
};

async function settled(
  files: readonly object[],
  resources: Snapshot['resources'],
  cluster: string | undefined = 'prod',
): Promise<Deployment> {
  const texts = files.map((file, index) => ({ file: `${index}.json`, text: JSON.stringify(file) }));
  const { deployments, errors } = await readTexts(texts, cluster === undefined ? {} : { cluster });
  expect(errors).toEqual([]);
  const [first] = deployments;
  if (!first) throw new Error('no deployment was read');
  return settle(first, factStore([snapshotSource({ ...SEEN, resources })]));
}

const told = (fact: Fact<unknown>): unknown =>
  fact.match<unknown>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: ([why]) => `unknown: ${why?.reason}`,
  });

const asg = (name: string) => ({ name, autoScalingGroupProvider: { autoScalingGroupArn: 'arn:aws:x' } });
const service = { serviceName: 'orders', taskDefinition: 'orders', desiredCount: 2 };

describe('where the tasks of a service run that leaves it to its cluster', () => {
  const cluster = (...providers: readonly string[]) => ({
    'ecs.cluster': {
      prod: {
        clusterName: 'prod',
        status: 'ACTIVE',
        defaultCapacityProviderStrategy: providers.map((capacityProvider) => ({
          capacityProvider,
          weight: 1,
        })),
      },
    },
  });
  const providers = {
    'ecs.capacity-provider': { big: asg('big'), pool: { name: 'pool', managedInstancesProvider: {} } },
  };

  test.each([
    ['Fargate by default', cluster('FARGATE'), ['FARGATE'], true],
    ['Fargate and its spot capacity', cluster('FARGATE', 'FARGATE_SPOT'), ['FARGATE'], true],
    ['an Auto Scaling group', { ...cluster('big'), ...providers }, ['EC2'], false],
    ['Managed Instances', { ...cluster('pool'), ...providers }, ['MANAGED_INSTANCES'], false],
    ['no default strategy: launch type EC2', cluster(), ['EC2'], false],
    ['a cluster nobody recorded', {}, 'unknown: not-recorded', false],
  ])('%s', async (_, resources, kinds, fargate) => {
    const deployment = await settled([TASK, service], resources);
    expect([told(launchKinds(deployment)), told(onFargate(deployment))]).toEqual([kinds, fargate]);
  });

  test('a provider that the service names itself is looked up too', async () => {
    const named = { ...service, capacityProviderStrategy: [{ capacityProvider: 'pool', weight: 1 }] };
    const task = { ...TASK, requiresCompatibilities: ['EC2', 'MANAGED_INSTANCES'] };
    expect(told(launchKinds(await settled([task, named], providers)))).toEqual(['MANAGED_INSTANCES']);
  });
});

describe('UpdateService input', () => {
  const update = { service: 'orders', cluster: 'prod', taskDefinition: 'orders', forceNewDeployment: true };
  const running = {
    'ecs.service': {
      'prod/orders': {
        ...service,
        status: 'ACTIVE',
        healthCheckGracePeriodSeconds: 45,
        deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 50 },
      },
    },
  };

  test('leaves unchanged what the service has', async () => {
    const { service: complete } = await settled([TASK, update], running);
    if (!complete) throw new Error('no service');
    expect([
      told(desiredCount(complete)),
      told(gracePeriod(complete)),
      told(maximumPercent(complete)),
      told(complete.view.get('platformVersion').text),
    ]).toEqual([2, 45, 150, 'absent']);
  });

  // Whether a member that is left out of a deploymentConfiguration stays or is reset, no AWS page says.
  test.each([
    ['another', 150, 'unknown: offline'],
    ['the default', 200, 200],
  ])('wins where it says something; of percents it leaves out, %s is what it was', async (_, was, is) => {
    const change = { ...update, desiredCount: 5, deploymentConfiguration: { minimumHealthyPercent: 100 } };
    const had = {
      ...running['ecs.service']['prod/orders'],
      deploymentConfiguration: { maximumPercent: was },
    };
    const seen = { 'ecs.service': { 'prod/orders': had } };
    const { service: complete } = await settled([TASK, change], seen);
    if (!complete) throw new Error('no service');
    expect([told(desiredCount(complete)), told(maximumPercent(complete))]).toEqual([5, is]);
  });

  test('stays unknown where the service was not seen', async () => {
    const { service: complete, around } = await settled([TASK, update], {});
    if (!complete) throw new Error('no service');
    expect([told(gracePeriod(complete)), told(around.running)]).toEqual([
      'unknown: offline',
      'unknown: not-recorded',
    ]);
  });
});

test('the task definition that no file gives is the registered one', async () => {
  const arn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/orders:7';
  const resources = {
    'ecs.task-definition': { 'orders:7': { ...TASK, taskDefinitionArn: arn, revision: 7 } },
  };
  const { taskDefinition } = await settled([{ ...service, taskDefinition: arn }], resources);
  expect(taskDefinition.form).toBe('describe');
  expect(valueOr(family(taskDefinition), '')).toBe('orders');
  const [container] = valueOr(containers(taskDefinition), []);
  expect(container?.get('name').place).toEqual({ arn, pointer: '/containerDefinitions/0/name' });
});

describe('a task definition that neither the files nor the account give is unknown, and says why', () => {
  const ask = async (files: readonly object[], missing: Snapshot['missing']) => {
    const texts = files.map((file, index) => ({ file: `${index}.json`, text: JSON.stringify(file) }));
    const { deployments } = await readTexts(texts, { cluster: 'prod' });
    const [first] = deployments.filter(({ service }) => service !== undefined);
    if (!first) throw new Error('no deployment was read');
    const { taskDefinition } = await settle(first, factStore([snapshotSource({ ...SEEN, missing })]));
    return family(taskDefinition).match<unknown>({
      known: (name) => name,
      absent: () => 'absent',
      unknown: ([why]) => why,
    });
  };
  const named = { ...service, taskDefinition: 'orders:7' };
  const kind = 'ecs.task-definition';

  test('it does not exist', async () => {
    expect(await ask([named], [{ kind, key: 'orders:7', state: 'absent' }])).toEqual({
      reason: 'undecidable',
      detail: 'the task definition orders:7 is neither among the inputs nor registered',
    });
  });

  test('it may not be read', async () => {
    const action = 'ecs:DescribeTaskDefinition';
    expect(await ask([named], [{ kind, key: 'orders:7', state: 'denied', action }])).toMatchObject({
      reason: 'access-denied',
      unlockedBy: action,
    });
  });

  test('two of the files may be meant: the registered one is none of them', async () => {
    const one = { ...TASK, family: 'orders' };
    expect(await ask([one, one, service], [])).toMatchObject({ reason: 'unresolved' });
  });
});

test('a service that was deleted is not running', async () => {
  const resources = { 'ecs.service': { 'prod/orders': { ...service, status: 'INACTIVE' } } };
  const { around } = await settled([TASK, service], resources);
  expect(told(around.running)).toBe('absent');
});
