import { describe, expect, it, test } from 'vitest';
import { opaqueName, opaqueValue } from '../../../src/fact/opaque.ts';
import { written } from '../../../src/read/cloudformation/writing.ts';
import { stackOf } from './values.ts';

const TEMPLATE = `Parameters:
  Env: {Type: String}
  Given: {Type: String, Default: x}
Resources:
  Role: {Type: AWS::IAM::Role}
  Named: {Type: AWS::IAM::Role, Properties: {RoleName: web}}
  Db: {Type: AWS::SecretsManager::Secret, Properties: {Name: app/db}}
  Token: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: x}}
  Logs: {Type: AWS::Logs::LogGroup}
  Data: {Type: AWS::S3::Bucket}
  Cluster: {Type: AWS::ECS::Cluster}
  Master: {Type: AWS::RDS::DBInstance}
  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}
Outputs:
  NamedArn: {Value: !GetAtt Named.Arn}
`;
const INNER = 'Resources: {Key: {Type: AWS::KMS::Key}}\nOutputs: {Key: {Value: !GetAtt Key.Arn}}\n';

/** What the template's own expression gives, written anew. */
async function rewritten(expression: string, said: { readonly region?: string } = {}): Promise<unknown> {
  const text = `${TEMPLATE}  X: {Value: ${expression}}\n`;
  const stack = await stackOf(text, { ...said, files: { 'inner.yaml': INNER } });
  return written(String(stack.own('X')), stack);
}

describe('what the deploy gives is written by the expression that gives it', () => {
  test.each<readonly [string, string, unknown]>([
    ['the region', '!Ref AWS::Region', { Ref: 'AWS::Region' }],
    ['the name of the stack', '!Ref AWS::StackName', { Ref: 'AWS::StackName' }],
    ['a parameter', '!Ref Env', { Ref: 'Env' }],
    ['a secret', '!Ref Db', { Ref: 'Db' }],
    ['a role by name', '!Ref Role', { Ref: 'Role' }],
    ['a role by ARN', '!GetAtt Role.Arn', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['a group by ARN', '!GetAtt Logs.Arn', { 'Fn::GetAtt': ['Logs', 'Arn'] }],
    ['a group by ARN, and more', '!Sub "${Logs.Arn}:x"', { 'Fn::Sub': '${Logs.Arn}:x' }],
    ['a bucket and what is in it', '!Sub "${Data.Arn}/*"', { 'Fn::Sub': '${Data.Arn}/*' }],
    ['a field of a secret', '!Sub "${Db}:password::"', { 'Fn::Sub': '${Db}:password::' }],
    [
      'a name among letters',
      '!Sub "/ecs/${AWS::StackName}/${Env}"',
      { 'Fn::Sub': '/ecs/${AWS::StackName}/${Env}' },
    ],
    [
      'a secret of a database',
      '!GetAtt Master.MasterUserSecret.SecretArn',
      { 'Fn::GetAtt': ['Master', 'MasterUserSecret.SecretArn'] },
    ],
    [
      'a role of a given name, whose ARN holds the account',
      '!GetAtt Named.Arn',
      { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/web' },
    ],
    [
      'a parameter of Parameter Store, which has no attribute for its ARN',
      '!Sub "arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Token}"',
      { 'Fn::Sub': 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Token}' },
    ],
    [
      'letters that look like a variable',
      '!Sub "${Role}/${!aws:username}"',
      { 'Fn::Sub': '${Role}/${!aws:username}' },
    ],
    ['what is known', '!Ref Given', 'x'],
  ])('%s', async (_, expression, expected) => {
    expect(await rewritten(expression)).toEqual(expected);
  });

  it('with the region where somebody says it', async () => {
    expect(await rewritten('!Ref AWS::Region', { region: 'eu-west-1' })).toBe('eu-west-1');
    expect(await rewritten('!Ref Db', { region: 'eu-west-1' })).toEqual({ Ref: 'Db' });
  });

  test.each([
    ['an import', '!ImportValue other'],
    ['a reference that CloudFormation resolves', "'{{resolve:ssm:/a}}'"],
    ['what is in another stack', '!GetAtt Inner.Outputs.Key'],
  ])('not %s', async (_, expression) => {
    expect(await rewritten(expression)).toBeUndefined();
  });

  it('a declared thing that a statement names by its id', async () => {
    const stack = await stackOf(TEMPLATE);
    expect(written(opaqueName('Db'), stack)).toEqual({ Ref: 'Db' });
    expect(written(opaqueName('Nowhere'), stack)).toBeUndefined();
    expect(written(opaqueValue('Role.Other'), stack)).toBeUndefined();
  });
});
