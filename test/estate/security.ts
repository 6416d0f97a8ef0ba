import * as ec2 from '../../src/fact/kinds/ec2.ts';
import type { Book } from './book.ts';
import { ACCOUNT } from './place.ts';
import type { Random } from './random.ts';
import type { OpenSubnet } from './subnets.ts';

interface SecurityGroups {
  readonly tasks: string;
  readonly endpoints: string;
}

const NO_OTHERS = { Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
const OUT = [{ ...NO_OTHERS, IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];

/** What comes in from the VPC itself: to tasks on their port, to endpoints on 443. All may go out. */
export function addSecurityGroups(book: Book, vpc: string, choose: Random): SecurityGroups {
  const add = (name: string, port?: number) => {
    const id = `sg-0${choose.hex(16)}`;
    const fromVpc = { ...NO_OTHERS, IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/16' }] };
    book.add(
      ec2.securityGroup,
      { id },
      {
        GroupId: id,
        GroupName: name,
        Description: name,
        OwnerId: ACCOUNT,
        VpcId: vpc,
        IpPermissions: port === undefined ? [] : [{ ...fromVpc, FromPort: port, ToPort: port }],
        IpPermissionsEgress: OUT,
        Tags: [],
      },
    );
    return id;
  };
  add('default');
  return { tasks: add('tasks', 8080), endpoints: add('endpoints', 443) };
}

/** The network ACL that every VPC comes with: it lets all pass. */
export function addNetworkAcl(book: Book, vpc: string, subnets: readonly OpenSubnet[], choose: Random): void {
  const NetworkAclId = `acl-0${choose.hex(16)}`;
  const allow = { CidrBlock: '0.0.0.0/0', Protocol: '-1', RuleAction: 'allow' as const, RuleNumber: 100 };
  const deny = { ...allow, RuleAction: 'deny' as const, RuleNumber: 32767 };
  book.collect(ec2.networkAcls, { vpc }, [
    {
      NetworkAclId,
      VpcId: vpc,
      OwnerId: ACCOUNT,
      IsDefault: true,
      Associations: subnets.map((subnet) => ({
        NetworkAclAssociationId: `aclassoc-0${choose.hex(16)}`,
        NetworkAclId,
        SubnetId: subnet.id,
      })),
      Entries: [true, false].flatMap((Egress) => [
        { ...allow, Egress },
        { ...deny, Egress },
      ]),
      Tags: [],
    },
  ]);
}
