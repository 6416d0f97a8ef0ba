import { describe, expect, test } from 'vitest';
import { known } from '../../src/fact/fact.ts';
import type { Demand } from '../../src/rollout/demand.ts';
import type { GroupInUse } from '../../src/rollout/most-instances.ts';
import { boundsOf } from '../../src/rollout/size-bounds.ts';

const task: Demand = { cpu: 256, memory: 1024, tcp: [], udp: [], gpus: 0, interfaces: 0 };

function group(maximum: number, ...types: readonly string[]): GroupInUse {
  return {
    provider: 'workers',
    name: 'workers',
    maximum,
    managed: known(true),
    shape: {
      MixedInstancesPolicy: {
        LaunchTemplate: { Overrides: types.map((type) => ({ InstanceType: type as 'm5.large' })) },
      },
    } as unknown as GroupInUse['shape'],
  };
}

describe('the tasks that groups have room for at their maximum', () => {
  test('by memory: 4 GiB are four tasks of 1 GiB at most, and three with the share of the system', () => {
    expect(boundsOf([group(2, 't3.medium')], task, false)).toEqual({ least: 6, most: 8 });
  });

  test('by CPU: two vCPUs are two tasks of 1024 units', () => {
    const large = { ...task, cpu: 1024, memory: 128 };
    expect(boundsOf([group(3, 'm5.large')], large, false)).toEqual({ least: 6, most: 6 });
  });

  test('one for each instance, with a static host port or distinctInstance', () => {
    expect(boundsOf([group(3, 'm5.large')], { ...task, tcp: [80] }, false).most).toBe(3);
    expect(boundsOf([group(3, 'm5.large')], task, true).most).toBe(3);
    expect(boundsOf([group(3)], { ...task, udp: [53] }, false)).toEqual({ least: 0, most: 3 });
  });

  test('any number on instances of an unknown type', () => {
    expect(boundsOf([group(3)], task, false)).toEqual({ least: 0, most: Number.POSITIVE_INFINITY });
    expect(boundsOf([group(3, 'zz9.large')], task, false)).toEqual({
      least: 0,
      most: Number.POSITIVE_INFINITY,
    });
  });

  test('of several types the least and the greatest', () => {
    expect(boundsOf([group(1, 't3.medium', 'm5.xlarge')], task, false)).toEqual({ least: 3, most: 16 });
  });

  test('none in a group that may have no instance', () => {
    expect(boundsOf([group(0)], task, false)).toEqual({ least: 0, most: 0 });
  });

  test('two of awsvpc on an m5.large without trunking, ten with it', () => {
    const small = { ...task, cpu: 10, memory: 10, interfaces: 1 as const };
    expect(boundsOf([group(1, 'm5.large')], small, false)).toEqual({ least: 2, most: 10 });
  });

  test('how many GPUs a type has is not known', () => {
    expect(boundsOf([group(1, 'm5.large')], { ...task, gpus: 1 }, false).least).toBe(0);
  });
});
