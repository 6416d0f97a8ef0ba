import { describe, expect, test } from 'vitest';
import { known } from '../../../src/fact/fact.ts';
import type { Facts } from '../../../src/fact/kind.ts';
import { readTexts } from '../../../src/read/read.ts';
import { suppressionsOfRegistered } from '../../../src/read/suppressions/index.ts';
import { isMarked, maySuppress } from '../../../src/read/suppressions/marked.ts';
import { reasonsAt, said } from './said.ts';

const KEY = 'ecs-preflight:ignore:fargate-size';
const tag = (key: string, value?: string) => (value === undefined ? { key } : { key, value });
const task = (parts: object = {}) => ({
  family: 'orders',
  containerDefinitions: [{ name: 'api', image: 'a' }],
  ...parts,
});
const service = (name: string, parts: object = {}) => ({
  serviceName: name,
  taskDefinition: 'orders',
  desiredCount: 1,
  ...parts,
});

describe('tags', () => {
  test('of a task definition cover its deployment, wherever a finding stands', async () => {
    const read = await said({ 't.json': task({ tags: [tag('team', 'a'), tag(KEY, 'sized by hand')] }) });
    expect(read.suppressions).toMatchObject([
      { rules: ['fargate-size'], place: { file: 't.json', pointer: '/tags/1/value' } },
    ]);
    expect(reasonsAt(read, { file: 'elsewhere.json', pointer: '/x' })).toEqual(['sized by hand']);
    expect(reasonsAt(read, { file: 't.json', pointer: '' }, { deployment: 'payments' })).toEqual([]);
  });

  test('of a task definition cover each service that runs it, and count once', async () => {
    const read = await said({
      't.json': task({ tags: [tag(KEY, 'sized by hand')] }),
      'a.json': service('a'),
      'b.json': service('b'),
      'other.json': { family: 'payments', containerDefinitions: [] },
    });
    expect(read.suppressions).toHaveLength(1);
    const covers = (deployment: string) => reasonsAt(read, { pointer: '' }, { deployment }).length;
    expect([covers('a'), covers('b'), covers('payments')]).toEqual([1, 1, 0]);
  });

  test('of a service cover that service alone', async () => {
    const read = await said({
      't.json': task(),
      'a.json': service('a', { tags: [tag(`${KEY}/memory-invalid-for-cpu`, 'until 2027-01-31 -- x')] }),
      'b.json': service('b'),
    });
    expect(read.suppressions).toMatchObject([
      { rules: ['fargate-size/memory-invalid-for-cpu'], until: '2027-01-31', reason: 'x' },
    ]);
    expect(reasonsAt(read, { pointer: '' }, { deployment: 'b' })).toEqual([]);
  });

  test('in CloudFormation and in a Terraform plan', async () => {
    const inTemplate = await said({
      't.json': {
        Resources: {
          Task: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: { Family: 'orders', ContainerDefinitions: [], Tags: [{ Key: KEY, Value: 'x' }] },
          },
        },
      },
    });
    expect(inTemplate.suppressions).toMatchObject([
      { place: { pointer: '/Resources/Task/Properties/Tags/0/Value' }, reason: 'x' },
    ]);
    const values = { family: 'orders', container_definitions: '[]', tags: { [KEY]: 'y' } };
    const inPlan = await said({ 'plan.json': planOf(values) });
    expect(inPlan.suppressions).toMatchObject([{ rules: ['fargate-size'], reason: 'y' }]);
  });
});

