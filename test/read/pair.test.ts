import { describe, expect, it, test } from 'vitest';
import { type Fact, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { family } from '../../src/model/task-definition.ts';
import { deploymentFrom } from '../../src/read/deployment-from.ts';
import { type InputText, readTexts } from '../../src/read/read.ts';

const task = (name: string | undefined, more: object = {}): InputText => ({
  file: `${name}.json`,
  text: JSON.stringify({ ...(name ? { family: name } : {}), containerDefinitions: [], ...more }),
});
const service = (name: string, taskDefinition: string | undefined, asked = false): InputText => ({
  file: `${name}-service.json`,
  text: JSON.stringify({ serviceName: name, desiredCount: 1, ...(taskDefinition ? { taskDefinition } : {}) }),
  service: asked,
});

const why = (fact: Fact<unknown>) =>
  fact.match({
    known: () => '',
    absent: () => 'absent',
    unknown: (reasons) => reasons.map(({ detail }) => detail).join(),
  });
const told = ({ id, service: one, taskDefinition }: Deployment) =>
  `${id}: ${one ? 'service' : 'alone'} ${valueOr(family(taskDefinition), why(family(taskDefinition)))}`;
const paired = async (...inputs: readonly InputText[]) => (await readTexts(inputs, {})).deployments.map(told);

describe('a service finds its task definition', () => {
  test.each(['api', 'api:7', 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:7'])(
    'by family: %s',
    async (name) => {
      expect(await paired(task('worker'), task('api'), service('front', name))).toEqual([
        'front: service api',
        'worker: alone worker',
      ]);
    },
  );

  it('by being the only one, where it names none or the only one has no name', async () => {
    expect(await paired(task('api'), service('front', undefined))).toEqual(['front: service api']);
    expect(await paired(task('{{ .Family }}'), service('front', 'api'))).toEqual([
      'front: service the placeholder {{ .Family }} is not resolved',
    ]);
  });

  it('but not against its name', async () => {
    expect(await paired(task('worker'), service('front', 'api'))).toEqual([
      'front: service the task definition api is not among the inputs',
      'worker: alone worker',
    ]);
  });

  it('unless --service pairs them', async () => {
    expect(await paired(task('worker'), service('front', 'api', true))).toEqual(['front: service worker']);
  });

  it('never by guessing', async () => {
    expect(await paired(task('a'), task('b'), service('front', undefined, true))).toEqual([
      'a: alone a',
      'b: alone b',
      'front: service 2 of the inputs may be the task definition of the service',
    ]);
    expect(await paired(task('api'), task('api', { cpu: '256' }), service('front', 'api'))).toContain(
      'front: service 2 of the inputs may be the task definition api',
    );
  });

  it('by revision, where several have the family', async () => {
    const { deployments } = await readTexts(
      [task('api', { revision: 6 }), task('api', { revision: 7, cpu: '512' }), service('front', 'api:7')],
      {},
    );
    const front = deployments.find(({ id }) => id === 'front');
    expect(valueOr(front?.taskDefinition.view.get('cpu').text as Fact<string>, '')).toBe('512');
  });

  it('which several services may share', async () => {
    expect(await paired(task('api'), service('blue', 'api'), service('green', 'api'))).toEqual([
      'blue: service api',
      'green: service api',
    ]);
  });

  it('which a run may lack', async () => {
    expect(await paired(service('front', 'api'))).toEqual([
      'front: service the task definition api is not among the inputs',
    ]);
  });
});

it('refuses a --service that is none, and still judges it', async () => {
  const { deployments, errors } = await readTexts([{ ...task('api'), service: true }], {});
  expect(errors).toEqual([
    { file: 'api.json', message: expect.stringContaining('holds a task definition and no service') },
  ]);
  expect(deployments.map(told)).toEqual(['api: alone api']);
});

it('reads the other inputs where one cannot be read', async () => {
  const { deployments, errors } = await readTexts([{ file: 'bad.json', text: '{' }, task('api')], {});
  expect([deployments.map(told), errors.map(({ file }) => file)]).toEqual([['api: alone api'], ['bad.json']]);
});

it('makes a deployment of values, whatever their shape', () => {
  const deployment = deploymentFrom(
    { taskDefinition: { family: 'api' }, service: { taskDefinition: 'other' } },
    {},
  );
  expect(deployment && told(deployment)).toBe('api: service api');
  expect(deployment?.taskDefinition.view.get('family').place).toMatchObject({ pointer: '/family', line: 2 });
});
