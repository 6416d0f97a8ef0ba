import { expect, test } from 'vitest';
import { valueOr } from '../../src/fact/fact.ts';
import { opaqueName } from '../../src/fact/opaque.ts';
import { sameRole } from '../../src/model/role.ts';

const mine = opaqueName('AWS::AccountId');
const task = opaqueName('TaskRole');

const arn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

test.each([
  [arn('123456789012', 'orders'), arn('123456789012', 'orders'), true],
  [arn('123456789012', 'orders'), 'orders', true],
  ['orders', arn('123456789012', 'service/orders'), true],
  ['/service/orders', arn('123456789012', 'service/orders'), true],
  ['orders', 'orders', true],
  ['orders', 'orders-task', false],
  [arn('123456789012', 'orders'), 'orders-task', false],
  [arn('111122223333', 'orders'), arn('444455556666', 'orders'), false],
  [arn(mine, task), arn(mine, task), true],
  [arn(mine, task), task, true],
  [arn(mine, task), arn(mine, opaqueName('ExecutionRole')), false],
  [arn(mine, 'orders'), arn('444455556666', 'orders'), 'unknown'],
  [arn(mine, 'orders'), arn('444455556666', 'billing'), false],
  [arn(mine, task), 'orders', 'unknown'],
])('%s and %s are one role: %s', (a, b, same) => {
  expect(valueOr(sameRole(a, b), 'unknown')).toBe(same);
  expect(valueOr(sameRole(b, a), 'unknown')).toBe(same);
});
