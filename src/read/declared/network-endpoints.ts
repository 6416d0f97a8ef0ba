import type { ManagedPrefixList, VpcEndpoint } from '@aws-sdk/client-ec2';
import { chain, type Fact, map, valueOr } from '../../fact/fact.ts';
import { type PrefixListShape, prefixList, vpcEndpoints } from '../../fact/kinds/ec2.ts';
import { opaqueName, shown } from '../../fact/opaque.ts';
import type { Shape } from '../../fact/shape.ts';
import { declaredBy } from '../../model/declared-at.ts';
import type { View } from '../../model/view.ts';
import { attributeOf, refOf } from './identity.ts';
import { answered, at, doubts, needed, word, words } from './network-parts.ts';
import { byVpc, declaredVpcs, type Part } from './network-scopes.ts';
import { document } from './open.ts';
import { listed, property } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredListings, declaredResources } from './source.ts';

/** What stands where an endpoint has no policy: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
const FULL_ACCESS = { Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }] };

/** Is it a gateway endpoint? They are, unless they say otherwise. */
export function isGatewayEndpoint(it: DeclaredResource): boolean {
  return typeOf(it) === 'Gateway';
}

function typeOf(it: DeclaredResource): string {
  return word(it, 'VpcEndpointType') ?? 'Gateway';
}

/** The list of AWS's own that a gateway endpoint's routes are for: the region has one for each service. */
export function listOf(it: DeclaredResource): string {
  return opaqueName(`prefix list of ${shown(needed(it, 'ServiceName'))}`);
}

/**
 * An endpoint without groups gets the VPC's default one. Whether private DNS is on where nobody says is documented nowhere.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
 */
function endpoints(estate: Estate): readonly Part<Shape<VpcEndpoint>>[] {
  return estate.of('AWS::EC2::VPCEndpoint').map((it) => {
    const vpc = needed(it, 'VpcId');
    const type = typeOf(it);
    const member = answered<Shape<VpcEndpoint>>({
      VpcEndpointId: refOf(it, estate),
      VpcEndpointType: type as 'Interface',
      VpcId: vpc,
      ServiceName: needed(it, 'ServiceName'),
      State: 'available' as 'Available',
      PolicyDocument: policyOf(it) as string | undefined,
      RouteTableIds: valueOr(words(it, 'RouteTableIds'), undefined) as string[] | undefined,
      SubnetIds: valueOr(words(it, 'SubnetIds'), undefined) as string[] | undefined,
      Groups: type === 'Gateway' ? undefined : groupsOf(it, vpc, estate),
      PrivateDnsEnabled: valueOr(at(it, 'PrivateDnsEnabled').flag, undefined),
      IpAddressType: word(it, 'IpAddressType')?.toLowerCase() as 'ipv4' | undefined,
      DnsOptions: dnsOptionsOf(it),
    });
    return { vpc, member: declaredBy(member, it.view as View), doubts: doubts(it) };
  });
}

function policyOf(it: DeclaredResource): unknown {
  return document(at(it, 'PolicyDocument')).match<unknown>({
    known: (policy) => policy,
    absent: () => FULL_ACCESS,
    unknown: () => undefined,
  });
}

function groupsOf(it: DeclaredResource, vpc: string, estate: Estate) {
  const home = declaredVpcs(estate).get(vpc);
  const ids = words(it, 'SecurityGroupIds').match<readonly string[] | undefined>({
    known: (list) => (list.length > 0 ? list : undefined),
    absent: () => (home ? [attributeOf(home, 'DefaultSecurityGroup', estate)] : undefined),
    unknown: () => undefined,
  });
  return ids?.map((GroupId) => ({ GroupId }));
}

function dnsOptionsOf(it: DeclaredResource) {
  const inboundOnly = valueOr(
    at(it, 'DnsOptions', 'PrivateDnsOnlyForInboundResolverEndpoint').text,
    undefined,
  );
  if (inboundOnly === undefined) return undefined;
  // CloudFormation spells it `OnlyInboundResolver`, Terraform `true`.
  return { PrivateDnsOnlyForInboundResolverEndpoint: ['OnlyInboundResolver', 'true'].includes(inboundOnly) };
}

/** The customer's own prefix lists. One with an entry that is open is unknown as a whole. */
function lists(estate: Estate): ReadonlyMap<string, Fact<PrefixListShape>> {
  return new Map(
    estate.of('AWS::EC2::PrefixList').map((it) => {
      const id = refOf(it, estate);
      const entries = chain(it.exists, () =>
        listed(at(it, 'Entries'), (entry) => property(entry, 'Cidr').text),
      );
      return [
        id,
        map(entries, (blocks) => ({
          ...answered<Shape<ManagedPrefixList>>({
            PrefixListId: id,
            PrefixListName: word(it, 'PrefixListName'),
          }),
          Entries: blocks.map((Cidr) => ({ Cidr })),
        })),
      ];
    }),
  );
}

export const endpointFacts = [
  declaredListings(vpcEndpoints, (estate) => byVpc(estate, endpoints(estate))),
  declaredResources(prefixList, lists),
];
