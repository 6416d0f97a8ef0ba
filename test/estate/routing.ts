import * as ec2 from '../../src/fact/kinds/ec2.ts';
import type { Book } from './book.ts';
import { ACCOUNT } from './place.ts';
import type { Random } from './random.ts';
import type { OpenSubnet } from './subnets.ts';

interface Ground {
  readonly vpc: string;
  readonly publicSubnets: readonly OpenSubnet[];
  readonly privateSubnets: readonly OpenSubnet[];
  /** The gateway endpoint of S3 and the prefix list of its routes. */
  readonly s3: { readonly endpoint: string; readonly prefixList: string };
}

const ASSOCIATED = { State: 'associated' as const };
const LOCAL = {
  DestinationCidrBlock: '10.0.0.0/16',
  GatewayId: 'local',
  Origin: 'CreateRouteTable' as const,
  State: 'active' as const,
};
const EVERYWHERE = {
  DestinationCidrBlock: '0.0.0.0/0',
  Origin: 'CreateRoute' as const,
  State: 'active' as const,
};

/** An internet gateway for the public subnets; for each private one the NAT gateway of its zone. Answers with their tables. */
export function addRouting(
  book: Book,
  { vpc, publicSubnets, privateSubnets, s3 }: Ground,
  choose: Random,
): readonly string[] {
  const id = (prefix: string) => `${prefix}-0${choose.hex(16)}`;
  const gateway = id('igw');
  const nats = publicSubnets.map((subnet) => natGateway(vpc, subnet, choose));

  const table = (subnets: readonly OpenSubnet[], routes: readonly object[], main = false) => {
    const RouteTableId = id('rtb');
    const association = { RouteTableId, AssociationState: ASSOCIATED };
    return {
      RouteTableId,
      VpcId: vpc,
      OwnerId: ACCOUNT,
      Associations: [
        ...(main ? [{ ...association, Main: true, RouteTableAssociationId: id('rtbassoc') }] : []),
        ...subnets.map((subnet) => ({
          ...association,
          Main: false,
          RouteTableAssociationId: id('rtbassoc'),
          SubnetId: subnet.id,
        })),
      ],
      PropagatingVgws: [],
      Routes: [LOCAL, ...routes],
      Tags: [],
    };
  };
  const privateTables = privateSubnets.map((subnet, at) =>
    table(
      [subnet],
      [
        { ...EVERYWHERE, NatGatewayId: nats[at]?.NatGatewayId },
        {
          DestinationPrefixListId: s3.prefixList,
          GatewayId: s3.endpoint,
          Origin: 'CreateRoute',
          State: 'active',
        },
      ],
    ),
  );
  book.collect(ec2.routeTables, { vpc }, [
    table([], [], true),
    table(publicSubnets, [{ ...EVERYWHERE, GatewayId: gateway }]),
    ...privateTables,
  ]);
  book.collect(ec2.natGateways, { vpc }, nats);
  book.collect(ec2.internetGateways, { vpc }, [
    {
      InternetGatewayId: gateway,
      OwnerId: ACCOUNT,
      // The API says `available`, the SDK's type `attached`.
      Attachments: [{ State: 'available' as unknown as 'attached', VpcId: vpc }],
      Tags: [],
    },
  ]);
  book.collect(ec2.egressOnlyInternetGateways, { vpc }, []);
  book.collect(ec2.peeringConnections, { vpc }, []);
  return privateTables.map(({ RouteTableId }) => RouteTableId);
}

function natGateway(vpc: string, subnet: OpenSubnet, choose: Random) {
  const nat = `nat-0${choose.hex(16)}`;
  const { id, address } = subnet.attach({
    description: `Interface for NAT Gateway ${nat}`,
    type: 'nat_gateway',
    requester: 'amazon-aws',
  });
  return {
    NatGatewayId: nat,
    VpcId: vpc,
    SubnetId: subnet.id,
    State: 'available' as const,
    ConnectivityType: 'public' as const,
    CreateTime: '2025-03-01T09:00:00.000Z',
    NatGatewayAddresses: [
      {
        AllocationId: `eipalloc-0${choose.hex(16)}`,
        AssociationId: `eipassoc-0${choose.hex(16)}`,
        IsPrimary: true,
        NetworkInterfaceId: id,
        PrivateIp: address,
        PublicIp: `203.0.113.${choose.below(250) + 1}`,
        Status: 'succeeded' as const,
      },
    ],
    Tags: [],
  };
}
