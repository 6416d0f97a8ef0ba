import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { coversAll } from '../../rules/secret-reachability/breadth.ts';
import rule from '../../rules/secret-reachability/rule.ts';
import { truth } from '../../src/fact/fact.ts';
import { type Expected, FIXTURES, inputsOf, judgeTexts } from '../fixtures.ts';

type Snapshot = NonNullable<Expected['snapshot']>;

const TARGET = { region: 'eu-west-1', account: '111122223333' };
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:checkout/db-Ab12Cd';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function snapshotOf(fixture: string): Snapshot {
  const text = readFileSync(join(FIXTURES, rule.id, fixture, 'snapshot.json'), 'utf8');
  return JSON.parse(text) as Snapshot;
}

async function judged(fixture: string) {
  const folder = join(FIXTURES, rule.id, fixture);
  const result = await judgeTexts(inputsOf(folder), [rule], {
    target: TARGET,
    snapshot: snapshotOf(fixture),
  });
  const problems: Readonly<Record<string, string>> = [...result.verdicts][0]?.problems ?? {};
  return { findings: result.findings, problems };
}

async function finding(fixture: string) {
  const { findings } = await judged(fixture);
  expect(findings).toHaveLength(1);
  return findings[0];
}

/** A task definition with these secrets, by a snapshot. */
async function judgeSecrets(secrets: Readonly<Record<string, string>>, snapshot: Snapshot) {
  const definition = {
    family: 'checkout',
    executionRoleArn: 'arn:aws:iam::111122223333:role/checkout-execution',
    containerDefinitions: [
      {
        name: 'api',
        image: 'public.ecr.aws/docker/library/httpd:2.4',
        memory: 512,
        secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
      },
    ],
  };
  const result = await judgeTexts([{ file: 'taskdef.json', text: JSON.stringify(definition) }], [rule], {
    target: TARGET,
    snapshot,
  });
  const problems: Readonly<Record<string, string>> = [...result.verdicts][0]?.problems ?? {};
  return { findings: result.findings, problems };
}

describe('the order of proof', () => {
  test('what is missing is neither denied nor encrypted', async () => {
    const { problems } = await judged('fail-secret-missing');
    expect(problems).toMatchObject({
      'secret-missing': 'fail',
      'secret-being-deleted': 'not-applicable',
      'read-denied': 'not-applicable',
      'kms-decrypt-denied': 'not-applicable',
      'kms-key-unusable': 'not-applicable',
      'cross-account-default-key': 'not-applicable',
    });
  });

  test('what cannot be read is nothing else', async () => {
    const { findings, problems } = await judgeSecrets(
      { DB_PASSWORD: `${SECRET}:password` },
      { resources: {} },
    );
    expect(findings.map(({ problem }) => problem)).toEqual(['malformed-reference']);
    expect(problems).toMatchObject({
      'secret-missing': 'not-applicable',
      'read-denied': 'not-applicable',
      unreachable: 'not-applicable',
    });
  });

  test('defects that have nothing to do with each other both show', async () => {
    const snapshot = snapshotOf('fail-key-disabled');
    const { findings } = await judgeSecrets(
      { DB_PASSWORD: SECRET },
      {
        ...snapshot,
        resources: { ...snapshot.resources, 'iam.role-policy': {} },
        collections: [
          ...(snapshot.collections ?? []).filter(({ kind }) => kind !== 'iam.role-policies'),
          { kind: 'iam.role-policies', scope: 'checkout-execution', members: [], complete: true },
        ],
      },
    );
    expect(findings.map(({ problem }) => problem).sort()).toEqual([
      'kms-decrypt-denied',
      'kms-key-unusable',
      'read-denied',
    ]);
  });

  test('a parameter of another account is told once', async () => {
    const { findings, problems } = await judgeSecrets(
      { API_KEY: 'arn:aws:ssm:eu-west-1:444455556666:parameter/checkout/api-key' },
      { resources: {} },
    );
    expect(findings.map(({ problem }) => problem)).toEqual(['parameter-cross-account']);
    expect(problems['secret-missing']).toBe('not-applicable');
  });
});

