import type { DhcpOptions, Vpc } from '@aws-sdk/client-ec2';
import { both, chain, type Fact, known, map } from '../../fact/fact.ts';
import { dhcpOptions, type VpcDnsShape, vpc, vpcDns } from '../../fact/kinds/ec2.ts';
import { opaqueName } from '../../fact/opaque.ts';
import type { Shape } from '../../fact/shape.ts';
import { declaredBy } from '../../model/declared-at.ts';
import type { View } from '../../model/view.ts';
import { refOf } from './identity.ts';
import { answered, doubts, flag, needed, word, words } from './network-parts.ts';
import { declaredVpcs, perhapsThe } from './network-scopes.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredResources } from './source.ts';

/** The IPv4 blocks of a VPC that the template makes: its own, and those that are added to it. */
export function blocksOf(it: DeclaredResource, estate: Estate): readonly string[] {
  const id = refOf(it, estate);
  const added = estate.of('AWS::EC2::VPCCidrBlock').flatMap((block) => {
    const cidr = word(block, 'CidrBlock');
    return cidr !== undefined && needed(block, 'VpcId') === id ? [cidr] : [];
  });
  return [needed(it, 'CidrBlock'), ...added];
}

function vpcs(estate: Estate): ReadonlyMap<string, Fact<Shape<Vpc>>> {
  return new Map(
    [...declaredVpcs(estate)].map(([id, it]) => [
      id,
      map(it.exists, () => {
        const blocks = blocksOf(it, estate);
        const shape = answered<Shape<Vpc>>({
          VpcId: id,
          CidrBlock: blocks[0],
          CidrBlockAssociationSet: blocks.map((CidrBlock) => ({
            CidrBlock,
            CidrBlockState: { State: 'associated' },
          })),
          DhcpOptionsId: dhcpOptionsOf(it, id, estate),
          IsDefault: false,
        });
        return declaredBy(shape, it.view as View);
      }),
    ]),
  );
}

/**
 * Support is on unless turned off, names are off unless turned on.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
 */
function dnsOf(it: DeclaredResource): Fact<VpcDnsShape> {
  return chain(it.exists, () =>
    both(
      flag(it, 'EnableDnsSupport', true),
      flag(it, 'EnableDnsHostnames', false),
      (enableDnsSupport, enableDnsHostnames) => ({ enableDnsSupport, enableDnsHostnames }),
    ),
  );
}

/** The set that every region has for VPCs that nobody gave another: it names Amazon's DNS. */
function defaultOptions(it: DeclaredResource): string {
  return opaqueName(`${it.id}.DhcpOptions`);
}

/** Undefined where it is not certain which options the VPC has. */
function dhcpOptionsOf(it: DeclaredResource, id: string, estate: Estate): string | undefined {
  const given = estate.of('AWS::EC2::VPCDHCPOptionsAssociation').filter((association) => {
    const of = needed(association, 'VpcId');
    return of === id || perhapsThe(of, id, declaredVpcs(estate)).length > 0;
  });
  const [only] = given;
  if (!only) return defaultOptions(it);
  const certain = given.length === 1 && doubts(only).length === 0 && needed(only, 'VpcId') === id;
  return certain ? needed(only, 'DhcpOptionsId') : undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html */
function optionSets(estate: Estate): ReadonlyMap<string, Fact<Shape<DhcpOptions>>> {
  const sets = new Map<string, Fact<Shape<DhcpOptions>>>();
  for (const it of declaredVpcs(estate).values()) {
    sets.set(defaultOptions(it), known(optionSet(defaultOptions(it), ['AmazonProvidedDNS'])));
  }
  for (const it of estate.of('AWS::EC2::DHCPOptions')) {
    const id = refOf(it, estate);
    const servers = chain(it.exists, () => words(it, 'DomainNameServers'));
    const shape = servers.match<Fact<Shape<DhcpOptions>>>({
      known: (names) => known(optionSet(id, names)),
      absent: () => known(optionSet(id, [])),
      unknown: () => servers as Fact<never>,
    });
    sets.set(id, shape);
  }
  return sets;
}

function optionSet(id: string, servers: readonly string[]): Shape<DhcpOptions> {
  const values = servers.map((Value) => ({ Value }));
  const configurations = servers.length === 0 ? [] : [{ Key: 'domain-name-servers', Values: values }];
  return { DhcpOptionsId: id, DhcpConfigurations: configurations };
}

export const vpcFacts = [
  declaredResources(vpc, vpcs),
  declaredResources(
    vpcDns,
    (estate) => new Map([...declaredVpcs(estate)].map(([id, it]) => [id, dnsOf(it)])),
  ),
  declaredResources(dhcpOptions, optionSets),
];
