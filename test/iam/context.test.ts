import { describe, expect, test } from 'vitest';
import { type Call, contextOfCall } from '../../src/iam/context.ts';
import type { WayOut } from '../../src/model/way-out.ts';
import { ACCOUNT, REGION, ROLE } from './account.ts';

const call: Call = {
  by: 'agent',
  action: 'secretsmanager:GetSecretValue',
  region: REGION,
  role: { arn: ROLE, account: ACCOUNT, id: 'AROAEXAMPLE', tags: { Env: 'prod' } },
  resourceAccount: ACCOUNT,
  given: {},
};
const forwarded: Call = {
  ...call,
  action: 'kms:Decrypt',
  given: { 'kms:ViaService': 'ssm.eu-west-1.amazonaws.com' },
};

function of(key: string, more: Partial<Call> = {}) {
  return contextOfCall({ ...call, ...more }).of(key);
}
const single = (value: string) => ({ state: 'known', values: [value], multivalued: false });

/** Availability: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
describe('context keys of a call', () => {
  test.each([
    ['aws:PrincipalArn', ROLE],
    ['aws:principalaccount', ACCOUNT],
    ['aws:PrincipalType', 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ['aws:SecureTransport', 'true'],
    ['aws:RequestedRegion', REGION],
    ['aws:ViaAWSService', 'false'],
    ['aws:ResourceAccount', ACCOUNT],
    ['aws:PrincipalTag/env', 'prod'],
  ])('%s is known', (key, value) => expect(of(key)).toMatchObject(single(value)));

  test.each([
    'aws:username',
    'aws:MultiFactorAuthAge',
    'sts:ExternalId',
    'aws:Referer',
    'aws:FederatedProvider',
    'aws:PrincipalServiceName',
    'aws:CalledVia',
    'aws:SourceArn',
    'aws:SourceAccount',
    'aws:PrincipalTag/other',
    'aws:TagKeys',
    'aws:RequestTag/x',
  ])('%s is absent, with a reason', (key) => {
    expect(of(key)).toEqual({ state: 'absent', because: expect.stringMatching(/\w/) });
  });

  test.each([
    'aws:PrincipalOrgID',
    'aws:ResourceOrgID',
    'aws:SourceIdentity',
    'aws:Ec2InstanceSourceVpc',
    'no:such-key',
  ])('%s is unknown', (key) => expect(of(key)).toMatchObject({ state: 'unknown' }));

  test.each([
    'aws:TokenIssueTime',
    'aws:CurrentTime',
    'aws:EpochTime',
    'aws:UserAgent',
    'secretsmanager:SecretId',
  ])('%s is there, its value unknown', (key) => expect(of(key)).toEqual({ state: 'present' }));

  test('a session of a service never came by MFA', () => {
    expect(of('aws:MultiFactorAuthPresent')).toEqual({
      state: 'one-of',
      values: ['false'],
      mayBeAbsent: true,
    });
  });

  test('the session of the role has a name that nobody knows', () => {
    expect(of('aws:userid')).toEqual({ state: 'pattern', text: 'AROAEXAMPLE:*' });
  });

  test('tags that are not told are unknown', () => {
    expect(of('aws:PrincipalTag/env', { role: { arn: ROLE, account: ACCOUNT } })).toMatchObject({
      state: 'unknown',
    });
    expect(of('aws:ResourceTag/env')).toMatchObject({ state: 'unknown' });
    expect(of('aws:ResourceTag/env', { given: { 'aws:ResourceTag/x': 'y' } })).toMatchObject({
      state: 'absent',
    });
  });

  test('what is told of the request comes first', () => {
    expect(of('aws:SourceVpce', { given: { 'aws:sourcevpce': 'vpce-9' } })).toMatchObject(single('vpce-9'));
  });
});

describe('context keys by the way out', () => {
  const endpoint: WayOut = { via: 'interface-endpoint', vpc: 'vpc-1', endpoint: { id: 'vpce-1' } };
  const nat: WayOut = { via: 'nat', vpc: 'vpc-1', addresses: ['203.0.113.9', '203.0.113.10'] };
  const rows: readonly (readonly [string, WayOut | undefined, readonly object[]])[] = [
    [
      'an interface endpoint',
      endpoint,
      [single('vpce-1'), single('vpc-1'), { state: 'present' }, { state: 'absent' }],
    ],
    [
      'a gateway endpoint',
      { ...endpoint, via: 'gateway-endpoint' },
      [single('vpce-1'), single('vpc-1'), { state: 'present' }, { state: 'absent' }],
    ],
    [
      'NAT',
      nat,
      [
        { state: 'absent' },
        { state: 'absent' },
        { state: 'absent' },
        { state: 'one-of', values: nat.addresses },
      ],
    ],
    [
      'an internet gateway',
      { via: 'internet-gateway' },
      [{ state: 'absent' }, { state: 'absent' }, { state: 'absent' }, { state: 'present' }],
    ],
    [
      'a way that nobody knows',
      undefined,
      [{ state: 'unknown' }, { state: 'unknown' }, { state: 'unknown' }, { state: 'unknown' }],
    ],
  ];

  test.each(rows)('%s', (_, wayOut, expected) => {
    const keys = ['aws:SourceVpce', 'aws:SourceVpc', 'aws:VpcSourceIp', 'aws:SourceIp'];
    const found = keys.map((key) => of(key, wayOut ? { wayOut } : {}));
    expect(found).toMatchObject(expected);
  });

  test('of a call that a service forwards, nothing is known', () => {
    for (const key of ['aws:SourceVpce', 'aws:SourceIp', 'aws:SourceVpc', 'aws:CalledVia', 'aws:SourceArn']) {
      expect(of(key, { ...forwarded, wayOut: endpoint })).toMatchObject({ state: 'unknown' });
    }
  });
});

describe('context keys of KMS', () => {
  test('a call that a service forwards', () => {
    expect(of('aws:ViaAWSService', forwarded)).toMatchObject(single('true'));
    expect(of('kms:CallerAccount', forwarded)).toMatchObject(single(ACCOUNT));
    expect(of('kms:EncryptionContext:PARAMETER_ARN', forwarded)).toEqual({ state: 'present' });
    expect(of('kms:EncryptionContext:SecretARN', forwarded)).toMatchObject({ state: 'absent' });
    expect(of('kms:EncryptionContextKeys', forwarded)).toEqual({
      state: 'known',
      values: ['PARAMETER_ARN'],
      multivalued: true,
    });
  });

  test('the agent never calls KMS itself, a container does', () => {
    const direct = { action: 'kms:Decrypt', given: {} };
    expect(of('kms:ViaService', direct)).toMatchObject({ state: 'unknown' });
    expect(of('kms:ViaService', { ...direct, by: 'task' })).toMatchObject({ state: 'absent' });
    expect(of('kms:EncryptionContext:x', { ...direct, by: 'task' })).toMatchObject({ state: 'unknown' });
  });
});
