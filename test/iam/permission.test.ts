import { describe, expect, test } from 'vitest';
import type { Fact, Why } from '../../src/fact/fact.ts';
import { factStore } from '../../src/fact/store.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { identityStatements, type PermissionQuery, permission } from '../../src/iam/permission.ts';
import { ACCOUNT, allow, denied, factsOf, KEY, none, REGION, ROLE, SECRET, type Seen } from './account.ts';

const READ = { Action: 'secretsmanager:GetSecretValue', Resource: SECRET };
const NO_POLICY = none('secretsmanager.resource-policy', SECRET);

async function ask(seen: Seen, query: Partial<PermissionQuery> = {}) {
  return shown(
    await factsOf(seen).ask(permission, {
      role: ROLE,
      account: ACCOUNT,
      region: REGION,
      action: 'secretsmanager:GetSecretValue',
      resource: SECRET,
      by: 'agent',
      on: { secret: SECRET },
      ...query,
    }),
  );
}

function shown(fact: Fact<Decision>): Decision | 'absent' | readonly Why[] {
  return fact.match<Decision | 'absent' | readonly Why[]>({
    known: (decision) => decision,
    absent: () => 'absent',
    unknown: (why) => why,
  });
}

const reads: Seen = { inline: { read: allow(READ) }, missing: [NO_POLICY] };

