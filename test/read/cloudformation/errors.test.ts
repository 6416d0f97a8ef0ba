import { describe, expect, it, test } from 'vitest';
import { isCloudFormation } from '../../../src/read/cloudformation/recognise.ts';
import { readTemplate } from './reading.ts';

const TASK = 'Task: {Type: AWS::ECS::TaskDefinition, Properties: {Memory: 512}}';

describe('what CloudFormation refuses is told, with its place', () => {
  test.each<readonly [string, string, string, number]>([
    [
      'Ref',
      `Resources:\n  ${TASK}\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Ref Nam\n`,
      'Ref names Nam: expected a parameter or a resource, and the template has none of that name',
      6,
    ],
    [
      'Fn::GetAtt',
      `Resources:\n  ${TASK}\n  A: {Type: X::Y::Z, Properties: {P: !GetAtt Rol.Arn}}\n`,
      'an attribute of Rol is asked for: expected a resource, and the template has none of that name',
      3,
    ],
    [
      'Fn::Sub',
      `Resources:\n  ${TASK}\n  A: {Type: X::Y::Z, Properties: {P: !Sub "a-\${Env}"}}\n`,
      'Fn::Sub names Env: expected a parameter or a resource, and the template has none of that name',
      3,
    ],
    [
      'Fn::FindInMap',
      `Mappings: {Sizes: {prod: {Cpu: 1}}}\nResources:\n  ${TASK}\n  A: {Type: X::Y::Z, Properties: {P: !FindInMap [Sizes, test, Cpu]}}\n`,
      'Fn::FindInMap looks for test, which the mapping Sizes does not have',
      4,
    ],
    [
      'a mapping',
      `Resources:\n  ${TASK}\n  A: {Type: X::Y::Z, Properties: {P: !FindInMap [Sizes, test, Cpu]}}\n`,
      'Fn::FindInMap looks in Sizes, and the template has no mapping of that name',
      3,
    ],
    [
      'the condition of a resource',
      `Resources:\n  ${TASK}\n  A:\n    Type: X::Y::Z\n    Condition: IsProd\n`,
      'expected a condition of the template, and IsProd is none',
      5,
    ],
    [
      'a condition made of others',
      `Conditions:\n  A: !And [!Condition B, !Equals [a, a]]\nResources:\n  ${TASK}\n`,
      'expected a condition of the template, and B is none',
      2,
    ],
    [
      'DependsOn',
      `Resources:\n  ${TASK}\n  A: {Type: X::Y::Z, DependsOn: [Task, Db]}\n`,
      'A depends on Db, and there is no resource of that name',
      3,
    ],
    [
      'an output',
      `Resources:\n  ${TASK}\nOutputs:\n  Out:\n    Value: !Ref Nam\n`,
      'Ref names Nam: expected a parameter or a resource, and the template has none of that name',
      5,
    ],
  ])('%s', async (_, text, message, line) => {
    const { deployments, errors } = await readTemplate(text);
    expect(errors).toMatchObject([{ file: 'template.yaml', message, line }]);
    expect(deployments).toHaveLength(1);
  });

  test.each([
    ['pseudo parameters', '!Sub "${AWS::Region}-${!Literal}"'],
    ['variables of a text', '!Sub ["${X}", {X: !Ref Task}]'],
    ['a default value', '!FindInMap [Sizes, test, Cpu, {DefaultValue: 1}]'],
    ['open keys', '!FindInMap [Sizes, !Ref AWS::Region, Cpu]'],
    ['what a loop names', '{Fn::ForEach::Loop: [Name, [a], {"${Name}": !Ref Name}]}'],
    ['a policy with conditions', '{Statement: [{Condition: {StringEquals: {a: b}}}]}'],
    ['a dependency of containers', '{ContainerName: a, Condition: START}'],
  ])('but not %s', async (_, expression) => {
    const text = `Mappings: {Sizes: {prod: {Cpu: 1}}}\nResources:\n  ${TASK}\n  A: {Type: X::Y::Z, Properties: {P: ${expression}}}\n`;
    expect((await readTemplate(text)).errors).toEqual([]);
  });

  test.each([
    ['SAM, which makes resources', 'Transform: AWS::Serverless-2016-10-31\n', ''],
    ['a macro of the user', 'Transform: [AWS::LanguageExtensions, MyMacro]\n', ''],
    ['a module', '', '  M: {Type: My::Own::Thing::MODULE}\n'],
    ['a loop over resources', '', "  Fn::ForEach::Loop: [N, [a], {'Topic${N}': {Type: AWS::SNS::Topic}}]\n"],
  ])('nor where %s', async (_, before, more) => {
    const text = `${before}Resources:\n  ${TASK}\n  A: {Type: X::Y::Z, Properties: {P: !Ref Made}}\n${more}`;
    expect((await readTemplate(text)).errors).toEqual([]);
  });
});

