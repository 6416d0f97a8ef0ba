import * as ec2 from '../../src/fact/kinds/ec2.ts';
import type { Book } from './book.ts';
import { ACCOUNT, REGION } from './place.ts';
import type { Random } from './random.ts';
import type { OpenSubnet } from './subnets.ts';

interface Ground {
  readonly vpc: string;
  readonly subnets: readonly OpenSubnet[];
  readonly securityGroup: string;
  readonly s3: { readonly endpoint: string; readonly prefixList: string };
  /** The route tables that lead to the gateway endpoint. */
  readonly routeTables: readonly string[];
}

const SERVICES = ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'ssm', 'ssmmessages', 'kms', 'monitoring'];
/** The policy of an endpoint that nobody gave one. */
const OPEN_POLICY = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});
/** The API says `available`, the SDK's type `Available`. */
const AVAILABLE = 'available' as unknown as 'Available';

/** Endpoints for what tasks call: S3 by a gateway, the others by interfaces in every private subnet. */
export function addEndpoints(
  book: Book,
  { vpc, subnets, securityGroup, s3, routeTables }: Ground,
  choose: Random,
): void {
  const common = {
    VpcId: vpc,
    State: AVAILABLE,
    PolicyDocument: OPEN_POLICY,
    RequesterManaged: false,
    CreationTimestamp: '2025-03-01T09:10:00.000Z',
    OwnerId: ACCOUNT,
    Tags: [],
  };
  book.collect(ec2.vpcEndpoints, { vpc }, [
    {
      ...common,
      VpcEndpointId: s3.endpoint,
      VpcEndpointType: 'Gateway',
      ServiceName: `com.amazonaws.${REGION}.s3`,
      RouteTableIds: routeTables,
      SubnetIds: [],
      Groups: [],
      NetworkInterfaceIds: [],
      PrivateDnsEnabled: false,
      DnsEntries: [],
    },
    ...SERVICES.map((service) => {
      const id = `vpce-0${choose.hex(16)}`;
      const attached = {
        description: `VPC Endpoint Interface ${id}`,
        type: 'vpc_endpoint' as const,
        requester: '727180483921',
        securityGroup,
      };
      return {
        ...common,
        VpcEndpointId: id,
        VpcEndpointType: 'Interface' as const,
        ServiceName: `com.amazonaws.${REGION}.${service}`,
        RouteTableIds: [],
        SubnetIds: subnets.map((subnet) => subnet.id),
        Groups: [{ GroupId: securityGroup, GroupName: 'endpoints' }],
        IpAddressType: 'ipv4' as const,
        NetworkInterfaceIds: subnets.map((subnet) => subnet.attach(attached).id),
        PrivateDnsEnabled: true,
        DnsEntries: [
          { DnsName: `${id}.${service}.${REGION}.vpce.amazonaws.com`, HostedZoneId: 'Z38GZ743OKFT7T' },
        ],
        DnsOptions: { DnsRecordIpType: 'ipv4' as const },
      };
    }),
  ]);
  book.add(
    ec2.prefixList,
    { id: s3.prefixList },
    {
      PrefixListId: s3.prefixList,
      PrefixListName: `com.amazonaws.${REGION}.s3`,
      AddressFamily: 'IPv4',
      OwnerId: 'AWS',
      Entries: ['52.218.0.0/17', '52.92.0.0/17', '3.5.64.0/21'].map((Cidr) => ({ Cidr })),
    },
  );
}
