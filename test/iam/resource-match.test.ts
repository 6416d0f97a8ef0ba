import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../src/iam/context-value.ts';
import { ALLOW_ALL, outcome, policy, SECRET, type World } from './world.ts';

const logStream = 'arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app:log-stream:web/web/*';

function resource(pattern: string, world: World = {}) {
  return outcome(world, { identity: [policy({ Effect: 'Allow', Action: '*', Resource: pattern })] });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
describe('the Resource element', () => {
  test.each([
    ['*', 'allowed'],
    ['**', 'allowed'],
    ['arn:aws:secretsmanager:*:*:*', 'allowed'],
    ['arn:*:secretsmanager:*:*:secret:*', 'allowed'],
    ['arn:aws:secretsmanager:eu-west-?:111122223333:secret:prod/db-AbCdEf', 'allowed'],
    ['arn:aws:secretsmanager:eu-west-1::secret:prod/db-AbCdEf', 'implicitDeny'],
    ['arn:aws-cn:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf', 'implicitDeny'],
    // "AWS automatically completes the ARN by adding wildcard characters (*) to all missing fields."
    ['arn:aws:secretsmanager:*', 'allowed'],
    ['arn:aws:secretsmanager', 'allowed'],
    ['arn:aws:secretsmanager:eu-west-1', 'allowed'],
    ['arn:aws:secretsmanager:eu-west-1:111122223333', 'allowed'],
    ['arn:aws:secretsmanager:eu-west-1:*', 'allowed'],
    ['arn:aws:secretsmanager:eu-west-2', 'implicitDeny'],
    ['arn:aws:secrets', 'implicitDeny'],
    ['arn:aws:s3:*', 'implicitDeny'],
    ['secretsmanager', 'implicitDeny'],
    // "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries."
    ['arn:aws:secretsmanager:*:secret:prod/db-AbCdEf', 'unknown'],
    ['arn:aws:SECRETSMANAGER:eu-west-1:111122223333:secret:prod/db-AbCdEf', 'unknown'],
    ['prod/db-AbCdEf', 'implicitDeny'],
  ])('%s: %s', (pattern, expected) => expect(resource(pattern)).toBe(expected));

  test.each([
    ['*', 'allowed'],
    ['arn:aws:ecr:*:*:*', 'implicitDeny'],
    ['arn:*', 'implicitDeny'],
  ])('an action without a resource is allowed on * alone: %s', (pattern, expected) => {
    expect(resource(pattern, { action: 'ecr:GetAuthorizationToken', resource: '*' })).toBe(expected);
  });

  test.each([
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app:*', 'allowed'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app:log-stream:web/*', 'allowed'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app:log-stream:web/web/0f1e', 'unknown'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app:log-stream:*/0f1e', 'unknown'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app:log-stream:api/*', 'implicitDeny'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app', 'implicitDeny'],
  ])('a part that nobody knows decides only what it is the same for: %s', (pattern, expected) => {
    expect(resource(pattern, { action: 'logs:PutLogEvents', resource: logStream })).toBe(expected);
  });

  test('a Deny on one value of a part that nobody knows is not certain', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: `${logStream.slice(0, -1)}0f1e` };
    const world = { action: 'logs:PutLogEvents', resource: logStream };
    expect(outcome(world, { identity: [policy(ALLOW_ALL, deny)] })).toBe('unknown');
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
describe('an ARN of which parts are missing', () => {
  const incomplete = { Effect: 'Deny', Action: '*', Resource: 'arn:aws:secretsmanager' };

  test('denies in an identity policy and in a boundary', () => {
    expect(outcome({}, { identity: [policy(ALLOW_ALL, incomplete)] })).toBe('explicitDeny');
    const boundary = policy(ALLOW_ALL, incomplete);
    expect(outcome({}, { identity: [policy(ALLOW_ALL)], boundary })).toBe('explicitDeny');
  });

  test('excludes by NotResource', () => {
    const allBut = { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:secretsmanager' };
    expect(outcome({}, { identity: [policy(allBut)] })).toBe('implicitDeny');
  });

  test('is documented for identity policies alone', () => {
    const identity = [policy(ALLOW_ALL)];
    expect(outcome({}, { identity, serviceControl: [[policy(ALLOW_ALL, incomplete)]] })).toBe('unknown');
    const resource = policy({ ...incomplete, Principal: '*' });
    expect(outcome({}, { identity, resource })).toBe('unknown');
    expect(outcome({}, { identity, session: policy({ ...incomplete, Effect: 'Allow' }) })).toBe('unknown');
  });

  test('is matched everywhere where it ends in a star, which may expand beyond colons', () => {
    const starred = { ...incomplete, Resource: 'arn:aws:secretsmanager:*' };
    const identity = [policy(ALLOW_ALL)];
    expect(outcome({}, { identity, serviceControl: [[policy(ALLOW_ALL, starred)]] })).toBe('explicitDeny');
    expect(outcome({}, { identity, resource: policy({ ...starred, Principal: '*' }) })).toBe('explicitDeny');
    const other = { ...incomplete, Resource: 'arn:aws:ssm:*' };
    expect(outcome({}, { identity, serviceControl: [[policy(ALLOW_ALL, other)]] })).toBe('allowed');
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
describe('variables in the Resource element', () => {
  const tagged = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:${aws:PrincipalTag/env}/db-??????';

  test.each([
    ['prod', 'allowed'],
    ['dev', 'implicitDeny'],
    ['*', 'implicitDeny'],
    [UNKNOWN, 'unknown'],
    [['prod'], 'implicitDeny'],
  ] as const)('the tag %s: %s', (value, expected) => {
    expect(resource(tagged, { context: { 'aws:PrincipalTag/env': value } })).toBe(expected);
  });

  test('no value of an unknown variable makes another resource match', () => {
    const other = tagged.replace('/db-', '/other-');
    expect(resource(other, { context: { 'aws:PrincipalTag/env': UNKNOWN } })).toBe('implicitDeny');
  });

  test('before the fifth colon they are documented not to be filled in', () => {
    const inAccount = 'arn:aws:secretsmanager:eu-west-1:${aws:PrincipalAccount}:secret:*';
    const context = { 'aws:PrincipalAccount': '111122223333' };
    expect(resource(inAccount, { context })).toBe('implicitDeny');
    // Sometimes they are: no Deny is taken to have no effect because of that, and no exception from an Allow.
    const deny = { Effect: 'Deny', Action: '*', Resource: inAccount };
    expect(outcome({ context }, { identity: [policy(ALLOW_ALL, deny)] })).toBe('unknown');
    const allBut = { Effect: 'Allow', Action: '*', NotResource: inAccount };
    expect(outcome({ context }, { identity: [policy(allBut)] })).toBe('unknown');
  });

  test('NotResource with a variable without a value excludes nothing for certain', () => {
    const statement = { Effect: 'Allow', Action: '*', NotResource: tagged };
    expect(outcome({}, { identity: [policy(statement)] })).toBe('unknown');
    const deny = { Effect: 'Deny', Action: '*', NotResource: tagged };
    expect(outcome({}, { identity: [policy(ALLOW_ALL, deny)] })).toBe('explicitDeny');
  });
});

describe('the Action element', () => {
  test.each([
    ['*', 'allowed'],
    ['*:*', 'allowed'],
    ['SECRETSMANAGER:get*VALUE', 'allowed'],
    ['secretsmanager:GetSecretValu', 'implicitDeny'],
    ['secretsmanager:GetSecretValue ', 'implicitDeny'],
    ['secrets*:GetSecretValue', 'unknown'],
    ['ssm:*', 'implicitDeny'],
  ])('%s: %s', (action, expected) => {
    expect(outcome({}, { identity: [policy({ Effect: 'Allow', Action: action, Resource: SECRET })] })).toBe(
      expected,
    );
  });
});