describe('labels of a container', () => {
  const labelled = (name: string) => ({
    name,
    image: 'a',
    dockerLabels: { 'ecs-preflight.ignore.logging': `${name} logs by itself` },
  });

  test('cover its findings and no other’s', async () => {
    const read = await said({
      't.json': task({ containerDefinitions: [{ name: 'web', image: 'a' }, labelled('api')] }),
    });
    const at = (index: number) =>
      reasonsAt(read, { file: 't.json', pointer: `/containerDefinitions/${index}/logConfiguration` });
    expect([at(0), at(1)]).toEqual([[], ['api logs by itself']]);
    expect(reasonsAt(read, { file: 't.json', pointer: '/memory' })).toEqual([]);
  });

  test('within the JSON of a Terraform plan', async () => {
    const containers = JSON.stringify([{ name: 'web', image: 'a' }, labelled('api')]);
    const read = await said({ 'plan.json': planOf({ family: 'orders', container_definitions: containers }) });
    const pointer = '/planned_values/root_module/resources/0/values/container_definitions';
    const at = (inner: string) => reasonsAt(read, { file: 'plan.json', pointer, inner });
    expect([at('/0/image'), at('/1/image'), at('/1')]).toEqual([
      [],
      ['api logs by itself'],
      ['api logs by itself'],
    ]);
    expect(reasonsAt(read, { file: 'plan.json', pointer })).toEqual([]);
  });

  test('of a registered task definition, once for all services that run it', async () => {
    const taskDefinitionArn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/orders:7';
    const shape = { taskDefinitionArn, family: 'orders', containerDefinitions: [labelled('api')] };
    const facts = { offline: false, ask: async () => known(shape) } as unknown as Facts;
    const awaited = ['a', 'b'].map((id) => ({ id, ref: 'orders:7' }));
    const { suppressions, errors } = await suppressionsOfRegistered(awaited, facts, () => undefined);
    expect(errors).toEqual([]);
    expect(suppressions).toHaveLength(1);
    expect([...(suppressions[0]?.about ?? [])]).toEqual(['a', 'b']);
    const read = { suppressions, errors, ids: ['a'] };
    const at = { arn: taskDefinitionArn, pointer: '/containerDefinitions/0/image' };
    expect(reasonsAt(read, at)).toEqual(['api logs by itself']);
    expect(reasonsAt(read, { ...at, arn: taskDefinitionArn.replace(':7', ':8') })).toEqual([]);
  });
});

describe('what cannot be obeyed', () => {
  const form = 'expected "ecs-preflight:ignore:RULE[/PROBLEM]"';
  // In the printed file the tag opens in line 10, its key stands in line 11, its value in line 12.
  test.each<[string, string, string | undefined, number, string]>([
    ['no value', KEY, undefined, 10, 'gives no reason'],
    ['an empty value', KEY, '', 12, 'gives no reason'],
    ['a day alone', KEY, 'until 2027-01-31', 12, 'gives no reason'],
    ['a day that is none', KEY, 'until 2027-02-30 -- x', 12, 'the calendar has no'],
    ['an unknown rule', 'ecs-preflight:ignore:nonsense', 'x', 11, 'no rule "nonsense"'],
    ['no rule', 'ecs-preflight:ignore', 'x', 11, form],
    ['a misspelled verb', 'ecs-preflight:ingore:logging', 'x', 11, form],
    ['another separator', 'ecs-preflight/ignore/logging', 'x', 11, form],
    ['another verb', 'ecs-preflight:skip:logging', 'x', 11, form],
  ])('a tag with %s', async (_, key, value, line, message) => {
    const { suppressions, errors } = await said({ 't.json': task({ tags: [tag(key, value)] }) });
    expect(suppressions).toEqual([]);
    expect(errors).toMatchObject([{ file: 't.json', line, message: expect.stringContaining(message) }]);
  });

  test('a label', async () => {
    const container = { name: 'a', image: 'a', dockerLabels: { 'ecs-preflight.ingore.logging': 'x' } };
    const { errors } = await said({ 't.json': task({ containerDefinitions: [container] }) });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('expected "ecs-preflight.ignore.RULE') },
    ]);
  });

  test('a tag of somebody else, be it about this tool', async () => {
    const tags = [
      tag('ecs-preflight', 'passed'),
      tag('ecs-preflight:version', '1.0'),
      tag('note', 'ecs-preflight'),
    ];
    expect(await said({ 't.json': task({ tags }) })).toMatchObject({ suppressions: [], errors: [] });
  });
});

describe('whether there is anything to look for', () => {
  test.each([
    ['# ecs-preflight-ignore x -- y', true],
    ['"EcsPreflight": {}', true],
    ['ecs_preflight', true],
    ['{"family": "orders"}', false],
  ])('%s: %s', (text, marked) => {
    expect(isMarked(text)).toBe(marked);
  });

  const read = async (content: object) =>
    (await readTexts([{ file: 't.json', text: JSON.stringify(content) }], {})).deployments;

  test('in files', async () => {
    expect(maySuppress(await read(task()), false)).toBe(false);
    expect(maySuppress(await read(task({ tags: [tag(KEY, 'x')] })), false)).toBe(true);
  });

  test('where the account tells the task definition', async () => {
    const unsettled = await read(service('a'));
    expect(maySuppress(unsettled, true)).toBe(true);
    expect(maySuppress(unsettled, false)).toBe(false);
  });
});

/** A plan that makes one task definition. */
function planOf(values: object) {
  const address = 'aws_ecs_task_definition.orders';
  const resource = { address, mode: 'managed', type: 'aws_ecs_task_definition', name: 'orders', values };
  return {
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: { root_module: { resources: [resource] } },
    resource_changes: [
      {
        address,
        mode: 'managed',
        type: resource.type,
        name: 'orders',
        change: { actions: ['create'], after: values },
      },
    ],
  };
}
