import { describe, expect, test } from 'vitest';
import { opaqueName, opaqueValue } from '../../src/fact/opaque.ts';
import { ABSENT, contextOf } from '../../src/iam/context-value.ts';
import { readPolicy } from '../../src/iam/document.ts';
import { decide } from '../../src/iam/precision.ts';
import { matchAction, matchResource, targetOf } from '../../src/iam/resource-match.ts';
import type { Setting } from '../../src/iam/setting.ts';
import { contextOfTrust } from '../../src/iam/trust-context.ts';
import { Unresolved } from '../../src/model/placeholder.ts';
import { ALLOW_ALL, holds, outcome, policy } from './world.ts';

const account = opaqueName('AWS::AccountId', '--account');
const region = opaqueName('AWS::Region', '--region');
const bucket = opaqueName('Bucket');
const other = opaqueName('Other');
const env = opaqueValue('Env', '--parameters Env=…');

const SETTING: Setting = {
  context: contextOf([], () => ABSENT),
  effect: 'Allow',
  variables: true,
  completes: true,
};

function matches(pattern: string, resource: string): boolean | 'unknown' {
  const outcome = matchResource(pattern, targetOf('s3:GetObject', resource), SETTING);
  return typeof outcome === 'boolean' ? outcome : 'unknown';
}

/** Names are one segment and two of them are two things; a value may be anything. */
describe('a resource that a template leaves open in part', () => {
  const object = `arn:aws:s3:::${bucket}/logs/a`;
  test.each<[why: string, pattern: string, resource: string, is: boolean | 'unknown']>([
    ['the same text', object, object, true],
    ['a star over the name', 'arn:aws:s3:::*/logs/a', object, true],
    ['a star behind the name', `arn:aws:s3:::${bucket}/*`, object, true],
    ['everything', '*', object, true],
    ['?* over the name, which is not empty', 'arn:aws:s3:::?*/logs/a', object, true],
    ['? over the name, which may be longer', 'arn:aws:s3:::?/logs/a', object, 'unknown'],
    ['another name', `arn:aws:s3:::${other}/*`, object, false],
    ['a name with more behind it', `arn:aws:s3:::${bucket}-x/*`, object, false],
    ['a literal that may be the name', 'arn:aws:s3:::assets/*', object, 'unknown'],
    ['a literal that may begin the name', 'arn:aws:s3:::assets*', object, 'unknown'],
    ['a literal elsewhere', 'arn:aws:s3:::assets/private/*', object, false],
    ['a name against a literal', `arn:aws:s3:::${bucket}/*`, 'arn:aws:s3:::assets/a', 'unknown'],
    ['a name is one segment', `arn:aws:s3:::${bucket}`, 'arn:aws:s3:::assets/a', false],
    ['another service', `arn:aws:sqs:${region}:${account}:*`, object, false],
    ['a bare name is no ARN', bucket, object, false],
    ['a value alone', env, object, 'unknown'],
    ['a value in it', `arn:aws:s3:::${bucket}/${env}/*`, object, 'unknown'],
    ['a value that cannot mend it', `arn:aws:s3:::${bucket}/private/${env}`, object, false],
    ['a value for the whole but its end', `${env}/private`, object, false],
    ['the same value', `arn:aws:s3:::x/${env}/*`, `arn:aws:s3:::x/${env}/a`, true],
    ['the same value before the fifth colon', `arn:aws:sqs:${env}:1:q`, `arn:aws:sqs:${env}:1:q`, true],
    ['a value before the fifth colon', `arn:aws:sqs:${env}:1:q`, 'arn:aws:sqs:eu-west-1:1:q', 'unknown'],
    ['a value in the text', 'arn:aws:s3:::x/a', `arn:aws:s3:::x/${env}`, 'unknown'],
    [
      'account and region as they are',
      `arn:aws:sqs:${region}:${account}:q`,
      `arn:aws:sqs:${region}:${account}:q`,
      true,
    ],
    ['account and region by stars', 'arn:aws:sqs:*:*:q', `arn:aws:sqs:${region}:${account}:q`, true],
    [
      'a literal region',
      `arn:aws:sqs:eu-west-1:${account}:q`,
      `arn:aws:sqs:${region}:${account}:q`,
      'unknown',
    ],
    [
      'a literal account and another queue',
      'arn:aws:sqs:*:111122223333:r',
      `arn:aws:sqs:*:${account}:q`,
      false,
    ],
    ['no account', 'arn:aws:s3:::x', `arn:aws:s3::${account}:x`, false],
  ])('%s', (_, pattern, resource, is) => {
    expect(matches(pattern, resource)).toBe(is);
  });

  test('why it is open names what is on one side alone', () => {
    const pattern = `arn:aws:sqs:eu-west-1:${account}:q`;
    const found = matchResource(
      pattern,
      targetOf('sqs:SendMessage', `arn:aws:sqs:${region}:${account}:q`),
      SETTING,
    );
    expect(found).toMatchObject({
      doubts: [
        {
          why: [
            { reason: 'unresolved', unlockedBy: '--region', detail: expect.stringContaining('AWS::Region') },
          ],
        },
      ],
    });
  });

  test('an action that is left open may be the one', () => {
    expect(matchAction(env, 's3:GetObject')).toHaveProperty('doubts');
    expect(matchAction(`sqs:${env}`, 's3:GetObject')).toBe(false);
    expect(matchAction(`s3:${env}`, 's3:GetObject')).toHaveProperty('doubts');
  });
});

