import { expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import { autoScalingGroup, scalableTarget } from '../../../src/fact/kinds/scaling.ts';
import { opaqueValue } from '../../../src/fact/opaque.ts';
import { scalingFacts } from '../../../src/read/declared/scaling.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import { handMade } from './hand-made.ts';

function plain<T>(fact: Fact<T> | undefined) {
  return fact?.match<T | 'unknown' | 'absent'>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: () => 'unknown',
  });
}

test('an Auto Scaling group is asked by name and by ARN; its sizes may be text', async () => {
  const estate = handMade(() => ({
    Group: {
      type: 'AWS::AutoScaling::AutoScalingGroup',
      properties: { MinSize: '1', MaxSize: '4', VPCZoneIdentifier: ['subnet-1', 'subnet-2'] },
    },
  }));
  const source = declaredSource(estate, scalingFacts);
  for (const name of [estate.ref('Group'), estate.attribute('Group', 'Arn')])
    expect(plain(await source.answer(autoScalingGroup, { name }))).toMatchObject({
      MinSize: 1,
      MaxSize: 4,
      DesiredCapacity: 1,
      VPCZoneIdentifier: 'subnet-1,subnet-2',
    });
});

test('a group whose maximum is open is not known', async () => {
  const estate = handMade(() => ({
    Group: {
      type: 'AWS::AutoScaling::AutoScalingGroup',
      properties: { MinSize: 1, MaxSize: opaqueValue('MaxSize') },
    },
  }));
  const source = declaredSource(estate, scalingFacts);
  expect(plain(await source.answer(autoScalingGroup, { name: estate.ref('Group') }))).toBe('unknown');
});

test('a scalable target is that of the service which its resource id is made of', async () => {
  const estate = handMade((it) => ({
    Cluster: { type: 'AWS::ECS::Cluster' },
    Service: { type: 'AWS::ECS::Service', properties: { Cluster: it.ref('Cluster') } },
    Target: {
      type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      properties: {
        ServiceNamespace: 'ecs',
        ResourceId: `service/${it.ref('Cluster')}/${it.attribute('Service', 'Name')}`,
        MinCapacity: 2,
        MaxCapacity: '10',
      },
    },
    Table: {
      type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      properties: {
        ServiceNamespace: 'dynamodb',
        ResourceId: 'table/orders',
        MinCapacity: 1,
        MaxCapacity: 2,
      },
    },
  }));
  const source = declaredSource(estate, scalingFacts);
  const asked = { cluster: estate.ref('Cluster'), service: estate.attribute('Service', 'Name') };
  expect(plain(await source.answer(scalableTarget, asked))).toMatchObject({
    MinCapacity: 2,
    MaxCapacity: 10,
  });
  // The cluster's ARN means the same cluster.
  const byArn = { ...asked, cluster: estate.attribute('Cluster', 'Arn') };
  expect(plain(await source.answer(scalableTarget, byArn))).toMatchObject({ MaxCapacity: 10 });
});