describe('malformed functions leave their value open and nothing else', () => {
  test.each([
    '!Ref [a]',
    '!Ref {a: 1}',
    '!GetAtt Task',
    '!GetAtt []',
    '!GetAtt [{a: 1}, Arn]',
    '!Sub []',
    '!Sub [{a: 1}]',
    '!Sub [a, b]',
    '!Join a',
    '!Join [1, 2, 3]',
    '!Join [",", {a: 1}]',
    '!Join [",", [[a]]]',
    '!Select a',
    '!Select [a, b]',
    '!Select [-1, [a]]',
    '!Select [0.5, [a]]',
    '!Split [a]',
    '!Split ["", abc]',
    '!Split [",", {a: 1}]',
    '!If a',
    '!If [1, 2, 3]',
    '!If [a, b]',
    '!FindInMap a',
    '!FindInMap [[a], b, c]',
    '!Base64 [a]',
    '!Cidr a',
    '!Cidr [a, b, c]',
    '!Cidr [10.0.0.0/16, 1e9, 8]',
    '!Cidr [10.0.0.0/99, 1, 8]',
    '!Cidr ["1::2::3/64", 1, 8]',
    '!GetAZs [a]',
    '!Length 1',
    '!ImportValue {a: 1}',
    '!Transform 1',
    '{Fn::ForEach::X: 1}',
    '{Fn::ForEach::X: [a, {b: 1}, {"${a}": 1}]}',
    '!Equals [a]',
    '!And []',
  ])('%s', async (expression) => {
    const text = `Resources:\n  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Memory: 512, Cpu: ${expression}}}\n`;
    const { deployments } = await readTemplate(text);
    expect(deployments).toHaveLength(1);
    const [{ taskDefinition } = {}] = deployments;
    expect(taskDefinition?.view.get('memory').raw).toBe('512');
    const cpu = taskDefinition?.view.get('cpu').text;
    expect(cpu?.match({ known: () => 'known', absent: () => 'absent', unknown: () => 'unknown' })).toBe(
      'unknown',
    );
  });

  test.each([
    ['no resources', 'AWSTemplateFormatVersion: 2010-09-09\n'],
    ['resources that are a list', 'AWSTemplateFormatVersion: 2010-09-09\nResources: [a]\n'],
    [
      'sections of another form',
      'AWSTemplateFormatVersion: 2010-09-09\nParameters: 1\nConditions: [a]\nMappings: x\nOutputs: 2\nResources: {A: 1, B: {Type: 2}}\n',
    ],
  ])('a template with %s', async (_, text) => {
    expect((await readTemplate(text)).deployments).toEqual([]);
  });

  it('reads resources that name each other in a circle', async () => {
    const text = `Resources:
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Family: !GetAtt Service.Name}}
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task, ServiceName: !Ref Task}}
`;
    expect((await readTemplate(text)).deployments).toHaveLength(1);
  });
});

describe('templates are recognised by their shape', () => {
  test.each<readonly [string, unknown, boolean]>([
    ['the version of the format', { AWSTemplateFormatVersion: '2010-09-09' }, true],
    ['resources with a type', { Resources: { A: { Type: 'AWS::SNS::Topic' } } }, true],
    ['an AppSpec file', { version: 0, Resources: [{ TargetService: { Type: 'AWS::ECS::Service' } }] }, false],
    ['a task definition', { family: 'web', containerDefinitions: [] }, false],
    ['resources of something else', { Resources: { limits: { cpu: 1 } } }, false],
    ['a list', [], false],
    ['nothing', null, false],
  ])('%s', (_, value, is) => {
    expect(isCloudFormation(value)).toBe(is);
  });
});
