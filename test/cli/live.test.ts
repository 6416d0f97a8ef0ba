import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/fact/snapshot.ts';
import { type Standin, startStandin } from '../aws/standin/server.ts';
import { CREDENTIALS } from '../credentials.ts';
import { estate } from '../estate/estate.ts';
import { command, folderWith, type Outcome } from './command.ts';

const DEMO = fileURLToPath(new URL('../../fixtures/demo/account/', import.meta.url));
const INPUTS = [`${DEMO}task-definition.json`, '--service', `${DEMO}service.json`];
const demo = JSON.parse(readFileSync(`${DEMO}snapshot.json`, 'utf8')) as Snapshot;
const small = estate({ services: 12 });

let standin: Standin;
beforeAll(async () => {
  standin = await startStandin(demo);
});
beforeEach(() => {
  standin.serve(demo);
  standin.behave({});
});
afterAll(() => standin.close());

const live = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  command([...args, '--endpoint-url', standin.url, '--region', 'eu-west-1'], {
    env: { ...CREDENTIALS, ...env },
  });

interface Report {
  readonly deployments: readonly { readonly id: string; readonly file?: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly problem: string;
    readonly message: string;
    readonly location: object;
  }[];
  readonly unknowns: readonly { readonly reason: string; readonly unlockedBy?: string }[];
  readonly verdicts: readonly { readonly problems: Readonly<Record<string, string>> }[];
  readonly inputErrors: readonly { readonly file: string; readonly message: string }[];
}
const reportOf = ({ stdout }: Outcome) => JSON.parse(stdout) as Report;
const namesOf = ({ findings }: Report) => findings.map(({ rule, problem }) => `${rule}/${problem}`);

describe('check --live', () => {
  const args = ['check', ...INPUTS, '--live', '--cluster', 'production', '-f', 'json'];

  test('finds in the account what the files do not show', async () => {
    const offline = await command(['check', ...INPUTS, '-f', 'json']);
    expect([offline.code, reportOf(offline).findings]).toEqual([0, []]);
    const online = await live(args);
    expect(online.stderr).toBe('');
    expect(online.code).toBe(1);
    expect(namesOf(reportOf(online))).toEqual(
      expect.arrayContaining(['secret-reachability/read-denied', 'log-group/group-missing']),
    );
  });

  test('says what a replay of the same account says', async () => {
    const { version: _, ...replayed } = reportOf(
      await command(['check', ...INPUTS, '--snapshot', `${DEMO}snapshot.json`, '-f', 'json']),
    ) as Report & { version?: string };
    expect(namesOf(reportOf(await live(args)))).toEqual(namesOf(replayed));
  });

  test('judges a registered task definition that no file holds', async () => {
    standin.serve(small.snapshot);
    const outcome = await live(['check', 'family-0', '--live', '-f', 'json']);
    const { deployments, inputErrors } = reportOf(outcome);
    expect([deployments.map(({ id, file }) => [id, file]), inputErrors]).toEqual([
      [['family-0', undefined]],
      [],
    ]);
  });

  test('of a task definition that is neither file nor registered is an input error', async () => {
    const outcome = await live(['check', 'nothing-of-that-name', '--live', '-f', 'json']);
    expect(outcome.code).toBe(2);
    expect(reportOf(outcome).inputErrors).toEqual([
      {
        file: 'nothing-of-that-name',
        message: 'there is no such file, and no such task definition in the account',
      },
    ]);
  });

  test('denied everything but who asks, checks what files decide and says what would unlock the rest', async () => {
    standin.behave({ allow: [] });
    const outcome = await live(args);
    const { unknowns } = reportOf(outcome);
    expect(outcome.code).toBe(0);
    expect(unknowns.map(({ unlockedBy }) => unlockedBy)).toEqual(
      expect.arrayContaining(['iam:GetRole', 'ec2:DescribeSubnets', 'logs:DescribeLogGroups']),
    );
    expect((await live([...args, '--strict'])).code).toBe(3);
  });
});

