import { describe, expect, it, test } from 'vitest';
import type { EditOutput } from '../../src/engine/result.ts';
import { applyEdits } from '../../src/fix/apply.ts';

const remove = (pointer: string): EditOutput => ({ pointer, op: 'remove' });
const set = (pointer: string, value: unknown): EditOutput => ({ pointer, op: 'set', value });

const TEMPLATE = `Parameters:
  Cpu: {Type: Number, Default: 256} # the smallest
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Task: # the web task
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: !Sub '\${AWS::StackName}-web'
      Cpu: !Ref Cpu # in units
      Memory: !If [IsProd, 1024, 512]
      NetworkMode: !If
        - IsProd
        - awsvpc   # in production
        - bridge
      ExecutionRoleArn: !GetAtt Role.Arn
      Tags:
        - !Ref First
        - Key: a
          Value: !Ref Second
      Volumes: !If [IsProd, [{Name: data}], !Ref AWS::NoValue]
      RuntimePlatform: !If
        - IsProd
        - CpuArchitecture: X86_64 # for now
        - !Ref AWS::NoValue
`;
const T = '/Resources/Task/Properties';

describe('edits of a template in YAML', () => {
  test.each<[string, readonly EditOutput[], readonly [string, string]]>([
    ['a branch in brackets behind a tag', [set(`${T}/Memory/Fn::If/2`, 1024)], ['1024, 512]', '1024, 1024]']],
    [
      'a branch on a line of its own behind a tag',
      [set(`${T}/NetworkMode/Fn::If/2`, 'awsvpc')],
      ['- bridge', '- awsvpc'],
    ],
    ['a branch with a comment', [set(`${T}/NetworkMode/Fn::If/1`, 'host')], ['- awsvpc   #', '- host   #']],
    ['a function by a literal', [set(`${T}/Cpu`, '512')], ['!Ref Cpu #', "'512' #"]],
    [
      'a function on several lines by a literal',
      [set(`${T}/NetworkMode`, 'awsvpc')],
      ['!If\n        - IsProd\n        - awsvpc   # in production\n        - bridge\n', 'awsvpc\n'],
    ],
    ['a function among elements', [set(`${T}/Tags/0`, 'x')], ['- !Ref First', '- x']],
    ['a function in a member', [set(`${T}/Tags/1/Value`, 'b')], ['Value: !Ref Second', 'Value: b']],
    ['a quoted text behind a tag', [set(`${T}/Family`, 'web')], [`!Sub '\${AWS::StackName}-web'`, "'web'"]],
    [
      'a structure in brackets behind a tag',
      [set(`${T}/Volumes/Fn::If/1/0/Name`, 'logs')],
      ['{Name: data}', '{Name: logs}'],
    ],
    [
      'a function in brackets by a literal',
      [set(`${T}/Volumes/Fn::If/2`, [])],
      ['{Name: data}], !Ref AWS::NoValue]', '{Name: data}], []]'],
    ],
    [
      'a new member of a structure behind a tag',
      [set(`${T}/RuntimePlatform/Fn::If/1/OperatingSystemFamily`, 'LINUX')],
      ['X86_64 # for now\n', 'X86_64 # for now\n          OperatingSystemFamily: LINUX\n'],
    ],
    ['a member with a function goes', [remove(`${T}/Cpu`)], ['      Cpu: !Ref Cpu # in units\n', '']],
    [
      'a branch becomes no value',
      [set(`${T}/Memory/Fn::If/1`, { Ref: 'AWS::NoValue' })],
      ['[IsProd, 1024,', '[IsProd, { Ref: AWS::NoValue },'],
    ],
    ['a default', [set('/Parameters/Cpu/Default', 512)], ['Default: 256}', 'Default: 512}']],
    [
      'a new property',
      [set(`${T}/RequiresCompatibilities`, ['FARGATE'])],
      [
        '        - !Ref AWS::NoValue\n',
        '        - !Ref AWS::NoValue\n      RequiresCompatibilities:\n        - FARGATE\n',
      ],
    ],
  ])('%s', (_, edits, [before, after]) => {
    const expected = TEMPLATE.replace(before, () => after);
    expect(expected).not.toBe(TEMPLATE);
    expect(applyEdits(TEMPLATE, 'yaml', edits)).toBe(expected);
  });

  it('edits no part of a resource and its attribute, which are one word', () => {
    expect(applyEdits(TEMPLATE, 'yaml', [set(`${T}/ExecutionRoleArn/Fn::GetAtt/0`, 'Other')])).toHaveProperty(
      'problem',
    );
  });

  it('leaves tags of other documents alone', () => {
    const text = 'family: web\ncpu: !env CPU # from the environment\nmemory: 512\n';
    expect(applyEdits(text, 'yaml', [set('/memory', 1024)])).toBe(text.replace('512', '1024'));
  });
});

const JSON_TEMPLATE = `{
  "Resources": {
    "Task": {
      "Type": "AWS::ECS::TaskDefinition",
      "Properties": {
        "Memory": { "Fn::If": ["IsProd", 1024, 512] },
        "Cpu": { "Ref": "Cpu" }
      }
    }
  }
}
`;

describe('edits of a template in JSON', () => {
  test.each<[string, readonly EditOutput[], readonly [string, string]]>([
    ['a branch', [set(`${T}/Memory/Fn::If/2`, 1024)], ['1024, 512]', '1024, 1024]']],
    ['a function by a literal', [set(`${T}/Cpu`, '512')], ['{ "Ref": "Cpu" }', '"512"']],
  ])('%s', (_, edits, [before, after]) => {
    expect(applyEdits(JSON_TEMPLATE, 'json', edits)).toBe(JSON_TEMPLATE.replace(before, () => after));
  });
});
