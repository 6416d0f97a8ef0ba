import { expect, test } from 'vitest';
import { type Judging, judge, onlyVerdicts } from './judging.ts';

/** What the rewrites found once, each as small as it gets. */
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

const role = (statement: object) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: TRUST,
    Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
  },
});

const fargate = (more: object) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: {
    Family: 'api',
    RequiresCompatibilities: ['FARGATE'],
    NetworkMode: 'awsvpc',
    Cpu: '256',
    Memory: '512',
    ContainerDefinitions: [{ Name: 'web', Image: 'public.ecr.aws/nginx/nginx:1.27' }],
    ...more,
  },
});

const OPEN = { Parameters: { Open: { Type: 'String' } } };

async function verdict(
  template: object,
  problem: string,
  expected: Judging['expected'] = {},
): Promise<unknown> {
  return onlyVerdicts(await judge({ 'template.json': JSON.stringify(template) }, { expected }))[problem];
}

test('a Resource that is left open may be the star that an action without resources needs', async () => {
  const Action = 'ssmmessages:*';
  const template = (Resource: unknown) => ({
    ...OPEN,
    Resources: {
      Role: role({ Effect: 'Allow', Action, Resource }),
      Task: fargate({ TaskRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
      Service: {
        Type: 'AWS::ECS::Service',
        Properties: { TaskDefinition: { Ref: 'Task' }, LaunchType: 'FARGATE', EnableExecuteCommand: true },
      },
    },
  });
  const problem = 'exec-readiness/messages-denied';
  expect(await verdict(template({ Ref: 'Open' }), problem)).toBe('unknown');
  expect(await verdict(template('arn:aws:ssm:*:*:session/*'), problem)).toBe('fail');
  expect(await verdict(template({ 'Fn::Sub': 'arn:aws:ssm:${Open}' }), problem)).toBe('fail');
});

test.each<[string, object]>([
  [
    'effect',
    { Effect: { 'Fn::Transform': { Name: 'Mine' } }, Action: 'secretsmanager:GetSecretValue', Resource: '*' },
  ],
  ['action', { Effect: 'Allow', Action: { Ref: 'Open' }, Resource: '*' }],
])('a statement whose %s is left open may allow every secret', async (_, statement) => {
  const Resources = {
    Role: role(statement),
    Task: fargate({ ExecutionRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
  };
  expect(await verdict({ ...OPEN, Resources }, 'secret-reachability/wildcard-grant')).toBe('unknown');
});

test('where nothing is fetched, whose role it is does not matter', async () => {
  const Resources = { Task: fargate({ ExecutionRoleArn: 'arn:aws:iam::123456789012:role/api' }) };
  expect(await verdict({ Resources }, 'secret-reachability/read-denied')).toBe('not-applicable');
});

test('a task definition that no service uses runs in a cluster that is not given', async () => {
  const Properties = {
    RequiresCompatibilities: ['EC2'],
    Family: 'api',
    ContainerDefinitions: [{ Name: 'web', Image: 'nginx:1.27', Memory: 512 }],
  };
  const template = { Resources: { Task: { Type: 'AWS::ECS::TaskDefinition', Properties } } };
  const { result } = await judge(
    { 'template.json': JSON.stringify(template) },
    { expected: { snapshot: {} } },
  );
  expect(
    result.unknowns.filter(({ rule }) => rule === 'agent-drift').map(({ unlockedBy }) => unlockedBy),
  ).toContain('--cluster');
});
