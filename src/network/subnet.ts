import { valueOr } from '../fact/fact.ts';
import type { SubnetShape } from '../fact/kinds/ec2.ts';
import { isOpaque } from '../fact/opaque.ts';
import { type Range, rangesOf } from './address-ranges.ts';
import type { World } from './world.ts';

/**
 * The addresses of a subnet, of both families; where only the deploy tells its block, all those that it may have, so that what
 * holds for all of them holds for the subnet, and what holds for none does not.
 */
export function subnetRanges(world: World, subnet: SubnetShape): readonly Range[] {
  const { CidrBlock = '', Ipv6CidrBlockAssociationSet = [] } = subnet;
  const associated = Ipv6CidrBlockAssociationSet.filter(
    ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated',
  );
  const six = associated.map(({ Ipv6CidrBlock = '' }) => Ipv6CidrBlock);
  return rangesOf([
    ...(isOpaque(CidrBlock) ? vpcBlocks(world) : [CidrBlock]),
    ...(six.some(isOpaque) ? ['::/0'] : six),
  ]);
}

/** The IPv4 blocks of the VPC; everything where one is not known. */
function vpcBlocks({ vpc }: World): readonly string[] {
  const shape = valueOr(vpc, undefined);
  const all = [shape?.CidrBlock, ...(shape?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock)];
  const blocks = all.filter((block) => block !== undefined);
  return blocks.length === 0 || blocks.some(isOpaque) ? ['0.0.0.0/0'] : blocks;
}
