import { describe, expect, test } from 'vitest';
import execReadiness from '../../rules/exec-readiness/rule.ts';
import { judgeTexts } from '../fixtures.ts';

const ACCOUNT = '111122223333';
const CLUSTER = `arn:aws:ecs:eu-west-1:${ACCOUNT}:cluster/prod`;
const GROUP = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/ecs/exec:*`;
const target = { region: 'eu-west-1', account: ACCOUNT, cluster: 'prod' };

const task = (family: string) => ({
  file: `${family}.json`,
  text: JSON.stringify({
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/shop`,
    containerDefinitions: [
      { name: 'api', image: 'public.ecr.aws/acme/api:31', linuxParameters: { initProcessEnabled: true } },
    ],
  }),
});

const service = (name: string) => ({
  file: `${name}-service.json`,
  text: JSON.stringify({
    serviceName: name,
    cluster: 'prod',
    taskDefinition: name,
    launchType: 'FARGATE',
    enableExecuteCommand: true,
  }),
});

const cluster = (configuration: object) => ({
  'ecs.cluster': { prod: { clusterArn: CLUSTER, clusterName: 'prod', status: 'ACTIVE', configuration } },
});

type Snapshot = NonNullable<NonNullable<Parameters<typeof judgeTexts>[2]>['snapshot']>;

async function findingsOf(snapshot: Snapshot, names: readonly string[] = ['shop']) {
  const { findings, crashes } = await judgeTexts(
    names.flatMap((name) => [task(name), service(name)]),
    [execReadiness],
    { target, snapshot },
  );
  expect(crashes).toEqual([]);
  return findings;
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateCluster.html
describe('the logging of a cluster', () => {
  const managedStorageConfiguration = { kmsKeyId: 'alias/storage' };
  const targets = { cloudWatchLogGroupName: '/ecs/exec', s3BucketName: 'sessions' };

  test('is one finding for the cluster, with all services that it touches', async () => {
    const found = await findingsOf(
      { resources: cluster({ executeCommandConfiguration: { logging: 'OVERRIDE' } }) },
      ['shop', 'billing'],
    );
    const logging = found.filter(({ problem }) => problem === 'logging-misconfigured');
    expect(logging.map(({ deployments }) => deployments)).toEqual([['billing', 'shop']]);
  });

  test('that a role may not do is one finding for the role', async () => {
    const found = await findingsOf(
      {
        resources: {
          ...cluster({
            executeCommandConfiguration: {
              logging: 'OVERRIDE',
              logConfiguration: { cloudWatchLogGroupName: '/ecs/exec' },
            },
          }),
          'logs.log-group': { '/ecs/exec': { logGroupName: '/ecs/exec' } },
          'iam.role': {
            shop: {
              RoleName: 'shop',
              Arn: `arn:aws:iam::${ACCOUNT}:role/shop`,
              AssumeRolePolicyDocument: '{}',
            },
          },
          'iam.role-policy': {
            'shop/exec': {
              RoleName: 'shop',
              PolicyName: 'exec',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: {
                  Effect: 'Allow',
                  Action: ['ssmmessages:*', 'logs:Describe*', 'logs:CreateLogStream'],
                  Resource: '*',
                },
              },
            },
          },
        },
        collections: [
          { kind: 'iam.role-policies', scope: 'shop', members: ['shop/exec'], complete: true },
          { kind: 'iam.attached-role-policies', scope: 'shop', members: [], complete: true },
        ],
      },
      ['shop', 'billing'],
    );
    expect(found.map(({ problem, deployments }) => [problem, deployments])).toEqual([
      ['logging-misconfigured', ['billing', 'shop']],
    ]);
    expect(found[0]?.message).toContain(`task role shop lacks logs:PutLogEvents on ${GROUP}`);
    expect(found[0]?.fixes).toEqual([
      expect.objectContaining({
        statement: { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: GROUP },
      }),
    ]);
  });

  test('is changed without losing what stands beside it', async () => {
    const [finding] = await findingsOf({
      resources: cluster({
        managedStorageConfiguration,
        executeCommandConfiguration: { kmsKeyId: 'alias/exec', logging: 'NONE', logConfiguration: targets },
      }),
    });
    const changed = {
      managedStorageConfiguration,
      executeCommandConfiguration: { kmsKeyId: 'alias/exec', logging: 'OVERRIDE', logConfiguration: targets },
    };
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        command: `aws ecs update-cluster --region eu-west-1 --cluster prod --configuration '${JSON.stringify(changed)}'`,
      }),
    ]);
  });

  test('logs to a group that is created by one command', async () => {
    const [finding] = await findingsOf({
      resources: cluster({
        executeCommandConfiguration: {
          logging: 'OVERRIDE',
          logConfiguration: { cloudWatchLogGroupName: '/ecs/exec' },
        },
      }),
      missing: [{ kind: 'logs.log-group', key: '/ecs/exec', state: 'absent' }],
    });
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        command: 'aws logs create-log-group --region eu-west-1 --log-group-name /ecs/exec',
      }),
    ]);
  });
});

describe('tasks that run', () => {
  const arn = (id: string) => `arn:aws:ecs:eu-west-1:${ACCOUNT}:task/prod/${id}`;
  const running = (tasks: Readonly<Record<string, object>>): Snapshot => ({
    resources: {
      'ecs.task': Object.fromEntries(
        Object.entries(tasks).map(([id, members]) => [
          arn(id),
          { taskArn: arn(id), group: 'service:shop', lastStatus: 'RUNNING', ...members },
        ]),
      ),
    },
    collections: [
      { kind: 'ecs.running-tasks', scope: 'prod', members: Object.keys(tasks).map(arn), complete: true },
    ],
  });

  test('are named with what they were started with, and replaced by a new deployment', async () => {
    const found = await findingsOf(
      running({ aaa: { enableExecuteCommand: false, startedAt: '2026-10-01T08:00:00Z' } }),
    );
    expect(found).toEqual([
      expect.objectContaining({
        problem: 'tasks-predate-exec',
        evidence: ['task aaa: enableExecuteCommand is false, started 2026-10-01T08:00:00Z'],
        fixes: [
          expect.objectContaining({
            command:
              'aws ecs update-service --region eu-west-1 --cluster prod --service shop --enable-execute-command --force-new-deployment',
          }),
        ],
      }),
    ]);
  });

  test('are judged by container, each with the reason that its agent gives', async () => {
    const agent = { name: 'ExecuteCommandAgent', lastStatus: 'STOPPED', reason: 'out of memory' };
    const containers = [{ name: 'api', lastStatus: 'RUNNING', managedAgents: [agent] }];
    const found = await findingsOf(running({ aaa: { enableExecuteCommand: true, containers } }));
    expect(found.map(({ problem, evidence }) => [problem, evidence])).toEqual([
      ['exec-agent-not-running', ['task aaa: ExecuteCommandAgent is STOPPED, reason "out of memory"']],
    ]);
  });
});

test('a service that leaves ECS Exec unchanged is not judged by the account', async () => {
  const update = { file: 'update.json', text: JSON.stringify({ service: 'shop', taskDefinition: 'shop' }) };
  const { verdicts } = await judgeTexts([task('shop'), update], [execReadiness], {
    target,
    snapshot: { resources: cluster({ executeCommandConfiguration: { logging: 'OVERRIDE' } }) },
  });
  const [entry] = [...verdicts];
  expect(entry?.problems['logging-misconfigured']).toBe('unknown');
});
