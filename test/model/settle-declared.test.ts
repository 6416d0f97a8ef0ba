import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/fact/fact.ts';
import { type Snapshot, snapshotSource } from '../../src/fact/snapshot.ts';
import { facedBy, factStore } from '../../src/fact/store.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { launchKinds, onFargate } from '../../src/model/launch.ts';
import { desiredCount } from '../../src/model/service.ts';
import { settle } from '../../src/model/settle.ts';
import { readTexts } from '../../src/read/read.ts';

const TASK = {
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { Family: 'orders', ContainerDefinitions: [{ Name: 'api', Image: 'nginx', Memory: 128 }] },
};

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
  service: object,
  others: object = {},
  snapshot?: Partial<Snapshot>,
): Promise<Deployment> {
  const Properties = { Cluster: { Ref: 'Cluster' }, TaskDefinition: { Ref: 'Task' }, ...service };
  const text = JSON.stringify({
    Resources: {
      Cluster: { Type: 'AWS::ECS::Cluster' },
      Task: TASK,
      Service: { Type: 'AWS::ECS::Service', Properties },
      ...others,
    },
  });
  const { deployments, errors } = await readTexts([{ file: 'template.json', text }], {});
  expect(errors).toEqual([]);
  const [first] = deployments;
  if (!first?.declared) throw new Error('no deployment of a template was read');
  const account = factStore(snapshot ? [snapshotSource({ ...SEEN, ...snapshot })] : []);
  return settle(first, facedBy(first.declared, account));
}

const told = (fact: Fact<unknown>): unknown =>
  fact.match<unknown>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: ([why]) => `unknown: ${why?.reason}`,
  });

describe('where the tasks run', () => {
  const group = {
    Type: 'AWS::ECS::CapacityProvider',
    Properties: { AutoScalingGroupProvider: { AutoScalingGroupArn: 'workers' } },
  };
  const managed = {
    Type: 'AWS::ECS::CapacityProvider',
    Properties: { ClusterName: { Ref: 'Cluster' }, ManagedInstancesProvider: {} },
  };
  const on = (id: string) => ({ CapacityProviderStrategy: [{ CapacityProvider: { Ref: id }, Weight: 1 }] });

  test('a declared provider is none of Fargate’s, whatever it will be called', async () => {
    const deployment = await settled(on('Provider'), { Provider: group });
    expect([told(launchKinds(deployment)), told(onFargate(deployment))]).toEqual([['EC2'], false]);
  });

  test('on Managed Instances', async () => {
    const deployment = await settled(on('Provider'), { Provider: managed });
    expect(told(launchKinds(deployment))).toEqual(['MANAGED_INSTANCES']);
  });

  test('by the default strategy that an association gives the cluster', async () => {
    const associations = {
      Type: 'AWS::ECS::ClusterCapacityProviderAssociations',
      Properties: {
        Cluster: { Ref: 'Cluster' },
        CapacityProviders: ['FARGATE'],
        DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
      },
    };
    const deployment = await settled({}, { Associations: associations });
    expect(told(launchKinds(deployment))).toEqual(['FARGATE']);
  });

  test('as EC2 where the declared cluster has no default strategy', async () => {
    expect(told(launchKinds(await settled({})))).toEqual(['EC2']);
  });
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html#cfn-ecs-service-desiredcount */
describe('the desired count that the template does not give', () => {
  const count = async (...args: Parameters<typeof settled>) => {
    const { service } = await settled(...args);
    return service && told(desiredCount(service));
  };

  test('is the least of auto scaling', async () => {
    const Properties = {
      ServiceNamespace: 'ecs',
      ResourceId: { 'Fn::Sub': 'service/${Cluster}/${Service.Name}' },
      MinCapacity: 3,
      MaxCapacity: 9,
    };
    const Scaling = { Type: 'AWS::ApplicationAutoScaling::ScalableTarget', Properties };
    expect(await count({}, { Scaling })).toBe(3);
  });

  test('is open where nobody was asked: a service that runs keeps what it has', async () => {
    expect(await count({})).toBe('unknown: unresolved');
  });

  const named = { Cluster: 'prod', ServiceName: 'orders' };

  test('is 1 for a service that does not exist and has no scalable target', async () => {
    const missing: Snapshot['missing'] = [
      { kind: 'ecs.service', key: 'prod/orders', state: 'absent' },
      { kind: 'applicationautoscaling.scalable-target', key: 'service/prod/orders', state: 'absent' },
    ];
    expect(await count(named, {}, { missing })).toBe(1);
  });

  test('is what the service has now', async () => {
    const resources = { 'ecs.service': { 'prod/orders': { status: 'ACTIVE', desiredCount: 5 } } };
    expect(await count(named, {}, { resources })).toBe(5);
  });
});
