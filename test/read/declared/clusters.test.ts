import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import { capacityProvider, cluster } from '../../../src/fact/kinds/ecs.ts';
import { opaqueValue } from '../../../src/fact/opaque.ts';
import { snapshotSource } from '../../../src/fact/snapshot.ts';
import { facedBy, factStore } from '../../../src/fact/store.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { clustersFacts } from '../../../src/read/declared/clusters.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import { type HandMade, handMade, type Written } from './hand-made.ts';

const CLUSTER = 'AWS::ECS::Cluster';
const ASSOCIATIONS = 'AWS::ECS::ClusterCapacityProviderAssociations';

function plain<T>(fact: Fact<T> | undefined) {
  return fact?.match<T | { readonly unknown: readonly string[] } | 'absent'>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: (why) => ({ unknown: why.map(({ detail }) => detail) }),
  });
}

async function clusterIn(
  properties: NonNullable<Written['properties']>,
  others: (estate: HandMade) => Readonly<Record<string, Written>> = () => ({}),
) {
  const estate = handMade((it) => ({ Cluster: { type: CLUSTER, properties }, ...others(it) }));
  const source = declaredSource(estate, clustersFacts);
  return plain(await source.answer(cluster, { name: estate.ref('Cluster') }));
}

describe('a cluster', () => {
  test('without anything has no providers, no strategy, no default namespace', async () => {
    expect(await clusterIn({ ClusterName: 'prod' })).toMatchObject({
      clusterName: 'prod',
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
    });
    expect(await clusterIn({})).not.toHaveProperty('serviceConnectDefaults');
  });

  test('is the same by name and by ARN', async () => {
    const estate = handMade(() => ({ Cluster: { type: CLUSTER } }));
    const source = declaredSource(estate, clustersFacts);
    for (const name of [estate.ref('Cluster'), estate.attribute('Cluster', 'Arn')])
      expect(plain(await source.answer(cluster, { name }))).toMatchObject({ status: 'ACTIVE' });
  });

  test('an association adds providers and sets the strategy', async () => {
    expect(
      await clusterIn({ CapacityProviders: ['FARGATE'] }, (it) => ({
        Associations: {
          type: ASSOCIATIONS,
          properties: {
            Cluster: it.ref('Cluster'),
            CapacityProviders: ['FARGATE_SPOT'],
            DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: '2' }],
          },
        },
      })),
    ).toMatchObject({
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }],
    });
  });

  test('the association of another cluster is none of its own', async () => {
    expect(
      await clusterIn({}, (it) => ({
        Other: { type: CLUSTER },
        Associations: {
          type: ASSOCIATIONS,
          properties: {
            Cluster: it.ref('Other'),
            CapacityProviders: ['FARGATE'],
            DefaultCapacityProviderStrategy: [],
          },
        },
      })),
    ).toMatchObject({ capacityProviders: [] });
  });

  test.each<[string, Parameters<typeof clusterIn>[0], Parameters<typeof clusterIn>[1]]>([
    [
      'a strategy that is open',
      {
        DefaultCapacityProviderStrategy: new Unresolved({ reason: 'unresolved', detail: 'X' }),
      },
      undefined,
    ],
    [
      'an association with a cluster that is not known',
      {},
      () => ({
        Associations: {
          type: ASSOCIATIONS,
          properties: { Cluster: opaqueValue('Name'), CapacityProviders: ['FARGATE'] },
        },
      }),
    ],
    [
      'an association under an open condition',
      {},
      (it) => ({
        Associations: {
          type: ASSOCIATIONS,
          conditional: true,
          properties: { Cluster: it.ref('Cluster'), CapacityProviders: ['FARGATE'] },
        },
      }),
    ],
  ])('is not known with %s', async (_, properties, others) => {
    expect(await clusterIn(properties, others)).toHaveProperty('unknown');
  });

  test('has the providers of Managed Instances that name it', async () => {
    const estate = handMade((it) => ({
      Cluster: { type: CLUSTER },
      Managed: {
        type: 'AWS::ECS::CapacityProvider',
        properties: { Name: 'managed', ClusterName: it.ref('Cluster'), ManagedInstancesProvider: {} },
      },
    }));
    const source = declaredSource(estate, clustersFacts);
    expect(plain(await source.answer(cluster, { name: estate.ref('Cluster') }))).toMatchObject({
      capacityProviders: ['managed'],
    });
    expect(plain(await source.answer(capacityProvider, { name: 'managed' }))).toMatchObject({
      managedInstancesProvider: {},
    });
  });

  test('tells what ECS Exec logs, and the default namespace', async () => {
    expect(
      await clusterIn({
        ServiceConnectDefaults: { Namespace: 'internal' },
        ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
        Configuration: {
          ExecuteCommandConfiguration: {
            Logging: 'OVERRIDE',
            LogConfiguration: { CloudWatchLogGroupName: '/exec', CloudWatchEncryptionEnabled: 'true' },
          },
        },
      }),
    ).toMatchObject({
      serviceConnectDefaults: { namespace: 'internal' },
      settings: [{ name: 'containerInsights', value: 'enabled' }],
      configuration: {
        executeCommandConfiguration: {
          logging: 'OVERRIDE',
          logConfiguration: { cloudWatchLogGroupName: '/exec', cloudWatchEncryptionEnabled: true },
        },
      },
    });
  });
});

