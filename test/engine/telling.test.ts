import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { FixOutput } from '../../src/engine/result.ts';
import { judgeTexts } from '../fixtures.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

const RESOURCES = {
  Db: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'app/db' } },
  ExecRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: TRUST,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
    },
  },
  Logs: { Type: 'AWS::Logs::LogGroup' },
};

const container = (name: string, options: object) => ({
  Name: name,
  Image: 'public.ecr.aws/nginx/nginx:1.29',
  LogConfiguration: { LogDriver: 'awslogs', Options: options },
});

function template(metadata: object = {}): string {
  const whole = {
    'awslogs-group': { Ref: 'Logs' },
    'awslogs-region': { Ref: 'AWS::Region' },
    'awslogs-stream-prefix': 'a',
  };
  const Task = {
    Type: 'AWS::ECS::TaskDefinition',
    ...metadata,
    Properties: {
      Cpu: '256',
      Memory: '512',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      ExecutionRoleArn: { 'Fn::GetAtt': ['ExecRole', 'Arn'] },
      ContainerDefinitions: [
        { ...container('web', whole), Secrets: [{ Name: 'DB', ValueFrom: { Ref: 'Db' } }] },
        container('side', { 'awslogs-group': { Ref: 'Logs' }, 'awslogs-stream-prefix': 'a' }),
      ],
    },
  };
  return JSON.stringify({ Resources: { ...RESOURCES, Task } });
}

async function found(problem: string, text: string) {
  const result = await judgeTexts([{ file: 'template.json', text }], rules);
  expect([result.inputErrors, result.crashes]).toEqual([[], []]);
  const finding = result.findings.find((one) => one.problem === problem);
  if (!finding) throw new Error(`no ${problem} among ${result.findings.map((one) => one.problem).join()}`);
  return finding;
}

const statement = (fixes: readonly FixOutput[] = []) =>
  fixes.flatMap((fix) => (fix.kind === 'policy' ? [fix.statement] : []))[0];

describe('what the deploy gives, in what is told of a template', () => {
  it('a statement names a resource as the template does', async () => {
    const { fixes, message } = await found('read-denied', template());
    expect(statement(fixes)).toEqual({
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: { Ref: 'Db' },
    });
    expect(message).toContain('secret:app/db-??????');
  });

  it('an edit sets an expression of the template', async () => {
    const { fixes } = await found('options-missing', template());
    expect(fixes).toEqual([
      {
        kind: 'edit',
        description: 'set awslogs-region to ${AWS::Region}',
        safe: true,
        edits: [
          {
            pointer:
              '/Resources/Task/Properties/ContainerDefinitions/1/LogConfiguration/Options/awslogs-region',
            op: 'set',
            value: { Ref: 'AWS::Region' },
          },
        ],
      },
    ]);
  });

  it('where nobody edits the template, names stay readable', async () => {
    const synthesised = template({ Metadata: { 'aws:cdk:path': 'App/Task' } });
    const { fixes } = await found('read-denied', synthesised);
    expect(statement(fixes)).toMatchObject({ Resource: '${Db}' });
  });
});
