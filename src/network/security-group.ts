import type { IpPermission } from '@aws-sdk/client-ec2';
import { any, type Fact, type Truth, valueOr, type Why } from '../fact/fact.ts';
import { isOpaque, sameText, whyOpaque } from '../fact/opaque.ts';
import type { Shape } from '../fact/shape.ts';
import { coverage, type Range, rangesOf } from './address-ranges.ts';
import { invisibleList, listRanges } from './prefix-list.ts';
import { blocked, type Code, missing, passed, type Step, undecided } from './verdict.ts';
import { type Group, lookUp, type World } from './world.ts';

type Permission = Shape<IpPermission>;

/** The other side of a connection, as rules may name it. */
export interface Peer {
  readonly ranges: readonly Range[];
  /** The ids of its security groups. */
  readonly groups?: readonly string[];
  /** The ids of prefix lists that hold all its addresses. */
  readonly prefixLists?: readonly string[];
  /** What it is, for a sentence. */
  readonly name: string;
}

type Grouped = Pick<World, 'securityGroups'>;

/** Do the rules of the groups together let TCP to this port through? */
export function throughGroups(
  world: World,
  ids: readonly string[],
  direction: 'egress' | 'ingress',
  port: number,
  peer: Peer,
  doubt: Code,
): Step {
  const { permissions, unread } = rulesOf(world, ids, direction, port);
  const covered: Range[] = [];
  const why: Why[] = [...unread];
  for (const permission of permissions) {
    const named = namesPeer(permission, peer);
    if (valueOr(named, false)) return passed();
    why.push(...whyOf(named), ...openBlocks(permission));
    covered.push(...blocksOf(permission));
    for (const { PrefixListId: id = '' } of permission.PrefixListIds ?? []) {
      lookUp(world.prefixLists, 'prefix list', id).match<void>({
        known: (list) => void covered.push(...listRanges(list)),
        absent: () => void why.push(invisibleList(id)),
        unknown: (reasons) => void why.push(...reasons),
      });
    }
  }
  const extent = coverage(peer.ranges, covered);
  if (extent === 'all') return passed();
  if (why.length > 0) return missing(why);
  if (peer.ranges.length === 0) return undecided('MISSING_DATA', `which addresses ${peer.name} has`);
  const which = `${ids.join(', ') || 'no security group'} ${ids.length > 1 ? 'have' : 'has'}`;
  const rule = `${direction} rule for TCP ${port} ${direction === 'egress' ? 'to' : 'from'} ${peer.name}`;
  if (extent === 'none') return blocked('ENI_SG_RULES_MISMATCH', `${which} no ${rule}`);
  return undecided(doubt, `${which} an ${rule} that holds for some of its addresses alone`);
}

/** Does any rule let TCP to this port out at all, wherever to? */
export function anywhereThroughGroups(world: World, ids: readonly string[], port: number): Step {
  const { permissions, unread } = rulesOf(world, ids, 'egress', port);
  if (permissions.length > 0) return passed();
  if (unread.length > 0) return missing(unread);
  const which = ids.length > 1 ? 'have' : 'has';
  return blocked('ENI_SG_RULES_MISMATCH', `${ids.join(', ')} ${which} no egress rule for TCP ${port}`);
}

/** Does any rule let anything out? */
export function letNothingOut(world: World, ids: readonly string[]): boolean {
  return ids.every((id) =>
    groupOf(world, id).match({
      known: ({ IpPermissionsEgress }) => IpPermissionsEgress?.length === 0,
      absent: () => false,
      unknown: () => false,
    }),
  );
}

/** All rules by which the groups let calls out, as one text; undefined where some are not to be seen. */
export function egressRules(world: Grouped, ids: readonly string[]): string | undefined {
  const rules = ids.map((id) => valueOr(groupOf(world, id), undefined)?.IpPermissionsEgress);
  return rules.includes(undefined) ? undefined : JSON.stringify(rules);
}

function rulesOf(world: World, ids: readonly string[], direction: 'egress' | 'ingress', port: number) {
  const permissions: Permission[] = [];
  const unread: Why[] = [];
  const none = (id: string) =>
    ({ reason: 'undecidable', detail: `security group ${id} does not exist` }) as const;
  if (ids.length === 0) unread.push({ reason: 'undecidable', detail: 'no security group is named' });
  for (const id of ids) {
    groupOf(world, id).match<void>({
      known: (group) => {
        const rules = direction === 'egress' ? group.IpPermissionsEgress : group.IpPermissions;
        if (rules) {
          permissions.push(...rules.filter((rule) => isFor(rule, port)));
          unread.push(
            ...rules.flatMap(({ IpProtocol = '' }) => (isOpaque(IpProtocol) ? [whyOpaque(IpProtocol)] : [])),
          );
        } else
          unread.push({
            reason: 'undecidable',
            detail: `the ${direction} rules of ${id} are not to be seen`,
          });
      },
      absent: () => void unread.push(none(id)),
      unknown: (why) => void unread.push(...why),
    });
  }
  return { permissions, unread };
}

function groupOf(world: Grouped, id: string): Fact<Group> {
  return lookUp(world.securityGroups, 'security group', id);
}

function isFor({ IpProtocol, FromPort = -1, ToPort = -1 }: Permission, port: number): boolean {
  if (IpProtocol === '-1') return true;
  if (IpProtocol !== 'tcp' && IpProtocol !== '6') return false;
  return FromPort <= port && (port <= ToPort || ToPort === -1);
}

function namesPeer(permission: Permission, { groups = [], prefixLists = [] }: Peer): Truth {
  const { UserIdGroupPairs = [], PrefixListIds = [] } = permission;
  return any([
    ...UserIdGroupPairs.flatMap(({ GroupId = '' }) => groups.map((group) => sameText(GroupId, group))),
    ...PrefixListIds.flatMap(({ PrefixListId = '' }) =>
      prefixLists.map((list) => sameText(PrefixListId, list)),
    ),
  ]);
}

function whyOf(fact: Truth): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}

/** Why it is not known which addresses a rule names. */
function openBlocks({ IpRanges = [], Ipv6Ranges = [] }: Permission): readonly Why[] {
  const blocks = [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)];
  return blocks.flatMap((block = '') => (isOpaque(block) ? [whyOpaque(block)] : []));
}

function blocksOf({ IpRanges = [], Ipv6Ranges = [] }: Permission): readonly Range[] {
  return rangesOf([...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)]);
}
