import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/engine/result.ts';
import { command, folderWith, SOUND, UNSIZED } from './command.ts';

/** A service whose execution role may not read its secret; the image is a parameter, the size another. */
const TEMPLATE = `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Image:
    Type: String
  Size:
    Type: String
    Default: '256'
  Environment:
    Type: String
Conditions:
  IsProduction: !Equals [!Ref Environment, production]
Resources:
  ExecutionRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: ecs-tasks.amazonaws.com }
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
  Token:
    Type: AWS::SecretsManager::Secret
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: !Ref Size # one of Fargate's
      Memory: !If [IsProduction, '1024', '3072']
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      ExecutionRoleArn: !GetAtt ExecutionRole.Arn
      ContainerDefinitions:
        - Name: web
          Image: !Ref Image
          Secrets:
            - Name: TOKEN
              ValueFrom: !Ref Token
`;

const PLAN = {
  format_version: '1.2',
  terraform_version: '1.9.5',
  planned_values: {
    root_module: {
      child_modules: [
        {
          address: 'module.app',
          resources: [
            {
              address: 'module.app.aws_ecs_task_definition.app[0]',
              mode: 'managed',
              type: 'aws_ecs_task_definition',
              name: 'app',
              index: 0,
              provider_name: 'registry.terraform.io/hashicorp/aws',
              schema_version: 1,
              values: {
                family: 'app',
                cpu: '256',
                memory: '9000',
                network_mode: 'awsvpc',
                requires_compatibilities: ['FARGATE'],
                container_definitions: JSON.stringify([
                  {
                    name: 'web',
                    image: 'public.ecr.aws/nginx/nginx:1.29',
                    environment: [{ name: 'DB_PASSWORD', value: 'hunter2hunter2' }],
                    logConfiguration: { logDriver: 'json-file' },
                  },
                ]),
              },
            },
          ],
        },
      ],
    },
  },
};

const files = folderWith({
  'template.yaml': TEMPLATE,
  'network.yaml':
    'Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n    Properties:\n      CidrBlock: 10.0.0.0/16\n',
  'parameters.json': [
    { ParameterKey: 'Size', ParameterValue: '512' },
    { ParameterKey: 'Environment', ParameterValue: 'production' },
  ],
  'plan.json': JSON.stringify(PLAN),
  'main.tf': 'resource "aws_ecs_cluster" "main" {\n  name = "main"\n}\n',
  'cdk.out/manifest.json': {
    version: '36.0.0',
    artifacts: {
      Api: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'Api.template.json' },
        displayName: 'Api',
      },
    },
  },
  'cdk.out/Api.template.json': {
    Resources: {
      TaskDef54694570: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          Cpu: '256',
          Memory: '9000',
          NetworkMode: 'awsvpc',
          RequiresCompatibilities: ['FARGATE'],
          ContainerDefinitions: [{ Name: 'web', Image: 'public.ecr.aws/nginx/nginx:1.29', Essential: true }],
        },
        Metadata: { 'aws:cdk:path': 'Api/TaskDef/Resource' },
      },
    },
  },
  'ecs/ecspresso.yml':
    'region: eu-west-1\ncluster: prod\nservice: orders\ntask_definition: task.json\nservice_definition: service.json\n',
  'ecs/task.json': JSON.stringify(UNSIZED).replace('httpd:2.4', 'httpd:{{ must_env `TAG` }}'),
  'ecs/service.json': { desiredCount: 2, launchType: 'FARGATE' },
  'sound.json': SOUND,
});

const check = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await command(['check', ...args, '-f', 'json'], { cwd: files });
  return { code, stderr, result: JSON.parse(stdout) as Result };
};
/** Of the template: counted from 1. */
const lineOf = (text: string) => TEMPLATE.split('\n').findIndex((line) => line.includes(text)) + 1;
const named = ({ findings }: Result, problem: string) => findings.filter((one) => one.problem === problem);