describe('what is of another region or account than the one that is asked', () => {
  const described = {
    taskDefinition: {
      ...(Object.values(small.snapshot.resources['ecs.task-definition'] ?? {})[0] as object),
      taskDefinitionArn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/family-0:1',
    },
  };
  const create = {
    serviceName: 'new',
    cluster: 'arn:aws:ecs:eu-west-1:999988887777:cluster/prod',
    taskDefinition: 'family-0',
    desiredCount: 1,
  };
  const folder = folderWith({ 'described.json': described, 'service.json': create });
  const args = ['-f', 'json'];
  beforeEach(() => standin.serve(small.snapshot));

  test.each([
    ['a described definition', 'described.json', /of region us-east-1, and region eu-west-1 is asked/],
    ['a service of a cluster', 'service.json', /of account 999988887777, and account 111122223333 is asked/],
  ])('%s is not judged by the wrong facts', async (_, file, message) => {
    const input = join(folder, file);
    const environment = { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: standin.url };
    const outcome = await command(['check', input, '--live', ...args], {
      env: { ...CREDENTIALS, ...environment },
    });
    const { findings, inputErrors } = reportOf(outcome);
    expect([outcome.code, findings]).toEqual([2, []]);
    expect(inputErrors).toEqual([{ file: input, message: expect.stringMatching(message) }]);
    // Offline there is nobody to be wrong about.
    expect(reportOf(await command(['check', input, ...args])).inputErrors).toEqual([]);
  });

  test('is judged where --region says that it is deployed there', async () => {
    const { code, stdout } = await live(['check', join(folder, 'described.json'), '--live', ...args]);
    expect([code === 2, (JSON.parse(stdout) as Report).inputErrors]).toEqual([false, []]);
  });

  test.each([
    ['--cluster', ['audit', '--cluster', 'arn:aws:ecs:us-east-1:111122223333:cluster/prod']],
    [
      '--service',
      [
        'audit',
        '--cluster',
        'prod',
        '--service',
        'arn:aws:ecs:us-east-1:111122223333:service/prod/service-3',
      ],
    ],
    [
      '--cluster',
      ['check', 'family-0', '--live', '--cluster', 'arn:aws:ecs:us-east-1:111122223333:cluster/prod'],
    ],
  ])('%s is refused in one sentence', async (option, words) => {
    const { code, stderr } = await live(words);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^ecs-preflight: ${option} arn:\\S+: this is of region us-east-1.*\\n$`),
    );
  });
});

test.each([
  ['orders', /does not exist; .* --live/],
  ['orders:7', /does not exist; .* --live/],
  ['arn:aws:ecs:eu-west-1:111122223333:service/prod/orders', /running service.*audit --service/],
])('%s says what it would take', async (input, message) => {
  const { code, stdout } = await command(['check', input, '-f', 'json'], { cwd: folderWith({}) });
  expect([code, reportOf({ code, stdout, stderr: '' }).inputErrors]).toEqual([
    2,
    [{ file: input, message: expect.stringMatching(message) }],
  ]);
});

describe('one sentence and exit code 2', () => {
  const args = ['check', ...INPUTS, '--live'];
  const sentence = ({ code, stdout, stderr }: Outcome) => {
    expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
    return stderr;
  };

  test('without credentials', async () => {
    const told = sentence(await live(args, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }));
    expect(told).toContain('there are no AWS credentials');
  });

  test('with expired credentials', async () => {
    standin.behave({ faults: [{ operation: 'sts:*', sort: 'expired' }] });
    expect(sentence(await live(args))).toContain('expired');
  });

  test('without a region', async () => {
    expect(sentence(await command([...args, '--endpoint-url', standin.url], { env: CREDENTIALS }))).toContain(
      'no AWS region is set',
    );
  });

  test('where nobody answers', async () => {
    const outcome = await command(
      [...args, '--endpoint-url', 'http://127.0.0.1:9', '--region', 'eu-west-1'],
      {
        env: CREDENTIALS,
      },
    );
    expect(sentence(outcome)).toContain('AWS cannot be reached');
  });

  test.each([
    ['check', [...args, '--cluster', 'nowhere']],
    ['audit', ['audit', '--cluster', 'nowhere']],
    ['snapshot', ['snapshot', '--cluster', 'nowhere']],
  ])('%s of a cluster that does not exist', async (_, words) => {
    expect(sentence(await live(words))).toContain('nowhere');
  });

  test('with credentials of another account than --account', async () => {
    expect(sentence(await live([...args, '--account', '999988887777']))).toContain('111122223333');
  });

  test('of AWS options without --live', async () => {
    expect(sentence(await command(['check', ...INPUTS, '--profile', 'prod']))).toContain('needs --live');
  });

  test('of an audit without a cluster', async () => {
    expect(sentence(await live(['audit']))).toContain('--cluster NAME');
  });
});

describe('audit', () => {
  const args = ['audit', '--cluster', small.cluster];

  test('judges every service of the cluster and finds what was planted', async () => {
    standin.serve(small.snapshot);
    const outcome = await live([...args, '-f', 'json']);
    const report = reportOf(outcome);
    expect([outcome.code, outcome.stderr, report.deployments.length]).toEqual([1, '', 12]);
    expect(namesOf(report)).toEqual(
      expect.arrayContaining([
        'secret-reachability/secret-missing',
        'secret-reachability/read-denied',
        'secret-reachability/kms-key-unusable',
        'log-group/group-missing',
      ]),
    );
    for (const { location } of report.findings) expect(Object.keys(location)).toEqual(['arn']);
  });

  test('of one service asks for that one', async () => {
    standin.serve(small.snapshot);
    standin.reset();
    const report = reportOf(await live([...args, '--service', 'service-3', '-f', 'json']));
    expect(report.deployments.map(({ id }) => id)).toEqual(['service-3']);
    expect(standin.calls.filter(({ operation }) => operation === 'ListServices')).toEqual([]);
  });

  test('of an empty cluster is one sentence', async () => {
    const { clusters: _, ...resources } = small.snapshot.resources;
    standin.serve({
      ...small.snapshot,
      resources: { ...resources, 'ecs.service': {}, 'ecs.service-arn': {} },
      collections: small.snapshot.collections.map((entry) =>
        entry.kind === 'ecs.service-arns' ? { ...entry, members: [] } : entry,
      ),
    });
    const { code, stdout } = await live(args);
    expect([code, stdout]).toEqual([0, 'nothing to check: there is no service\n']);
  });

  test('of services that may not be listed is no green gate', async () => {
    standin.serve(small.snapshot);
    standin.behave({ deny: ['ecs:ListServices'] });
    const outcome = await live([...args, '-f', 'json']);
    expect(outcome.code).toBe(2);
    expect(reportOf(outcome).inputErrors[0]?.message).toContain('ecs:ListServices');
  });

  test('opens with what would fail to restart, and draws a table', async () => {
    standin.serve(small.snapshot);
    const { stdout } = await live(args);
    expect(stdout).toMatch(/^would fail to restart now: \d+ of 12 services\n/);
    expect(stdout).toMatch(/^ +1 +2 +3 .* service$/m);
  });
});

describe('snapshot', () => {
  test('records an audit, which replayed says the same', async () => {
    standin.serve(small.snapshot);
    const folder = folderWith({});
    const file = join(folder, 'seen.json');
    const args = ['--cluster', small.cluster];
    const recorded = await live(['snapshot', ...args, '-o', file]);
    expect([recorded.code, recorded.stdout, recorded.stderr]).toEqual([0, '', '']);
    const online = reportOf(await live(['audit', ...args, '-f', 'json']));
    const replayed = reportOf(await command(['audit', ...args, '--snapshot', file, '-f', 'json']));
    expect(replayed.findings).toEqual(online.findings);
    expect(replayed.verdicts).toEqual(online.verdicts);
  });

  test('records a check, on standard output', async () => {
    const { code, stdout } = await live(['snapshot', INPUTS[0] ?? '', '--region', 'eu-west-1'].slice(0, 2));
    const seen = JSON.parse(stdout) as Snapshot;
    expect([code, seen.account, seen.region]).toEqual([0, '111122223333', 'eu-west-1']);
    expect(Object.keys(seen.resources)).toContain('iam.role');
  });

  test('is refused where it cannot be read, with its place', async () => {
    const folder = folderWith({ 'bad.json': '{\n  "version": 1,\n  oops\n}' });
    const { code, stderr } = await command(['check', ...INPUTS, '--snapshot', join(folder, 'bad.json')]);
    expect([code, /bad\.json:3:\d+: /.test(stderr)]).toEqual([2, true]);
  });

  test('of another account than --account is refused', async () => {
    const { code, stderr } = await command([
      'check',
      ...INPUTS,
      '--snapshot',
      `${DEMO}snapshot.json`,
      '--account',
      '999988887777',
    ]);
    expect([code, stderr.includes('is of account 111122223333')]).toEqual([2, true]);
  });
});

test('permissions prints a policy', async () => {
  const { code, stdout } = await command(['permissions', '--rule', 'log-group']);
  const policy = JSON.parse(stdout) as { Statement: readonly { Action: readonly string[] }[] };
  expect(code).toBe(0);
  expect(policy.Statement[0]?.Action).toContain('logs:DescribeLogGroups');
  expect(policy.Statement[0]?.Action).not.toContain('ssm:GetDocument');
});
