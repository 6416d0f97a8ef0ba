import { describe, expect, test } from 'vitest';
import { PRESENT, UNKNOWN } from '../../src/iam/context-value.ts';
import { holds, type Keys } from './world.ts';

type Row = readonly [condition: unknown, context: Keys, expected: boolean | 'unknown'];

function table(name: string, rows: readonly Row[]) {
  test.each(rows.map((row) => [JSON.stringify(row[0]), JSON.stringify(row[1]), row] as const))(
    `${name}: %s with %s`,
    (_, __, [condition, context, expected]) => expect(holds(condition, context)).toBe(expected),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
describe('condition operators', () => {
  table('text', [
    [{ StringEquals: { 'aws:PrincipalTag/t': 'a*' } }, { 'aws:PrincipalTag/t': 'ab' }, false],
    [{ StringEquals: { 'aws:PrincipalTag/t': 'a*' } }, { 'aws:PrincipalTag/t': 'a*' }, true],
    [{ StringLike: { 'aws:PrincipalTag/t': 'a*' } }, { 'aws:PrincipalTag/t': 'ab' }, true],
    [{ StringLike: { 'aws:PrincipalTag/t': '' } }, { 'aws:PrincipalTag/t': '' }, true],
    [{ StringLike: { 'aws:PrincipalTag/t': '*a*b*' } }, { 'aws:PrincipalTag/t': 'xxayyb' }, true],
    [{ StringLike: { 'aws:PrincipalTag/t': '*a*b' } }, { 'aws:PrincipalTag/t': 'abab' }, true],
    [{ StringLike: { 'aws:PrincipalTag/t': 'A*' } }, { 'aws:PrincipalTag/t': 'ab' }, false],
    [{ StringEqualsIgnoreCase: { 'aws:PrincipalTag/t': 'ÄB' } }, { 'aws:PrincipalTag/t': 'äb' }, true],
    [{ StringNotEqualsIgnoreCase: { 'aws:PrincipalTag/t': 'AB' } }, { 'aws:PrincipalTag/t': 'ab' }, false],
    [{ stringequals: { 'AWS:principaltag/T': 'a' } }, { 'aws:PrincipalTag/t': 'a' }, true],
    [{ StringEquals: { 'aws:PrincipalTag/t': 5 } }, { 'aws:PrincipalTag/t': '5' }, true],
  ]);

  table('no value in the policy', [
    [{ StringEquals: { 'aws:PrincipalTag/t': [] } }, { 'aws:PrincipalTag/t': 'a' }, false],
    [{ StringNotEquals: { 'aws:PrincipalTag/t': [] } }, { 'aws:PrincipalTag/t': 'a' }, 'unknown'],
    [{ StringEquals: {} }, {}, true],
  ]);

  table('numbers', [
    [{ NumericLessThan: { 's3:max-keys': 10 } }, { 's3:max-keys': '9.5' }, true],
    [{ NumericEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '1e1' }, true],
    [{ NumericLessThan: { 's3:max-keys': 'ten' } }, { 's3:max-keys': '9' }, false],
    [{ NumericNotEquals: { 's3:max-keys': 'ten' } }, { 's3:max-keys': '9' }, 'unknown'],
    [{ NumericLessThan: { 's3:max-keys': '10' } }, { 's3:max-keys': 'nine' }, false],
    [{ NumericLessThan: { 's3:max-keys': ['1', '10'] } }, { 's3:max-keys': '9' }, true],
    [{ NumericGreaterThanEquals: { 's3:max-keys': '-1' } }, { 's3:max-keys': '-1' }, true],
    [{ NumericLessThan: { 's3:max-keys': '10' } }, { 's3:max-keys': '' }, false],
  ]);

  table('dates', [
    [{ DateLessThan: { 'aws:CurrentTime': '2026' } }, { 'aws:CurrentTime': '2025-12-31T23:59:59Z' }, true],
    [
      { DateEquals: { 'aws:CurrentTime': '2026-01-01' } },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      true,
    ],
    [
      { DateEquals: { 'aws:CurrentTime': '2026-01-01T01:00:00+01:00' } },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      true,
    ],
    // The same moment in seconds and as text.
    [{ DateEquals: { 'aws:EpochTime': '2016-06-30T19:42:23Z' } }, { 'aws:EpochTime': '1467315743' }, true],
    [
      { DateGreaterThan: { 'aws:CurrentTime': 'tomorrow' } },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      false,
    ],
    [
      { DateNotEquals: { 'aws:CurrentTime': 'tomorrow' } },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      'unknown',
    ],
    [{ DateEquals: { 'aws:CurrentTime': '2026-02-30' } }, { 'aws:CurrentTime': '2026-02-30' }, false],
  ]);

  table('truths', [
    [{ Bool: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': 'true' }, true],
    [{ Bool: { 'aws:SecureTransport': 'True' } }, { 'aws:SecureTransport': 'true' }, 'unknown'],
    [{ Bool: { 'aws:SecureTransport': 'yes' } }, { 'aws:SecureTransport': 'true' }, false],
    [{ Bool: { 'aws:SecureTransport': ['true', 'false'] } }, { 'aws:SecureTransport': 'false' }, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, {}, false],
  ]);

  table('addresses', [
    [{ IpAddress: { 'aws:SourceIp': '10.1.2.3/8' } }, { 'aws:SourceIp': '10.200.0.1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': '203.0.113.9' }, true],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': '2001:db8::1' }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:SourceIp': '2001:db8::1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '2001:DB8::/32' } }, { 'aws:SourceIp': '2001:db8:0:0:ffff::1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '::ffff:203.0.113.9' }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/33' } }, { 'aws:SourceIp': '203.0.113.9' }, false],
    [{ NotIpAddress: { 'aws:SourceIp': 'nonsense' } }, { 'aws:SourceIp': '203.0.113.9' }, 'unknown'],
    [{ IpAddress: { 'aws:SourceIp': '1.2.3.256' } }, { 'aws:SourceIp': '1.2.3.256' }, false],
  ]);

  const topic = 'arn:aws:sns:eu-west-1:111122223333:orders:sub/1';
  table('ARNs', [
    [
      { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:orders:*' } },
      { 'aws:SourceArn': topic },
      true,
    ],
    // "The first asterisk matches only us-east-2 and fails on 999999999999:store/abc:".
    [
      { ArnLike: { 'aws:SourceArn': 'arn:aws:someservice:*:111122223333:finance/*' } },
      {
        'aws:SourceArn':
          'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
      },
      false,
    ],
    [
      { StringLike: { 'aws:SourceArn': 'arn:aws:someservice:*:111122223333:finance/*' } },
      {
        'aws:SourceArn':
          'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
      },
      true,
    ],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }, { 'aws:SourceArn': topic }, true],
    [{ ArnNotEquals: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }, { 'aws:SourceArn': topic }, false],
    [
      { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:ORDERS*' } },
      { 'aws:SourceArn': topic },
      false,
    ],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:sqs:*:*:*' } }, { 'aws:SourceArn': 'no ARN' }, false],
  ]);

  table('sets', [
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': ['a'] }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': [] }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': [] }, false],
    [{ 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': ['a'] } }, {}, true],
    [{ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a', 'b'] }, false],
    [{ 'ForAnyValue:StringNotLike': { 'aws:TagKeys': ['a*'] } }, { 'aws:TagKeys': ['ab', 'c'] }, true],
    [{ 'foranyvalue:stringlike': { 'aws:TagKeys': 'a*' } }, { 'aws:TagKeys': 'ab' }, true],
    // "Multivalued context keys require a condition set operator."
    [{ StringEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['a', 'b'] }, false],
    [{ StringEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['b', 'c'] }, false],
    [{ StringEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['a'] }, false],
    [{ StringNotEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['b'] }, false],
    [{ StringNotEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': [] }, true],
    [{ Null: { 'aws:TagKeys': 'false' } }, { 'aws:TagKeys': ['a'] }, true],
  ]);

  test('a Deny that lacks a set operator is not taken to have no effect', () => {
    const tags = { 'aws:TagKeys': ['a'] };
    expect(holds({ StringEquals: { 'aws:TagKeys': 'a' } }, tags, 'Deny')).toBe('unknown');
    expect(holds({ StringEquals: { 'aws:TagKeys': 'b' } }, tags, 'Deny')).toBe(false);
    expect(holds({ StringNotEquals: { 'aws:TagKeys': 'b' } }, tags, 'Deny')).toBe('unknown');
  });

  table('presence', [
    [{ Null: { 'aws:TokenIssueTime': true } }, {}, true],
    [{ Null: { 'aws:TokenIssueTime': 'false' } }, { 'aws:TokenIssueTime': '2026' }, true],
    [{ Null: { 'aws:TokenIssueTime': ['true', 'false'] } }, { 'aws:TokenIssueTime': UNKNOWN }, true],
    [{ Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': UNKNOWN }, 'unknown'],
    [{ Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': PRESENT }, false],
    [{ NullIfExists: { 'aws:TokenIssueTime': 'true' } }, {}, 'unknown'],
  ]);

  const vpce = 'aws:SourceVpce';
  table('what is not known', [
    [{ StringLike: { [vpce]: '*' } }, { [vpce]: PRESENT }, true],
    [{ StringNotLike: { [vpce]: '*' } }, { [vpce]: PRESENT }, false],
    [{ StringLike: { [vpce]: '*' } }, { [vpce]: UNKNOWN }, 'unknown'],
    [{ StringLikeIfExists: { [vpce]: '*' } }, { [vpce]: UNKNOWN }, true],
    [
      { StringEquals: { [vpce]: 'vpce-1' } },
      { [vpce]: { state: 'one-of', values: ['vpce-1', 'vpce-2'] } },
      'unknown',
    ],
    [
      { StringEquals: { [vpce]: ['vpce-1', 'vpce-2'] } },
      { [vpce]: { state: 'one-of', values: ['vpce-1', 'vpce-2'] } },
      true,
    ],
    [
      { Bool: { [vpce]: 'true' } },
      { [vpce]: { state: 'one-of', values: ['false'], mayBeAbsent: true } },
      false,
    ],
    [{ StringLike: { [vpce]: 'vpce-a*' } }, { [vpce]: { state: 'pattern', text: 'vpce-ab*' } }, true],
    [{ StringLike: { [vpce]: 'vpce-b*' } }, { [vpce]: { state: 'pattern', text: 'vpce-ab*' } }, false],
    [{ StringEquals: { [vpce]: 'vpce-abc' } }, { [vpce]: { state: 'pattern', text: 'vpce-ab*' } }, 'unknown'],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': PRESENT }, 'unknown'],
    [{ StringFuzzy: { [vpce]: 'x' } }, { [vpce]: 'x' }, 'unknown'],
    [{ StringFuzzy: { [vpce]: 'x' }, StringEquals: { [vpce]: 'y' } }, { [vpce]: 'x' }, false],
    [{ BinaryEquals: { key: 'QmluYXJ5' } }, { key: 'text' }, false],
    [{ BinaryEquals: { key: 'QmluYXJ5' } }, { key: 'Binary' }, 'unknown'],
  ]);
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
describe('policy variables in conditions', () => {
  const team = { 'aws:PrincipalTag/team': 'a' };
  table('filled in', [
    [
      { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
      { ...team, 'aws:ResourceTag/team': 'a' },
      true,
    ],
    [
      { StringEquals: { 'aws:ResourceTag/team': '${AWS:principaltag/TEAM}' } },
      { ...team, 'aws:ResourceTag/team': 'a' },
      true,
    ],
    [
      { StringEquals: { 's3:prefix': 'home/${aws:username}/*${?}${*}${$}${}?' } },
      { 's3:prefix': 'home/roger/*?*$${}?', 'aws:username': 'roger' },
      true,
    ],
    [{ StringLike: { 's3:prefix': '${}*' } }, { 's3:prefix': 'anything' }, false],
    [{ StringLike: { 's3:prefix': '${*}x${?}${$}' } }, { 's3:prefix': '*x?$' }, true],
    [{ StringLike: { 's3:prefix': '${*}' } }, { 's3:prefix': 'anything' }, false],
    [
      { StringEquals: { 'aws:ResourceTag/team': "${aws:PrincipalTag/team, 'none'}" } },
      { 'aws:ResourceTag/team': 'none' },
      true,
    ],
    [
      { StringEquals: { 'aws:ResourceTag/team': "${aws:PrincipalTag/team, 'none'}" } },
      { ...team, 'aws:ResourceTag/team': 'none' },
      false,
    ],
    // "Operators like StringEquals or StringLike do not match", "inverted condition operators do match against a null value".
    [
      { StringNotEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
      { 'aws:ResourceTag/team': 'a' },
      true,
    ],
    [
      { StringLike: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}*' } },
      { 'aws:ResourceTag/team': 'a' },
      false,
    ],
    [
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/*' } },
      { 'aws:PrincipalAccount': '111122223333', 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/app' },
      true,
    ],
    // A variable is text to every other operator.
    [
      { NumericEquals: { 's3:max-keys': '${aws:PrincipalTag/n}' } },
      { 's3:max-keys': '5', 'aws:PrincipalTag/n': '5' },
      false,
    ],
  ]);
});

describe('what is of the wrong type', () => {
  test('does not make a Deny ineffective for certain', () => {
    const condition = { NumericLessThan: { 's3:max-keys': 'ten' } };
    expect(holds(condition, { 's3:max-keys': '9' }, 'Deny')).toBe('unknown');
  });

  test('an unknown operator makes a Deny unknown', () => {
    expect(holds({ StringFuzzy: { 'aws:SourceVpce': 'x' } }, {}, 'Deny')).toBe('unknown');
  });
});
