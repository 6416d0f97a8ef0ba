import { describe, expect, it, test } from 'vitest';
import { readTexts } from '../../../src/read/read.ts';
import { onlyDeployment, readTemplate } from './reading.ts';
import { readable, stackOf } from './values.ts';

const ROOT = `Parameters: {Env: {Type: String}}
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./stacks/network.yaml
      Parameters: {Name: !Ref Env, Zones: [a, b]}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Family: web}}
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration:
        AwsvpcConfiguration:
          Subnets: [!GetAtt Network.Outputs.Subnet]
          SecurityGroups: !Split [",", !GetAtt Network.Outputs.Groups]
Outputs:
  Zones: {Value: !GetAtt Network.Outputs.Zones}
  Name: {Value: !GetAtt Network.Outputs.Name}
  Missing: {Value: !GetAtt Network.Outputs.Missing}
`;
const NETWORK = `Parameters:
  Name: {Type: String, Default: x}
  Zones: {Type: CommaDelimitedList}
  Cidr: {Type: String, Default: 10.0.0.0/16}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
Outputs:
  Subnet: {Value: !Ref Subnet}
  Groups: {Value: "sg-1,sg-2"}
  Zones: {Value: !Join [",", !Ref Zones]}
  Name: {Value: !Sub "\${Name}-net"}
`;
const FILES = { 'stacks/network.yaml': NETWORK };

it('passes parameters down and outputs up', async () => {
  const stack = await stackOf(ROOT, { files: FILES, parameters: { Env: 'prod' } });
  expect(readable(['Zones', 'Name', 'Missing'].map((name) => stack.own(name)))).toEqual([
    'a,b',
    'prod-net',
    '${Network.Outputs.Missing}',
  ]);
});

it('knows the parts of a nested stack by the stack', async () => {
  const { service } = await onlyDeployment(ROOT, { files: FILES });
  expect(readable(service?.view.get('networkConfiguration').raw)).toEqual({
    awsvpcConfiguration: { subnets: ['${Network/Subnet}'], securityGroups: ['sg-1', 'sg-2'] },
  });
});

it('leaves open what a template puts out that is not there', async () => {
  const { deployments, errors } = await readTemplate(ROOT);
  expect(errors).toEqual([]);
  expect(readable(deployments[0]?.service?.view.get('networkConfiguration').raw)).toEqual({
    awsvpcConfiguration: { subnets: ['${Network.Outputs.Subnet}'], securityGroups: '?' },
  });
});

it('tells what is wrong with a nested template', async () => {
  const { deployments, errors } = await readTemplate(ROOT, { files: { 'stacks/network.yaml': 'a: [' } });
  expect(deployments).toHaveLength(1);
  expect(errors).toMatchObject([{ file: 'template.yaml', line: 6 }]);
  expect(errors[0]?.message).toContain('the nested stack Network names the template ./stacks/network.yaml: ');
});

it('judges services of nested stacks, at their place in their own file', async () => {
  const root = `Resources: {App: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: app.yaml}}}`;
  const app = `Resources:
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Cpu: 256}}
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task}}
`;
  const { id, file, taskDefinition } = await onlyDeployment(root, { files: { 'app.yaml': app } });
  expect([id, file]).toEqual(['App/Service', 'app.yaml']);
  expect(taskDefinition.view.get('cpu').place).toMatchObject({
    file: 'app.yaml',
    pointer: '/Resources/Task/Properties/Cpu',
    line: 2,
    column: 60,
  });
});

it('follows conditions into nested stacks', async () => {
  const root = `Parameters: {Env: {Type: String}}
Conditions: {HasApp: !Equals [!Ref Env, prod]}
Resources:
  App:
    Type: AWS::CloudFormation::Stack
    Condition: HasApp
    Properties: {TemplateURL: app.yaml, Parameters: {Size: !Ref Env}}
`;
  const app = `Parameters: {Size: {Type: String}}
Conditions: {Large: !Equals [!Ref Size, prod]}
Resources:
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Cpu: !If [Large, 1024, 256]}}
`;
  const { world, otherWorlds, taskDefinition } = await onlyDeployment(root, { files: { 'app.yaml': app } });
  expect(otherWorlds).toBeUndefined();
  expect(world?.unlockedBy).toBe('--parameters Env=…');
  expect(taskDefinition.view.get('cpu').raw).toBe('1024');
});

test.each([
  [
    'itself',
    { 'a.yaml': 'Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}}' },
  ],
  [
    'one another',
    {
      'a.yaml': 'Resources: {B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: b.yaml}}}',
      'b.yaml': 'Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./a.yaml}}}',
    },
  ],
])('ends where templates nest %s', async (_, files) => {
  const root = 'Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}}';
  expect((await readTemplate(root, { files })).deployments).toEqual([]);
});

test.each([
  ['an address', 'AWS::CloudFormation::Stack', 'TemplateURL: https://s3.amazonaws.com/b/app.yaml', 0],
  ['a path', 'AWS::CloudFormation::Stack', 'TemplateURL: app.yaml', 1],
  ['an application of SAM', 'AWS::Serverless::Application', 'Location: app.yaml', 1],
])('opens what is named by a path: %s', async (_, type, url, count) => {
  const root = `Resources: {App: {Type: '${type}', Properties: {${url}}}}`;
  const files = { 'app.yaml': 'Resources: {Task: {Type: AWS::ECS::TaskDefinition}}' };
  expect((await readTemplate(root, { files })).deployments).toHaveLength(count);
});

describe('a template whose nested stacks are not here', () => {
  const stack = (url: string) => ({
    file: 'root.yaml',
    text: `Resources: {App: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ${url}}}}`,
  });
  const messages = async (inputs: readonly { file: string; text: string }[]) =>
    (await readTexts(inputs, {})).errors.map(({ message }) => message);

  test('is told from one that has nothing to check', async () => {
    expect(await messages([stack('stacks/aap.yaml')])).toEqual([
      'this declares no ECS task definition and no service: the nested stack App names the template stacks/aap.yaml, and there is no such file',
    ]);
    expect(await messages([stack('https://s3.amazonaws.com/b/app.yaml')])).toEqual([
      'this declares no ECS task definition and no service: the nested stack App takes its template from elsewhere: check that file too',
    ]);
  });

  test('is nothing to tell of beside what is checked', async () => {
    const task = '{"family":"a","containerDefinitions":[{"name":"a","image":"a"}]}';
    expect(await messages([stack('app.yaml'), { file: 'task.json', text: task }])).toEqual([]);
  });
});
