import { describe, expect, it, test } from 'vitest';
import { readTexts } from '../../src/read/read.ts';

const CONTAINERS = [{ name: 'web', image: 'nginx:1.27' }];

async function read(value: unknown) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const { deployments, errors } = await readTexts([{ file: 'input', text }], {});
  return {
    errors,
    found: deployments.map(({ service, taskDefinition }) =>
      service
        ? `service ${service.form}`
        : `task-definition ${taskDefinition.form} ${taskDefinition.view.pointer}`,
    ),
  };
}

describe('definitions, by their shape', () => {
  const service = {
    serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/api',
    serviceName: 'api',
    desiredCount: 2,
  };
  test.each<readonly [string, unknown, readonly string[]]>([
    [
      'RegisterTaskDefinition input',
      { family: 'api', containerDefinitions: CONTAINERS },
      ['task-definition register '],
    ],
    [
      'DescribeTaskDefinition output',
      { taskDefinition: { family: 'api', revision: 4, containerDefinitions: CONTAINERS }, tags: [] },
      ['task-definition describe /taskDefinition'],
    ],
    [
      'the described definition alone',
      {
        taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:4',
        containerDefinitions: CONTAINERS,
      },
      ['task-definition describe '],
    ],
    ['a bare list of containers', CONTAINERS, ['task-definition containers ']],
    [
      'containers of which one lacks its image',
      [...CONTAINERS, { name: 'side', essential: false }],
      ['task-definition containers '],
    ],
    [
      'containerDefinitions of the wrong type',
      { containerDefinitions: 'web' },
      ['task-definition register '],
    ],
    [
      'a task definition without containers',
      { family: 'api', cpu: '256', memory: '512' },
      ['task-definition register '],
    ],
    [
      'CreateService input',
      { serviceName: 'api', taskDefinition: 'api:4', desiredCount: 2 },
      ['service create'],
    ],
    [
      'an ecspresso service',
      { launchType: 'FARGATE', networkConfiguration: {}, desiredCount: 1 },
      ['service create'],
    ],
    [
      'an ecspresso service that keeps its count',
      { launchType: 'FARGATE', networkConfiguration: {} },
      ['service create'],
    ],
    ['a DAEMON service', { schedulingStrategy: 'DAEMON' }, ['service create']],
    ['UpdateService input', { service: 'api', cluster: 'prod', taskDefinition: 'api:4' }, ['service update']],
    ['UpdateService input of one member', { service: 'api', forceNewDeployment: true }, ['service update']],
    ['the service alone', { service: 'api' }, ['service update']],
    ['DescribeServices output', { services: [service], failures: [] }, ['service describe']],
    ['CreateService output', { service }, ['service describe']],
    ['a described service', service, ['service describe']],
    [
      'several in a list',
      [
        { family: 'api', containerDefinitions: CONTAINERS },
        { family: 'worker', containerDefinitions: CONTAINERS },
      ],
      ['task-definition register /0', 'task-definition register /1'],
    ],
    [
      'a pair in one structure',
      { taskDefinition: { family: 'api', containerDefinitions: CONTAINERS }, service: { desiredCount: 1 } },
      ['service create'],
    ],
    [
      'YAML',
      'family: api\ncontainerDefinitions:\n  - name: web\n    image: nginx\n',
      ['task-definition register '],
    ],
    ['YAML after a header', '# the API\n---\n- name: web\n  image: nginx\n', ['task-definition containers ']],
    [
      'YAML in flow style',
      "{family: api, containerDefinitions: [{name: web, image: 'nginx:1'}]}",
      ['task-definition register '],
    ],
    [
      'several YAML documents',
      'family: api\ncontainerDefinitions: []\n---\nfamily: b\ncontainerDefinitions: []\n',
      ['task-definition register ', 'task-definition register '],
    ],
  ])('%s', async (_, value, found) => {
    expect(await read(value)).toEqual({ errors: [], found });
  });

  it('counts pointers from the root of a bare list of containers', async () => {
    const { deployments } = await readTexts(
      [{ file: 'c.json', text: JSON.stringify(CONTAINERS, null, 1) }],
      {},
    );
    const image = deployments[0]?.taskDefinition.view.get('containerDefinitions').items.match({
      known: ([first]) => first?.get('image').place,
      absent: () => undefined,
      unknown: () => undefined,
    });
    expect(image).toMatchObject({ pointer: '/0/image', line: 4, column: 12 });
  });
});