describe('a capacity provider', () => {
  const provider = async (properties: NonNullable<Written['properties']>) => {
    const estate = handMade(() => ({ Provider: { type: 'AWS::ECS::CapacityProvider', properties } }));
    const source = declaredSource(estate, clustersFacts);
    return plain(await source.answer(capacityProvider, { name: estate.ref('Provider') }));
  };

  test('of an Auto Scaling group', async () => {
    expect(
      await provider({
        AutoScalingGroupProvider: {
          AutoScalingGroupArn: 'workers',
          ManagedScaling: { Status: 'ENABLED', TargetCapacity: 100 },
          ManagedTerminationProtection: 'DISABLED',
        },
      }),
    ).toMatchObject({
      status: 'ACTIVE',
      autoScalingGroupProvider: {
        autoScalingGroupArn: 'workers',
        managedScaling: { status: 'ENABLED' },
        managedTerminationProtection: 'DISABLED',
      },
    });
  });

  test('whether ECS scales it is not told where the template says nothing', async () => {
    const shape = await provider({ AutoScalingGroupProvider: { AutoScalingGroupArn: 'workers' } });
    expect(shape).toHaveProperty('autoScalingGroupProvider');
    expect(shape).not.toHaveProperty('autoScalingGroupProvider.managedScaling');
  });
});

describe('a cluster of the account that the template changes', () => {
  const PROD = {
    clusterName: 'prod',
    status: 'ACTIVE',
    capacityProviders: ['FARGATE'],
    defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 0 }],
  };
  const associations = (properties: NonNullable<Written['properties']>) => ({
    Provider: { type: 'AWS::ECS::CapacityProvider', properties: { Name: 'spare' } },
    Associations: { type: ASSOCIATIONS, properties },
  });
  async function prodFacedBy(resources: Readonly<Record<string, Written>>, shape: object = PROD) {
    const snapshot = {
      version: 1,
      account: '111122223333',
      region: 'eu-west-1',
      at: '2026-11-20T12:00:00Z',
      resources: { 'ecs.cluster': { prod: shape } },
      collections: [],
      missing: [],
    } as const;
    const estate = handMade(() => resources);
    const store = facedBy(declaredSource(estate, clustersFacts), factStore([snapshotSource(snapshot)]));
    return plain(await store.ask(cluster, { name: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod' }));
  }

  test('has the providers and the strategy that an association sets', async () => {
    const set = {
      Cluster: 'prod',
      CapacityProviders: ['spare', 'FARGATE_SPOT'],
      DefaultCapacityProviderStrategy: [{ CapacityProvider: 'spare', Weight: 1 }],
    };
    expect(await prodFacedBy(associations(set))).toEqual({
      ...PROD,
      capacityProviders: ['spare', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'spare', weight: 1 }],
    });
  });

  test('is as it is where the association is of another one', async () => {
    const other = { Cluster: 'test', CapacityProviders: ['spare'], DefaultCapacityProviderStrategy: [] };
    expect(await prodFacedBy(associations(other))).toEqual(PROD);
  });

  test('has the Managed Instances that the template gives it', async () => {
    const Provider = {
      type: 'AWS::ECS::CapacityProvider',
      properties: { Name: 'managed', ClusterName: 'prod', ManagedInstancesProvider: {} },
    };
    expect(await prodFacedBy({ Provider })).toEqual({ ...PROD, capacityProviders: ['FARGATE', 'managed'] });
  });

  test('is not known where the association may be of it', async () => {
    const open = { Cluster: opaqueValue('Cluster'), CapacityProviders: ['spare'] };
    expect(await prodFacedBy(associations(open))).toEqual({ unknown: ['the value of Cluster is not known'] });
  });

  test('may keep Managed Instances of its own, of which the association says nothing', async () => {
    const set = { Cluster: 'prod', CapacityProviders: ['spare'], DefaultCapacityProviderStrategy: [] };
    const shape = { ...PROD, capacityProviders: ['FARGATE', 'own-instances'] };
    expect(await prodFacedBy(associations(set), shape)).not.toHaveProperty('capacityProviders');
  });
});
