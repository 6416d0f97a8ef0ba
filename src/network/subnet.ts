import type { SubnetShape } from '../fact/kinds/ec2.ts';
import { type Range, rangesOf } from './address-ranges.ts';

/** The addresses of a subnet, of both families. */
export function subnetRanges({ CidrBlock, Ipv6CidrBlockAssociationSet = [] }: SubnetShape): readonly Range[] {
  const associated = Ipv6CidrBlockAssociationSet.filter(
    ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated',
  );
  return rangesOf([CidrBlock, ...associated.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)]);
}
