import { Unresolved } from '../../../model/placeholder.ts';
import { isObject } from '../../../model/view.ts';
import type { ReadAttribute } from '../spec.ts';
import { blocks, number, type Translation, type Translations } from '../translation.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl and its neighbours; as of 2026-11. */
export const NETWORK_ACLS: Translations = {
  aws_network_acl: [
    { type: 'AWS::EC2::NetworkAcl', identity: { id: 'Ref' }, properties: { VpcId: 'vpc_id' } },
    ...[true, false].map(
      (egress): Translation => ({
        type: 'AWS::EC2::NetworkAclEntry',
        each: blocks(egress ? 'egress' : 'ingress'),
        properties: {
          NetworkAclId: '../id',
          RuleNumber: 'rule_no',
          Egress: { from: ['../id'], as: () => egress },
          RuleAction: 'action',
          CidrBlock: 'cidr_block',
          Ipv6CidrBlock: 'ipv6_cidr_block',
          Protocol: { from: ['protocol'], as: protocolNumber },
          PortRange: { from: [], members: { From: 'from_port', To: 'to_port' } },
        },
      }),
    ),
    {
      type: 'AWS::EC2::SubnetNetworkAclAssociation',
      each: (read) => subnetsOf(read),
      properties: { SubnetId: 'subnet_id', NetworkAclId: 'id' },
    },
  ],
  aws_network_acl_rule: [
    {
      type: 'AWS::EC2::NetworkAclEntry',
      properties: {
        NetworkAclId: 'network_acl_id',
        RuleNumber: 'rule_number',
        Egress: 'egress',
        RuleAction: 'rule_action',
        CidrBlock: 'cidr_block',
        Ipv6CidrBlock: 'ipv6_cidr_block',
        Protocol: { from: ['protocol'], as: protocolNumber },
        PortRange: { from: [], members: { From: 'from_port', To: 'to_port' } },
      },
    },
  ],
  aws_network_acl_association: [
    {
      type: 'AWS::EC2::SubnetNetworkAclAssociation',
      properties: { SubnetId: 'subnet_id', NetworkAclId: 'network_acl_id' },
    },
  ],
  // Terraform takes all rules out of a VPC's default ACL, and puts these in. Others than those of AWS are taken for unknown ones.
  aws_default_network_acl: [
    {
      type: 'AWS::EC2::NetworkAclEntry',
      identity: { id: { name: 'Ref', attribute: 'default_network_acl_id' } },
      each: changed,
      properties: {
        NetworkAclId: 'default_network_acl_id',
        RuleNumber: 'rule_no',
        Egress: 'is_egress',
        Protocol: 'rule_no',
      },
    },
  ],
};

/** One reader for each direction that does not simply let everything through. */
function changed(read: ReadAttribute): readonly ReadAttribute[] {
  const open = new Unresolved({
    reason: 'undecidable',
    detail: "the rules of the VPC's default network ACL are not those that AWS gives it",
  });
  return [true, false]
    .filter((egress) => !letsAllThrough(read(egress ? 'egress' : 'ingress')))
    .map((egress) => (name) => (name === 'is_egress' ? egress : name === 'rule_no' ? open : read(name)));
}

function letsAllThrough(list: unknown): boolean {
  if (!Array.isArray(list)) return false;
  const all = list.some(
    (rule: unknown) =>
      isObject(rule) &&
      rule['action'] === 'allow' &&
      rule['cidr_block'] === '0.0.0.0/0' &&
      protocolNumber(rule['protocol']) === -1,
  );
  return all && list.every((rule: unknown) => isObject(rule) && rule['action'] === 'allow');
}

/** One reader for each subnet that a network ACL lists. */
function subnetsOf(read: ReadAttribute): readonly ReadAttribute[] {
  const value = read('subnet_ids');
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((subnet) => (name) => (name === 'subnet_id' ? subnet : read(name)));
}

/** CloudFormation has numbers for what Terraform lets one name. https://www.iana.org/assignments/protocol-numbers */
function protocolNumber(value: unknown): unknown {
  const known = new Map<unknown, number>([
    ['all', -1],
    ['icmp', 1],
    ['tcp', 6],
    ['udp', 17],
    ['icmpv6', 58],
  ]);
  return known.get(value) ?? number(value);
}
