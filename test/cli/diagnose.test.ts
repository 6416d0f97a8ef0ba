import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Standin, startStandin } from '../aws/standin/server.ts';
import { CREDENTIALS } from '../credentials.ts';
import { Scenario } from '../diagnose/scenario.ts';
import { command, folderWith, type Outcome } from './command.ts';

const UNABLE = 'ResourceInitializationError: unable to pull secrets or registry auth';
const SECRET_GONE =
  "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf' from AWS Secrets Manager. Check whether the secret exists in the specified Region.";

/** Tasks that do not come up because the security group of the VPC endpoints is closed. */
const closed = () =>
  new Scenario()
    .stopped({ reason: UNABLE })
    .event('(service service-0) is unable to consistently start tasks successfully.')
    .change<{ GroupName?: string; IpPermissions: unknown[] }>(
      'ec2.security-group',
      ({ GroupName }) => GroupName === 'endpoints',
      (group) => {
        group.IpPermissions = [];
      },
    );

interface Document {
  readonly checked: boolean;
  readonly subject: Readonly<Record<string, string>>;
  readonly recognised: readonly {
    readonly message: string;
    readonly count: number;
    readonly causes: readonly { readonly cause: string; readonly standing: string }[];
  }[];
  readonly mostProbable?: { readonly message: string; readonly cause: string };
  readonly nearest: readonly { readonly message: string }[];
}
const documentOf = ({ stdout }: Outcome) => JSON.parse(stdout) as Document;