test('a template with a slip is told of it, and read all the same', async () => {
  const { errors, found } = await read(
    'Resources:\n  Api:\n    Type: AWS::ECS::Service\n    Properties:\n      Cluster: a\n      Cluster: b\n',
  );
  expect(errors).toMatchObject([
    { message: expect.stringContaining('member "Cluster" is given in line 5 and again in line 6'), line: 6 },
  ]);
  expect(found).toEqual(['service create']);
});

describe('look-alikes are named as what they are', () => {
  test.each<readonly [string, unknown, string]>([
    ['RunTask input', { taskDefinition: 'api', cluster: 'prod', launchType: 'FARGATE', count: 1 }, 'RunTask'],
    [
      'RunTask input without a count',
      { cluster: 'prod', taskDefinition: 'api', launchType: 'FARGATE', networkConfiguration: {} },
      'RunTask',
    ],
    ['StartTask input', { taskDefinition: 'api', containerInstances: ['i-0'] }, 'StartTask'],
    [
      'AppSpec in YAML',
      'version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: <TASK_DEFINITION>\n',
      'CodeDeploy AppSpec',
    ],
    [
      'AppSpec in JSON',
      { version: 0, Resources: [{ TargetService: { Type: 'AWS::ECS::Service' } }] },
      'CodeDeploy AppSpec',
    ],
    ['AppSpec for instances', 'version: 0.0\nos: linux\nfiles: []\n', 'CodeDeploy AppSpec'],
    [
      'a daemon task definition',
      { daemonTaskDefinition: { family: 'agent', containerDefinitions: CONTAINERS } },
      'daemon',
    ],
    ['package.json', { name: 'api', version: '1.0.0', dependencies: {} }, 'package.json'],
    [
      'a broken template with a script in it',
      'Resources:\n  Host:\n    Type: AWS::EC2::Instance\n    Properties:\n      A: [\n      UserData: |\n        local zone = a\n',
      'is not closed',
    ],
    [
      'parameters of a template',
      { Cpu: { Type: 'AWS::SSM::Parameter::Value<String>' } },
      'part of a CloudFormation',
    ],
    [
      'a section of a template',
      { Parameters: { Cpu: { Type: 'Number' } } },
      'part of a CloudFormation template',
    ],
    ['values of parameters', [{ ParameterKey: 'Cpu', ParameterValue: '256' }], 'pass it as --parameters'],
    ['a template configuration', { Parameters: { Cpu: '256' }, Tags: {} }, 'pass it as --parameters'],
    ['get-template', { TemplateBody: {}, StagesAvailable: ['Original'] }, 'TemplateBody'],
    ['cdk.json', { app: 'npx ts-node bin/app.ts', context: {} }, 'run "cdk synth"'],
    ['an asset manifest', { version: '48.0.0', files: {}, dockerImages: {} }, 'part of a CDK assembly'],
    ['tree.json', { version: 'tree-0.1', tree: { id: 'App', path: '' } }, 'part of a CDK assembly'],
    ['an assembly of nothing', { version: '48.0.0', artifacts: {} }, 'part of a CDK assembly'],
    ['Serverless', 'service: api\nprovider:\n  name: aws\n', 'serverless package'],
    ['Pulumi.yaml', 'name: api\nruntime: nodejs\ndescription: x\n', 'Pulumi'],
    ['Pulumi.prod.yaml', 'config:\n  aws:region: eu-west-1\n', 'Pulumi'],
    ['samconfig.toml', 'version = 0.1\n[default.deploy.parameters]\nstack_name = "api"\n', 'SAM CLI'],
    [
      'samconfig.yaml',
      'version: 0.1\ndefault:\n  deploy:\n    parameters:\n      stack_name: api\n',
      'SAM CLI',
    ],
    ['a Helm chart', 'apiVersion: v2\nname: api\nversion: 0.1.0\n', 'Helm chart'],
    ['a workflow', 'name: deploy\non: {push: {}}\njobs:\n  deploy: {}\n', 'GitHub Actions'],
    ['a buildspec', 'version: 0.2\nphases:\n  build: {}\n', 'CodeBuild'],
    ['one resource', { Type: 'AWS::ECS::Service', Properties: {} }, 'part of a CloudFormation template'],
    [
      "CloudFormation's spelling",
      { Family: 'api', ContainerDefinitions: [] },
      'spells members as CloudFormation does',
    ],
    [
      'a Terraform state',
      { version: 4, terraform_version: '1.9.0', serial: 3, lineage: 'x', resources: [] },
      'terraform show -json > state.json',
    ],
    ['Terraform in JSON', { resource: { aws_ecs_service: {} } }, 'terraform show -json tfplan > plan.json'],
    [
      'HCL',
      'resource "aws_ecs_service" "api" {\n  name = "api"\n}\n',
      'Terraform configuration (HCL): run "terraform plan -out=tfplan"',
    ],
    ["Terraform's spelling", { family: 'api', container_definitions: '[]' }, 'as Terraform does'],
    ['ecs-params', 'version: 1\ntask_definition:\n  task_size: {cpu_limit: 256}\n', 'ecs-params'],
    ['Compose', 'services:\n  web:\n    image: nginx\n', 'Docker Compose'],
    ['Kubernetes', 'apiVersion: apps/v1\nkind: Deployment\n', 'Kubernetes'],
    ['Copilot', 'name: api\ntype: Load Balanced Web Service\n', 'copilot svc package'],
    [
      'ecspresso in Jsonnet',
      "local name = 'api';\n{ service_definition: 'sv.json', task_definition: 'td.json' }\n",
      'ecspresso render config',
    ],
    ['Jsonnet', "local tag = std.extVar('TAG');\n{ family: 'api' }\n", 'Jsonnet'],
    [
      'Jsonnet with comments',
      "{\n  // the API\n  family: 'api', // more\n  containerDefinitions: [],\n}\n",
      'no double quotes',
    ],
    ['a task set', { service: 'api', cluster: 'prod', taskDefinition: 'api', scale: {} }, 'task set'],
    ['a cluster', { clusterName: 'prod', settings: [] }, 'cluster'],
    ['a capacity provider', { name: 'gpu', autoScalingGroupProvider: {} }, 'capacity providers'],
    ['an IAM policy', { Version: '2012-10-17', Statement: [] }, 'IAM policy'],
    ['DescribeTasks output', { tasks: [{ taskArn: 'x' }], failures: [] }, 'tasks that were started'],
    ['an Express service', { primaryContainer: { image: 'nginx' }, infrastructureRoleArn: 'x' }, 'Express'],
    ['image definitions', [{ name: 'web', imageUri: 'nginx' }], 'image definitions file'],
    ['a list call', { taskDefinitionArns: [] }, 'list call'],
    ['no service found', { services: [], failures: [{ reason: 'MISSING' }] }, 'holds no service'],
    ['HTML', '<!DOCTYPE html>\n<html></html>', 'HTML'],
    ['an unrendered template', '{{ if .Prod }}\nfamily: api\n{{ end }}\n', 'Go template'],
    ['something else', { colour: 'red' }, 'has the member "colour"'],
    ['an empty structure', {}, 'empty structure'],
    ['an empty list', [], 'empty list'],
    ['a number', '42', 'the number 42'],
    ['null', 'null', 'found null'],
    ['a text', '"hello"', 'the text "hello"'],
    ['plain text', 'hello world\n', 'the text "hello world"'],
    ['comments only', '# nothing\n', 'only comments'],
  ])('%s', async (_, value, message) => {
    const { errors, found } = await read(value);
    expect(found).toEqual([]);
    expect(errors.map((error) => error.message)).toEqual([expect.stringContaining(message)]);
  });

  it('takes almost-JSON for Jsonnet where its name says so', async () => {
    const { errors } = await readTexts([{ file: 'taskdef.jsonnet', text: "{\n  family: 'api',\n}\n" }], {});
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/^this is Jsonnet: /)]);
  });

  it('points at the stranger within a list, and reads the others', async () => {
    const { errors, found } = await read('[\n {"family": "api", "containerDefinitions": []},\n 7\n]');
    expect(found).toEqual(['task-definition register /0']);
    expect(errors).toEqual([
      { file: 'input', line: 3, column: 2, message: expect.stringContaining('the number 7') },
    ]);
  });

  it('escapes what it quotes', async () => {
    const { errors } = await read({ 'a\n\u001b[31mred\u202e': 1 });
    expect(errors[0]?.message).toContain('"a\\n\\u001b[31mred\\u202e"');
  });
});