describe('permission', () => {
  test('allowed: names the statement, assumes nothing', async () => {
    expect(await ask(reads)).toEqual({
      outcome: 'allowed',
      layer: 'identity',
      because: [`statement 1 of inline policy read allows secretsmanager:GetSecretValue on ${SECRET}`],
      assumptions: [],
    });
  });

  test('nothing allows it: says what comes near', async () => {
    const other = allow({ Sid: 'Other', Action: 'secretsmanager:*', Resource: `${SECRET}x` });
    expect(await ask({ ...reads, inline: { read: other } })).toEqual({
      outcome: 'implicitDeny',
      layer: 'identity',
      because: [
        `no policy of the role allows secretsmanager:GetSecretValue on ${SECRET}`,
        `statement Other of inline policy read allows it on ${SECRET}x`,
      ],
      assumptions: [],
    });
  });

  test('nothing allows it: says which other actions are allowed there', async () => {
    const describe = allow({ Action: ['secretsmanager:DescribeSecret', 's3:GetObject'], Resource: SECRET });
    expect(await ask({ ...reads, inline: { read: describe } })).toMatchObject({
      because: [
        `no policy of the role allows secretsmanager:GetSecretValue on ${SECRET}`,
        'statement 1 of inline policy read allows secretsmanager:DescribeSecret on it, and not secretsmanager:GetSecretValue',
      ],
    });
    const everywhere = allow({ Action: 'secretsmanager:DescribeSecret', Resource: '*' });
    expect(await ask({ ...reads, inline: { read: everywhere } })).toMatchObject({
      because: [`no policy of the role allows secretsmanager:GetSecretValue on ${SECRET}`],
    });
  });

  test('names the boundary, and the policy of the resource', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/team`;
    const boundary = { arn, document: allow({ Action: 'logs:*', Resource: '*' }) };
    expect(await ask({ ...reads, boundary })).toMatchObject({
      layer: 'boundary',
      because: [
        `the permissions boundary, managed policy ${arn}, does not allow secretsmanager:GetSecretValue on ${SECRET}`,
      ],
    });
    const foreign = SECRET.replace(ACCOUNT, '444455556666');
    const inline = { read: allow({ ...READ, Resource: '*' }) };
    const query = { resource: foreign, on: { secret: foreign } };
    const missing = [none('secretsmanager.resource-policy', foreign)];
    expect(await ask({ inline, missing }, query)).toMatchObject({
      layer: 'resource',
      because: [
        `the resource has no policy of its own that would allow the role secretsmanager:GetSecretValue on ${foreign}`,
      ],
    });
  });

  test('a role by its name is the same role', async () => {
    expect(await ask(reads, { role: 'app' })).toMatchObject({ outcome: 'allowed' });
  });

  test('no such role: absent', async () => {
    expect(await ask({ ...reads, role: null })).toBe('absent');
  });

  test('a role of another account is not looked up', async () => {
    expect(await ask(reads, { role: 'arn:aws:iam::444455556666:role/app' })).toMatchObject([
      { reason: 'undecidable' },
    ]);
  });

  test('offline everything is unknown, unlocked by --live', async () => {
    const facts = factStore([]);
    const why = shown(
      await facts.ask(permission, {
        role: 'app',
        account: ACCOUNT,
        region: REGION,
        action: 'ecr:GetAuthorizationToken',
        resource: '*',
        by: 'agent',
      }),
    );
    expect(why).toMatchObject([{ reason: 'offline', unlockedBy: '--live' }]);
  });
});

describe('what could not be read', () => {
  const unlisted: Seen = { ...reads, inline: null };

  test('inline policies that may not be listed: unknown, and by which action it unlocks', async () => {
    expect(await ask(unlisted)).toMatchObject([
      { reason: 'access-denied', unlockedBy: 'iam:ListRolePolicies' },
    ]);
  });

  test('a readable policy that denies decides all the same', async () => {
    const managed = {
      'arn:aws:iam::111122223333:policy/no': allow({ Effect: 'Deny', Action: '*', Resource: '*' }),
    };
    expect(await ask({ ...unlisted, managed })).toMatchObject({
      outcome: 'explicitDeny',
      layer: 'identity',
      because: [
        `statement 1 of managed policy arn:aws:iam::111122223333:policy/no denies secretsmanager:GetSecretValue on ${SECRET}`,
      ],
    });
  });

  test('a boundary that certainly does not allow decides all the same', async () => {
    const boundary = {
      arn: 'arn:aws:iam::111122223333:policy/edge',
      document: allow({ Action: 's3:*', Resource: '*' }),
    };
    expect(await ask({ ...unlisted, boundary })).toMatchObject({
      outcome: 'implicitDeny',
      layer: 'boundary',
    });
  });

  test('a boundary that may not be read leaves it open', async () => {
    const boundary = { arn: 'arn:aws:iam::111122223333:policy/edge' };
    expect(await ask({ ...reads, boundary })).toMatchObject([{ unlockedBy: 'iam:GetPolicyVersion' }]);
  });

  test('a role that may not be read may have a boundary', async () => {
    expect(await ask({ ...reads, role: 'denied' })).toMatchObject([{ unlockedBy: 'iam:GetRole' }]);
  });

  test('of a role that may not be read a bare name does not tell the ARN', async () => {
    expect(await ask({ ...reads, inline: {}, role: 'denied' }, { role: 'app' })).toMatchObject([
      { unlockedBy: 'iam:GetRole' },
    ]);
  });

  test("the secret's policy that may not be read leaves it open", async () => {
    const hidden = denied('secretsmanager.resource-policy', SECRET, 'secretsmanager:GetResourcePolicy');
    expect(await ask({ ...reads, missing: [hidden] })).toMatchObject([
      { unlockedBy: 'secretsmanager:GetResourcePolicy' },
    ]);
  });

  test("AWS's own managed policy is taken from dated data, and says so", async () => {
    const arn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
    const query = { action: 'ecr:GetAuthorizationToken', resource: '*' };
    const { on: _, ...rest } = { ...query, on: undefined };
    const found = await factsOf({ managed: { [arn]: null } }).ask(permission, {
      role: 'app',
      account: ACCOUNT,
      region: REGION,
      by: 'agent',
      ...rest,
    });
    expect(shown(found)).toMatchObject({
      outcome: 'allowed',
      because: [`statement 1 of managed policy ${arn} (as of 2026-08-22) allows ecr:GetAuthorizationToken`],
    });
  });

  test('the policy of a bucket is not looked up', async () => {
    const s3 = { inline: { s3: allow({ Action: 's3:GetObject', Resource: '*' }) } };
    const query = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/app.env' };
    const found = await factsOf(s3).ask(permission, {
      role: ROLE,
      account: ACCOUNT,
      region: REGION,
      by: 'agent',
      ...query,
    });
    expect(shown(found)).toMatchObject([{ reason: 'undecidable' }]);
  });
});

describe("the organization's policies", () => {
  const inOrganization = (MasterAccountId: string): NonNullable<Seen['resources']> => ({
    'organizations.organization': { [ACCOUNT]: { Id: 'o-a1b2c3d4e5', MasterAccountId } },
  });
  const ofOrganization = allow({
    ...READ,
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:ResourceOrgID': 'o-a1b2c3d4e5' },
    },
  });

  test('spare the management account, and so does not having read them', async () => {
    const service = [allow({ Effect: 'Deny', Action: '*', Resource: '*' })];
    const resource = [allow({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' })];
    for (const controls of [{ service, resource }, 'unread'] as const) {
      expect(await ask({ ...reads, controls, resources: inOrganization(ACCOUNT) })).toMatchObject({
        outcome: 'allowed',
        assumptions: [],
      });
    }
    expect(
      await ask({ ...reads, controls: { service }, resources: inOrganization('444455556666') }),
    ).toMatchObject({ outcome: 'explicitDeny', layer: 'service-control' });
  });

  test('do not exist for an account of no organization', async () => {
    const missing = [NO_POLICY, none('organizations.organization', ACCOUNT)];
    expect(await ask({ ...reads, controls: 'unread', missing })).toMatchObject({ assumptions: [] });
  });

  test('conditions on the organization are decided where it is known', async () => {
    const inline = { read: ofOrganization };
    expect(await ask({ ...reads, inline, resources: inOrganization('444455556666') })).toMatchObject({
      outcome: 'allowed',
    });
    const missing = [NO_POLICY, none('organizations.organization', ACCOUNT)];
    expect(await ask({ ...reads, inline, missing })).toMatchObject({ outcome: 'implicitDeny' });
    expect(await ask({ ...reads, inline })).toMatchObject([{ reason: 'not-recorded' }]);
  });

  test('conditions on an organization that may not be read say what unlocks them', async () => {
    const unread = denied('organizations.organization', ACCOUNT, 'organizations:DescribeOrganization');
    const seen = { ...reads, inline: { read: ofOrganization }, missing: [NO_POLICY, unread] };
    expect(await ask(seen)).toMatchObject([
      { reason: 'access-denied', unlockedBy: 'organizations:DescribeOrganization' },
    ]);
  });

  test('what takes no resource has no account or organization of one', async () => {
    const token = { action: 'ecr:GetAuthorizationToken', resource: '*' };
    for (const key of ['aws:ResourceAccount', 'aws:ResourceOrgID']) {
      const value = key.endsWith('Account') ? ACCOUNT : 'o-a1b2c3d4e5';
      const inline = {
        pull: allow({ Action: 'ecr:*', Resource: '*', Condition: { StringEquals: { [key]: value } } }),
      };
      const seen = { ...reads, inline, resources: inOrganization('444455556666') };
      expect(await ask(seen, { ...token })).toMatchObject([{ reason: 'undecidable' }]);
    }
  });

  test('unread, they are assumed not to deny', async () => {
    expect(await ask({ ...reads, controls: 'unread' })).toMatchObject({
      outcome: 'allowed',
      assumptions: ["the organization's control policies could not be read; they are assumed not to deny it"],
    });
  });

  test('a denial assumes nothing of them', async () => {
    expect(await ask({ ...reads, inline: {}, controls: 'unread' })).toMatchObject({
      outcome: 'implicitDeny',
      because: [`the role has no policy, so that nothing allows secretsmanager:GetSecretValue on ${SECRET}`],
      assumptions: [],
    });
  });

  test('where nothing allows it either way, the policies of the role are named', async () => {
    const service = [allow({ Action: 'ecs:*', Resource: '*' })];
    expect(await ask({ ...reads, inline: {}, controls: { service } })).toMatchObject({ layer: 'identity' });
    expect(await ask({ ...reads, controls: { service } })).toMatchObject({
      outcome: 'implicitDeny',
      layer: 'service-control',
    });
  });

  test('read, they take part', async () => {
    const service = [
      allow({ Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'secretsmanager:*', Resource: '*' }),
    ];
    expect(await ask({ ...reads, controls: { service } })).toMatchObject({
      outcome: 'explicitDeny',
      layer: 'service-control',
    });
    const resource = [allow({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' })];
    expect(await ask({ ...reads, controls: { resource } })).toMatchObject({
      outcome: 'explicitDeny',
      layer: 'resource-control',
    });
  });
});

describe('the way out', () => {
  const viaEndpoint = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
  const bound: Seen = { ...reads, inline: { read: allow({ ...READ, Condition: viaEndpoint }) } };
  const nat = { via: 'nat', vpc: 'vpc-1', addresses: ['203.0.113.9'] } as const;
  const open = allow({ Principal: '*', Action: '*', Resource: '*' });
  const vpce = (policy?: unknown) =>
    ({
      via: 'interface-endpoint',
      vpc: 'vpc-1',
      endpoint: { id: 'vpce-1', ...(policy ? { policy } : {}) },
    }) as const;

  test('unknown, the condition is named', async () => {
    expect(await ask(bound)).toEqual([
      {
        reason: 'undecidable',
        detail: `secretsmanager:GetSecretValue on ${SECRET} depends on aws:SourceVpce StringEquals vpce-1`,
      },
    ]);
  });

  test('through the endpoint it holds, past it not', async () => {
    expect(await ask(bound, { wayOut: vpce(open) })).toMatchObject({ outcome: 'allowed' });
    expect(await ask(bound, { wayOut: nat })).toMatchObject({
      outcome: 'implicitDeny',
      because: [
        expect.any(String),
        'statement 1 of inline policy read allows it only where StringEquals aws:SourceVpce vpce-1',
      ],
    });
  });

  test("the endpoint's policy takes part, and leaves it open where it could not be read", async () => {
    expect(
      await ask(reads, { wayOut: vpce(allow({ Principal: '*', Action: 'ssm:*', Resource: '*' })) }),
    ).toMatchObject({
      outcome: 'implicitDeny',
      layer: 'endpoint',
    });
    expect(await ask(reads, { wayOut: vpce() })).toMatchObject([{ reason: 'undecidable' }]);
  });

  test('the addresses of the NAT gateway are those that the service sees', async () => {
    const from = (cidr: string) => ({
      ...reads,
      inline: { read: allow({ ...READ, Condition: { IpAddress: { 'aws:SourceIp': cidr } } }) },
    });
    expect(await ask(from('203.0.113.0/24'), { wayOut: nat })).toMatchObject({ outcome: 'allowed' });
    expect(await ask(from('198.51.100.0/24'), { wayOut: nat })).toMatchObject({ outcome: 'implicitDeny' });
    expect(await ask(from('203.0.113.0/24'), { wayOut: { via: 'internet-gateway' } })).toMatchObject([
      { reason: 'undecidable' },
    ]);
  });
});

describe('a key', () => {
  const rootOnly = {
    Policy: allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }),
  };
  const adminOnly = {
    Policy: allow({
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` },
      Action: 'kms:*',
      Resource: '*',
    }),
  };
  const decrypt = {
    action: 'kms:Decrypt',
    resource: KEY,
    on: { key: KEY },
    context: {
      'kms:ViaService': `secretsmanager.${REGION}.amazonaws.com`,
      'kms:EncryptionContext:SecretARN': SECRET,
    },
  };
  const seen = (
    policy: object,
    inline: Seen['inline'] = {},
    grants: readonly { GrantId: string }[] = [],
  ): Seen => ({
    inline,
    resources: { 'kms.key-policy': { [KEY]: policy } },
    grants: { [KEY]: grants },
  });
  const own = { decrypt: allow({ Action: 'kms:Decrypt', Resource: KEY }) };

  test('delegated to the account, the policies of the role decide', async () => {
    expect(await ask(seen(rootOnly, own), decrypt)).toMatchObject({ outcome: 'allowed', layer: 'identity' });
    expect(await ask(seen(rootOnly), decrypt)).toMatchObject({ outcome: 'implicitDeny', layer: 'identity' });
  });

  test('not delegated, they are worth nothing', async () => {
    expect(await ask(seen(adminOnly, own), decrypt)).toMatchObject({
      outcome: 'implicitDeny',
      layer: 'key',
      because: [
        `neither the key policy nor a grant allows the role kms:Decrypt on ${KEY}`,
        `statement 1 of the key policy of ${KEY} allows it to arn:aws:iam::111122223333:role/admin`,
      ],
    });
  });

  test('a grant suffices; grants that may not be listed leave it open', async () => {
    const grant = { GrantId: 'g-1', GranteePrincipal: ROLE, Operations: ['Decrypt'] };
    expect(await ask(seen(adminOnly, {}, [grant]), decrypt)).toMatchObject({
      outcome: 'allowed',
      layer: 'grant',
    });
    const { grants: _, ...unlisted } = seen(adminOnly);
    const missing = [denied('kms.grants', KEY, 'kms:ListGrants')];
    expect(await ask({ ...unlisted, missing }, decrypt)).toMatchObject([{ unlockedBy: 'kms:ListGrants' }]);
  });

  test('conditions see the service between, and what is decrypted', async () => {
    const only = (condition: object) => ({
      decrypt: allow({ Action: 'kms:Decrypt', Resource: KEY, Condition: condition }),
    });
    const via = {
      StringEquals: {
        'kms:ViaService': `secretsmanager.${REGION}.amazonaws.com`,
        'kms:CallerAccount': ACCOUNT,
      },
    };
    expect(await ask(seen(rootOnly, only(via)), decrypt)).toMatchObject({ outcome: 'allowed' });
    const other = { StringEquals: { 'kms:EncryptionContext:SecretARN': `${SECRET}x` } };
    expect(await ask(seen(rootOnly, only(other)), decrypt)).toMatchObject({ outcome: 'implicitDeny' });
    const app = { StringEquals: { 'kms:EncryptionContext:app': 'x' } };
    expect(await ask(seen(rootOnly, only(app)), decrypt)).toMatchObject({ outcome: 'implicitDeny' });
  });

  test('how the task left the VPC says nothing of the call that the service forwards', async () => {
    const condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const inline = { decrypt: allow({ Action: 'kms:Decrypt', Resource: KEY, Condition: condition }) };
    const wayOut = { via: 'interface-endpoint', vpc: 'vpc-1', endpoint: { id: 'vpce-1' } } as const;
    expect(await ask(seen(rootOnly, inline), { ...decrypt, wayOut })).toMatchObject([
      { reason: 'undecidable' },
    ]);
  });
});

