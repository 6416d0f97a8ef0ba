import { each, edit, type Loose, type Mutation, type Random, shuffled } from './net-mutation.ts';

/** Both halves of an IPv4 block. */
function halves(cidr: string): readonly string[] {
  const [address = '', length = '32'] = cidr.split('/');
  const bits = Number(length);
  if (cidr.includes(':') || bits >= 32) return [cidr];
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const text = (value: number) =>
    [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
  return [first, first + 2 ** (31 - bits)].map((value) => `${text(value)}/${bits + 1}`);
}

/** A rule as several: of one peer, half of its addresses and some of the ports each. */
function splitRule(rule: Loose): Loose[] {
  const bare = { ...rule, IpRanges: [], Ipv6Ranges: [], UserIdGroupPairs: [], PrefixListIds: [] };
  const peers = [
    ...each(rule.IpRanges).flatMap(({ CidrIp }) =>
      halves(CidrIp).map((it) => ({ IpRanges: [{ CidrIp: it }] })),
    ),
    ...each(rule.Ipv6Ranges).map((it) => ({ Ipv6Ranges: [it] })),
    ...each(rule.UserIdGroupPairs).map((it) => ({ UserIdGroupPairs: [it] })),
    ...each(rule.PrefixListIds).map((it) => ({ PrefixListIds: [it] })),
  ];
  const ports =
    rule.IpProtocol === '-1'
      ? [
          { IpProtocol: 'tcp', FromPort: 0, ToPort: 442 },
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 65_535 },
          { IpProtocol: 'udp', FromPort: 0, ToPort: 65_535 },
        ]
      : [{}];
  return peers.flatMap((peer) => ports.map((port) => ({ ...bare, ...port, ...peer })));
}

const eachGroup = (change: (rules: Loose[], random: Random) => Loose[]): Mutation =>
  edit((draft, random) => {
    for (const group of each(draft.describe.securityGroups)) {
      for (const side of ['IpPermissions', 'IpPermissionsEgress']) {
        if (Array.isArray(group[side])) group[side] = change(group[side], random);
      }
    }
  });

/** Entries of a network ACL as several that say the same, each at its place in the order. */
const splitEntries = edit((draft) => {
  for (const acl of each(draft.describe.networkAcls)) {
    acl.Entries = each(acl.Entries).flatMap((it: Loose) => {
      if (it.RuleNumber === 32_767) return [it];
      const blocks =
        it.CidrBlock === undefined ? [{}] : halves(it.CidrBlock).map((CidrBlock) => ({ CidrBlock }));
      const ports =
        it.Protocol === '-1'
          ? [
              { Protocol: '17', PortRange: { From: 0, To: 65_535 } },
              { Protocol: '6', PortRange: { From: 0, To: 65_535 } },
            ]
          : [{}];
      return blocks.flatMap((block, i) =>
        ports.map((port, j) => ({ ...it, ...block, ...port, RuleNumber: it.RuleNumber * 10 + i * 2 + j })),
      );
    });
  }
});

/** A default route as two routes. */
const splitRoutes = edit((draft) => {
  for (const table of each(draft.describe.routeTables)) {
    // A table has one route to a block at most.
    if (each(table.Routes).some((it) => halves('0.0.0.0/0').includes(it.DestinationCidrBlock))) continue;
    table.Routes = table.Routes.flatMap((it: Loose) =>
      it.DestinationCidrBlock === '0.0.0.0/0'
        ? halves('0.0.0.0/0').map((DestinationCidrBlock) => ({ ...it, DestinationCidrBlock }))
        : [it],
    );
  }
});

/** The subnet's own table becomes the main one, where nobody goes by the main one. */
const mainTable = edit((draft) => {
  const { describe, from } = draft;
  const own = each(describe.routeTables).find((it) =>
    each(it.Associations).some(({ SubnetId }: Loose) => SubnetId === from.subnetId),
  );
  const vpc = own?.VpcId;
  const tables = each(describe.routeTables).filter((it) => it.VpcId === vpc);
  const associated = tables.flatMap((it) =>
    each(it.Associations).flatMap(({ SubnetId }: Loose) => SubnetId ?? []),
  );
  const everybody = each(describe.subnets).filter(({ VpcId }) => VpcId === vpc);
  if (!own || everybody.some(({ SubnetId }) => !associated.includes(SubnetId))) return false;
  for (const it of tables) it.Associations = each(it.Associations).filter(({ Main }: Loose) => Main !== true);
  own.Associations = [
    { Main: true, RouteTableId: own.RouteTableId, AssociationState: { State: 'associated' } },
  ];
  return true;
});

/** Members that AWS leaves out where there is nothing to say. */
const leftOut = edit((draft) => {
  const walk = (item: Loose, kept: RegExp): void => {
    for (const [name, value] of Object.entries(item) as [string, Loose][]) {
      const none = Array.isArray(value)
        ? value.length === 0
        : /^(?:Origin|Ipv6Native|EnableDns64)$/.test(name) && !(value === true);
      if (none && !kept.test(name)) delete item[name];
      else if (Array.isArray(value)) for (const it of value) if (it && typeof it === 'object') walk(it, kept);
    }
  };
  for (const list of Object.values(draft.describe)) {
    for (const item of each(list)) walk(item, /^(?:IpPermissions|IpPermissionsEgress|Attachments)$/);
  }
});

const otherCase = edit((draft) => {
  for (const it of each(draft.describe.vpcEndpoints))
    it.State = it.State[0].toUpperCase() + it.State.slice(1);
});

/** Everything that AWS says besides. */
const talkative = edit((draft) => {
  for (const list of Object.values(draft.describe)) {
    for (const item of each(list)) {
      item.Tags = [{ Key: 'Name', Value: 'available' }];
      item.OwnerId ??= '111122223333';
    }
  }
  for (const it of each(draft.describe.vpcEndpoints)) {
    it.RequesterManaged = false;
    it.IpAddressType ??= 'ipv4';
    it.LastError = { Code: 'none' };
  }
  for (const { Associations } of each(draft.describe.networkAcls)) {
    for (const it of each(Associations)) it.NetworkAclAssociationId = 'aclassoc-0f0f';
  }
});

const anotherOrder: Mutation = (vector, random) => {
  const walk = (item: Loose): Loose => {
    if (Array.isArray(item)) return shuffled(item.map(walk), random);
    if (item === null || typeof item !== 'object') return item;
    return Object.fromEntries(shuffled(Object.entries(item), random).map(([name, it]) => [name, walk(it)]));
  };
  return { ...vector, describe: walk(vector.describe), from: walk(vector.from) };
};

const strangers: Mutation = eachGroup((rules, random) =>
  shuffled([...rules, ...structuredClone(rules)], random),
);

/** The same network, told otherwise. */
export const otherSpellings: Readonly<Record<string, Mutation>> = {
  'security group rules split': eachGroup((rules) => rules.flatMap(splitRule)),
  'security group rules twice': strangers,
  'network ACL entries split': splitEntries,
  'the default route split': splitRoutes,
  'the table as the main one': mainTable,
  'members left out': leftOut,
  'states in another case': otherCase,
  'more said': talkative,
  'another order': anotherOrder,
};
