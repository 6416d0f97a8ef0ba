import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Result } from '../../src/engine/result.ts';
import { isRedacted, redactedText, redactionIn } from '../../src/fact/redacted.ts';
import type { Snapshot } from '../../src/fact/snapshot.ts';
import { redacted } from '../../src/knowledge/redact.ts';
import { View } from '../../src/model/view.ts';
import { FIXTURES, judgeTexts } from '../fixtures.ts';

type Shape = Readonly<Record<string, unknown>>;

/** Put together here, so that no scanner of this repository takes an example for a leak. */
const joined = (...parts: readonly string[]) => parts.join('');

const ACCESS_KEY = joined('AKIA', 'IOSFODNN7EXAMPLE');

/** Environments as they are met; each value is met nowhere else. */
const ENVIRONMENTS: Readonly<Record<string, readonly (readonly [name: string, value: string])[]>> = {
  'a token by its format': [['SETTING', joined('ghp_', 'a1B2'.repeat(9))]],
  'a password by its name': [['DB_PASSWORD', 'hunter2-hunter3']],
  'a password in a URL': [['DATABASE_URL', 'postgres://checkout:n0t-so-s3cret@db.internal:5432/checkout']],
  'a name of a stand-in': [['DB_PASSWORD', 'changeme-please']],
  'static keys': [
    ['AWS_ACCESS_KEY_ID', ACCESS_KEY],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ],
  'a queue': [['QUEUE_URL', 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders-queue']],
  'a bucket': [['S3_BUCKET', 'checkout-receipts-eu']],
  'a stand-in for a bucket': [['S3_BUCKET', 'localhost']],
  'a table': [['DYNAMODB_TABLE', 'checkout-orders-table']],
  'an ARN that is called': [['TOPIC', 'arn:aws:sns:eu-west-1:111122223333:orders-topic']],
  'an ARN that is not called': [['CERT', 'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd']],
  'a queue, with credentials of its own': [
    ['QUEUE_URL', 'https://sqs.eu-west-1.amazonaws.com/111122223333/invoices-queue'],
    ['AWS_PROFILE', 'payments-profile'],
  ],
  'a credential and a queue': [
    ['QUEUE_URL', 'https://sqs.eu-west-1.amazonaws.com/111122223333/refunds-queue'],
    ['API_TOKEN', 'GkX83hd29dkPq7Lm4'],
  ],
  'a placeholder': [['QUEUE_URL', '${REFUNDS_QUEUE_URL}']],
  'a placeholder in a password': [['DB_PASSWORD', '<DATABASE_PASSWORD_HERE>']],
  'a name that is not resolved': [['${VARIABLE_NAME}', 'plain-and-harmless']],
  'a name that is not resolved, of a token': [['${VARIABLE_NAME}', joined('glpat-', 'x1Y2z3A4b5C6d7E8f9G0')]],
  'a proxy': [['HTTPS_PROXY', 'http://proxy.internal.example:3128']],
  'nothing to hide': [['EMPTY', '']],
  'one of two secrets': [['SHADOWED', 'checkout-shadowed-value']],
};

function taskDefinition(environment: readonly (readonly [string, string])[]): Shape {
  return {
    family: 'api',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::111122223333:role/api-execution',
    containerDefinitions: [
      {
        name: 'web',
        image: 'public.ecr.aws/nginx/nginx:1.27',
        essential: true,
        environment: environment.map(([name, value]) => ({ name, value })),
        secrets: [
          {
            name: 'SHADOWED',
            valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/api/SHADOWED',
          },
        ],
      },
    ],
  };
}

/** The account with that task definition registered, and nothing else seen of it. */
function snapshotOf(shape: Shape): Snapshot {
  const registered = {
    ...shape,
    family: 'api',
    revision: 1,
    taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:1',
  };
  return {
    version: 1,
    account: '111122223333',
    region: 'eu-west-1',
    at: '2026-11-20T12:00:00Z',
    resources: { 'ecs.task-definition': { 'api:1': registered } },
    collections: [],
    missing: [],
  };
}

/** Judges the registered task definition, which no file gives, by all rules. */
async function judged(snapshot: Snapshot): Promise<Result> {
  const service = {
    serviceName: 'api',
    cluster: 'prod',
    taskDefinition: 'api:1',
    launchType: 'FARGATE',
    desiredCount: 2,
  };
  return judgeTexts([{ file: 'service.json', text: JSON.stringify(service) }], rules, {
    snapshot,
    target: { account: '111122223333', region: 'eu-west-1', cluster: 'prod' },
  });
}

/** Everything of a result but what it quotes of values. */
function withoutQuotes({ findings, unknowns, verdicts, crashes }: Result): unknown {
  return {
    findings: findings.map(({ evidence, ...rest }) => ({ ...rest, evidence: evidence?.length })),
    unknowns: unknowns.map(({ detail: _, ...rest }) => rest),
    verdicts: [...verdicts],
    crashes,
  };
}

async function expectSameJudgement(shape: Shape): Promise<void> {
  const snapshot = snapshotOf(shape);
  const live = await judged(snapshot);
  expect(live.deployments, 'the task definition was judged').toMatchObject([{ family: 'api' }]);
  expect(withoutQuotes(await judged(redacted(snapshot)))).toEqual(withoutQuotes(live));
}

describe('a redacted snapshot is judged as the account was', () => {
  test.each(Object.entries(ENVIRONMENTS))('%s', async (_what, environment) => {
    await expectSameJudgement(taskDefinition(environment));
  });

  test.each(fixtureTaskDefinitions())('fixture %s', async (_name, shape) => {
    await expectSameJudgement(shape);
  });
});

test('what is compared is decided by values: both verdicts are met', async () => {
  const problems = await Promise.all(
    Object.values(ENVIRONMENTS).map(async (environment) => {
      const { findings } = await judged(redacted(snapshotOf(taskDefinition(environment))));
      return findings.map(({ rule, problem }) => `${rule}/${problem}`);
    }),
  );
  const told = problems.filter((found) => found.includes('secret-reachability/plaintext-secret'));
  const needing = problems.filter((found) => found.includes('role-confusion/task-role-missing'));
  expect([told.length, needing.length]).toEqual([6, 5]);
});

describe('no value of the environment is in the text of a snapshot', () => {
  const all = Object.values(ENVIRONMENTS).flat();
  const overrides = [{ name: 'web', environment: all.map(([name, value]) => ({ name, value })) }];
  const snapshot: Snapshot = {
    ...snapshotOf(taskDefinition(all)),
    resources: {
      ...snapshotOf(taskDefinition(all)).resources,
      'ecs.task': { 'arn:task': { taskArn: 'arn:task', overrides: { containerOverrides: overrides } } },
    },
  };
  const text = JSON.stringify(redacted(snapshot));
  test.each(all.filter(([, value]) => value !== ''))('%s', (_name, value) => {
    expect(JSON.stringify(snapshot)).toContain(JSON.stringify(value).slice(1, -1));
    expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
  });
});

describe('what looks like a credential is redacted elsewhere too, and nothing else is', () => {
  const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCY';
  test.each<[what: string, container: Shape, clean: Shape]>([
    [
      'labels',
      { dockerLabels: { 'com.example.api-key': SECRET, team: 'web' } },
      {
        dockerLabels: {
          'com.example.api-key': redactedText({ credential: 'a credential (by its name)' }),
          team: 'web',
        },
      },
    ],
    [
      'log options',
      {
        logConfiguration: {
          logDriver: 'splunk',
          options: { 'splunk-token': SECRET, 'splunk-index': 'main' },
        },
      },
      {
        logConfiguration: {
          logDriver: 'splunk',
          options: {
            'splunk-token': redactedText({ credential: 'a credential (by its name)' }),
            'splunk-index': 'main',
          },
        },
      },
    ],
    [
      'words of a command',
      { command: ['server', '--password', SECRET, `--token=${ACCESS_KEY}`, '--port', '8080'] },
      {
        command: [
          'server',
          '--password',
          redactedText({ credential: 'a credential (by its name)' }),
          redactedText({ credential: 'an AWS access key id' }),
          '--port',
          '8080',
        ],
      },
    ],
    [
      'a shell',
      { command: ['sh', '-c', `export DB_PASSWORD='${SECRET}' && exec server`] },
      { command: ['sh', '-c', redactedText({ credential: 'a credential (by its name)' })] },
    ],
    [
      'nothing',
      {
        image: 'public.ecr.aws/nginx/nginx:1.27',
        command: ['sh', '-c', 'cp --password-file /run/secrets/db . && exec server'],
        secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db' }],
      },
      {
        image: 'public.ecr.aws/nginx/nginx:1.27',
        command: ['sh', '-c', 'cp --password-file /run/secrets/db . && exec server'],
        secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db' }],
      },
    ],
  ])('%s', (_what, container, clean) => {
    const snapshot = snapshotOf({ containerDefinitions: [container] });
    const after = redacted(snapshot).resources['ecs.task-definition']?.['api:1'] as Shape;
    expect(after['containerDefinitions']).toEqual([clean]);
  });

  test('an event of a service that speaks of passwords', () => {
    const message = '(service api) failed to start: password authentication failed for user "orders"';
    const snapshot = {
      ...snapshotOf({}),
      resources: { 'ecs.service': { 'prod/api': { events: [{ id: '1', message }] } } },
    };
    expect(redacted(snapshot)).toEqual(snapshot);
  });
});

test('asked to keep the environment, it keeps what is no credential', () => {
  const kept = redacted(
    snapshotOf(
      taskDefinition([
        ['LOG_LEVEL', 'debug'],
        ['QUEUE', '${QUEUE}'],
        ['DB_PASSWORD', 'hunter2-hunter3'],
      ]),
    ),
    { keepEnvironment: true },
  );
  const shape = kept.resources['ecs.task-definition']?.['api:1'] as {
    readonly containerDefinitions: readonly { readonly environment: unknown }[];
  };
  expect(shape.containerDefinitions[0]?.environment).toEqual([
    { name: 'LOG_LEVEL', value: 'debug' },
    { name: 'QUEUE', value: '${QUEUE}' },
    { name: 'DB_PASSWORD', value: redactedText({ credential: 'a credential (by its name)' }) },
  ]);
});

test.each([
  ['redacted', redactedText({ credential: 'a GitHub token' })],
  ['redacted', redactedText({})],
  ['unresolved', redactedText({ placeholder: true })],
])('a value that is not kept is unknown to whoever reads it (%s)', (reason, raw) => {
  const source = { file: 'arn', text: '', syntax: 'json' as const, span: () => undefined };
  const { text, verbatim, number, items } = View.root<string>(source, raw);
  for (const fact of [text, verbatim, number, items])
    expect(
      fact.match<unknown>({ known: () => 'known', absent: () => 'absent', unknown: ([why]) => why?.reason }),
    ).toBe(reason);
});

test('redacting twice changes nothing more', () => {
  for (const environment of Object.values(ENVIRONMENTS)) {
    const once = redacted(snapshotOf(taskDefinition(environment)));
    expect(redacted(once)).toEqual(once);
  }
});

test('no value of an environment is taken for a redacted one', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('\u0000')),
      (value) => !isRedacted(value) && redactionIn(value) === undefined,
    ),
  );
});

/** The task definitions of the fixtures whose rules look at environments. */
function fixtureTaskDefinitions(): readonly (readonly [name: string, shape: Shape])[] {
  return ['secret-reachability', 'role-confusion', 'exec-readiness'].flatMap((rule) =>
    readdirSync(join(FIXTURES, rule)).flatMap((name) => {
      const file = join(FIXTURES, rule, name, 'task-definition.json');
      if (!existsSync(file)) return [];
      const text = readFileSync(file, 'utf8');
      const shape = JSON.parse(text) as Shape;
      return text.includes('"environment"') ? [[`${rule}/${name}`, shape] as const] : [];
    }),
  );
}
