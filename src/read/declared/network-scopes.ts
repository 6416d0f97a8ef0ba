import { type Fact, known, type Why } from '../../fact/fact.ts';
import type { Listing } from '../../fact/kind.ts';
import { opaqueValue, sameText, shown } from '../../fact/opaque.ts';
import { attributeOf, refOf } from './identity.ts';
import { doubts, needed, whyOf } from './network-parts.ts';
import type { DeclaredResource, Estate } from './resource.ts';

/** What a template puts into a VPC. */
export interface Part<Member> {
  /** The VPC's id, as far as it is known. */
  readonly vpc: string;
  readonly member: Member;
  /** Why it is not certain to be there; empty where it is. */
  readonly doubts: readonly Why[];
}

/** The VPCs that the template itself makes, by their ids. */
export function declaredVpcs(estate: Estate): ReadonlyMap<string, DeclaredResource> {
  return new Map(estate.of('AWS::EC2::VPC').map((it) => [refOf(it, estate), it]));
}

/** The subnets that the template itself makes, by their ids. */
export function declaredSubnets(estate: Estate): ReadonlyMap<string, DeclaredResource> {
  return new Map(estate.of('AWS::EC2::Subnet').map((it) => [refOf(it, estate), it]));
}

/** The VPC of a subnet, as far as it is known. */
export function vpcOfSubnet(estate: Estate, subnet: string): string {
  const it = declaredSubnets(estate).get(subnet);
  return it ? needed(it, 'VpcId') : opaqueValue(`VPC of ${shown(subnet)}`);
}

/** Why it is not certain that a subnet is none of those that the template makes. */
export function perhapsAnother(estate: Estate, subnet: string): readonly Why[] {
  const own = declaredSubnets(estate);
  return [...own.keys()].flatMap((id) => perhapsThe(subnet, id, own)).slice(0, 1);
}

/** The table that serves the subnets of a VPC which no other is associated with. CloudFormation has no name for it. */
export function mainTableOf(vpc: DeclaredResource, estate: Estate): string {
  return attributeOf(vpc, 'MainRouteTable', estate);
}

/** Why what is named may be this one, which the template makes. Two things that it makes are never one. */
export function perhapsThe(
  named: string,
  id: string,
  made: { readonly has: (id: string) => boolean },
): readonly Why[] {
  return named === id || made.has(named) ? [] : whyOf(sameText(named, id)).slice(0, 1);
}

/**
 * What is in each VPC. A VPC that the template makes has what the template says and nothing else, unless something may be in it
 * of which that is not certain; any other has more than that, and whoever knows it is asked as well.
 */
export function byVpc<Member>(
  estate: Estate,
  parts: readonly Part<Member>[],
  openings: (vpc: string) => readonly Why[] = () => [],
): ReadonlyMap<string, Fact<Listing<Member>>> {
  const own = declaredVpcs(estate);
  const ids = new Set([...own.keys(), ...parts.map(({ vpc }) => vpc)]);
  const listings = new Map<string, Fact<Listing<Member>>>();
  for (const id of ids) {
    const certain = parts.filter(({ vpc, doubts: why }) => vpc === id && why.length === 0);
    const declared = own.get(id);
    const why = declared
      ? [
          ...doubts(declared),
          ...openings(id),
          ...strangersIn(estate, id),
          ...parts.flatMap(({ vpc, doubts: open }) => (vpc === id ? open : perhapsThe(vpc, id, own))),
        ]
      : [];
    listings.set(
      id,
      known({
        members: certain.map(({ member }) => member),
        complete: declared && why.length === 0 ? true : why,
      }),
    );
  }
  return listings;
}

/** What else may put things into the VPC: custom resources, and stacks that could not be read, which are told of it. */
function strangersIn(estate: Estate, vpc: string): readonly Why[] {
  if (!estate.unread?.length) return [];
  const parts = new Set([vpc]);
  for (const type of ['AWS::EC2::Subnet', 'AWS::EC2::RouteTable']) {
    for (const it of estate.of(type)) if (needed(it, 'VpcId') === vpc) parts.add(refOf(it, estate));
  }
  return estate.unread.flatMap((it): readonly Why[] => {
    if (!mentions(it.view.raw, parts)) return [];
    const detail = `what ${it.id} (${it.type}) adds to the VPC is not known`;
    return [{ reason: 'undecidable', detail }];
  });
}

function mentions(raw: unknown, texts: ReadonlySet<string>): boolean {
  if (typeof raw === 'string') return [...texts].some((text) => raw.includes(text));
  if (typeof raw !== 'object' || raw === null) return false;
  return Object.values(raw).some((value) => mentions(value, texts));
}
