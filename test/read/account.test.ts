import { describe, expect, test } from 'vitest';
import { type Snapshot, snapshotSource } from '../../src/fact/snapshot.ts';
import { factStore } from '../../src/fact/store.ts';
import { settle } from '../../src/model/settle.ts';
import { accountDeployments, registered, type Wanted } from '../../src/read/account.ts';

const ARN = 'arn:aws:ecs:eu-west-1:111122223333';

function service(name: string, more: object = {}) {
  return {
    serviceName: name,
    serviceArn: `${ARN}:service/prod/${name}`,
    clusterArn: `${ARN}:cluster/prod`,
    status: 'ACTIVE',
    desiredCount: 1,
    taskDefinition: `${ARN}:task-definition/web:3`,
    ...more,
  };
}

const WEB = {
  taskDefinitionArn: `${ARN}:task-definition/web:3`,
  family: 'web',
  revision: 3,
  containerDefinitions: [{ name: 'web', image: 'nginx' }],
};

const PROD: Snapshot = {
  version: 1,
  account: '111122223333',
  region: 'eu-west-1',
  at: '2026-11-20T12:00:00Z',
  resources: {
    'ecs.cluster': {
      prod: { clusterName: 'prod', status: 'ACTIVE' },
      old: { clusterName: 'old', status: 'INACTIVE' },
      empty: { clusterName: 'empty', status: 'ACTIVE' },
      secret: { clusterName: 'secret', status: 'ACTIVE' },
    },
    'ecs.service-arn': {
      [`${ARN}:service/prod/api`]: { serviceArn: `${ARN}:service/prod/api` },
      [`${ARN}:service/prod/gone`]: { serviceArn: `${ARN}:service/prod/gone` },
      [`${ARN}:service/prod/jobs`]: { serviceArn: `${ARN}:service/prod/jobs` },
    },
    'ecs.service': {
      'prod/api': service('api'),
      'prod/gone': service('gone', { status: 'INACTIVE' }),
      'prod/jobs': service('jobs', {
        taskDefinition: '',
        deploymentController: { type: 'EXTERNAL' },
        taskSets: [
          { status: 'ACTIVE', taskDefinition: `${ARN}:task-definition/web:2` },
          { status: 'PRIMARY', taskDefinition: `${ARN}:task-definition/web:3`, launchType: 'FARGATE' },
        ],
      }),
    },
    'ecs.task-definition': { 'web:3': WEB },
  },
  collections: [
    {
      kind: 'ecs.service-arns',
      scope: 'prod',
      members: ['api', 'gone', 'jobs'].map((name) => `${ARN}:service/prod/${name}`),
      complete: true,
    },
    { kind: 'ecs.service-arns', scope: 'empty', members: [], complete: true },
    { kind: 'ecs.clusters', scope: 'all', members: ['prod', 'old', 'empty'], complete: true },
  ],
  missing: [
    { kind: 'ecs.cluster', key: 'none', state: 'absent' },
    { kind: 'ecs.service', key: 'empty/gone', state: 'absent' },
    { kind: 'ecs.service-arns', key: 'secret', state: 'denied', action: 'ecs:ListServices' },
  ],
};

async function found(wanted: Partial<Wanted>) {
  const facts = factStore([snapshotSource(PROD)]);
  const { deployments, errors } = await accountDeployments(
    facts,
    { clusters: ['prod'], services: [], ...wanted },
    { account: '111122223333', region: 'eu-west-1' },
  );
  const settled = await Promise.all(deployments.map((deployment) => settle(deployment, facts)));
  const told = settled.map(({ id, file, taskDefinition }) => {
    const family = taskDefinition.view.get('family').text;
    const launchType = id === 'jobs' ? 'FARGATE' : undefined;
    return {
      id,
      file,
      launchType,
      family: family.match<unknown>({ known: (f) => f, absent: () => null, unknown: ([why]) => why?.detail }),
    };
  });
  return { told, errors };
}

describe('the services of an account', () => {
  test('are those that are not deleted, each with its registered task definition', async () => {
    const { told, errors } = await found({});
    expect(errors).toEqual([]);
    expect(told.map(({ id, file }) => [id, file])).toEqual([
      ['api', undefined],
      ['jobs', undefined],
    ]);
    expect(told[0]?.family).toBe('web');
  });

  test('of all clusters: a deleted cluster has none', async () => {
    expect((await found({ clusters: undefined })).told.map(({ id }) => id)).toEqual(['api', 'jobs']);
  });

  test('one by its name or ARN', async () => {
    for (const name of ['api', `${ARN}:service/prod/api`])
      expect((await found({ services: [name] })).told.map(({ id }) => id)).toEqual(['api']);
  });

  test('named twice are judged once', async () => {
    const twice = { clusters: ['prod', `${ARN}:cluster/prod`, 'prod'], services: [] };
    expect((await found(twice)).told.map(({ id }) => id)).toEqual(['api', 'jobs']);
    const services = ['api', `${ARN}:service/prod/api`];
    expect((await found({ services })).told.map(({ id }) => id)).toEqual(['api']);
  });

  test('an empty cluster is no error', async () => {
    expect(await found({ clusters: ['empty'] })).toEqual({ told: [], errors: [] });
  });

  test.each<[string, Partial<Wanted>, string]>([
    ['a cluster that does not exist', { clusters: ['none'] }, 'there is no such cluster'],
    ['a deleted cluster', { clusters: ['old'] }, 'there is no such cluster'],
    [
      'a service that was deleted',
      { services: ['gone'] },
      'there is no such service in clusters prod, empty',
    ],
    ['services that may not be listed', { clusters: ['secret'] }, 'cannot be listed'],
    ['a service nobody recorded', { services: ['other'] }, 'cannot be described'],
  ])('%s is told, and stops nothing', async (_, wanted, message) => {
    const { errors } = await found({ ...wanted, clusters: [...(wanted.clusters ?? ['prod']), 'empty'] });
    expect(errors.map((error) => error.message).join()).toContain(message);
  });
});

test('what unlocks it is named once', async () => {
  const { errors } = await found({ clusters: ['secret'] });
  expect(errors[0]?.message.match(/ecs:ListServices/g)).toHaveLength(1);
});

test('a registered task definition by family and revision, or why not', async () => {
  const facts = factStore([snapshotSource(PROD)]);
  const web = await registered(facts, 'web:3');
  expect('task' in web && web.task.form).toBe('describe');
  const other = await registered(facts, 'other');
  expect('error' in other && other.error.message).toContain('cannot be read');
});
