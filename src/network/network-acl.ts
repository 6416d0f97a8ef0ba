import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import { isOpaque, whyOpaque } from '../fact/opaque.ts';
import type { Shape } from '../fact/shape.ts';
import { ephemeralPorts } from '../knowledge/vpc-addresses.ts';
import { common, type Range, rangesOf, without } from './address-ranges.ts';
import { blocked, type Code, missing, passed, type Step, undecided, withFact } from './verdict.ts';
import type { Acl, World } from './world.ts';

type Entry = Shape<NetworkAclEntry>;
type Ports = readonly [first: number, last: number];

/** Packets to or from these addresses, to these destination ports. */
interface Traffic {
  readonly address: Range;
  readonly ports: Ports;
}

/** What a call needs of a subnet's network ACL in one direction. */
export interface Passage {
  readonly subnet: string;
  readonly direction: 'in' | 'out';
  /** Those on the other side: the source of what comes in, the destination of what goes out. */
  readonly peers: readonly Range[];
  /** Destination ports: one of the service, or those that a client may call from. */
  readonly ports: number | 'ephemeral of a client' | 'ephemeral of a NAT gateway';
  /** What is in doubt where only some of the peers may pass. */
  readonly doubt: Code;
}

/** Does the network ACL of the subnet let it pass? Rules apply in the order of their numbers; the first that matches decides. */
export function throughAcl(world: World, passage: Passage): readonly Step[] {
  if (passage.peers.length === 0) return [undecided('MISSING_DATA', 'which addresses the call has')];
  return withFact(world.networkAcls, 'the network ACL', (acls) => {
    const acl =
      acls.find(({ Associations = [] }) =>
        Associations.some(({ SubnetId }) => SubnetId === passage.subnet),
      ) ?? acls.find(({ IsDefault, VpcId }) => IsDefault === true && sameVpc(world, VpcId));
    if (!acl) return [undecided('MISSING_DATA', `no network ACL of ${passage.subnet} is to be seen`)];
    return [judge(acl, passage)];
  });
}

function sameVpc(world: World, id: string | undefined): boolean {
  return world.vpc.match({ known: ({ VpcId }) => VpcId === id, absent: () => false, unknown: () => true });
}

/** A rule that is open in part may let everything through that comes to it, or nothing: it decides where the two differ. */
function judge(acl: Acl, passage: Passage): Step {
  const open = (acl.Entries ?? []).find(isOpenEntry);
  if (!open) return judged(acl, passage);
  const [most, least] = (['allow', 'deny'] as const).map((action) =>
    judged(
      { ...acl, Entries: (acl.Entries ?? []).map((it) => (isOpenEntry(it) ? settled(it, action) : it)) },
      passage,
    ),
  );
  if (most && least && most.is === least.is) return least;
  return missing([whyOpaque(openTextOf(open) ?? '')]);
}

function isOpenEntry(entry: Entry): boolean {
  return openTextOf(entry) !== undefined;
}

function openTextOf({ Protocol = '', CidrBlock = '', Ipv6CidrBlock = '' }: Entry): string | undefined {
  return [Protocol, CidrBlock, Ipv6CidrBlock].find(isOpaque);
}

function settled({ RuleNumber, Egress }: Entry, action: 'allow' | 'deny'): Entry {
  const all = { Protocol: '-1', CidrBlock: '0.0.0.0/0', Ipv6CidrBlock: '::/0', RuleAction: action };
  return {
    ...all,
    ...(RuleNumber === undefined ? {} : { RuleNumber }),
    ...(Egress === undefined ? {} : { Egress }),
  };
}

function judged(acl: Acl, { subnet, direction, peers, ports, doubt }: Passage): Step {
  const wanted: Ports = typeof ports === 'number' ? [ports, ports] : ephemeralPorts('any');
  const { allowed, denied } = sorted(acl, direction, peers, wanted);
  if (denied.length === 0 && allowed.length > 0) return passed();
  const which = typeof ports === 'number' ? `TCP ${ports}` : `replies to TCP ${wanted.join('-')}`;
  const where = `${acl.NetworkAclId ?? 'the network ACL'} of ${subnet}`;
  const used: Ports = ports === 'ephemeral of a client' ? ephemeralPorts('linux') : wanted;
  const useful = allowed.filter(({ ports: [first, last] }) => first <= used[1] && last >= used[0]);
  if (useful.length === 0) {
    return blocked('SUBNET_ACL_RESTRICTION', `${where} does not let ${which} ${direction}`);
  }
  const refused = denied.map(({ address }) => address);
  const open = without(peers, refused);
  const closed = without(
    peers,
    allowed.map(({ address }) => address),
  );
  if (without(peers, [...open, ...closed]).length > 0) {
    return undecided('EPHEMERAL_PORT_PARTIAL', `${where} lets only some ports of ${which} ${direction}`);
  }
  return undecided(doubt, `${where} lets ${which} ${direction} for some addresses alone`);
}

/** Every packet of this traffic, by what the rules say of it. */
function sorted(acl: Acl, direction: 'in' | 'out', peers: readonly Range[], ports: Ports) {
  const allowed: Traffic[] = [];
  const denied: Traffic[] = [];
  let open: readonly Traffic[] = peers.map((address) => ({ address, ports }));
  const entries = (acl.Entries ?? [])
    .filter(({ Egress, Protocol }) => Egress === (direction === 'out') && isTcp(Protocol))
    .toSorted((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0));
  for (const entry of entries) {
    const matched = entry.RuleAction === 'allow' ? allowed : denied;
    open = open.flatMap((traffic) => split(traffic, entry, matched));
  }
  // What no rule matches is denied.
  denied.push(...open);
  return { allowed, denied };
}

function isTcp(protocol: string | undefined): boolean {
  return protocol === '-1' || protocol === '6' || protocol === 'tcp';
}

/** Moves what the entry matches into `matched`, and answers the rest. */
function split(traffic: Traffic, entry: Entry, matched: Traffic[]): readonly Traffic[] {
  const blocks = rangesOf([entry.CidrBlock, entry.Ipv6CidrBlock]);
  const hit = common([traffic.address], blocks);
  const [first, last] = portsOf(entry);
  const from = Math.max(first, traffic.ports[0]);
  const to = Math.min(last, traffic.ports[1]);
  if (hit.length === 0 || from > to) return [traffic];
  const rest: Traffic[] = without([traffic.address], blocks).map((address) => ({ ...traffic, address }));
  for (const address of hit) {
    matched.push({ address, ports: [from, to] });
    if (traffic.ports[0] < from) rest.push({ address, ports: [traffic.ports[0], from - 1] });
    if (traffic.ports[1] > to) rest.push({ address, ports: [to + 1, traffic.ports[1]] });
  }
  return rest;
}

/** Rules of all protocols match all ports; TCP rules give theirs. */
function portsOf({ Protocol, PortRange }: Entry): Ports {
  if (Protocol === '-1') return [0, 65_535];
  return [PortRange?.From ?? 0, PortRange?.To ?? 65_535];
}
