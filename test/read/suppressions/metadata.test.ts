import { describe, expect, test } from 'vitest';
import { reasonsAt, said } from './said.ts';

const task = (metadata?: unknown, containers: unknown = [{ Name: 'api', Image: 'a' }]) => ({
  Type: 'AWS::ECS::TaskDefinition',
  ...(metadata === undefined ? {} : { Metadata: metadata }),
  Properties: { Family: 'orders', ContainerDefinitions: containers },
});
const template = (resource: unknown, metadata?: unknown) => ({
  ...(metadata === undefined ? {} : { Metadata: metadata }),
  Resources: { Task: resource, Other: task() },
});
const ignoring = (...entries: readonly unknown[]) => ({ 'ecs-preflight': { ignore: entries } });
const entry = { rule: 'fargate-size', reason: 'sized by hand' };

describe('metadata of a CloudFormation template', () => {
  const at = async (content: unknown, pointer: string) =>
    reasonsAt(await said({ 't.json': content }), { file: 't.json', pointer });

  test('of a resource covers the resource', async () => {
    const content = template(task(ignoring(entry)));
    expect(await at(content, '/Resources/Task/Properties/Cpu')).toEqual(['sized by hand']);
    expect(await at(content, '/Resources/Other/Properties/Cpu')).toEqual([]);
    expect(await at(content, '/Resources/Tasks/Properties/Cpu')).toEqual([]);
  });

  test('of the template covers all of it', async () => {
    const content = template(task(), ignoring(entry));
    expect(await at(content, '/Resources/Task/Properties/Cpu')).toEqual(['sized by hand']);
    expect(await at(content, '/Resources/Other')).toEqual(['sized by hand']);
  });

  test('in YAML, with a day that is no text there, several rules, and the metadata of other tools', async () => {
    const read = await said({
      't.yaml': `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Metadata:
      cfn-lint: {config: {ignore_checks: [E3012]}}
      ecs-preflight:
        ignore:
          - rules: [fargate-size/memory-invalid-for-cpu, logging]
            reason: sized by hand
            until: 2027-01-31
    Properties:
      Family: !Sub "\${AWS::StackName}-orders"
      # ecs-preflight-ignore secrets -- a comment as well
      Memory: !If [Big, 9000, 512]
      ContainerDefinitions: [{Name: api, Image: a}]
Conditions:
  Big: !Equals [!Ref AWS::Region, eu-west-1]
`,
    });
    expect(read.suppressions).toMatchObject([
      { rules: ['secrets'], reason: 'a comment as well' },
      {
        kind: 'inSource',
        rules: ['fargate-size/memory-invalid-for-cpu', 'logging'],
        until: '2027-01-31',
        place: { file: 't.yaml', pointer: '/Resources/Task/Metadata/ecs-preflight/ignore/0', line: 9 },
      },
    ]);
    // A branch of a function is beneath the member.
    const branch = { file: 't.yaml', pointer: '/Resources/Task/Properties/Memory/Fn::If/1' };
    expect(reasonsAt(read, branch)).toEqual(['a comment as well', 'sized by hand']);
  });

  test('of resources in a loop covers what the loop makes', async () => {
    const content = {
      Transform: 'AWS::LanguageExtensions',
      Resources: { 'Fn::ForEach::Tasks': ['Name', ['A', 'B'], { [`Task\${Name}`]: task(ignoring(entry)) }] },
    };
    const pointer = `/Resources/Fn::ForEach::Tasks/2/Task\${Name}/Properties/Cpu`;
    expect(await at(content, pointer)).toEqual(['sized by hand']);
  });

  test('of a synthesised template counts once, and shows no code', async () => {
    const { suppressions } = await said({
      'manifest.json': {
        version: '38.0.0',
        artifacts: {
          App: { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.json' } },
        },
      },
      'App.template.json': template(task({ 'aws:cdk:path': 'App/Task/Resource', ...ignoring(entry) })),
    });
    expect(suppressions).toMatchObject([{ place: { file: 'App.template.json', unframed: true } }]);
  });

  test('counts once in the worlds of an open condition', async () => {
    const { suppressions } = await said({
      't.json': {
        ...template({ ...task(ignoring(entry)), Condition: 'Big' }),
        Parameters: { Size: { Type: 'String' } },
        Conditions: { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] } },
      },
    });
    expect(suppressions).toHaveLength(1);
  });
});

