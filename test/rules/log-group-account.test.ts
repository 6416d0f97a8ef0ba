import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import logGroup from '../../rules/log-group/rule.ts';
import { FIXTURES, inputsOf, judgeTexts } from '../fixtures.ts';

/** The finding of a problem on one of the rule's fixtures. */
async function findingOn(fixture: string, problem: string) {
  const folder = join(FIXTURES, 'log-group', fixture);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { findings } = await judgeTexts(inputsOf(folder), [logGroup], {
    ...read('expected.json'),
    snapshot: read('snapshot.json'),
  });
  return findings.find((finding) => finding.problem === problem);
}

const GROUP = 'arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/orders';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
describe('the ARN of a group in a policy', () => {
  test('is proposed with the :* that a statement about streams needs', async () => {
    const finding = await findingOn('fail-write-without-star', 'write-denied');
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        statement: {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${GROUP}:*`,
        },
      }),
    ]);
  });

  test('is proposed for what is lacking alone', async () => {
    const finding = await findingOn('fail-write-put-only', 'write-denied');
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        statement: { Effect: 'Allow', Action: 'logs:CreateLogStream', Resource: `${GROUP}:*` },
      }),
    ]);
  });

  test('is proposed for the group to create', async () => {
    const finding = await findingOn('fail-create-group-by-managed-policy', 'create-group-denied');
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        statement: { Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: `${GROUP}:*` },
      }),
    ]);
  });
});

describe('commands', () => {
  test.each([
    [
      'fail-group-missing-on-fargate',
      'group-missing',
      'aws logs create-log-group --region eu-west-1 --log-group-name /ecs/orders',
    ],
    [
      'fail-no-retention',
      'no-retention',
      'aws logs put-retention-policy --region eu-west-1 --log-group-name /ecs/orders --retention-in-days 30',
    ],
    [
      'fail-key-pending-deletion',
      'kms-denied',
      'aws kms cancel-key-deletion --region eu-west-1 --key-id arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab && aws kms enable-key --region eu-west-1 --key-id arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    ],
  ])('%s', async (fixture, problem, command) => {
    const finding = await findingOn(fixture, problem);
    expect(finding?.fixes).toEqual([expect.objectContaining({ kind: 'command', command })]);
  });
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
test('a key policy is given the statement of AWS for this group', async () => {
  const finding = await findingOn('fail-key-policy-without-logs', 'kms-denied');
  expect(finding?.fixes).toEqual([
    expect.objectContaining({
      statement: {
        Effect: 'Allow',
        Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
        Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        Resource: '*',
        Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': GROUP } },
      },
    }),
  ]);
});

describe('streams of running tasks', () => {
  test('that are not there are evidence', async () => {
    const finding = await findingOn('fail-write-denied-and-nothing-delivered', 'write-denied');
    expect(finding?.evidence).toContain(
      'no recent stream in /ecs/orders is one of the 2 running tasks with this configuration',
    );
  });

  test('are said to contradict what the policies say', async () => {
    const folder = join(FIXTURES, 'log-group', 'unknown-write-denied-yet-delivered');
    const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const { unknowns } = await judgeTexts(inputsOf(folder), [logGroup], {
      ...read('expected.json'),
      snapshot: read('snapshot.json'),
    });
    const told = unknowns.filter(({ problems }) => problems.includes('write-denied'));
    expect(told.map(({ detail }) => detail).join()).toContain('delivery was seen');
  });
});

describe('what is taken for granted of VPC Block Public Access', () => {
  const ASSUMED = 'VPC Block Public Access, which could not be read, is off';
  const readAt = (fixture: string, name: string) =>
    JSON.parse(readFileSync(join(FIXTURES, 'log-group', fixture, name), 'utf8'));

  /** Logs leave by a NAT gateway, and the role's policy has these statements. */
  async function evidence(statements: readonly object[], publicAccess: object) {
    const network = readAt('pass-logs-by-nat', 'snapshot.json');
    const roles = readAt('fail-write-denied-and-nothing-delivered', 'snapshot.json');
    const policies = roles.resources['iam.role-policy'];
    policies['ecsTaskExecutionRole/app'].PolicyDocument.Statement = statements;
    const { 'ec2.block-public-access': _, ...resources } = network.resources;
    const { findings } = await judgeTexts(
      inputsOf(join(FIXTURES, 'log-group', 'pass-logs-by-nat')),
      [logGroup],
      {
        target: readAt('pass-logs-by-nat', 'expected.json').target,
        snapshot: {
          resources: {
            ...resources,
            ...publicAccess,
            'iam.role': roles.resources['iam.role'],
            'iam.role-policy': policies,
          },
          collections: [
            ...network.collections,
            ...roles.collections.filter(({ kind }: { kind: string }) => kind.startsWith('iam.')),
          ],
        },
      },
    );
    const found = findings.filter(({ problem }) => problem === 'write-denied');
    expect(found).toHaveLength(1);
    return found[0]?.evidence;
  }

  const ALLOW = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };
  const BY_ENDPOINT_ALONE = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60001' } },
  };

  test('is evidence where the way out decides, and it could not be read', async () => {
    expect(await evidence([ALLOW, BY_ENDPOINT_ALONE], {})).toContain(ASSUMED);
    const off = { region: { options: { InternetGatewayBlockMode: 'off' }, exclusions: [] } };
    expect(await evidence([ALLOW, BY_ENDPOINT_ALONE], { 'ec2.block-public-access': off })).not.toContain(
      ASSUMED,
    );
  });

  test('is none where the role lacks the right whatever the way', async () => {
    expect(await evidence([], {})).not.toContain(ASSUMED);
  });
});
