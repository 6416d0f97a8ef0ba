import { describe, expect, it, test } from 'vitest';
import { type Fact, valueOr } from '../../../src/fact/fact.ts';
import { role } from '../../../src/fact/kinds/iam.ts';
import { shown } from '../../../src/fact/opaque.ts';
import type { Deployment } from '../../../src/model/deployment.ts';
import { isCdkManifest } from '../../../src/read/cdk/recognise.ts';
import type { Target } from '../../../src/read/pair.ts';
import { readTexts } from '../../../src/read/read.ts';
import { api, assembly, SHARED } from './assembly-fixture.ts';

async function read(
  files: ReadonlyMap<string, string>,
  {
    target = {},
    parameters = {},
  }: { readonly target?: Target; readonly parameters?: Readonly<Record<string, string>> } = {},
) {
  const file = 'cdk.out/manifest.json';
  return readTexts([{ file, text: files.get(file) ?? '' }], target, {
    context: {
      parameters: new Map(Object.entries(parameters)),
      open: (path) => {
        const text = files.get(path);
        return text === undefined
          ? { error: { file: path, message: 'this file does not exist' } }
          : { file: path, text };
      },
    },
  });
}

const tell = (fact: Fact<unknown> | undefined) =>
  fact?.match<unknown>({
    known: (value) => (typeof value === 'string' ? shown(value) : value),
    absent: () => 'absent',
    unknown: ([why]) => `? ${why?.detail}`,
  });

const byId = (deployments: readonly Deployment[], id: string) => {
  const found = deployments.find((one) => one.id === id);
  if (!found) throw new Error(`no ${id} among ${deployments.map((one) => one.id).join(', ')}`);
  return found;
};

const image = ({ taskDefinition }: Deployment) =>
  taskDefinition.view.get('containerDefinitions').items.match({
    known: ([container]) => container?.get('image').reference,
    absent: () => undefined,
    unknown: () => undefined,
  });

