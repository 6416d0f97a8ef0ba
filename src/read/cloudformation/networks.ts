import { isOpaque, shown, whyOpaque } from '../../fact/opaque.ts';
import { computed, malformed, placeName } from './arguments.ts';
import { blocksWithin } from './cidr.ts';
import { below, Open } from './placed.ts';
import type { IntrinsicFunction } from './scope.ts';
import { textOf } from './texts.ts';

/** The names of a region's Availability Zones: how many there are and what they are called depends on the account. */
const getAzs: IntrinsicFunction = (scope, argument, at) => {
  const { value } = scope.resolve(argument, at);
  const asked = textOf(value, () => placeName(scope, at)) ?? '';
  const own = scope.stack.deploy.whereabouts.region;
  const label = asked === '' || asked === own ? 'AZ' : `AZ of ${shown(asked)}`;
  return computed(
    at,
    'Fn::GetAZs',
    new Open(label, 'the Availability Zones of the account are not known', '--live', true),
  );
};

const cidr: IntrinsicFunction = (scope, argument, at) => {
  const expected = 'expected an address block, a count and the bits of a subnet';
  if (!Array.isArray(argument) || argument.length !== 3) return malformed('Fn::Cidr', expected);
  const [block, count, bits] = argument.map((part: unknown, index) =>
    textOf(scope.resolve(part, below(at, index)).value, () => placeName(scope, below(at, index))),
  );
  if (block === undefined || count === undefined || bits === undefined)
    return malformed('Fn::Cidr', expected);
  if ([block, count, bits].some(isOpaque)) {
    const label = `Fn::Cidr of ${[block, count, bits].map(shown).join(' ')}`;
    const { unlockedBy } = whyOpaque(`${block} ${count} ${bits}`);
    return computed(
      at,
      'Fn::Cidr',
      new Open(label, `the address block ${shown(block)} is not known`, unlockedBy),
    );
  }
  const blocks = blocksWithin(block, Number(count), Number(bits));
  return blocks
    ? computed(at, 'Fn::Cidr', blocks)
    : malformed('Fn::Cidr', `expected ${count} subnets of ${bits} bits within ${block}`);
};

export const NETWORKS: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::GetAZs': getAzs,
  'Fn::Cidr': cidr,
};
