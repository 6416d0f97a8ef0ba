import { describe, expect, it, test } from 'vitest';
import { readTexts } from '../../src/read/read.ts';

const CONFIG =
  'region: eu-west-1\ncluster: prod\nservice: api\nservice_definition: sv.json\ntask_definition: td.json\n';
const TASK = JSON.stringify({ family: 'api', containerDefinitions: [{ name: 'web', image: 'nginx' }] });
const SERVICE = JSON.stringify({ serviceName: 'api', taskDefinition: 'api', desiredCount: 1 });

const PROJECT = { 'deploy/ecspresso.yml': CONFIG, 'deploy/sv.json': SERVICE, 'deploy/td.json': TASK };

async function read(files: Readonly<Record<string, string>>, given = Object.keys(files), service?: string) {
  const inputs = given.map((file) => ({
    file,
    text: files[file.replace(/^\.\//, '')] ?? '',
    ...(file === service ? { service: true } : {}),
  }));
  const { deployments, errors } = await readTexts(
    inputs,
    {},
    {
      context: {
        open: (path) => {
          const text = files[path.replace(/^\.\//, '')];
          return text === undefined ? { error: { file: path, message: 'not there' } } : { file: path, text };
        },
      },
    },
  );
  return [deployments.map(({ id }) => id), errors.map(({ message }) => message)];
}

describe('a file that another input names, and that is given too', () => {
  it('is read once, through the one that names it', async () => {
    expect(await read(PROJECT)).toEqual([['api'], []]);
  });

  test.each([
    ['before the one that names it', ['deploy/td.json', 'deploy/ecspresso.yml']],
    ['spelled otherwise', ['./deploy/td.json', 'deploy/ecspresso.yml']],
    ['where the other is spelled otherwise', ['deploy/sv.json', './deploy/ecspresso.yml']],
  ])('%s', async (_, given) => {
    expect(await read(PROJECT, given)).toEqual([['api'], []]);
  });

  it('is read by itself where nobody names it', async () => {
    const other = TASK.replace('api', 'other');
    expect(await read({ ...PROJECT, 'deploy/other.json': other })).toEqual([['api', 'other'], []]);
    expect(await read(PROJECT, ['deploy/td.json'])).toEqual([['api'], []]);
  });

  it('is read by itself where the one that names it is not read', async () => {
    const broken = { ...PROJECT, 'deploy/ecspresso.yml': 'region: [' };
    const [ids, errors] = await read(broken);
    expect(ids).toEqual(['api']);
    expect(errors).toHaveLength(1);
  });

  it('nested templates are parts of the one around them', async () => {
    const root = {
      Resources: {
        Inner: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: './inner.json', Parameters: { Cpu: '512' } },
        },
      },
    };
    const inner = {
      Parameters: { Cpu: { Type: 'String' } },
      Resources: {
        Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Family: 'web', Cpu: { Ref: 'Cpu' } } },
      },
    };
    const files = { 'inner.json': JSON.stringify(inner), 'root.json': JSON.stringify(root) };
    expect(await read(files)).toEqual([['web'], []]);
  });

  it('templates that name each other are all read', async () => {
    const naming = (file: string, family: string) =>
      JSON.stringify({
        Resources: {
          Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Family: family } },
          Other: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: file } },
        },
      });
    const [ids] = await read({ 'a.json': naming('b.json', 'one'), 'b.json': naming('a.json', 'two') });
    expect(ids).toEqual(expect.arrayContaining(['one', 'two']));
  });
});
