import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beyondCourier } from '../../rules/role-confusion/courier.ts';
import rule from '../../rules/role-confusion/rule.ts';
import { mendedTrust } from '../../rules/role-confusion/trust.ts';
import { readTexts } from '../../src/read/read.ts';
import { type Expected, FIXTURES, inputsOf, judgeTexts } from '../fixtures.ts';

async function findingsOf(fixture: string) {
  const folder = join(FIXTURES, rule.id, fixture);
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as never;
  const expected: Expected = read('expected.json');
  const { findings } = await judgeTexts(inputsOf(folder), [rule], {
    ...expected,
    snapshot: read('snapshot.json'),
  });
  return findings;
}

async function fixesOf(fixture: string) {
  return (await findingsOf(fixture)).flatMap(({ fixes = [] }) => fixes);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const TASKS = {
  Effect: 'Allow',
  Principal: { Service: 'ecs-tasks.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-west-1:111122223333:*' },
  },
};

describe('a trust policy that lets ECS tasks in', () => {
  const lambda = {
    Effect: 'Allow',
    Principal: { Service: ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } },
  };

  test('keeps whom it trusts already', () => {
    const trust = { Version: '2012-10-17', Statement: lambda };
    expect(mendedTrust(trust, '111122223333', 'eu-west-1')).toEqual({
      Version: '2012-10-17',
      Statement: [lambda, TASKS],
    });
  });

  test('has no second statement for ECS tasks alone', () => {
    const alone = { ...TASKS, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*:*:cluster/prod' } } };
    const trust = encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [alone] }));
    expect(mendedTrust(trust, '111122223333', 'eu-west-1')).toEqual({
      Version: '2012-10-17',
      Statement: [TASKS],
    });
  });

  test.each(['{', '%', '[]', '"x"', ''])('is none where it cannot be read: %s', (trust) => {
    expect(mendedTrust(trust, '111122223333', 'eu-west-1')).toBeUndefined();
  });

  test('reaches the command as it is', async () => {
    const [fix] = await fixesOf('fail-trust-names-cluster');
    const command = fix?.kind === 'command' ? fix.command : '';
    const { stdout } = spawnSync('bash', ['-c', `aws() { printf '%s\\0' "$@"; }\n${command}`], {
      encoding: 'utf8',
    });
    const words = stdout.split('\0');
    expect(words.slice(0, 4)).toEqual([
      'iam',
      'update-assume-role-policy',
      '--role-name',
      'checkout-execution',
    ]);
    expect(JSON.parse(words[5] ?? '')).toEqual({ Version: '2012-10-17', Statement: [TASKS] });
  });

  test('is not offered where a denial would still hold', async () => {
    expect(await fixesOf('fail-trust-denied')).toEqual([]);
  });
});

describe('what to do', () => {
  test('about a role that does not exist: create it where the ARN says', async () => {
    const commands = (await fixesOf('fail-execution-role-not-found')).map((fix) =>
      fix.kind === 'command' ? fix.command : '',
    );
    expect(commands[0]).toMatch(
      /^aws iam create-role --role-name checkout-execution --assume-role-policy-document '.*' --path \/service\/$/,
    );
    expect(commands[1]).toContain('policy/service-role/AmazonECSTaskExecutionRolePolicy');
  });

  test('about a role under another path: name it', async () => {
    expect(await fixesOf('fail-role-under-another-path')).toMatchObject([
      { edits: [{ value: 'arn:aws:iam::111122223333:role/service-role/ecsTaskExecutionRole' }] },
    ]);
  });

  test('about a permission of the application: move it', async () => {
    expect(await fixesOf('fail-queue-on-execution-role')).toMatchObject([
      {
        statement: {
          Effect: 'Allow',
          Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
          Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders',
        },
      },
    ]);
    expect(await fixesOf('fail-administrator')).toEqual([]);
  });

  test('about a secret that the task role may read: allow the execution role exactly that', async () => {
    expect(await fixesOf('fail-secret-on-task-role')).toMatchObject([
      {
        statement: {
          Action: 'secretsmanager:GetSecretValue',
          Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:checkout/db-Ab12Cd',
        },
      },
    ]);
  });

  test('about pulling: the token on *, the rest on the repository', async () => {
    expect(await fixesOf('fail-no-pull-permission')).toMatchObject([
      { statement: { Action: 'ecr:GetAuthorizationToken', Resource: '*' } },
      {
        statement: {
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/shop/api',
        },
      },
    ]);
  });

  test('about pulling from another account: its repository has to allow the role', async () => {
    expect(await fixesOf('fail-pull-across-accounts')).toMatchObject([
      {
        description: expect.stringContaining('arn:aws:ecr:eu-west-1:444455556666:repository/shop/api'),
        statement: { Principal: { AWS: 'arn:aws:iam::111122223333:role/checkout-execution' } },
      },
    ]);
  });

  test('about a role that the caller may not pass: pass it to ECS tasks alone', async () => {
    expect(await fixesOf('fail-caller-may-not-pass')).toMatchObject([
      {
        statement: {
          Action: 'iam:PassRole',
          Resource: 'arn:aws:iam::111122223333:role/checkout-task',
          Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        },
      },
    ]);
  });
});

test('one image in two containers is one finding', async () => {
  const [found, ...others] = await findingsOf('fail-no-pull-permission-twice');
  expect(others).toEqual([]);
  expect(found?.message).toContain('container "api", container "worker"');
});

describe('what the ECS agent needs, and what it never does', () => {
  const statement = {
    policy: 'app',
    effect: 'Allow',
    resources: ['*'],
    conditional: false,
  } as const;

  async function beyond(actions: readonly string[], more: object = {}): Promise<readonly string[]> {
    const { deployments } = await readTexts(
      [{ file: 'taskdef.json', text: '{"family":"checkout","containerDefinitions":[{"name":"api"}]}' }],
      {},
    );
    const [deployment] = deployments;
    if (!deployment) throw new Error('no deployment was read');
    return beyondCourier(deployment, [{ ...statement, actions, ...more }]).flatMap((it) => it.actions);
  }

  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
  test.each([
    'ecr:BatchGetImage',
    'ECR:getauthorizationtoken',
    'logs:CreateLogGroup',
    'secretsmanager:GetSecretValue',
    'secretsmanager:*',
    'ssm:GetParameters',
    'ssm:*',
    'kms:Decrypt',
    's3:GetObject',
    's3:GetBucketLocation',
    's3:Get*',
  ])('%s is its work, if widely put', async (action) => {
    expect(await beyond([action])).toEqual([]);
  });

  test.each([
    'sqs:SendMessage',
    'dynamodb:*',
    's3:PutObject',
    's3:*',
    'ssmmessages:CreateDataChannel',
    'ssm:SendCommand',
    'secretsmanager:PutSecretValue',
    '*',
    '*:*',
  ])('%s is not', async (action) => {
    expect(await beyond([action])).toEqual([action]);
  });

  test('a denial allows nothing', async () => {
    expect(await beyond(['sqs:*'], { effect: 'Deny' })).toEqual([]);
  });

  test('what AWS made for the agent is not taken for an application’s', async () => {
    const actions = ['secretsmanager:*', 'lambda:ListFunctions'];
    const policy = 'arn:aws:iam::aws:policy/SecretsManagerReadWrite';
    expect(await beyond(actions, { policy })).toEqual([]);
    expect(await beyond(actions, { policy: `${policy} (as of 2026-08-22)` })).toEqual([]);
    expect(await beyond(actions, { policy: 'SecretsManagerReadWrite' })).toEqual(['lambda:ListFunctions']);
  });
});
