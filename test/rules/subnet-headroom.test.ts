import { describe, expect, test } from 'vitest';
import subnetHeadroom from '../../rules/subnet-headroom/rule.ts';
import { run } from '../../src/engine/run.ts';
import { absent, type Fact, known } from '../../src/fact/fact.ts';
import type { ResourceKind } from '../../src/fact/kind.ts';
import { subnet } from '../../src/fact/kinds/ec2.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { readTexts } from '../../src/read/read.ts';
import { judgeTexts } from '../fixtures.ts';

/** A source that knows the zones of these subnets, and nothing else. */
function zones(byId: Readonly<Record<string, string>>): FactSource {
  return {
    async answer<Query, Value>(
      kind: ResourceKind<Query, Value>,
      query: Query,
    ): Promise<Fact<Value> | undefined> {
      if (kind.id !== subnet.id) return undefined;
      const id = kind.key(query);
      const zone = byId[id];
      if (zone === 'gone') return absent();
      return zone === undefined
        ? undefined
        : (known({ SubnetId: id, AvailabilityZone: zone }) as Fact<unknown> as Fact<Value>);
    },
    list: async () => undefined,
  };
}

const IDS = ['subnet-0a1b2c3d4e5f60718', 'subnet-0f9e8d7c6b5a40312', 'subnet-00112233445566778'];

async function judge(byId: Readonly<Record<string, string>>) {
  const service = {
    serviceName: 'checkout',
    desiredCount: 3,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: IDS } },
  };
  const { deployments, errors } = await readTexts([{ file: 'service.json', text: JSON.stringify(service) }], {
    region: 'eu-west-1',
  });
  const result = await run({
    deployments,
    inputErrors: errors,
    rules: [subnetHeadroom],
    facts: factStore([zones(byId)]),
    ruleset: 'recommended',
    options: new Map(),
  });
  const [entry] = [...result.verdicts];
  return { verdict: entry?.problems['single-subnet'], finding: result.findings[0] };
}

const [first = '', second = '', third = ''] = IDS;

test('subnets of two zones pass, even where the third is not known', async () => {
  const { verdict } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1b' });
  expect(verdict).toBe('pass');
});

test('subnets of one zone fail, with the zone and a command for the region', async () => {
  const { finding } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1a', [third]: 'eu-west-1a' });
  expect(finding?.message).toContain('all 3 tasks of the service are in eu-west-1a');
  expect(finding?.severity).toBe('warning');
  const [fix] = finding?.fixes ?? [];
  expect(fix?.kind === 'command' && fix.command).toContain(`--region eu-west-1 --subnet-ids ${first}`);
});

test('one zone that is not known leaves it open', async () => {
  const { verdict } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1a' });
  expect(verdict).toBe('unknown');
});

test('a subnet that does not exist holds no task', async () => {
  const { finding } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1a', [third]: 'gone' });
  expect(finding?.message).toContain('eu-west-1a');
});

describe('the subnets that a template should declare instead', () => {
  const subnet = (block: unknown, zone: string) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: block, AvailabilityZone: zone },
  });
  const judgeWith = async (blocks: readonly [unknown, unknown], MaxCapacity: number) => {
    const Resources = {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      A: subnet(blocks[0], 'eu-west-1a'),
      B: subnet(blocks[1], 'eu-west-1b'),
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          Family: 'checkout',
          NetworkMode: 'awsvpc',
          RequiresCompatibilities: ['FARGATE'],
          Cpu: '256',
          Memory: '512',
          ContainerDefinitions: [{ Name: 'api', Image: 'public.ecr.aws/docker/library/nginx:1.29' }],
        },
      },
      Cluster: { Type: 'AWS::ECS::Cluster' },
      Service: {
        Type: 'AWS::ECS::Service',
        Properties: {
          Cluster: { Ref: 'Cluster' },
          TaskDefinition: { Ref: 'Task' },
          LaunchType: 'FARGATE',
          DesiredCount: 10,
          NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'A' }, { Ref: 'B' }] } },
        },
      },
      Scaling: {
        Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        Properties: {
          ServiceNamespace: 'ecs',
          ScalableDimension: 'ecs:service:DesiredCount',
          ResourceId: { 'Fn::Sub': 'service/${Cluster}/${Service.Name}' },
          MinCapacity: 2,
          MaxCapacity,
        },
      },
    };
    const Parameters = { Block: { Type: 'String' } };
    const text = JSON.stringify({ Parameters, Resources });
    return judgeTexts([{ file: 'template.json', text }], [subnetHeadroom]);
  };
  const evidenceWith = async (blocks: readonly [string, string], MaxCapacity: number) => {
    const { findings } = await judgeWith(blocks, MaxCapacity);
    return findings.find(({ problem }) => problem === 'addresses-tight');
  };

  // 40 tasks at the maximum, 80 while they are replaced: 40 in each zone, which 27 addresses of a /27 do not hold and 59 of a /26 do.
  test('hold what auto scaling may start, and not only what runs today', async () => {
    const finding = await evidenceWith(['10.0.1.0/27', '10.0.1.32/27'], 40);
    expect(finding?.message).toContain('needs 80 addresses, and its subnets have 54 as declared: 26 too few');
    expect(finding?.evidence).toContain(
      'in each of the 2 zones a subnet of /26 or larger would hold the 80 tasks of such a deployment: it has 59 usable addresses',
    );
  });

  // 20 tasks while 10 are replaced leave 2 of 22 addresses: two subnets of the same size are no advice.
  test('have room to spare where little would be left', async () => {
    const finding = await evidenceWith(['10.0.1.0/28', '10.0.1.16/28'], 10);
    expect(finding?.message).toContain('leaves 2 of the 22 addresses');
    expect(finding?.evidence).toContain(
      'in each of the 2 zones a subnet of /27 or larger would hold the 20 tasks of such a deployment with some to spare: it has 27 usable addresses',
    );
  });

  test.each([
    ['that is the block', { Ref: 'Block' }],
    ['that the block is cut from', { 'Fn::Select': [0, { 'Fn::Cidr': [{ Ref: 'Block' }, 2, 5] }] }],
  ])('are unknown for want of a parameter %s, and not of a recording', async (_, block) => {
    const { unknowns } = await judgeWith([block, '10.0.1.32/27'], 40);
    const sizes = unknowns.filter(({ problems }) => problems.includes('subnet-too-small'));
    expect(sizes.map(({ reason, unlockedBy }) => [reason, unlockedBy])).toEqual([
      ['unresolved', '--parameters Block=…'],
    ]);
    expect(unknowns.filter(({ reason }) => reason === 'not-recorded')).toEqual([]);
  });
});