describe('metadata that cannot be obeyed', () => {
  const root = '/Resources/Task/Metadata';
  test.each<[string, unknown, string, string]>([
    [
      'no structure',
      { 'ecs-preflight': 'fargate-size' },
      '/ecs-preflight',
      'expected a structure with ignore',
    ],
    [
      'another member',
      { 'ecs-preflight': { skip: [] } },
      '/ecs-preflight/skip',
      'there is no member "skip" here',
    ],
    [
      'no list',
      { 'ecs-preflight': { ignore: entry } },
      '/ecs-preflight/ignore',
      'expected "ignore" with a list',
    ],
    [
      'an empty list',
      { 'ecs-preflight': { ignore: [] } },
      '/ecs-preflight/ignore',
      'expected "ignore" with a list',
    ],
    ['nothing at all', { 'ecs-preflight': {} }, '/ecs-preflight', 'expected "ignore" with a list'],
    [
      'a text in the list',
      ignoring('fargate-size'),
      '/ecs-preflight/ignore/0',
      'expected a structure with rule',
    ],
    [
      'a member of another tool',
      ignoring({ ...entry, id: 'x' }),
      '/ecs-preflight/ignore/0/id',
      'no member "id"',
    ],
    ['no rule', ignoring({ reason: 'x' }), '/ecs-preflight/ignore/0', 'names no rule'],
    ['no rules', ignoring({ rules: [], reason: 'x' }), '/ecs-preflight/ignore/0/rules', 'names no rule'],
    ['both', ignoring({ ...entry, rules: ['logging'] }), '/ecs-preflight/ignore/0', 'not both'],
    [
      'an unknown rule',
      ignoring({ ...entry, rule: 'nonsense' }),
      '/ecs-preflight/ignore/0/rule',
      'no rule "nonsense"',
    ],
    [
      'one unknown rule of two',
      ignoring({ rules: ['logging', 'nonsense'], reason: 'x' }),
      '/ecs-preflight/ignore/0/rules/1',
      'no rule "nonsense"',
    ],
    ['no reason', ignoring({ rule: 'logging' }), '/ecs-preflight/ignore/0', 'gives no reason'],
    [
      'an empty reason',
      ignoring({ rule: 'logging', reason: ' ' }),
      '/ecs-preflight/ignore/0/reason',
      'gives no reason',
    ],
    [
      'a reason that is made by the deploy',
      ignoring({ rule: 'logging', reason: { Ref: 'AWS::Region' } }),
      '/ecs-preflight/ignore/0/reason',
      'gives no reason',
    ],
    [
      'a day that is none',
      ignoring({ ...entry, until: '2027-02-30' }),
      '/ecs-preflight/ignore/0/until',
      'calendar',
    ],
    [
      'a day that is a number',
      ignoring({ ...entry, until: 2027 }),
      '/ecs-preflight/ignore/0/until',
      'expected the last day',
    ],
    [
      'a misspelled name',
      { 'ecs-preflght': {}, x: 'ecs-preflight' },
      '/ecs-preflght',
      'did you mean "ecs-preflight"?',
    ],
    ['a name in capitals', { EcsPreflight: {} }, '/EcsPreflight', 'did you mean "ecs-preflight"?'],
  ])('%s', async (_, metadata, pointer, message) => {
    const content = template(task(metadata));
    const { suppressions, errors } = await said({ 't.json': content });
    expect(suppressions).toEqual([]);
    expect(errors).toMatchObject([{ file: 't.json', message: expect.stringContaining(message) }]);
    expect(errors[0]).toMatchObject(placeIn(JSON.stringify(content, null, 2), `${root}${pointer}`));
  });

  test('beside what can be', async () => {
    const { suppressions, errors } = await said({
      't.json': template(task(ignoring(entry, { rule: 'logging' }))),
    });
    expect([suppressions.length, errors.length]).toEqual([1, 1]);
  });
});

/** Line and column of a value in a text that JSON.stringify indented by two: counted by printing all that stands before it. */
function placeIn(text: string, pointer: string): { readonly line: number; readonly column: number } {
  const marked: unknown = JSON.parse(text);
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() ?? '';
  let holder = marked as Record<string, unknown>;
  for (const step of steps) holder = holder[step] as Record<string, unknown>;
  holder[last] = '@here@';
  const before = JSON.stringify(marked, null, 2).split('"@here@"')[0] ?? '';
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