const open = new Unresolved({ reason: 'unresolved', detail: 'Topic is imported' });
const READ = { action: 's3:GetObject', resource: 'arn:aws:s3:::x/a' };
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*' };

/** Kleene's logic: what is certain stays so beside what is open. */
describe('a document of which a template leaves a value open', () => {
  test.each<[why: string, statements: readonly object[], is: string]>([
    ['an open resource may be the one', [{ ...allow, Resource: open }], 'unknown'],
    ['an open resource beside the one', [{ ...allow, Resource: [open, 'arn:aws:s3:::x/*'] }], 'allowed'],
    [
      'an open resource of another action',
      [{ ...allow, Action: 'sns:Publish', Resource: open }],
      'implicitDeny',
    ],
    ['an open action', [{ ...allow, Action: [open, 'sqs:*'] }], 'unknown'],
    [
      'an open action on another resource',
      [{ ...allow, Action: open, Resource: 'arn:aws:s3:::y/*' }],
      'implicitDeny',
    ],
    ['an open exclusion', [{ Effect: 'Allow', Action: '*', NotResource: [open] }], 'unknown'],
    ['an open exclusion of actions', [{ Effect: 'Allow', NotAction: open, Resource: '*' }], 'unknown'],
    [
      'what is excluded beside it',
      [{ Effect: 'Allow', NotAction: [open, 's3:*'], Resource: '*' }],
      'implicitDeny',
    ],
    ['an open condition', [{ ...allow, Condition: open }], 'unknown'],
    ['an open operator', [{ ...allow, Condition: { StringEquals: open } }], 'unknown'],
    ['an open effect', [{ ...allow, Effect: open }], 'unknown'],
    ['an open effect elsewhere', [{ ...allow, Effect: open, Action: 'sqs:*' }], 'implicitDeny'],
    ['an open statement', [open], 'unknown'],
    ['a Deny of who knows what', [allow, { ...allow, Effect: 'Deny', Resource: open }], 'unknown'],
    ['a Deny of something else', [allow, { Effect: 'Deny', Action: 'sqs:*', Resource: open }], 'allowed'],
    [
      'a Deny beside an open Allow',
      [
        { ...allow, Resource: open },
        { ...ALLOW_ALL, Effect: 'Deny' },
      ],
      'explicitDeny',
    ],
  ])('%s', (_, statements, is) => {
    expect(outcome(READ, { identity: [policy(...statements)] })).toBe(is);
  });

  test('nothing is known of a document that is left open as a whole', () => {
    for (const text of [open, { Version: open, Statement: allow }, { Statement: open }])
      expect(outcome(READ, { identity: [readPolicy('p', text)] })).toBe('unknown');
  });

  test('values of conditions', () => {
    expect(holds({ StringEquals: { k: [open, 'a'] } }, { k: 'a' })).toBe(true);
    expect(holds({ StringEquals: { k: [open, 'a'] } }, { k: 'b' })).toBe('unknown');
    expect(holds({ StringNotEquals: { k: [open, 'a'] } }, { k: 'a' })).toBe(false);
    expect(holds({ StringNotEquals: { k: open } }, { k: 'a' })).toBe('unknown');
    expect(holds({ StringEquals: { k: open } }, {})).toBe(false);
    expect(holds({ Bool: { k: open } }, { k: 'true' })).toBe('unknown');
    expect(holds({ Null: { k: open } }, {})).toBe('unknown');
    expect(holds({ StringEquals: { k: env } }, { k: env })).toBe(true);
    expect(holds({ StringEquals: { k: bucket } }, { k: other })).toBe(false);
    expect(holds({ StringLike: { k: `${bucket}*` } }, { k: bucket })).toBe(true);
    expect(holds({ IpAddress: { k: env } }, { k: '10.0.0.1' })).toBe('unknown');
    expect(holds({ NumericLessThan: { k: '3' } }, { k: env })).toBe('unknown');
    expect(holds({ StringEquals: { k: account } }, { k: '111122223333' })).toBe('unknown');
  });
});

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html has this trust policy. */
describe('a trust policy with pseudo parameters', () => {
  const role = `arn:aws:iam::${account}:role/${opaqueName('TaskRole')}`;
  const trusts = (statement: object, where: { account?: string; region?: string } = {}) =>
    decide(
      {
        principal: { type: 'service', name: 'ecs-tasks.amazonaws.com' },
        action: 'sts:AssumeRole',
        target: targetOf('sts:AssumeRole', role),
        resourceAccount: account,
        context: contextOfTrust(where.account ?? account, where.region ?? region, 'aws'),
      },
      {
        identity: [],
        resource: policy({
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Action: 'sts:AssumeRole',
          ...statement,
        }),
      },
    ).outcome;

  test('is what ECS sends', () => {
    const Condition = {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${region}:${account}:*` },
    };
    expect(trusts({ Condition })).toBe('allowed');
    expect(trusts({})).toBe('allowed');
  });

  test('of a cluster of the template is never met', () => {
    const arn = `arn:aws:ecs:${region}:${account}:cluster/${opaqueName('Cluster')}`;
    expect(trusts({ Condition: { ArnLike: { 'aws:SourceArn': arn } } })).toBe('implicitDeny');
  });

  test('of a literal account may be met', () => {
    expect(trusts({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })).toBe('unknown');
  });

  test('trusts nobody else', () => {
    expect(trusts({ Principal: { Service: 'ecs.amazonaws.com' } })).toBe('implicitDeny');
    expect(trusts({ Principal: { AWS: account } })).toBe('implicitDeny');
    expect(trusts({ Principal: { Service: open } })).toBe('unknown');
    expect(trusts({ Principal: { AWS: open } })).toBe('implicitDeny');
    expect(trusts({ Principal: { Service: `ecs-tasks.${env}` } })).toBe('unknown');
  });
});

describe('the account of a template', () => {
  const role = `arn:aws:iam::${account}:role/${opaqueName('Role')}`;
  const principal = { type: 'role', arn: role, account, session: 'unknown' } as const;
  const mine = { ...READ, principal, resourceAccount: account };
  const grant = (who: string) => policy({ ...allow, Principal: { AWS: who } });

  test('is the same by the same name', () => {
    expect(outcome(mine, { identity: [policy(allow)] })).toBe('allowed');
    expect(outcome(mine, { identity: [], resource: grant(role) })).toBe('allowed');
    expect(outcome(mine, { identity: [], resource: grant(`arn:aws:iam::${account}:role/${other}`) })).toBe(
      'implicitDeny',
    );
    expect(
      outcome(
        { ...mine, action: 'kms:Decrypt' },
        {
          identity: [policy({ ...allow, Action: 'kms:*' })],
          resource: policy({ ...allow, Action: 'kms:*', Principal: { AWS: `arn:aws:iam::${account}:root` } }),
        },
      ),
    ).toBe('allowed');
  });

  test('may be a literal one', () => {
    const theirs = { ...mine, resourceAccount: '111122223333' };
    expect(outcome(theirs, { identity: [policy(allow)] })).toBe('unknown');
    expect(outcome(theirs, { identity: [] })).toBe('implicitDeny');
    expect(outcome(mine, { identity: [], resource: grant('arn:aws:iam::111122223333:role/app') })).toBe(
      'unknown',
    );
  });
});
