import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../src/iam/context-value.ts';
import { unreadable } from '../../src/iam/document.ts';
import { decide } from '../../src/iam/precision.ts';
import type { Principal } from '../../src/iam/principal.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  type Keys,
  outcome,
  policy,
  ROLE,
  ROLE_PRINCIPAL,
  request,
  SESSION,
} from './world.ts';

const everything = policy(ALLOW_ALL);
const nothing = policy({ Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' });
const to = (principal: unknown, more: object = {}) => policy({ ...ALLOW_ALL, Principal: principal, ...more });
const hidden = unreadable('it', []);
const elsewhere = { resourceAccount: '444455556666' };

describe('who a resource policy is about', () => {
  test.each([
    ['everybody', '*', 'allowed'],
    ['everybody, the other way', { AWS: '*' }, 'allowed'],
    ['the role', { AWS: ROLE }, 'allowed'],
    ['the session', { AWS: [SESSION] }, 'allowed'],
    ['the account', { AWS: ACCOUNT }, 'implicitDeny'],
    ['its root', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'implicitDeny'],
    ['a role of that name elsewhere', { AWS: 'arn:aws:iam::444455556666:role/app' }, 'implicitDeny'],
    ['a role of that name with a path', { AWS: `arn:aws:iam::${ACCOUNT}:role/x/app` }, 'implicitDeny'],
    [
      'roles by a wildcard, which is a character there',
      { AWS: `arn:aws:iam::${ACCOUNT}:role/*` },
      'implicitDeny',
    ],
    ['a service', { Service: 'ecs-tasks.amazonaws.com' }, 'implicitDeny'],
    ['a federated user', { Federated: 'cognito-identity.amazonaws.com' }, 'implicitDeny'],
    ['an id that may be that of the role', { AWS: 'AROAEXAMPLEEXAMPLE123' }, 'unknown'],
    ['a canonical user', { CanonicalUser: 'abc' }, 'implicitDeny'],
    ['nobody', { AWS: [] }, 'implicitDeny'],
  ])('%s', (_, principal, expected) => {
    expect(outcome({}, { identity: [], resource: to(principal) })).toBe(expected);
  });

  test('a statement without a principal is not understood', () => {
    expect(outcome({}, { identity: [], resource: policy(ALLOW_ALL) })).toBe('unknown');
  });

  test('a session whose name nobody knows may be the one that is named', () => {
    const principal: Principal = {
      ...ROLE_PRINCIPAL,
      type: 'role',
      arn: ROLE,
      account: ACCOUNT,
      session: 'unknown',
    };
    expect(outcome({ principal }, { identity: [], resource: to({ AWS: SESSION }) })).toBe('unknown');
    const other = `arn:aws:sts::${ACCOUNT}:assumed-role/other/x`;
    expect(outcome({ principal }, { identity: [], resource: to({ AWS: other }) })).toBe('implicitDeny');
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
describe('a permissions boundary', () => {
  const limited = { identity: [], boundary: nothing };

  test.each([
    ['limits what the role is allowed', to({ AWS: ROLE }), 'implicitDeny'],
    ['does not limit what the session is allowed', to({ AWS: SESSION }), 'allowed'],
    ['does not limit what everybody is allowed', to('*'), 'allowed'],
    [
      'does not limit what aws:PrincipalArn allows',
      to('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }),
      'allowed',
    ],
  ])('%s', (_, resource, expected) => {
    expect(outcome({ context: { 'aws:PrincipalArn': ROLE } }, { ...limited, resource })).toBe(expected);
  });

  test('allows nothing by itself', () => {
    expect(outcome({}, { identity: [], boundary: everything })).toBe('implicitDeny');
  });

  test('that could not be read leaves an allowed request open, and a denied one denied', () => {
    expect(outcome({}, { identity: [everything], boundary: hidden })).toBe('unknown');
    expect(outcome({}, { identity: [nothing], boundary: hidden })).toBe('implicitDeny');
  });

  test('does not limit what a resource policy allows a user', () => {
    const user = `arn:aws:iam::${ACCOUNT}:user/ann`;
    const principal: Principal = { type: 'user', arn: user, account: ACCOUNT };
    expect(outcome({ principal }, { ...limited, resource: to({ AWS: user }) })).toBe('allowed');
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
describe('NotPrincipal', () => {
  const deny = (notPrincipal: unknown) =>
    policy({ Effect: 'Deny', Action: '*', Resource: '*', NotPrincipal: notPrincipal });
  const root = `arn:aws:iam::${ACCOUNT}:root`;

  test.each([
    ['others', { AWS: 'arn:aws:iam::111122223333:role/other' }, 'explicitDeny'],
    ['the role alone', { AWS: ROLE }, 'unknown'],
    ['role, session and account', { AWS: [ROLE, SESSION, root] }, 'allowed'],
  ])('denies all but %s', (_, notPrincipal, expected) => {
    expect(outcome({}, { identity: [everything], resource: deny(notPrincipal) })).toBe(expected);
  });

  test('always denies whom a boundary limits', () => {
    const policies = {
      identity: [everything],
      boundary: everything,
      resource: deny({ AWS: [ROLE, SESSION, root] }),
    };
    expect(outcome({}, policies)).toBe('explicitDeny');
  });

  test('is not supported with Allow', () => {
    const resource = policy({ ...ALLOW_ALL, NotPrincipal: { AWS: 'arn:aws:iam::444455556666:root' } });
    expect(outcome({}, { identity: [], resource })).toBe('unknown');
  });
});

describe('two accounts', () => {
  test.each([
    ['both', everything, to({ AWS: ACCOUNT }), 'allowed'],
    ['the resource alone', nothing, to({ AWS: SESSION }), 'implicitDeny'],
    ['the role alone', everything, undefined, 'implicitDeny'],
    ['the role, and a policy that could not be read', everything, hidden, 'unknown'],
    ['the resource, and policies that could not be read', hidden, to('*'), 'unknown'],
    ['neither for certain', nothing, hidden, 'implicitDeny'],
  ])('must both allow: %s', (_, identity, resource, expected) => {
    const policies = { identity: [identity], ...(resource ? { resource } : {}) };
    expect(outcome(elsewhere, policies)).toBe(expected);
  });

  test('where nobody knows which one owns the resource, both answers must agree', () => {
    const unowned = { resourceAccount: undefined };
    expect(outcome(unowned, { identity: [everything] })).toBe('unknown');
    expect(outcome(unowned, { identity: [nothing] })).toBe('implicitDeny');
    expect(outcome(unowned, { identity: [everything], resource: to(ROLE_ENTRY) })).toBe('allowed');
  });
});

const ROLE_ENTRY = { AWS: ROLE };

/** https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html */
describe('a KMS key', () => {
  const decrypt = { action: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1` };
  const grant = { grantee: ROLE, operations: ['Decrypt'] };
  const closed = to({ AWS: `arn:aws:iam::${ACCOUNT}:role/admin` });

  test.each([
    ['the key policy does not trust the account', [everything], closed, 'implicitDeny', 'key'],
    [
      'it trusts the account, whose policies allow',
      [everything],
      to({ AWS: ACCOUNT }),
      'allowed',
      'identity',
    ],
    [
      'it trusts the account, whose policies do not allow',
      [nothing],
      to({ AWS: ACCOUNT }),
      'implicitDeny',
      'identity',
    ],
    ['it names the role', [], to({ AWS: ROLE }), 'allowed', 'key'],
    ['it could not be read', [everything], hidden, 'unknown', undefined],
  ])('%s', (_, identity, resource, expected, layer) => {
    const verdict = decide(request(decrypt), { identity, resource });
    expect([verdict.outcome, verdict.layer]).toEqual([expected, layer]);
  });

  test.each([
    ['kms:ListKeys', '*'],
    ['kms:CreateKey', '*'],
    ['kms:CreateAlias', `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/app`],
  ])('what is not done to a key needs no key policy: %s on %s', (action, resource) => {
    expect(outcome({ action, resource }, { identity: [everything] })).toBe('allowed');
    expect(outcome({ action, resource }, { identity: [nothing] })).toBe('implicitDeny');
  });

  test('a grant suffices, unless a boundary stands against it', () => {
    expect(decide(request(decrypt), { identity: [], resource: closed, grants: [grant] })).toMatchObject({
      outcome: 'allowed',
      layer: 'grant',
    });
    const bounded = { identity: [], resource: closed, grants: [grant], boundary: nothing };
    expect(outcome(decrypt, bounded)).toBe('unknown');
  });

  test('a grant suffices across accounts, unless it is denied', () => {
    const across = { ...decrypt, resourceAccount: '444455556666' };
    const granted = { resource: closed, grants: [grant] };
    expect(decide(request(across), { ...granted, identity: [] })).toMatchObject({
      outcome: 'allowed',
      layer: 'grant',
    });
    expect(outcome(across, { ...granted, identity: [policy(ALLOW_ALL)] })).toBe('allowed');
    expect(outcome(across, { ...granted, identity: [], boundary: nothing })).toBe('unknown');
    const other = { ...grant, grantee: 'arn:aws:iam::111122223333:role/other' };
    expect(outcome(across, { resource: closed, grants: [other], identity: [] })).toBe('implicitDeny');
    const denying = [policy({ ...ALLOW_ALL, Effect: 'Deny' })];
    expect(outcome(across, { ...granted, identity: denying })).toBe('explicitDeny');
  });

  test('a grant is bound to its encryption context, whose case counts', () => {
    const bound = { ...grant, subset: { SecretARN: 'arn:x' } };
    const asks = (context: Record<string, string>) =>
      outcome({ ...decrypt, context }, { identity: [], resource: closed, grants: [bound] });
    expect(asks({ 'kms:EncryptionContext:SecretARN': 'arn:x' })).toBe('allowed');
    expect(asks({ 'kms:EncryptionContext:SecretARN': 'ARN:X' })).toBe('implicitDeny');
    expect(asks({})).toBe('implicitDeny');
  });

  test('an exact encryption context is met by its names and no other', () => {
    const exact = { ...grant, equals: { SecretARN: 'arn:x' } };
    const given = { 'kms:EncryptionContext:SecretARN': 'arn:x' };
    const asks = (context: Keys) =>
      outcome({ ...decrypt, context }, { identity: [], resource: closed, grants: [exact] });
    expect(asks({ ...given, 'kms:EncryptionContextKeys': ['SecretARN'] })).toBe('allowed');
    expect(asks({ ...given, 'kms:EncryptionContextKeys': ['SecretARN', 'x'] })).toBe('implicitDeny');
    expect(asks({ ...given, 'kms:EncryptionContextKeys': UNKNOWN })).toBe('unknown');
    expect(asks({})).toBe('implicitDeny');
  });
});

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html */
describe('control policies', () => {
  const identity = [everything];

  test('every level must allow, and a level without a policy allows nothing', () => {
    expect(outcome({}, { identity, serviceControl: [[everything], [nothing, everything]] })).toBe('allowed');
    expect(outcome({}, { identity, serviceControl: [[everything], [nothing]] })).toBe('implicitDeny');
    expect(outcome({}, { identity, serviceControl: [[everything], []] })).toBe('implicitDeny');
  });

  test('spare service-linked roles and the management account', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;
    const principal: Principal = { type: 'role', arn, account: ACCOUNT };
    expect(outcome({ principal }, { identity, serviceControl: [[nothing]] })).toBe('allowed');
    expect(outcome({}, { identity, serviceControl: [[nothing]], spared: true })).toBe('allowed');
  });

  test('limit the session that a resource policy names', () => {
    expect(outcome({}, { identity: [], resource: to({ AWS: SESSION }), serviceControl: [[nothing]] })).toBe(
      'implicitDeny',
    );
  });

  test('of resources deny, and allow nothing', () => {
    const deny = policy({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' });
    expect(outcome({}, { identity, resourceControl: [[deny]] })).toBe('explicitDeny');
    expect(outcome({}, { identity: [], resourceControl: [[to('*')]] })).toBe('implicitDeny');
    const parameter = {
      action: 'ssm:GetParameters',
      resource: `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/p`,
    };
    expect(outcome(parameter, { identity, resourceControl: [[deny]] })).toBe('allowed');
  });
});

describe('a trust policy', () => {
  const assume = {
    principal: { type: 'service', name: 'ecs-tasks.amazonaws.com' },
    action: 'sts:AssumeRole',
    resource: ROLE,
  } as const;
  const trusting = (principal: unknown) =>
    policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });

  test.each([
    [{ Service: 'ecs-tasks.amazonaws.com' }, 'allowed'],
    [{ Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] }, 'allowed'],
    [{ Service: 'ecs.amazonaws.com' }, 'implicitDeny'],
    [{ Service: '*.amazonaws.com' }, 'implicitDeny'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'implicitDeny'],
    // "All principals"; the other is described by users and sessions alone.
    ['*', 'allowed'],
    [{ AWS: '*' }, 'unknown'],
  ])('%j: %s', (principal, expected) => {
    expect(outcome(assume, { identity: [], resource: trusting(principal) })).toBe(expected);
  });

  test('is needed by a role too, even in its own account', () => {
    const byRole = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/other` };
    expect(outcome(byRole, { identity: [everything], resource: trusting({ AWS: ACCOUNT }) })).toBe('allowed');
    expect(outcome(byRole, { identity: [everything], resource: trusting({ Service: 'x' }) })).toBe(
      'implicitDeny',
    );
  });
});

describe('an endpoint policy', () => {
  test('limits, and grants nothing', () => {
    const endpoint = (it: ReturnType<typeof policy>, gateway = false) => ({
      endpoint: { policy: it, gateway },
    });
    expect(outcome({}, { identity: [everything], ...endpoint(to('*')) })).toBe('allowed');
    expect(outcome({}, { identity: [], ...endpoint(to('*')) })).toBe('implicitDeny');
    expect(outcome({}, { identity: [everything], ...endpoint(to({ AWS: ACCOUNT })) })).toBe('allowed');
    expect(outcome({}, { identity: [everything], ...endpoint(to({ AWS: ACCOUNT }), true) })).toBe(
      'implicitDeny',
    );
    expect(outcome({}, { identity: [everything], ...endpoint(hidden) })).toBe('unknown');
  });
});

describe('keys that nobody knows', () => {
  const when = (condition: object, effect = 'Allow') => ({
    ...ALLOW_ALL,
    Effect: effect,
    Condition: condition,
  });
  const vpce = { 'aws:SourceVpce': UNKNOWN };

  test('one of two complementary statements applies', () => {
    const both = policy(
      when({ Null: { 'aws:SourceVpce': 'true' } }),
      when({ Null: { 'aws:SourceVpce': 'false' } }),
    );
    expect(outcome({ context: vpce }, { identity: [both] })).toBe('allowed');
    const equal = policy(
      when({ StringEquals: { 'aws:SourceVpce': 'a' } }),
      when({ StringNotEquals: { 'aws:SourceVpce': 'a' } }),
    );
    expect(outcome({ context: vpce }, { identity: [equal] })).toBe('allowed');
  });

  test('what no value escapes is denied, though nobody knows by which statement', () => {
    const both = policy(
      ALLOW_ALL,
      when({ StringEquals: { 'aws:SourceVpce': 'a' } }, 'Deny'),
      when({ StringNotEquals: { 'aws:SourceVpce': 'a' } }, 'Deny'),
    );
    expect(outcome({ context: vpce }, { identity: [both] })).toBe('explicitDeny');
  });

  test.each([
    ['a wildcard and its contrary', { StringLike: 'a*' }, { StringNotLike: 'a*' }, 'allowed'],
    ['any value, or none', { StringLike: '*' }, { Null: 'true' }, 'allowed'],
    ['two wildcards, which leave something out', { StringLike: 'ab*' }, { StringNotLike: 'a*' }, 'unknown'],
    ['equal, and equal but for case', { StringEquals: 'a' }, { StringNotEqualsIgnoreCase: 'a' }, 'unknown'],
    ['true, false or absent', { Bool: ['true', 'false'] }, { Null: 'true' }, 'allowed'],
    ['true or absent', { Bool: 'true' }, { Null: 'true' }, 'unknown'],
    ['a number or another', { NumericEquals: '1' }, { NumericNotEquals: '1' }, 'allowed'],
    ['a number or a lower one', { NumericEquals: '1' }, { NumericLessThan: '1' }, 'unknown'],
    [
      'one of several or one, which is not tried',
      { 'ForAnyValue:StringEquals': 'a' },
      { StringNotEquals: 'a' },
      'unknown',
    ],
    [
      'some value or none',
      { 'ForAnyValue:StringEquals': 'a' },
      { 'ForAllValues:StringNotEquals': 'a' },
      'allowed',
    ],
    ['bytes and others, which are not tried', { BinaryEquals: 'YQ==' }, { Null: 'true' }, 'unknown'],
  ])('every value there may be is tried: %s', (_, one, other, expected) => {
    const about = (test: object) =>
      when(Object.fromEntries(Object.entries(test).map(([name, it]) => [name, { 'aws:SourceVpce': it }])));
    expect(outcome({ context: vpce }, { identity: [policy(about(one), about(other))] })).toBe(expected);
  });

  test('an unknown names what would have to be known', () => {
    const { outcome: found, doubts } = decide(request({ context: vpce }), {
      identity: [policy(when({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }))],
    });
    expect(found).toBe('unknown');
    expect(doubts).toEqual([{ key: 'aws:sourcevpce', text: 'aws:SourceVpce StringEquals vpce-1' }]);
  });
});