describe('another account', () => {
  const theirs = SECRET.replace(ACCOUNT, '444455556666');
  const query = { resource: theirs, on: { secret: theirs } };
  const inline = { read: allow({ Action: 'secretsmanager:GetSecretValue', Resource: theirs }) };
  const policy = (principal: string) => ({
    'secretsmanager.resource-policy': {
      [theirs]: {
        ResourcePolicy: JSON.stringify(allow({ Principal: { AWS: principal }, Action: '*', Resource: '*' })),
      },
    },
  });

  test('both sides must allow', async () => {
    expect(await ask({ inline, resources: policy(ACCOUNT) }, query)).toMatchObject({ outcome: 'allowed' });
    expect(await ask({ inline: {}, resources: policy(ROLE) }, query)).toMatchObject({ layer: 'identity' });
    expect(
      await ask({ inline, missing: [none('secretsmanager.resource-policy', theirs)] }, query),
    ).toMatchObject({
      outcome: 'implicitDeny',
      layer: 'resource',
    });
  });

  test('a repository is owned by the account of its registry', async () => {
    const repository = { account: '444455556666', region: REGION, name: 'web/app' };
    const resource = `arn:aws:ecr:${REGION}:444455556666:repository/web/app`;
    const seen: Seen = {
      inline: { pull: allow({ Action: 'ecr:BatchGetImage', Resource: '*' }) },
      resources: {
        'ecr.repository-policy': {
          '444455556666/eu-west-1/web/app': {
            policyText: allow({ Principal: { AWS: ACCOUNT }, Action: 'ecr:BatchGetImage' }),
          },
        },
      },
    };
    const pull = { action: 'ecr:BatchGetImage', resource, on: { repository } };
    expect(await ask(seen, pull)).toMatchObject({ outcome: 'allowed' });
  });
});