describe('a cloud assembly', () => {
  it('is the services of its stacks and of the stacks of its stages, under their construct paths', async () => {
    const { deployments, errors } = await read(assembly());
    expect(errors).toEqual([]);
    expect(
      deployments.map(({ id, file, account, region }) => [id, file, tell(account), tell(region)]),
    ).toEqual([
      ['Api/Service/Service', 'cdk.out/Api.template.json', '123456789012', 'eu-west-1'],
      [
        'Prod/Api/Service/Service',
        'cdk.out/assembly-Prod/ProdApi11223344.template.json',
        '123456789012',
        'eu-west-1',
      ],
    ]);
  });

  it('leads from an import to the resource of the stack that exports it', async () => {
    const { deployments } = await read(assembly());
    const { taskDefinition, declared } = byId(deployments, 'Api/Service/Service');
    const reference = taskDefinition.view.get('executionRoleArn').reference;
    expect(tell(reference)).toMatch(/^arn:aws:iam::123456789012:role\/\$\{Shared\/ExecRole1A2B3C4D\}$/);
    const answer = await declared?.answer(role, { role: valueOr(reference, '') });
    expect(answer && tell(answer)).toBeTypeOf('object');
  });

  it('says where a value stands, what construct it is of, and that nobody edits it there', async () => {
    const { taskDefinition } = byId((await read(assembly())).deployments, 'Api/Service/Service');
    const { source } = taskDefinition.view;
    expect(taskDefinition.view.get('memory').place).toMatchObject({
      file: 'cdk.out/Api.template.json',
      pointer: '/Resources/TaskDef54694570/Properties/Memory',
      resource: 'Api/TaskDef/Resource',
    });
    expect(source.generatedBy).toBe('a CDK assembly');
    expect(source.metadata).toEqual({ 'aws:cdk:path': 'Api/TaskDef/Resource' });
  });

  it('a template of it by itself is known for what it is', async () => {
    const { deployments } = await readTexts([{ file: 't.json', text: JSON.stringify(api('role')) }], {});
    const { source } = byId(deployments, 'Service9571FDD8').taskDefinition.view;
    expect([source.resource, source.generatedBy]).toEqual(['Api/TaskDef/Resource', 'a CDK assembly']);
  });

  it('knows an image that the CDK builds for a private one', async () => {
    const { deployments } = await read(assembly());
    expect(tell(image(byId(deployments, 'Api/Service/Service')))).toMatch(
      /^123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/cdk-hnb659fds-container-assets-123456789012-eu-west-1:[0-9a-f]{64}$/,
    );
  });

  it('where it is deployed may be left open', async () => {
    const files = assembly({}, 'aws://unknown-account/unknown-region');
    const open = byId((await read(files)).deployments, 'Api/Service/Service');
    expect([tell(open.account), tell(open.region)]).toEqual(['${AWS::AccountId}', '${AWS::Region}']);
    expect(tell(image(open))).toMatch(/^\$\{AWS::AccountId\}\.dkr\.ecr\.\$\{AWS::Region\}\.amazonaws\.com\//);
    const target = { account: '210987654321', region: 'us-east-1' };
    const said = byId((await read(files, { target })).deployments, 'Api/Service/Service');
    expect([tell(said.account), tell(said.region)]).toEqual(['210987654321', 'us-east-1']);
  });

  it('passes parameters: of the assembly, of the user, of the user to one stack', async () => {
    const cpus = async (parameters: Readonly<Record<string, string>>) => {
      const { deployments } = await read(assembly(), { parameters });
      return deployments.map(({ taskDefinition }) => tell(taskDefinition.view.get('cpu').text));
    };
    expect(await cpus({})).toEqual(['256', '512']);
    expect(await cpus({ Cpu: '1024' })).toEqual(['1024', '1024']);
    expect(await cpus({ Cpu: '1024', 'Prod-Api:Cpu': '2048' })).toEqual(['1024', '2048']);
  });

  it('keeps stacks of different accounts apart', async () => {
    const files = assembly({
      'cdk.out/assembly-Prod/manifest.json': {
        version: '48.0.0',
        artifacts: {
          ProdApi: {
            type: 'aws:cloudformation:stack',
            environment: 'aws://999999999999/eu-west-1',
            properties: { templateFile: 'ProdApi11223344.template.json' },
          },
        },
      },
    });
    const { deployments, errors } = await read(files);
    expect(errors).toEqual([]);
    const prod = byId(deployments, 'Prod/Api/Service/Service');
    expect(tell(prod.account)).toBe('999999999999');
    // The export is of the other account.
    expect(tell(prod.taskDefinition.view.get('executionRoleArn').reference)).toMatch(/^\? /);
    const asked = await read(files, { target: { account: '123456789012' } });
    expect(asked.deployments.map(({ id }) => id)).toEqual(['Api/Service/Service']);
    expect(asked.errors).toEqual([
      {
        file: 'cdk.out/manifest.json',
        message:
          'of the stacks, "ProdApi" is deployed to account 999999999999, and account 123456789012 is asked: check the folder of a stage, or a template, by itself',
      },
    ]);
  });

  it('reads nested stacks, which are assets of the stage', async () => {
    const nested = {
      Resources: {
        Nested: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: { 'Fn::Sub': 'https://s3.amazonaws.com/cdk-assets/0a1b.json' },
            Parameters: { Cpu: '1024' },
          },
          Metadata: {
            'aws:asset:path': 'ProdApiNested.nested.template.json',
            'aws:asset:property': 'TemplateURL',
          },
        },
      },
    };
    const files = assembly({
      'cdk.out/assembly-Prod/ProdApi11223344.template.json': nested,
      'cdk.out/assembly-Prod/ProdApiNested.nested.template.json': api('role', 'Prod/Api/Nested'),
    });
    const { deployments, errors } = await read(files);
    expect(errors).toEqual([]);
    const { file, taskDefinition } = byId(deployments, 'Prod/Api/Nested/Service/Service');
    expect(file).toBe('cdk.out/assembly-Prod/ProdApiNested.nested.template.json');
    expect(tell(taskDefinition.view.get('cpu').text)).toBe('1024');
    expect(taskDefinition.view.source.generatedBy).toBe('a CDK assembly');
  });

  it('knows the names of its stacks', async () => {
    const { Outputs } = SHARED;
    const output = Outputs.ExportsOutputFnGetAttExecRole1A2B3C4DArn;
    const files = assembly({
      'cdk.out/Shared.template.json': {
        ...SHARED,
        Outputs: { Role: { ...output, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-role' } } } },
      },
      'cdk.out/Api.template.json': api({ 'Fn::ImportValue': 'Shared-role' }),
      'cdk.out/assembly-Prod/ProdApi11223344.template.json': api({ Ref: 'AWS::StackId' }),
    });
    const { deployments } = await read(files);
    const { taskDefinition } = byId(deployments, 'Api/Service/Service');
    expect(tell(taskDefinition.view.get('executionRoleArn').reference)).toMatch(/ExecRole1A2B3C4D/);
    const [, prod] = deployments;
    expect(tell(prod?.taskDefinition.view.get('executionRoleArn').reference)).toBe(
      'arn:aws:cloudformation:eu-west-1:123456789012:stack/Prod-Api/${Prod/Api/AWS::StackId}',
    );
  });

  it('tells the conditions of its stacks apart', async () => {
    const conditional = api({ 'Fn::If': ['Own', 'own-role', { Ref: 'AWS::NoValue' }] });
    const files = assembly({
      'cdk.out/Api.template.json': {
        ...conditional,
        Parameters: { ...conditional.Parameters, Env: { Type: 'String' } },
        Conditions: { Own: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
      },
    });
    const { deployments } = await read(files);
    const { world, otherWorlds } = byId(deployments, 'Api/Service/Service');
    expect([world, otherWorlds?.map((other) => other.world)]).toEqual([
      { assumed: 'Own is true', unlockedBy: '--parameters Env=…' },
      [{ assumed: 'Own is false', unlockedBy: '--parameters Env=…' }],
    ]);
  });

  it('does not take parameters of one name in two stacks for one value', async () => {
    const open = (name?: string) => ({ ...api('role', name), Parameters: { Cpu: { Type: 'String' } } });
    const { deployments } = await read(
      assembly({
        'cdk.out/Api.template.json': open(),
        'cdk.out/assembly-Prod/manifest.json': {
          version: '48.0.0',
          artifacts: {
            ProdApi: {
              type: 'aws:cloudformation:stack',
              environment: 'aws://123456789012/eu-west-1',
              properties: { templateFile: 'ProdApi11223344.template.json' },
            },
          },
        },
        'cdk.out/assembly-Prod/ProdApi11223344.template.json': open('Prod/Api'),
      }),
    );
    expect(deployments.map(({ taskDefinition }) => tell(taskDefinition.view.get('cpu').text))).toEqual([
      '? the value of Api/Cpu is not known',
      '? the value of ProdApi/Cpu is not known',
    ]);
  });

  it('does not know an import that the conditions of the exporting stack decide', async () => {
    const value = { 'Fn::If': ['Own', { 'Fn::GetAtt': ['ExecRole1A2B3C4D', 'Arn'] }, 'other-role'] };
    const files = assembly({
      'cdk.out/Shared.template.json': {
        ...SHARED,
        Parameters: { Env: { Type: 'String' } },
        Conditions: { Own: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
        Outputs: {
          Role: { Value: value, Export: { Name: 'Shared:ExportsOutputFnGetAttExecRole1A2B3C4DArn' } },
        },
      },
    });
    const { taskDefinition } = byId((await read(files)).deployments, 'Api/Service/Service');
    expect(tell(taskDefinition.view.get('executionRoleArn').reference)).toMatch(/^\? /);
    const said = byId((await read(files, { parameters: { Env: 'dev' } })).deployments, 'Api/Service/Service');
    expect(tell(said.taskDefinition.view.get('executionRoleArn').reference)).toBe('other-role');
  });

  it('an export that needs itself is not known', async () => {
    const files = assembly({
      'cdk.out/Shared.template.json': {
        ...SHARED,
        Outputs: {
          Round: {
            Value: { 'Fn::ImportValue': 'Shared:ExportsOutputFnGetAttExecRole1A2B3C4DArn' },
            Export: { Name: 'Shared:ExportsOutputFnGetAttExecRole1A2B3C4DArn' },
          },
        },
      },
    });
    const { deployments } = await read(files);
    const { taskDefinition } = byId(deployments, 'Api/Service/Service');
    expect(tell(taskDefinition.view.get('executionRoleArn').reference)).toMatch(/^\? /);
  });
});

describe('what cannot be read is told, and the rest is read', () => {
  test.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    [
      'a template that is not there',
      { 'cdk.out/Api.template.json': undefined },
      'the stack "Api" names "Api.template.json": this file does not exist',
    ],
    [
      'a stage that is not there',
      { 'cdk.out/assembly-Prod/manifest.json': undefined },
      'the stage "assembly-Prod": cdk.out/assembly-Prod/manifest.json: this file does not exist',
    ],
    [
      'a stage that is none',
      { 'cdk.out/assembly-Prod/manifest.json': { version: '48.0.0' } },
      'the stage "assembly-Prod": cdk.out/assembly-Prod/manifest.json is no manifest of an assembly',
    ],
    [
      'an assembly with made-up values',
      {
        'cdk.out/assembly-Prod/manifest.json': {
          version: '48.0.0',
          artifacts: {},
          missing: [{ key: 'vpc-provider:account=1', provider: 'vpc-provider' }],
        },
      },
      'could not look up what it needs ("vpc-provider:account=1"): run "cdk synth" with credentials',
    ],
  ])('%s', async (_, changed, message) => {
    const { deployments, errors } = await read(assembly(changed));
    expect(errors.map((error) => error.message)).toEqual([expect.stringContaining(message)]);
    expect(deployments).toHaveLength(1);
  });

  it('a stage that holds itself', async () => {
    const round = {
      version: '48.0.0',
      artifacts: { Round: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } },
    };
    const files = new Map([['cdk.out/manifest.json', JSON.stringify(round)]]);
    for (let depth = 1; depth < 40; depth++)
      files.set(`cdk.out/${'./'.repeat(depth).slice(2)}./manifest.json`, JSON.stringify(round));
    const { errors } = await read(files);
    expect(errors).toHaveLength(1);
  });
});

it('a manifest is known by its artifacts', () => {
  const text = assembly().get('cdk.out/manifest.json') ?? '';
  expect(isCdkManifest(JSON.parse(text))).toBe(true);
  for (const other of [
    {},
    { version: '48.0.0', artifacts: {} },
    api('role'),
    { version: '1', artifacts: { a: {} } },
  ])
    expect(isCdkManifest(other)).toBe(false);
});