describe('a CloudFormation template', () => {
  test('knows what the template itself declares', async () => {
    const { result, code } = await check('template.yaml', '--rule', 'secret-reachability/read-denied');
    const [finding, ...more] = named(result, 'read-denied');
    expect(more).toEqual([]);
    expect(code).toBe(1);
    expect(finding?.location).toMatchObject({
      file: 'template.yaml',
      pointer: '/Resources/Task/Properties/ContainerDefinitions/0/Secrets/0/ValueFrom',
      line: lineOf('ValueFrom:'),
      column: 26,
    });
    expect(finding?.message).toContain('${ExecutionRole}');
    expect(finding?.fixes).toMatchObject([{ kind: 'policy' }]);
    expect(JSON.stringify(result)).not.toMatch(/[\ue000-\uf8ff]/);
  });

  test('is judged in both worlds of an open condition', async () => {
    const open = await check('template.yaml', '--rule', 'fargate-size');
    expect(open.result.findings).toEqual([]);
    expect(open.result.unknowns).toMatchObject([
      { reason: 'unresolved', unlockedBy: '--parameters Environment=…' },
    ]);
    const test = await check('template.yaml', '--rule', 'fargate-size', '--parameters', 'Environment=test');
    expect(named(test.result, 'memory-invalid-for-cpu')[0]?.location).toMatchObject({
      pointer: '/Resources/Task/Properties/Memory/Fn::If/2',
      line: lineOf('Memory:'),
    });
    const production = await check(
      'template.yaml',
      '--rule',
      'fargate-size',
      '--parameters',
      'Environment=production',
    );
    expect(production).toMatchObject({ code: 0, result: { findings: [] } });
  });

  test('takes parameters from a file, and says through which a value comes', async () => {
    const sized = ['template.yaml', '--rule', 'fargate-size', '--parameters'] as const;
    expect((await check(...sized, 'parameters.json')).result.findings).toEqual([]);
    const { result } = await check(...sized, 'parameters.json', '--parameters', 'Size=300');
    expect(result.findings.length).toBeGreaterThan(0);
    expect(result.findings[0]?.evidence).toContain('the value is that of the parameter Size');
  });

  test.each([
    ['a file that is not there', 'nowhere.json'],
    ['a file that is none', 'template.yaml'],
    ['a name that no template has', 'Sise=300'],
  ])('refuses %s as parameters', async (_, value) => {
    const { code, stderr, stdout } = await command(['check', 'template.yaml', '--parameters', value], {
      cwd: files,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ecs-preflight: --parameters: [^\n]+\n$/);
  });
});

test('a run that finds nothing to check does not pass', async () => {
  const alone = await check('network.yaml');
  expect(alone).toMatchObject({
    code: 2,
    result: { inputErrors: [{ file: 'network.yaml', message: expect.stringContaining('nothing to check') }] },
  });
  const beside = await check('network.yaml', 'sound.json');
  expect(beside).toMatchObject({ code: 0, result: { inputErrors: [] } });
});

describe('a Terraform plan', () => {
  test('is told by address, and no line of it is shown', async () => {
    const { result, code } = await check('plan.json');
    expect(code).toBe(1);
    expect(named(result, 'memory-invalid-for-cpu')[0]?.location).toMatchObject({
      file: 'plan.json',
      pointer: '/planned_values/root_module/child_modules/0/resources/0/values/memory',
      resource: 'module.app.aws_ecs_task_definition.app[0]',
      line: 1,
    });
    expect(named(result, 'driver-unsupported-on-fargate')[0]?.location).toMatchObject({
      pointer: '/planned_values/root_module/child_modules/0/resources/0/values/container_definitions',
      inner: '/0/logConfiguration/logDriver',
    });
    const { stdout } = await command(['check', 'plan.json'], { cwd: files });
    expect(stdout).toContain('module.app.aws_ecs_task_definition.app[0]');
    expect(stdout).not.toContain('hunter2');
  });

  test('a configuration says what to run', async () => {
    const { result, code } = await check('main.tf');
    expect(code).toBe(2);
    expect(result.inputErrors).toMatchObject([{ message: expect.stringContaining('terraform show -json') }]);
  });
});

test('a folder that the CDK wrote is told by construct path', async () => {
  const { result, code } = await check('cdk.out');
  expect(code).toBe(1);
  expect(named(result, 'memory-invalid-for-cpu')[0]?.location).toMatchObject({
    file: 'cdk.out/Api.template.json',
    pointer: '/Resources/TaskDef54694570/Properties/Memory',
    resource: 'Api/TaskDef/Resource',
  });
});

test('ecspresso reads the environment where it is allowed to', async () => {
  const args = ['check', 'ecs/ecspresso.yml', '-f', 'json', '--fail-on', 'never'];
  const closed = await command(args, { cwd: files, env: { TAG: '2.4' } });
  const open = await command([...args, '--resolve-env'], { cwd: files, env: { TAG: '2.4' } });
  const of = ({ stdout }: typeof closed) => JSON.parse(stdout) as Result;
  expect(of(closed).deployments).toMatchObject([{ service: 'orders', family: 'orders' }]);
  expect(named(of(closed), 'memory-invalid-for-cpu')).toMatchObject([
    { location: { file: 'ecs/task.json' } },
  ]);
  const unlocks = (result: Result) => result.unknowns.map(({ unlockedBy }) => unlockedBy);
  expect(unlocks(of(closed))).toContain('--resolve-env');
  expect(unlocks(of(open))).not.toContain('--resolve-env');
});

test('templates and definitions are judged in one run', async () => {
  const { result } = await check('template.yaml', 'cdk.out', 'sound.json', 'plan.json', '--fail-on', 'never');
  expect(result.deployments.map(({ id }) => id)).toHaveLength(4);
  expect(new Set(result.deployments.map(({ id }) => id)).size).toBe(4);
});
