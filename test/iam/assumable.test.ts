import { expect, test } from 'vitest';
import { assumable } from '../../src/iam/permission.ts';
import { ACCOUNT, allow, factsOf, REGION, ROLE, type Seen } from './account.ts';

async function ask(seen: Seen, query = {}) {
  const found = await factsOf(seen).ask(assumable, {
    role: ROLE,
    account: ACCOUNT,
    region: REGION,
    ...query,
  });
  return found.match<unknown>({ known: (it) => it, absent: () => 'absent', unknown: (why) => why });
}

function trusting(
  condition: object | undefined,
  service: string | readonly string[] = 'ecs-tasks.amazonaws.com',
): Seen {
  const statement = {
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(condition ? { Condition: condition } : {}),
  };
  return { role: { AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(allow(statement))) } };
}

const arn = (rest: string) => ({ ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${rest}` } });

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
test.each([
  ['ecs-tasks', trusting(undefined), 'allowed'],
  [
    'ecs-tasks among others',
    trusting(undefined, ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']),
    'allowed',
  ],
  ['ecs', trusting(undefined, 'ecs.amazonaws.com'), 'implicitDeny'],
  ['everything of this account and region', trusting(arn(`${REGION}:${ACCOUNT}:*`)), 'allowed'],
  ['everything of this account', trusting(arn(`*:${ACCOUNT}:*`)), 'allowed'],
  ['another region', trusting(arn(`us-east-1:${ACCOUNT}:*`)), 'implicitDeny'],
  ['another account', trusting({ StringEquals: { 'aws:SourceAccount': '444455556666' } }), 'implicitDeny'],
  ['this account', trusting({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }), 'allowed'],
  [
    'a wildcard that StringEquals takes literally',
    trusting({ StringEquals: arn(`${REGION}:${ACCOUNT}:*`).ArnLike }),
    'implicitDeny',
  ],
  [
    'a cluster, which no trust policy can name',
    trusting(arn(`${REGION}:${ACCOUNT}:cluster/prod`)),
    'implicitDeny',
  ],
  ['a service', trusting(arn(`${REGION}:${ACCOUNT}:service/prod/api`)), 'implicitDeny'],
  ['tasks of a cluster', trusting(arn(`${REGION}:${ACCOUNT}:task/prod/*`)), 'implicitDeny'],
  ['every task, of which AWS says nothing', trusting(arn(`*:${ACCOUNT}:task/*`)), 'unknown'],
  [
    'an external id, which ECS never hands over',
    trusting({ StringEquals: { 'sts:ExternalId': 'x' } }),
    'implicitDeny',
  ],
  ['an organization that nobody knows', trusting({ StringEquals: { 'aws:SourceOrgID': 'o-1' } }), 'unknown'],
  ['no trust policy told', { role: { AssumeRolePolicyDocument: undefined } }, 'unknown'],
] as const)('a role that trusts %s', async (_, seen, expected) => {
  const found = (await ask(seen)) as { readonly outcome?: string };
  expect(found.outcome ?? 'unknown').toBe(expected);
});

test('says whom the role trusts instead', async () => {
  expect(await ask(trusting(undefined, 'ec2.amazonaws.com'))).toMatchObject({
    layer: 'trust',
    because: [
      `the trust policy of role app does not allow sts:AssumeRole on ${ROLE}`,
      'statement 1 of the trust policy of role app allows it to ec2.amazonaws.com',
    ],
  });
});

test('a denial decides', async () => {
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Condition: { StringNotEquals: { 'aws:SourceAccount': '444455556666' } },
  };
  const both = allow({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:*' }, deny);
  expect(await ask({ role: { AssumeRolePolicyDocument: both } })).toMatchObject({
    outcome: 'explicitDeny',
    layer: 'trust',
  });
});

test('no such role, a role that may not be read, a role of another account', async () => {
  expect(await ask({ role: null })).toBe('absent');
  expect(await ask({ role: 'denied' })).toMatchObject([{ unlockedBy: 'iam:GetRole' }]);
  expect(await ask({}, { role: 'arn:aws:iam::444455556666:role/app' })).toMatchObject([
    { reason: 'undecidable' },
  ]);
});

test('resource control policies take part', async () => {
  const resource = [allow({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' })];
  expect(await ask({ controls: { resource } })).toMatchObject({
    outcome: 'explicitDeny',
    layer: 'resource-control',
  });
  const sparing = [
    allow({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
    }),
  ];
  expect(await ask({ controls: { resource: sparing } })).toMatchObject({ outcome: 'allowed' });
});
