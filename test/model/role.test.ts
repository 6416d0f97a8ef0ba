import { expect, test } from 'vitest';
import { sameRole } from '../../src/model/role.ts';

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
])('%s and %s are one role: %s', (a, b, same) => {
  expect(sameRole(a, b)).toBe(same);
  expect(sameRole(b, a)).toBe(same);
});
