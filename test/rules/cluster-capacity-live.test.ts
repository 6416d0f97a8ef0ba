import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import clusterCapacity from '../../rules/cluster-capacity/rule.ts';
import { run } from '../../src/engine/run.ts';
import { type Fact, known } from '../../src/fact/fact.ts';
import type { ResourceKind } from '../../src/fact/kind.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { readTexts } from '../../src/read/read.ts';
import { FIXTURES, inputsOf, judgeTexts } from '../fixtures.ts';

type Expected = Parameters<typeof judgeTexts>[2];

function fixture(name: string) {
  const folder = `${FIXTURES}cluster-capacity/${name}`;
  const read = (file: string) => JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8'));
  return { folder, service: read('service'), snapshot: read('snapshot'), task: read('task-definition') };
}

const target = { region: 'eu-west-1', account: '111122223333' };

async function judged(service: unknown, task: unknown, snapshot: NonNullable<Expected>['snapshot']) {
  const texts = [
    { file: 'service.json', text: JSON.stringify(service) },
    { file: 'task-definition.json', text: JSON.stringify(task) },
  ];
  return judgeTexts(texts, [clusterCapacity], { target, ...(snapshot ? { snapshot } : {}) });
}

test('what is wrong with a cluster is reported once, with all its services', async () => {
  const { folder, service, snapshot } = fixture('fail-no-instances');
  const other = { ...service, serviceName: 'billing' };
  const missing = [...snapshot.missing, { kind: 'ecs.service', key: 'prod/billing', state: 'absent' }];
  const texts = [...inputsOf(folder), { file: 'billing.json', text: JSON.stringify(other) }];
  const { findings } = await judgeTexts(texts, [clusterCapacity], {
    target,
    snapshot: { ...snapshot, missing },
  });
  expect(findings.map(({ problem, deployments }) => [problem, [...(deployments ?? [])].sort()])).toEqual([
    ['no-instances', ['billing', 'checkout']],
  ]);
});

test('names that come from the account are quoted in commands', async () => {
  const { service, task, snapshot } = fixture('fail-asg-maximum-reached');
  const evil = "x'; rm -rf ~; '";
  const group = { ...snapshot.resources['autoscaling.group']['prod-ecs'], AutoScalingGroupName: evil };
  const resources = { ...snapshot.resources, 'autoscaling.group': { 'prod-ecs': group } };
  const { findings } = await judged(service, task, { ...snapshot, resources });
  const [fix] = findings[0]?.fixes ?? [];
  expect(fix?.kind === 'command' && fix.command).toContain(
    `--auto-scaling-group-name 'x'\\''; rm -rf ~; '\\''' --max-size 4`,
  );
});

test('the evidence tells of instances that take no task', async () => {
  const { service, task, snapshot } = fixture('fail-rollout-draining');
  const { findings } = await judged(service, task, snapshot);
  expect(findings[0]?.evidence).toContain('2 more instances take no task: DRAINING');
});

describe('rooms', () => {
  test('instances of another capacity provider take no task', async () => {
    const { service, task, snapshot } = fixture('pass-rollout-grows');
    const instances = Object.entries(snapshot.resources['ecs.container-instance']).map(([arn, shape]) => [
      arn,
      { ...(shape as object), capacityProviderName: 'other' },
    ]);
    const resources = { ...snapshot.resources, 'ecs.container-instance': Object.fromEntries(instances) };
    const { verdicts } = await judged(service, task, { ...snapshot, resources });
    // The group has no instance of its own: which type it launches next is not known.
    expect([...verdicts][0]?.problems['rollout-does-not-fit']).toBe('unknown');
  });

  test('distinctInstance: an instance with a task of the service takes no second one', async () => {
    const { service, task, snapshot } = fixture('pass-rollout-fits');
    const distinct = { ...service, placementConstraints: [{ type: 'distinctInstance' }] };
    const { findings } = await judged(distinct, task, snapshot);
    expect(findings[0]?.message).toContain(
      'may stop before one is healthy; distinctInstance binds first: each task has to be on an instance of its own, and 0 of 3 hold none',
    );
  });

  test('distinctInstance: where an old task may stop first, the new one takes its place', async () => {
    const { service, task, snapshot } = fixture('pass-rollout-fits');
    const distinct = {
      ...service,
      placementConstraints: [{ type: 'distinctInstance' }],
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 200 },
    };
    const { verdicts } = await judged(distinct, task, snapshot);
    expect([...verdicts][0]?.problems['rollout-does-not-fit']).toBe('pass');
  });

  test('of an instance whose attributes are not told nothing is said', async () => {
    const { service, task, snapshot } = fixture('fail-rollout-attribute');
    const instances = Object.entries(snapshot.resources['ecs.container-instance']).map(([arn, shape]) => {
      const { attributes: _, ...rest } = shape as { attributes: unknown };
      return [arn, rest];
    });
    const resources = { ...snapshot.resources, 'ecs.container-instance': Object.fromEntries(instances) };
    const { verdicts } = await judged(service, task, { ...snapshot, resources });
    expect([...verdicts][0]?.problems['rollout-does-not-fit']).toBe('unknown');
  });

  test('a task definition that the account has requires its attributes', async () => {
    const { service, task, snapshot } = fixture('pass-rollout-fits');
    const required = {
      ...task,
      requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.task-iam-role' }],
    };
    const described = { taskDefinition: { ...required, revision: 42, status: 'ACTIVE' } };
    const { findings } = await judged(service, described, snapshot);
    expect(findings[0]?.message).toContain('none of the 3 instances has the attributes');
  });

  test('how many tasks run is not known: nothing is said of what scaling out needs', async () => {
    const { service, task, snapshot } = fixture('fail-service-scales');
    const { 'ecs.service': _, ...resources } = snapshot.resources;
    const missing = [
      { kind: 'ecs.service', key: 'prod/checkout', state: 'denied', action: 'ecs:DescribeServices' },
    ];
    const { verdicts } = await judged(service, task, { ...snapshot, resources, missing });
    expect([...verdicts][0]?.problems['service-scales-cluster-does-not']).toBe('unknown');
  });
});

describe('a template that declares the scalable target, and nobody was asked', () => {
  /** Knows what a template would: the target, and nothing of the account. */
  const declared: FactSource = {
    async answer<Query, Value>(
      kind: ResourceKind<Query, Value>,
      _query: Query,
    ): Promise<Fact<Value> | undefined> {
      const shape: unknown = { MinCapacity: 1, MaxCapacity: 20 };
      return kind.id === 'applicationautoscaling.scalable-target' ? known(shape as Value) : undefined;
    },
    list: async () => undefined,
  };

  async function verdictOf(more: Readonly<Record<string, unknown>>) {
    const { service, task } = fixture('pass-rollout-fits');
    const { deployments, errors } = await readTexts(
      [
        { file: 'service.json', text: JSON.stringify({ ...service, ...more }) },
        { file: 'task-definition.json', text: JSON.stringify(task) },
      ],
      target,
    );
    const result = await run({
      deployments,
      inputErrors: errors,
      rules: [clusterCapacity],
      facts: factStore([declared]),
      ruleset: 'recommended',
      options: new Map(),
    });
    const found = result.findings.find(({ problem }) => problem === 'service-scales-cluster-does-not');
    return found?.severity ?? [...result.verdicts][0]?.problems['service-scales-cluster-does-not'];
  }

  test('a launch type adds no instances: a warning', async () => {
    expect(await verdictOf({})).toBe('warning');
  });

  test('a target that never exceeds the desired count is left open', async () => {
    expect(await verdictOf({ desiredCount: 20 })).toBe('unknown');
  });
});
