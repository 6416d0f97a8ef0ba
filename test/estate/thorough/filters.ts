import * as ec2 from '../../../src/fact/kinds/ec2.ts';
import type { Book } from '../book.ts';
import { ACCOUNT } from '../place.ts';
import { EDGE_GROUP } from './names.ts';

const LIST = 'pl-0everywhere';

/** The security group lets HTTPS out to a prefix list that holds all addresses, and to all of IPv6. */
export function addFilters(book: Book, vpc: string, subnets: readonly string[]): void {
  book.add(
    ec2.prefixList,
    { id: LIST },
    {
      PrefixListId: LIST,
      PrefixListName: 'everywhere',
      AddressFamily: 'IPv4',
      OwnerId: ACCOUNT,
      Entries: ['0.0.0.0/1', '128.0.0.0/1'].map((Cidr) => ({ Cidr })),
    },
  );
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [], IpRanges: [] };
  book.add(
    ec2.securityGroup,
    { id: EDGE_GROUP },
    {
      GroupId: EDGE_GROUP,
      GroupName: 'edge',
      Description: 'edge',
      OwnerId: ACCOUNT,
      VpcId: vpc,
      IpPermissions: [],
      IpPermissionsEgress: [
        { ...https, PrefixListIds: [{ PrefixListId: LIST }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      ],
    },
  );
  const all = { Protocol: '-1', RuleAction: 'allow' as const };
  book.collect(ec2.networkAcls, { vpc }, [
    {
      NetworkAclId: 'acl-0edge',
      VpcId: vpc,
      OwnerId: ACCOUNT,
      IsDefault: true,
      Associations: subnets.map((subnet) => ({
        NetworkAclAssociationId: `aclassoc-${subnet}`,
        NetworkAclId: 'acl-0edge',
        SubnetId: subnet,
      })),
      Entries: [true, false].flatMap((Egress) => [
        { ...all, Egress, RuleNumber: 100, CidrBlock: '0.0.0.0/0' },
        { ...all, Egress, RuleNumber: 101, Ipv6CidrBlock: '::/0' },
      ]),
    },
  ]);
}