describe('what to do', () => {
  test('about a secret that is missing', async () => {
    expect((await finding('fail-secret-missing'))?.fixes).toMatchObject([
      {
        command:
          'aws secretsmanager create-secret --region eu-west-1 --name checkout/db --secret-string "$DB_PASSWORD"',
      },
    ]);
  });

  test('about a secret that was made anew: every key stays', async () => {
    const edits = (await finding('fail-secret-made-anew'))?.fixes?.flatMap((fix) =>
      fix.kind === 'edit' ? fix.edits : [],
    );
    const anew = SECRET.replace('Ab12Cd', 'Qw34Er');
    expect(edits).toMatchObject([
      { pointer: '/containerDefinitions/0/secrets/0/valueFrom', value: `${anew}:username::` },
      { pointer: '/containerDefinitions/0/secrets/1/valueFrom', value: `${anew}:password::` },
    ]);
  });

  test('about a parameter that is missing', async () => {
    expect((await finding('fail-parameter-missing'))?.fixes).toMatchObject([
      {
        command:
          'aws ssm put-parameter --region eu-west-1 --name /checkout/api-key --type SecureString --value "$API_KEY"',
      },
    ]);
  });

  test('about a secret that is being deleted', async () => {
    expect((await finding('fail-secret-being-deleted'))?.fixes).toMatchObject([
      { command: `aws secretsmanager restore-secret --region eu-west-1 --secret-id ${SECRET}` },
    ]);
  });

  test('about a version that is missing', async () => {
    expect((await finding('fail-version-stage-missing'))?.fixes).toMatchObject([
      { safe: false, edits: [{ value: `${SECRET}:password::` }] },
    ]);
  });

  test('about a key that is to be deleted: it is disabled after that', async () => {
    expect((await finding('fail-key-pending-deletion'))?.fixes).toMatchObject([
      {
        command: `aws kms cancel-key-deletion --region eu-west-1 --key-id ${KEY} && aws kms enable-key --region eu-west-1 --key-id ${KEY}`,
      },
    ]);
  });

  test('about a role that may not read: the least statement', async () => {
    const found = await finding('fail-read-policy-without-suffix');
    expect(found?.fixes).toMatchObject([
      {
        description: 'add to the policies of execution role checkout-execution',
        statement: { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: SECRET },
      },
    ]);
  });

  test('about a role that may not read what nobody may describe: its six random characters stay open', async () => {
    const snapshot = snapshotOf('fail-read-not-allowed-not-described');
    const partial = SECRET.slice(0, -7);
    const missing = [
      { kind: 'secretsmanager.resource-policy', key: partial, state: 'absent' },
      ...(snapshot.missing ?? []),
    ] as const;
    const { findings } = await judgeSecrets({ DB_PASSWORD: partial }, { ...snapshot, missing });
    expect(findings).toMatchObject([
      { problem: 'read-denied', fixes: [{ statement: { Resource: `${partial}-??????` } }] },
    ]);
  });

  test('about a role that may not decrypt: through the store alone', async () => {
    const found = await finding('fail-key-not-allowed');
    const statement = {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
    };
    expect(found?.fixes).toMatchObject([{ statement }]);
  });

  test('about a key policy that knows nobody', async () => {
    const found = await finding('fail-key-policy-without-delegation');
    expect(found?.fixes).toMatchObject([
      {
        description: `add to the key policy of ${KEY}`,
        statement: {
          Principal: { AWS: 'arn:aws:iam::111122223333:role/checkout-execution' },
          Action: 'kms:Decrypt',
          Resource: '*',
        },
      },
    ]);
  });

  test('about what is denied outright: nothing that would not help', async () => {
    expect((await finding('fail-read-denied-outright'))?.fixes ?? []).toEqual([]);
  });

  test('about a grant that is too wide: what the task reads', async () => {
    expect((await finding('fail-every-secret'))?.fixes).toMatchObject([
      { statement: { Action: 'secretsmanager:GetSecretValue', Resource: SECRET } },
    ]);
  });
});

test('a closed endpoint is opened, and not put beside another one', async () => {
  expect((await finding('fail-endpoint-closed-beside-nat'))?.fixes).toMatchObject([
    {
      command:
        'aws ec2 authorize-security-group-ingress --region eu-west-1 --group-id sg-0b0b0b0b0b0b0b0b0 --protocol tcp --port 443 --source-group sg-0a0a0a0a0a0a0a0a0',
    },
  ]);
  const [, create] = (await finding('fail-isolated-subnet'))?.fixes ?? [];
  expect(create).toMatchObject({
    command: expect.stringContaining('--service-name com.amazonaws.eu-west-1.secretsmanager'),
  });
});

describe('the evidence', () => {
  test('leads from the reference to the statement', async () => {
    const evidence = (await finding('fail-key-via-service-wildcard'))?.evidence ?? [];
    expect(evidence[0]).toBe(`container "api": secret DB_PASSWORD refers to ${SECRET}`);
    expect(evidence[1]).toBe(`${SECRET} is encrypted with ${KEY}`);
    expect(evidence.length).toBeGreaterThan(2);
  });

  test('shows the hops of each subnet that leads nowhere, and no other', async () => {
    const found = await finding('fail-isolated-subnet');
    const evidence = (found?.evidence ?? []).join('\n');
    expect(evidence).toContain('subnet-0a1b2c3d4e5f60718: ');
    expect(evidence).not.toContain('subnet-0f9e8d7c6b5a40312: ');
    expect(found?.message).toContain('while one leads from subnet-0f9e8d7c6b5a40312');
  });

  test('names the subnet whose way out decides', async () => {
    const found = await finding('fail-read-denied-through-nat');
    expect(found?.message).toContain('from subnet-0a1b2c3d4e5f60718: its policies deny it');
  });
});

