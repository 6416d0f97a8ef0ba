import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import { type Fact, known, valueOr } from '../../fact/fact.ts';
import { securityGroup } from '../../fact/kinds/ec2.ts';
import { opaqueValue } from '../../fact/opaque.ts';
import type { Shape } from '../../fact/shape.ts';
import { declaredBy } from '../../model/declared-at.ts';
import type { View } from '../../model/view.ts';
import { attributeOf, nameOf, refOf } from './identity.ts';
import { answered, at, doubts, needed, wordAt } from './network-parts.ts';
import { declaredVpcs, perhapsThe } from './network-scopes.ts';
import { property } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredResources } from './source.ts';

type Permission = Shape<IpPermission>;
type Direction = 'ingress' | 'egress';

/** The properties by which a rule names the other side, in each direction. */
const PEERS = {
  ingress: { group: 'SourceSecurityGroupId', list: 'SourcePrefixListId' },
  egress: { group: 'DestinationSecurityGroupId', list: 'DestinationPrefixListId' },
} as const;

const PROPERTIES = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;
const RESOURCES = {
  ingress: 'AWS::EC2::SecurityGroupIngress',
  egress: 'AWS::EC2::SecurityGroupEgress',
} as const;

/** A rule of which it is open what it lets through: its protocol stands for all of that. */
function openRule(label: string): Permission {
  return { IpProtocol: opaqueValue(label) };
}

/** A rule, embedded in its group or a resource of its own. */
function ruleOf(view: View, direction: Direction, label: string): Permission {
  const read = (name: string) => wordAt(property(view, name), `${label}.${name}`);
  const protocol = protocolOf(property(view, 'IpProtocol'));
  const ports = ['FromPort', 'ToPort'].map((name) => property(view, name).number);
  const open = protocol === undefined || ports.some((port) => isUnknown(port));
  if (open && (protocol === undefined || isTcp(protocol))) return openRule(label);
  const { group, list } = PEERS[direction];
  const groupId =
    read(group) ??
    (read('SourceSecurityGroupName') === undefined
      ? undefined
      : opaqueValue(`${label}.SourceSecurityGroupName`));
  const [four, six, prefixes] = [read('CidrIp'), read('CidrIpv6'), read(list)];
  return answered<Permission>({
    IpProtocol: protocol,
    FromPort: ports[0] && valueOr(ports[0], undefined),
    ToPort: ports[1] && valueOr(ports[1], undefined),
    IpRanges: four === undefined ? [] : [{ CidrIp: four }],
    Ipv6Ranges: six === undefined ? [] : [{ CidrIpv6: six }],
    UserIdGroupPairs: groupId === undefined ? [] : [{ GroupId: groupId }],
    PrefixListIds: prefixes === undefined ? [] : [{ PrefixListId: prefixes }],
  });
}

/** By EC2's words; undefined where it is open. */
function protocolOf(view: View): string | undefined {
  const text = valueOr(view.text, undefined)?.toLowerCase();
  return text === 'all' ? '-1' : text;
}

function isTcp(protocol: string): boolean {
  return protocol === 'tcp' || protocol === '6';
}

function isUnknown(fact: Fact<unknown>): boolean {
  return fact.match({ known: () => false, absent: () => false, unknown: () => true });
}

/** The rules that stand in the group itself; undefined where none are given. */
function embedded(it: DeclaredResource, direction: Direction): readonly Permission[] | undefined {
  const name = PROPERTIES[direction];
  return (at(it, name).items as Fact<readonly View[]>).match<readonly Permission[] | undefined>({
    known: (items) => items.map((item, index) => ruleOf(item, direction, `${it.id}.${name}.${index}`)),
    absent: () => undefined,
    unknown: () => [openRule(`${it.id}.${name}`)],
  });
}

/** The groups that the template makes, and those that its VPCs begin with. */
function declaredGroups(estate: Estate): ReadonlySet<string> {
  return new Set([
    ...estate.of('AWS::EC2::SecurityGroup').map((it) => refOf(it, estate)),
    ...[...declaredVpcs(estate).values()].map((it) => attributeOf(it, 'DefaultSecurityGroup', estate)),
  ]);
}

/** A rule that is a resource of its own, and the group that it names. */
interface SeparateRule {
  readonly it: DeclaredResource;
  readonly group: string;
}

