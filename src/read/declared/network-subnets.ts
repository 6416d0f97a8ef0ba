import { type Fact, map, valueOr } from '../../fact/fact.ts';
import { type SubnetShape, subnet, subnets } from '../../fact/kinds/ec2.ts';
import { isOpaque, opaqueValue } from '../../fact/opaque.ts';
import { declaredBy } from '../../model/declared-at.ts';
import { prefixOf, usableAddresses } from '../../model/subnet-size.ts';
import type { View } from '../../model/view.ts';
import { interfacesIn } from './network-interfaces.ts';
import { answered, doubts, flag, needed, word } from './network-parts.ts';
import { byVpc, declaredSubnets } from './network-scopes.ts';
import { shaped } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredListings, declaredResources } from './source.ts';

/** A subnet as it will be once it is there, with nothing in it but what the template puts there. */
function shapeOf(id: string, it: DeclaredResource, estate: Estate): Fact<SubnetShape> {
  // What these two say decides by which family tasks call at all.
  const flags = shaped<Pick<SubnetShape, 'Ipv6Native' | 'EnableDns64'>>({
    Ipv6Native: flag(it, 'Ipv6Native', false),
    EnableDns64: flag(it, 'EnableDns64', false),
  });
  return map(flags, (told) => {
    const block = told.Ipv6Native ? undefined : needed(it, 'CidrBlock');
    const prefix = block === undefined ? undefined : prefixOf(block);
    const taken = interfacesIn(estate, id).reduce(
      (sum, { PrivateIpAddresses = [] }) => sum + PrivateIpAddresses.length,
      0,
    );
    const six =
      word(it, 'Ipv6CidrBlock') ?? (told.Ipv6Native ? opaqueValue(`${it.id}.Ipv6CidrBlock`) : undefined);
    const shape = answered<SubnetShape>({
      ...told,
      SubnetId: id,
      VpcId: needed(it, 'VpcId'),
      CidrBlock: block,
      AvailabilityZone: word(it, 'AvailabilityZone'),
      AvailabilityZoneId: word(it, 'AvailabilityZoneId'),
      // Of one that is there already others may hold addresses too.
      AvailableIpAddressCount:
        prefix === undefined || !isOpaque(id) ? undefined : Math.max(0, usableAddresses(prefix) - taken),
      Ipv6CidrBlockAssociationSet:
        six === undefined ? [] : [{ Ipv6CidrBlock: six, Ipv6CidrBlockState: { State: 'associated' } }],
      State: 'available',
    });
    return declaredBy(shape, it.view as View);
  });
}

function factOf(id: string, it: DeclaredResource, estate: Estate): Fact<SubnetShape> {
  return doubts(it).length > 0 ? (it.exists as Fact<never>) : shapeOf(id, it, estate);
}

function all(estate: Estate): ReadonlyMap<string, Fact<SubnetShape>> {
  return new Map([...declaredSubnets(estate)].map(([id, it]) => [id, factOf(id, it, estate)]));
}

export const subnetFacts = [
  declaredResources(subnet, all),
  declaredListings(subnets, (estate) =>
    byVpc(
      estate,
      [...declaredSubnets(estate)].map(([id, it]) => {
        const fact = factOf(id, it, estate);
        const why = fact.match({ known: () => [], absent: () => [], unknown: (open) => open });
        return { vpc: needed(it, 'VpcId'), member: valueOr(fact, { SubnetId: id }), doubts: why };
      }),
    ),
  ),
];
