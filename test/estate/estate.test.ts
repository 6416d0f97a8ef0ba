import { describe, expect, test } from 'vitest';
import { known } from '../../src/fact/fact.ts';
import type * as ec2 from '../../src/fact/kinds/ec2.ts';
import * as ecs from '../../src/fact/kinds/ecs.ts';
import { snapshotSource } from '../../src/fact/snapshot.ts';
import { estate } from './estate.ts';
import { CLUSTER } from './place.ts';

const small = estate({ services: 10 });

/** How many things of a kind an estate holds. */
function count({ snapshot }: typeof small, kind: string): number {
  return Object.keys(snapshot.resources[kind] ?? {}).length;
}

describe('an estate', () => {
  test('of the same size and seed is the same, of another seed another', () => {
    expect(estate({ services: 10 })).toEqual(small);
    expect(estate({ services: 10 }, 2).snapshot).not.toEqual(small.snapshot);
  });

  test('of a thousand services has what it promises', () => {
    const large = estate();
    expect({
      services: count(large, 'ecs.service'),
      taskDefinitions: count(large, 'ecs.task-definition'),
      roles: count(large, 'iam.role'),
      containerInstances: count(large, 'ecs.container-instance'),
      subnets: count(large, 'ec2.subnet'),
      secrets: count(large, 'secretsmanager.secret'),
      parameters: count(large, 'ssm.parameter'),
      tasks: count(large, 'ecs.task'),
    }).toEqual({
      services: 1000,
      taskDefinitions: 300,
      roles: 40,
      containerInstances: 50,
      subnets: 6,
      secrets: 101,
      parameters: 60,
      tasks: 2000,
    });
  });

  test('uses each of its task definitions', () => {
    const { snapshot } = estate();
    const used = Object.values(snapshot.resources['ecs.service'] ?? {}).map(
      (service) => (service as ecs.LiveServiceShape).taskDefinition?.split('/')[1],
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(snapshot.resources['ecs.task-definition'] ?? {})));
  });

  test('has no id twice, and each planted fault once', () => {
    const { snapshot, planted } = small;
    const interfaces = Object.values(
      snapshot.resources['ec2.network-interface'] ?? {},
    ) as ec2.NetworkInterfaceShape[];
    const addresses = interfaces.map(({ PrivateIpAddress }) => PrivateIpAddress);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(new Set(planted.flatMap(({ services }) => services)).size).toBe(5);
  });

  test('refers only to what it holds, but for what is planted as gone', () => {
    const { snapshot } = small;
    const absent = new Set(snapshot.missing.map(({ key }) => key));
    const secrets = snapshot.resources['secretsmanager.secret'] ?? {};
    const roles = Object.values(snapshot.resources['iam.role'] ?? {}).map(
      (role) => (role as { Arn: string }).Arn,
    );
    for (const definition of Object.values(
      snapshot.resources['ecs.task-definition'] ?? {},
    ) as ecs.RegisteredTaskDefinition[]) {
      expect(roles).toContain(definition.executionRoleArn);
      expect(roles).toContain(definition.taskRoleArn);
      const secret =
        definition.containerDefinitions?.[0]?.secrets?.[0]?.valueFrom?.replace(':password::', '') ?? '';
      expect(secret in secrets || absent.has(secret)).toBe(true);
    }
    for (const service of Object.values(snapshot.resources['ecs.service'] ?? {}) as ecs.LiveServiceShape[]) {
      const reference = service.taskDefinition?.split('/')[1] ?? '';
      expect(Object.keys(snapshot.resources['ecs.task-definition'] ?? {})).toContain(reference);
    }
  });

  test('answers as a snapshot', async () => {
    const source = snapshotSource(small.snapshot);
    const arns = await source.list(ecs.serviceArns, { cluster: CLUSTER });
    expect(arns?.match({ known: ({ members }) => members.length, absent: () => 0, unknown: () => -1 })).toBe(
      10,
    );
    const service = await source.answer(ecs.service, { cluster: CLUSTER, name: 'service-3' });
    const held = small.snapshot.resources['ecs.service']?.[`${CLUSTER}/service-3`] as ecs.LiveServiceShape;
    expect(service).toEqual(known(held));
  });
});
