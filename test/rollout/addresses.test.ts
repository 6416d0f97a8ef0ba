import { expect, test } from 'vitest';
import { holdings } from '../../src/rollout/addresses.ts';

test('holders are counted by type of interface, secondary addresses and delegated prefixes too', () => {
  const address = { PrivateIpAddress: '10.0.0.9' };
  expect(
    holdings([
      { InterfaceType: 'nat_gateway', PrivateIpAddresses: [address] },
      { InterfaceType: 'interface', PrivateIpAddresses: [address, address] },
      {
        InterfaceType: 'interface',
        PrivateIpAddresses: [address],
        Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.16/28' }],
      },
    ]),
  ).toEqual([
    { type: 'interface', interfaces: 2, addresses: 19 },
    { type: 'nat_gateway', interfaces: 1, addresses: 1 },
  ]);
});