describe('diagnose: a text', () => {
  test('from standard input, with or without -', async () => {
    for (const args of [['diagnose'], ['diagnose', '-']]) {
      const { code, stdout, stderr } = await command(args, { stdin: SECRET_GONE });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('failure: the secret cannot be found');
      expect(stdout).toContain('most probable: the secret does not exist there');
      expect(stdout).toContain('ecs-preflight diagnose --cluster CLUSTER --service SERVICE');
    }
  });

  test('from a file, as text and as JSON', async () => {
    const folder = folderWith({ 'error.txt': SECRET_GONE });
    const outcome = await command(['diagnose', 'error.txt', '-f', 'text', '-f', 'json=out.json'], {
      cwd: folder,
    });
    expect(outcome.code).toBe(0);
    const document = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as Document;
    expect(document.mostProbable).toEqual({ message: 'secret-missing', cause: 'secret-gone' });
    expect(document.checked).toBe(false);
  });

  test('that nobody documents: exit code 3, and the nearest', async () => {
    const outcome = await command(['diagnose', '-f', 'json'], {
      stdin: 'the registry would not let the task pull the image, check the role permissions',
    });
    expect(outcome.code).toBe(3);
    expect(documentOf(outcome).recognised).toEqual([]);
    expect(documentOf(outcome).nearest.map(({ message }) => message)).toContain('pull-denied');
  });

  test('with bytes that are no text', async () => {
    const folder = folderWith({
      'agent.log': Buffer.concat([Buffer.from([0xff, 0, 0xfe, 10]), Buffer.from(`${SECRET_GONE}\n`)]),
    });
    expect((await command(['diagnose', 'agent.log'], { cwd: folder })).code).toBe(0);
  });

  test('of a session: how it ended', async () => {
    const { code, stdout } = await command(['diagnose'], {
      stdin:
        'An error occurred (TargetNotConnected) when calling the StartSession operation: ecs:prod_0123_0123-1 is not connected.\n',
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^session: /);
  });
});

describe('diagnose --snapshot', () => {
  const folder = folderWith({
    'closed.json': closed().snapshot,
    'fine.json': new Scenario().stopped({ reason: UNABLE }).snapshot,
    'error.txt': UNABLE,
  });
  const replay = (file: string, ...args: string[]) =>
    command(['diagnose', ...args, '--snapshot', file, '--cluster', 'prod', '--service', 'service-0'], {
      cwd: folder,
    });

  test('proves the cause: exit code 1', async () => {
    const outcome = await replay('closed.json', '-f', 'json');
    expect([outcome.code, outcome.stderr]).toEqual([1, '']);
    expect(documentOf(outcome).mostProbable).toEqual({
      message: 'secrets-or-registry',
      cause: 'security-group-closed',
    });
    expect(documentOf(outcome).recognised.map(({ message, count }) => [message, count])).toEqual([
      ['secrets-or-registry', 1],
      ['back-off', 1],
    ]);
  });

  test('ends with the fix, ready to paste', async () => {
    const { stdout } = await replay('closed.json');
    expect(stdout.slice(stdout.indexOf('the cause: '))).toMatch(
      /^the cause: a security group[\s\S]* {4}aws ec2 authorize-security-group-ingress /,
    );
  });

  test('rules out what is in order: the same message, exit code 0', async () => {
    const outcome = await replay('fine.json', '-f', 'json');
    expect(outcome.code).toBe(0);
    expect(documentOf(outcome).mostProbable).toBeUndefined();
  });

  test('checks a text on the account', async () => {
    const outcome = await replay('closed.json', 'error.txt', '-f', 'json');
    expect(outcome.code).toBe(1);
    expect(documentOf(outcome).recognised.map(({ message }) => message)).toEqual(['secrets-or-registry']);
  });

  test('judges the task definition that the failed tasks were of, not that of a rollback', async () => {
    const scenario = new Scenario();
    const fine = scenario.taskDefinition.taskDefinitionArn;
    const other = scenario
      .all<{ taskDefinitionArn?: string; containerDefinitions?: { secrets?: { valueFrom?: string }[] }[] }>(
        'ecs.task-definition',
      )
      .find(({ containerDefinitions }) =>
        containerDefinitions?.some(({ secrets }) =>
          secrets?.some(({ valueFrom }) => valueFrom?.includes('retired/db')),
        ),
      );
    expect(other?.taskDefinitionArn).not.toBe(fine);
    scenario.stopped({
      reason: UNABLE,
      ...(other?.taskDefinitionArn ? { taskDefinition: other.taskDefinitionArn } : {}),
    });
    const cwd = folderWith({ 'back.json': scenario.snapshot });
    const args = [
      'diagnose',
      '--snapshot',
      'back.json',
      '--cluster',
      'prod',
      '--service',
      'service-0',
      '-f',
      'json',
    ];
    const outcome = await command(args, { cwd });
    expect(documentOf(outcome).mostProbable).toEqual({
      message: 'secrets-or-registry',
      cause: 'secret-gone',
    });
    expect(outcome.code).toBe(1);
  });

  test('of one task alone', async () => {
    const cwd = folderWith({
      'two.json': new Scenario()
        .stopped({ reason: UNABLE, id: 'a'.repeat(32) })
        .stopped({ reason: 'Your Spot Task was interrupted.', code: 'SpotInterruption', id: 'b'.repeat(32) })
        .snapshot,
    });
    const args = [
      'diagnose',
      '--snapshot',
      'two.json',
      '--cluster',
      'prod',
      '--task',
      'b'.repeat(32),
      '-f',
      'json',
    ];
    const outcome = await command(args, { cwd });
    expect(documentOf(outcome).recognised.map(({ message }) => message)).toEqual(['spot-interruption']);
  });
});

describe('diagnose --cluster', () => {
  let standin: Standin;
  beforeAll(async () => {
    standin = await startStandin(closed().snapshot);
  });
  afterAll(() => standin.close());
  const live = (...args: string[]) =>
    command(['diagnose', ...args, '--endpoint-url', standin.url, '--region', 'eu-west-1', '--no-pacing'], {
      env: CREDENTIALS,
    });

  test('asks the account and says what a replay says', async () => {
    const outcome = await live('--cluster', 'prod', '--service', 'service-0', '-f', 'json');
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(1);
    expect(documentOf(outcome).checked).toBe(true);
    expect(documentOf(outcome).mostProbable?.cause).toBe('security-group-closed');
  });

  test('a snapshot of the service says the same later, and asks nobody', async () => {
    const cwd = folderWith({});
    const recorded = await command(
      [
        ...['snapshot', '--cluster', 'prod', '--service', 'service-0', '-o', 'seen.json'],
        ...['--endpoint-url', standin.url, '--region', 'eu-west-1', '--no-pacing'],
      ],
      { cwd, env: CREDENTIALS },
    );
    expect([recorded.code, recorded.stderr]).toEqual([0, '']);
    const named = ['--cluster', 'prod', '--service', 'service-0', '-f', 'json'];
    const replayed = await command(['diagnose', ...named, '--snapshot', 'seen.json'], { cwd });
    expect(replayed.code).toBe(1);
    expect(documentOf(replayed)).toEqual(documentOf(await live(...named)));
  });

  test('says in one sentence that there is no such cluster, service or task', async () => {
    const none = await live('--cluster', 'nowhere', '--service', 'api');
    expect([none.code, none.stderr]).toEqual([
      2,
      'ecs-preflight: --cluster: there is no cluster nowhere in eu-west-1\n',
    ]);
    const service = await live('--cluster', 'prod', '--service', 'nobody');
    expect([service.code, service.stderr]).toEqual([
      2,
      'ecs-preflight: --service: there is no service nobody in cluster prod\n',
    ]);
    const task = await live('--cluster', 'prod', '--task', 'f'.repeat(32));
    expect(task.code).toBe(2);
    expect(task.stderr).toContain('ECS forgets a stopped task after about an hour');
  });
});

describe('diagnose: usage', () => {
  test.each([
    [['diagnose', '--service', 'api'], '--service wants --cluster'],
    [['diagnose', '--cluster', 'prod'], 'diagnose wants --service NAME or --task ID beside --cluster'],
    [
      ['diagnose', '--cluster', 'prod', '--service', 'api', '--task', '0'],
      '--task and --service exclude each other',
    ],
    [['diagnose', '-', '--live'], '--live wants to know what failed'],
    [['diagnose', 'no-such-file.txt'], 'no-such-file.txt: this file does not exist'],
  ])('%j', async (args, sentence) => {
    const { code, stderr } = await command(args, { stdin: 'x' });
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('help tells the exit codes and examples', async () => {
    const { code, stdout } = await command(['diagnose', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('3  nothing was recognised');
    expect(stdout).toContain('ecs-preflight diagnose --cluster prod --service api');
  });
});