test('what only the account has is not edited', async () => {
  const arn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/checkout:7';
  const snapshot = snapshotOf('fail-secret-made-anew');
  const registered = {
    taskDefinitionArn: arn,
    family: 'checkout',
    revision: 7,
    executionRoleArn: 'arn:aws:iam::111122223333:role/checkout-execution',
    containerDefinitions: [
      {
        name: 'api',
        image: 'public.ecr.aws/docker/library/httpd:2.4',
        secrets: [{ name: 'DB_PASSWORD', valueFrom: `${SECRET}:password::` }],
      },
    ],
  };
  const service = { serviceName: 'checkout', cluster: 'prod', taskDefinition: 'checkout:7', desiredCount: 1 };
  const { findings } = await judgeTexts([{ file: 'service.json', text: JSON.stringify(service) }], [rule], {
    target: TARGET,
    snapshot: {
      ...snapshot,
      resources: { ...snapshot.resources, 'ecs.task-definition': { 'checkout:7': registered } },
    },
  });
  expect(findings).toMatchObject([{ problem: 'secret-missing', location: { arn } }]);
  expect(findings[0]?.fixes ?? []).toEqual([]);
});

test('one secret that many variables read is one finding', async () => {
  const snapshot = snapshotOf('fail-secret-being-deleted');
  const { findings } = await judgeSecrets(
    { DB_USER: `${SECRET}:username::`, DB_PASSWORD: `${SECRET}:password::` },
    snapshot,
  );
  expect(findings).toHaveLength(1);
  expect(findings[0]?.message).toContain('container "api": secret DB_USER and 1 more');
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html (secret ARNs) */
describe('a statement that names no single secret', () => {
  const breadth = {
    store: 'secretsmanager',
    action: 'secretsmanager:GetSecretValue',
    resourceType: 'secret:',
    noun: 'secret',
  } as const;
  const statement = {
    policy: 'read',
    effect: 'Allow',
    actions: ['secretsmanager:GetSecretValue'],
    resources: ['*'],
    conditional: false,
  } as const;

  test.each([
    '*',
    'arn:aws:secretsmanager:*:*:*',
    'arn:aws:secretsmanager:*:111122223333:secret:*',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:*',
  ])('%s is all of them', (resource) => {
    expect(coversAll({ ...statement, resources: [SECRET, resource] }, breadth)).toEqual(truth(true));
  });

  test.each([
    SECRET,
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:checkout/*',
    'arn:aws:ssm:eu-west-1:111122223333:parameter/*',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:*-prod-??????',
  ])('%s is not', (resource) => {
    expect(coversAll({ ...statement, resources: [resource] }, breadth)).toEqual(truth(false));
  });

  test.each([
    [{ effect: 'Deny' }],
    [{ conditional: true }],
    [{ actions: ['secretsmanager:DescribeSecret'] }],
    [{ actions: [], notActions: ['secretsmanager:Get*'] }],
    [{ resources: [], notResources: ['arn:aws:secretsmanager:*:*:secret:other/*'] }],
  ] as const)('not so with %j', (change) => {
    expect(coversAll({ ...statement, ...change }, breadth)).toEqual(truth(false));
  });

  test.each([
    [{ actions: ['SecretsManager:get*'] }],
    [{ actions: [], notActions: ['iam:*'] }],
    [{ resources: [], notResources: ['arn:aws:s3:::logs/*'] }],
  ] as const)('as much with %j', (change) => {
    expect(coversAll({ ...statement, ...change }, breadth)).toEqual(truth(true));
  });
});

describe('what is taken for granted of VPC Block Public Access', () => {
  const ASSUMED = 'VPC Block Public Access, which could not be read, is off';

  async function evidenceWithout(fixture: string) {
    const { 'ec2.block-public-access': _, ...resources } = snapshotOf(fixture).resources ?? {};
    const { findings } = await judgeTexts(inputsOf(join(FIXTURES, rule.id, fixture)), [rule], {
      target: TARGET,
      snapshot: { ...snapshotOf(fixture), resources },
    });
    expect(findings).not.toEqual([]);
    return findings.flatMap(({ evidence = [] }) => evidence);
  }

  test('is evidence where the way out decides', async () => {
    expect(await evidenceWithout('fail-read-denied-through-nat')).toContain(ASSUMED);
  });

  test('is none where the role lacks the right whatever the way', async () => {
    const snapshot = snapshotOf('fail-read-denied-through-nat');
    const policies = Object.entries(snapshot.resources?.['iam.role-policy'] ?? {}).map(
      ([key, policy]) => [key, { ...(policy as object), PolicyDocument: { Statement: [] } }] as const,
    );
    const { 'ec2.block-public-access': _, ...resources } = snapshot.resources ?? {};
    const { findings } = await judgeTexts(
      inputsOf(join(FIXTURES, rule.id, 'fail-read-denied-through-nat')),
      [rule],
      {
        target: TARGET,
        snapshot: {
          ...snapshot,
          resources: { ...resources, 'iam.role-policy': Object.fromEntries(policies) },
        },
      },
    );
    expect(findings.map(({ problem }) => problem)).toContain('read-denied');
    expect(findings.flatMap(({ evidence = [] }) => evidence)).not.toContain(ASSUMED);
  });
});
