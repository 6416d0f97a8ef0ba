import { Unresolved } from '../../../model/placeholder.ts';
import { isObject } from '../../../model/view.ts';
import { type Members, type ReadAttribute, structure } from '../spec.ts';
import type { Translation, Translations } from '../translation.ts';

/** Who the other side of a rule is: CloudFormation has a rule for each of those that Terraform lists together. */
const PEERS = [
  ['cidr_blocks', 'cidr'],
  ['ipv6_cidr_blocks', 'cidr6'],
  ['prefix_list_ids', 'list'],
  ['security_groups', 'group'],
] as const;

/** One reader for each peer of a rule; `cidr`, `cidr6`, `list` and `group` are the peer's. */
function peers(read: ReadAttribute, own: unknown): readonly ReadAttribute[] {
  const found: ReadAttribute[] = [];
  const add = (peer: string, value: unknown) => found.push((name) => (name === peer ? value : read(name)));
  for (const [attribute, peer] of PEERS) {
    const value = read(attribute);
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) add(peer, one);
  }
  const other = read('source_security_group_id');
  if (other !== undefined) add('group', other);
  if (read('self') === true) add('group', own);
  return found;
}

function rule(direction: 'ingress' | 'egress'): Members {
  const [group, list] =
    direction === 'ingress'
      ? ['SourceSecurityGroupId', 'SourcePrefixListId']
      : ['DestinationSecurityGroupId', 'DestinationPrefixListId'];
  return {
    IpProtocol: 'protocol',
    FromPort: { from: ['from_port'] },
    ToPort: { from: ['to_port'] },
    CidrIp: 'cidr',
    CidrIpv6: 'cidr6',
    [group as string]: 'group',
    [list as string]: 'list',
  };
}

/** The rules that stand in the group. Where there are none, that is said: Terraform takes away the one that AWS makes. */
function embedded(read: ReadAttribute, direction: 'ingress' | 'egress'): unknown {
  const value = read(direction);
  if (value instanceof Unresolved) return value;
  if (!Array.isArray(value)) return [];
  return value.flatMap((block: unknown): unknown[] => {
    if (!isObject(block)) return [block];
    return peers((name) => (Object.hasOwn(block, name) ? block[name] : undefined), read('id')).map((one) =>
      structure(rule(direction), one),
    );
  });
}

const SEPARATE = (direction: 'ingress' | 'egress'): Translation => ({
  type: direction === 'ingress' ? 'AWS::EC2::SecurityGroupIngress' : 'AWS::EC2::SecurityGroupEgress',
  when: (read) => read('type') === direction,
  each: (read) => peers(read, read('security_group_id')),
  properties: { GroupId: 'security_group_id', ...rule(direction) },
});

const SINGLE = (direction: 'ingress' | 'egress'): Translation => ({
  type: direction === 'ingress' ? 'AWS::EC2::SecurityGroupIngress' : 'AWS::EC2::SecurityGroupEgress',
  properties: {
    GroupId: 'security_group_id',
    IpProtocol: 'ip_protocol',
    FromPort: { from: ['from_port'] },
    ToPort: { from: ['to_port'] },
    CidrIp: 'cidr_ipv4',
    CidrIpv6: 'cidr_ipv6',
    ...(direction === 'ingress'
      ? { SourceSecurityGroupId: 'referenced_security_group_id', SourcePrefixListId: 'prefix_list_id' }
      : {
          DestinationSecurityGroupId: 'referenced_security_group_id',
          DestinationPrefixListId: 'prefix_list_id',
        }),
  },
});

const GROUP: Members = {
  GroupName: 'name',
  GroupDescription: 'description',
  VpcId: 'vpc_id',
  SecurityGroupIngress: { whole: (read) => embedded(read, 'ingress'), at: 'ingress' },
  SecurityGroupEgress: { whole: (read) => embedded(read, 'egress'), at: 'egress' },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group and its neighbours; as of 2026-11. */
export const SECURITY_GROUPS: Translations = {
  aws_security_group: [{ type: 'AWS::EC2::SecurityGroup', identity: { id: 'Ref' }, properties: GROUP }],
  aws_default_security_group: [
    {
      type: 'AWS::EC2::SecurityGroup',
      identity: {
        id: {
          name: 'Ref',
          attribute: 'vpc_id',
          of: { type: 'AWS::EC2::VPC', attribute: 'DefaultSecurityGroup' },
        },
      },
      properties: GROUP,
    },
  ],
  aws_security_group_rule: [SEPARATE('ingress'), SEPARATE('egress')],
  aws_vpc_security_group_ingress_rule: [SINGLE('ingress')],
  aws_vpc_security_group_egress_rule: [SINGLE('egress')],
};