describe('tags', () => {
  const inline = {
    read: allow({
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
    }),
  };
  const tagged = { Tags: [{ Key: 'team', Value: 'a' }] };

  test.each([
    ['both known and equal', tagged, { 'aws:ResourceTag/team': 'a' }, { outcome: 'allowed' }],
    ['both known and different', tagged, { 'aws:ResourceTag/team': 'b' }, { outcome: 'implicitDeny' }],
    ['the role has other tags', { Tags: [] }, { 'aws:ResourceTag/team': 'a' }, { outcome: 'implicitDeny' }],
    ['the secret has other tags', tagged, { 'aws:ResourceTag/x': 'y' }, { outcome: 'implicitDeny' }],
    ['those of the role are not told', {}, { 'aws:ResourceTag/team': 'a' }, [{ reason: 'undecidable' }]],
    ['those of the secret are not told', tagged, {}, [{ reason: 'undecidable' }]],
  ])('%s', async (_, role, context, expected) => {
    expect(await ask({ role, inline, missing: [NO_POLICY] }, { context })).toMatchObject(expected);
  });
});

describe('the statements of a role', () => {
  test('flattened, by policy', async () => {
    const arn = 'arn:aws:iam::111122223333:policy/more';
    const inline = { read: allow({ ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }) };
    const managed = { [arn]: allow({ Effect: 'Deny', NotAction: 'iam:*', NotResource: ['x', 'y'] }) };
    const found = await factsOf({ inline, managed }).ask(identityStatements, { role: ROLE });
    expect(found.match({ known: (it) => it, absent: () => [], unknown: () => [] })).toEqual([
      {
        policy: 'read',
        effect: 'Allow',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [SECRET],
        conditional: true,
      },
      {
        policy: arn,
        effect: 'Deny',
        actions: [],
        notActions: ['iam:*'],
        resources: [],
        notResources: ['x', 'y'],
        conditional: false,
      },
    ]);
  });

  test('unknown where one policy could not be read, absent where there is no role', async () => {
    const state = (seen: Seen) =>
      factsOf(seen)
        .ask(identityStatements, { role: ROLE })
        .then((fact) =>
          fact.match({ known: () => 'known', absent: () => 'absent', unknown: ([why]) => why?.unlockedBy }),
        );
    expect(await state({ inline: null })).toBe('iam:ListRolePolicies');
    expect(await state({ managed: { 'arn:aws:iam::111122223333:policy/own': null } })).toBe(
      'iam:GetPolicyVersion',
    );
    expect(await state({ role: null })).toBe('absent');
  });
});
