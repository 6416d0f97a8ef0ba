import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import { type Fact, valueOr, type Why } from '../../fact/fact.ts';
import { networkAcls } from '../../fact/kinds/ec2.ts';
import { opaqueValue } from '../../fact/opaque.ts';
import type { Shape } from '../../fact/shape.ts';
import { declaredBy } from '../../model/declared-at.ts';
import type { View } from '../../model/view.ts';
import { attributeOf, refOf } from './identity.ts';
import { answered, at, doubts, flag, needed, word } from './network-parts.ts';
import { byVpc, declaredVpcs, type Part, perhapsAnother, perhapsThe } from './network-scopes.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredListings } from './source.ts';

type Entry = Shape<NetworkAclEntry>;

/**
 * A rule; one of which anything but its addresses is open may let through whatever it likes, in either direction: its protocol
 * stands for all of that. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html
 */
function entriesOf(it: DeclaredResource): readonly Entry[] {
  const number = at(it, 'RuleNumber').number;
  const protocol = at(it, 'Protocol').text;
  const action = at(it, 'RuleAction').text;
  const egress = flag(it, 'Egress', false);
  const [from, to] = [at(it, 'PortRange', 'From').number, at(it, 'PortRange', 'To').number];
  const all: readonly Fact<unknown>[] = [number, protocol, action, egress, from, to];
  const open = all.some((fact) =>
    fact.match({ known: () => false, absent: () => false, unknown: () => true }),
  );
  if (open) {
    const directions = egress.match({
      known: (is) => [is],
      absent: () => [false],
      unknown: () => [true, false],
    });
    return directions.map((Egress) => ({
      Protocol: opaqueValue(it.id),
      RuleNumber: valueOr(number, 0),
      Egress,
    }));
  }
  const ports = { From: valueOr(from, undefined), To: valueOr(to, undefined) };
  return [
    answered<Entry>({
      RuleNumber: valueOr(number, undefined),
      Egress: valueOr(egress, false),
      RuleAction: valueOr(action, undefined)?.toLowerCase() as 'allow' | 'deny' | undefined,
      Protocol: valueOr(protocol, undefined),
      CidrBlock: word(it, 'CidrBlock'),
      Ipv6CidrBlock: word(it, 'Ipv6CidrBlock'),
      PortRange: ports.From === undefined && ports.To === undefined ? undefined : answered(ports),
    }),
  ];
}

/** What an ACL begins with that nobody made: https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html */
const LETS_ALL_THROUGH: readonly Entry[] = [true, false].flatMap((Egress) => [
  { RuleNumber: 100, Egress, RuleAction: 'allow' as const, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleNumber: 101, Egress, RuleAction: 'allow' as const, Protocol: '-1', Ipv6CidrBlock: '::/0' },
]);

function parts(estate: Estate): readonly Part<Shape<NetworkAcl>>[] {
  const own = estate.of('AWS::EC2::NetworkAcl').map((it) => {
    const id = refOf(it, estate);
    const shape = aclOf(id, needed(it, 'VpcId'), false, [], estate);
    return {
      vpc: needed(it, 'VpcId'),
      member: declaredBy(shape, it.view as View),
      doubts: [...doubts(it), ...perhapsOf(id, estate)],
    };
  });
  const defaults = [...declaredVpcs(estate)].map(([vpc, it]) => {
    const id = attributeOf(it, 'DefaultNetworkAcl', estate);
    return { vpc, member: aclOf(id, vpc, true, LETS_ALL_THROUGH, estate), doubts: perhapsOf(id, estate) };
  });
  return [...own, ...defaults];
}

function aclOf(
  id: string,
  vpc: string,
  isDefault: boolean,
  first: readonly Entry[],
  estate: Estate,
): Shape<NetworkAcl> {
  const entries = certainOf(estate, 'AWS::EC2::NetworkAclEntry', id).flatMap(entriesOf);
  const subnets = certainOf(estate, 'AWS::EC2::SubnetNetworkAclAssociation', id);
  return {
    NetworkAclId: id,
    VpcId: vpc,
    IsDefault: isDefault,
    Associations: subnets.map((it) => ({ NetworkAclId: id, SubnetId: needed(it, 'SubnetId') })),
    Entries: [...first, ...entries],
  };
}

function certainOf(estate: Estate, type: string, acl: string): readonly DeclaredResource[] {
  return estate.of(type).filter((it) => doubts(it).length === 0 && needed(it, 'NetworkAclId') === acl);
}

/** The ACLs that the template makes, and those that its VPCs begin with. */
function declaredAcls(estate: Estate): ReadonlySet<string> {
  return new Set([
    ...estate.of('AWS::EC2::NetworkAcl').map((it) => refOf(it, estate)),
    ...[...declaredVpcs(estate).values()].map((it) => attributeOf(it, 'DefaultNetworkAcl', estate)),
  ]);
}

/** Why it is not certain which rules the ACL has, and which subnets it is for. */
function perhapsOf(acl: string, estate: Estate): readonly Why[] {
  const all = declaredAcls(estate);
  return [
    ...estate.of('AWS::EC2::NetworkAclEntry'),
    ...estate.of('AWS::EC2::SubnetNetworkAclAssociation'),
  ].flatMap((it) => {
    const of = needed(it, 'NetworkAclId');
    const subnet = word(it, 'SubnetId');
    if (of === acl) return [...doubts(it), ...(subnet === undefined ? [] : perhapsAnother(estate, subnet))];
    return perhapsThe(of, acl, all);
  });
}

export const aclFacts = [declaredListings(networkAcls, (estate) => byVpc(estate, parts(estate)))];