type SeparateRules = Readonly<Record<Direction, ReadonlyMap<string, readonly SeparateRule[]>>>;

/** By each group that the template makes, the rules that name it; one that names none of them may be anyone's. */
function separateRules(estate: Estate): SeparateRules {
  const made = declaredGroups(estate);
  const of = (direction: Direction) => {
    const rules = new Map<string, SeparateRule[]>();
    for (const group of made) rules.set(group, []);
    for (const it of estate.of(RESOURCES[direction])) {
      const group = needed(it, 'GroupId');
      const named = rules.get(group);
      if (named) named.push({ it, group });
      else for (const list of rules.values()) list.push({ it, group });
    }
    return rules;
  };
  return { ingress: of('ingress'), egress: of('egress') };
}

/** The rules that resources of their own add to a group, and may add. */
function added(rules: SeparateRules, id: string, direction: Direction): readonly Permission[] {
  const all = rules[direction];
  return (all.get(id) ?? []).flatMap(({ it, group }) => {
    if (group === id && doubts(it).length === 0) return [ruleOf(it.view as View, direction, it.id)];
    return group === id || perhapsThe(group, id, all).length > 0 ? [openRule(it.id)] : [];
  });
}

const EVERYTHING_OUT: readonly Permission[] = [
  { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
];

/**
 * A group without egress rules lets everything out. Whether it still does once a resource of its own adds a rule AWS does not say.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
function egressOf(it: DeclaredResource, group: string, rules: SeparateRules): readonly Permission[] {
  const own = embedded(it, 'egress');
  const others = added(rules, group, 'egress');
  if (own !== undefined && (own.length > 0 || isClosedByDefault(it))) return [...own, ...others];
  if (others.length === 0) return EVERYTHING_OUT;
  return [...others, openRule(`${it.id} (the egress rule that a group has by default)`)];
}

/** Terraform takes the default rule away from each group that it makes, and so says each rule there is. */
function isClosedByDefault({ view }: DeclaredResource): boolean {
  return (view as View).source.generatedBy?.includes('Terraform') === true;
}

function groupOf(it: DeclaredResource, id: string, rules: SeparateRules): Shape<SecurityGroup> {
  const shape = answered<Shape<SecurityGroup>>({
    GroupId: id,
    GroupName: nameOf(it, 'GroupName'),
    VpcId: needed(it, 'VpcId'),
    IpPermissions: [...(embedded(it, 'ingress') ?? []), ...added(rules, id, 'ingress')] as IpPermission[],
    IpPermissionsEgress: egressOf(it, id, rules) as IpPermission[],
  });
  return declaredBy(shape, it.view as View);
}

/**
 * The group that a VPC begins with: it lets its own members in, and everything out.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function defaultGroup(
  it: DeclaredResource,
  id: string,
  estate: Estate,
  rules: SeparateRules,
): Shape<SecurityGroup> {
  // A custom resource of the CDK takes its rules away.
  const changed = (estate.unread ?? []).some(({ view }) => JSON.stringify(view.raw)?.includes(id));
  const open = changed ? [openRule(`${it.id}.DefaultSecurityGroup`)] : undefined;
  return {
    GroupId: id,
    GroupName: 'default',
    VpcId: refOf(it, estate),
    IpPermissions: [
      ...(open ?? [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: id }] }]),
      ...added(rules, id, 'ingress'),
    ] as IpPermission[],
    IpPermissionsEgress: [...(open ?? EVERYTHING_OUT), ...added(rules, id, 'egress')] as IpPermission[],
  };
}

function groups(estate: Estate): ReadonlyMap<string, Fact<Shape<SecurityGroup>>> {
  const all = new Map<string, Fact<Shape<SecurityGroup>>>();
  const rules = separateRules(estate);
  for (const it of declaredVpcs(estate).values()) {
    const id = attributeOf(it, 'DefaultSecurityGroup', estate);
    all.set(
      id,
      doubts(it).length > 0 ? (it.exists as Fact<never>) : known(defaultGroup(it, id, estate, rules)),
    );
  }
  for (const it of estate.of('AWS::EC2::SecurityGroup')) {
    const id = refOf(it, estate);
    all.set(id, doubts(it).length > 0 ? (it.exists as Fact<never>) : known(groupOf(it, id, rules)));
  }
  return all;
}

export const groupFacts = [declaredResources(securityGroup, groups)];
