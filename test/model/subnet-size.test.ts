import { expect, test } from 'vitest';
import { prefixFor, prefixOf, usableAddresses } from '../../src/model/subnet-size.ts';

// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html: the smallest subnet is a /28, the largest a /16
test.each([
  [28, 11],
  [27, 27],
  [24, 251],
  [20, 4091],
  [16, 65531],
])('a /%i has %i usable addresses', (prefix, usable) => {
  expect(usableAddresses(prefix)).toBe(usable);
  expect(prefixFor(usable)).toBe(prefix);
  expect(prefixFor(usable + 1)).toBe(prefix - 1);
});

test.each([
  ['10.0.1.0/24', 24],
  ['10.0.0.0/33', undefined],
  ['2001:db8::/64', undefined],
  ['10.0.1.0', undefined],
])('the prefix of %s', (cidr, prefix) => expect(prefixOf(cidr)).toBe(prefix));
