import { describe, expect, test } from 'vitest';
import { absent, type Fact, known } from '../../src/fact/fact.ts';
import { type Deployment, unasked } from '../../src/model/deployment.ts';
import { launchKinds, onFargate } from '../../src/model/launch.ts';
import type { ServiceShape, TaskDefinitionShape } from '../../src/model/shapes.ts';
import { View } from '../../src/model/view.ts';

const source = { file: 'x', text: '', syntax: 'json' as const, span: () => undefined };
const SILENCE = { reason: 'offline', detail: 'unchanged', unlockedBy: '--live' } as const;

function deployment(task: object, service?: object, form: 'create' | 'update' = 'create'): Deployment {
  return {
    id: 'x',
    file: 'x',
    taskDefinition: { form: 'register', view: View.root<TaskDefinitionShape>(source, task) },
    service: service && {
      form,
      view: View.root<ServiceShape>(source, service, [], form === 'update' ? SILENCE : undefined),
      name: known('x'),
    },
    region: known('eu-west-1'),
    account: known('123456789012'),
    cluster: absent(),
    around: unasked(undefined),
    asFargate: false,
    leniencies: [],
  };
}

const told = (fact: Fact<unknown>): unknown =>
  fact.match<unknown>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: ([why]) => `unknown: ${why?.reason}`,
  });

const provider = (name: string) => ({ capacityProviderStrategy: [{ capacityProvider: name, weight: 1 }] });
const TASK_SETS = { deploymentController: { type: 'EXTERNAL' } };
const compatible = (...kinds: readonly string[]) => ({ requiresCompatibilities: kinds });

test('a cluster without a default says nothing of task sets', () => {
  const subject = deployment({}, TASK_SETS);
  const around = { ...subject.around, defaultProviders: absent() };
  expect(told(launchKinds({ ...subject, around }))).toBe('unknown: undecidable');
});

describe('where tasks run', () => {
  test.each([
    ['launch type', {}, { launchType: 'FARGATE' }, ['FARGATE'], true],
    ['launch type over compatibilities', compatible('EC2', 'FARGATE'), { launchType: 'EC2' }, ['EC2'], true],
    ['Fargate providers', {}, provider('FARGATE_SPOT'), ['FARGATE'], true],
    ['a provider of the account', compatible('EC2'), provider('asg-blue'), ['EC2'], false],
    [
      'a provider of the account, Managed Instances only',
      compatible('MANAGED_INSTANCES'),
      provider('mi'),
      ['MANAGED_INSTANCES'],
      false,
    ],
    [
      'a provider of the account, both possible',
      compatible('EC2', 'MANAGED_INSTANCES'),
      provider('x'),
      'unknown: offline',
      false,
    ],
    ['the cluster’s default', {}, {}, 'unknown: offline', false],
    ['the cluster’s default, one compatibility', compatible('FARGATE'), {}, ['FARGATE'], true],
    ['a placeholder', {}, { launchType: '${TYPE}' }, 'unknown: unresolved', 'unknown: unresolved'],
    ['no service, compatibilities', compatible('EC2', 'EXTERNAL'), undefined, ['EC2', 'EXTERNAL'], false],
    ['no service, nothing said', {}, undefined, 'unknown: unresolved', false],
    ['task sets, which say it themselves', {}, TASK_SETS, 'unknown: undecidable', false],
    ['task sets, one compatibility', compatible('FARGATE'), TASK_SETS, ['FARGATE'], true],
    ['task sets under a launch type', {}, { ...TASK_SETS, launchType: 'EC2' }, ['EC2'], false],
  ] as const)('%s', (_, task, service, kinds, fargate) => {
    const subject = deployment(task, service);
    expect(told(launchKinds(subject))).toEqual(kinds);
    expect(told(onFargate(subject))).toEqual(fargate);
  });

  test('UpdateService that names none leaves it to what runs, unless only one is possible', () => {
    expect(told(launchKinds(deployment({}, { service: 'x' }, 'update')))).toBe('unknown: offline');
    expect(told(launchKinds(deployment(compatible('FARGATE'), { service: 'x' }, 'update')))).toEqual([
      'FARGATE',
    ]);
  });

  test('what if Fargate', () => {
    const asked = { ...deployment(compatible('EC2'), { launchType: 'EC2' }), asFargate: true };
    expect([told(launchKinds(asked)), told(onFargate(asked))]).toEqual([['FARGATE'], true]);
  });
});
