import { expect, test } from 'vitest';
import { opaqueName, opaqueValue } from '../../../src/fact/opaque.ts';
import { written } from '../../../src/read/terraform/writing.ts';

const account = opaqueName('AWS::AccountId', '--account');

test.each([
  ['a text without any', 'arn:aws:s3:::b', 'arn:aws:s3:::b'],
  [
    'a key, by its id',
    `arn:aws:kms:eu-west-1:${account}:key/${opaqueName('aws_kms_key.main')}`,
    'arn:aws:kms:eu-west-1:${data.aws_caller_identity.current.account_id}:key/${aws_kms_key.main.id}',
  ],
  [
    'a secret, whose id is its ARN',
    opaqueName('aws_secretsmanager_secret.db'),
    '${aws_secretsmanager_secret.db.id}',
  ],
  ['from within its module', opaqueName('module.app["a.b"].aws_kms_key.one[0]'), '${aws_kms_key.one[0].id}'],
  [
    'with a variable of IAM',
    `${account}/\${aws:username}`,
    '${data.aws_caller_identity.current.account_id}/$${aws:username}',
  ],
])('what the apply gives is a reference: %s', (_, text, expected) => {
  expect(written(text)).toBe(expected);
});

test.each([
  ['a part of a name', `web-${opaqueName('aws_secretsmanager_secret.db.Suffix')}`],
  ['a value of any form', `arn:aws:kms:${opaqueValue('data.aws_iam_policy_document.a')}`],
])('%s has no reference', (_, text) => {
  expect(written(text)).toBeUndefined();
});
