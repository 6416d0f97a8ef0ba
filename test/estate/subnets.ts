import type { NetworkInterfaceShape, SubnetShape } from '../../src/fact/kinds/ec2.ts';
import { ACCOUNT, arn, REGION } from './place.ts';
import type { Random } from './random.ts';

/** A subnet that hands out its addresses. */
export interface OpenSubnet {
  readonly id: string;
  /** `eu-west-1a` */
  readonly zone: string;
  /** Takes the next free address and makes an interface there. */
  readonly attach: (of: Attached) => { readonly id: string; readonly address: string };
  /** The subnet with the addresses that are free by now, and the interfaces that hold the others. */
  readonly shape: () => SubnetShape;
  readonly interfaces: readonly NetworkInterfaceShape[];
}

interface Attached {
  readonly description: string;
  readonly type?: 'interface' | 'nat_gateway' | 'vpc_endpoint';
  /** Who made it, where that is an AWS service. */
  readonly requester?: string;
  readonly instance?: string;
  readonly securityGroup?: string;
}

interface Recipe {
  readonly vpc: string;
  /** 0, 1, 2 for the zones a, b, c. */
  readonly at: number;
  readonly isPublic: boolean;
}

/** AWS keeps five addresses of each subnet: a public one is a /24, a private one a /19. */
const FREE = { public: 251, private: 8187 };
/** The first four addresses are AWS's. */
const FIRST_HOST = 4;
const ZONES = ['a', 'b', 'c'];

export const zoneCount = ZONES.length;

export function openSubnet({ vpc, at, isPublic }: Recipe, choose: Random): OpenSubnet {
  const id = `subnet-0${choose.hex(16)}`;
  const letter = ZONES[at] ?? '';
  const zone = `${REGION}${letter}`;
  const third = isPublic ? 224 + at : at * 32;
  const interfaces: NetworkInterfaceShape[] = [];

  const attach: OpenSubnet['attach'] = ({
    description,
    type = 'interface',
    requester,
    instance,
    securityGroup,
  }) => {
    const host = FIRST_HOST + interfaces.length;
    const address = `10.0.${third + (host >> 8)}.${host & 255}`;
    const eni = `eni-0${choose.hex(16)}`;
    interfaces.push({
      NetworkInterfaceId: eni,
      OwnerId: ACCOUNT,
      VpcId: vpc,
      SubnetId: id,
      AvailabilityZone: zone,
      Description: description,
      // The API says `nat_gateway`, the SDK's type `natGateway`.
      InterfaceType: type as 'interface',
      PrivateIpAddress: address,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
      Ipv6Addresses: [],
      Groups: securityGroup === undefined ? [] : [{ GroupId: securityGroup }],
      RequesterManaged: requester !== undefined,
      ...(requester === undefined ? {} : { RequesterId: requester }),
      SourceDestCheck: type !== 'nat_gateway',
      Status: 'in-use',
      Attachment: {
        AttachmentId: `eni-attach-0${choose.hex(16)}`,
        DeleteOnTermination: instance !== undefined,
        DeviceIndex: instance === undefined ? 1 : 0,
        Status: 'attached',
        ...(instance === undefined ? {} : { InstanceId: instance, InstanceOwnerId: ACCOUNT }),
      },
      TagSet: [],
    });
    return { id: eni, address };
  };

  const shape = (): SubnetShape => ({
    SubnetId: id,
    SubnetArn: arn('ec2', `subnet/${id}`),
    OwnerId: ACCOUNT,
    VpcId: vpc,
    AvailabilityZone: zone,
    AvailabilityZoneId: `euw1-az${at + 1}`,
    AvailableIpAddressCount: FREE[isPublic ? 'public' : 'private'] - interfaces.length,
    CidrBlock: `10.0.${third}.0/${isPublic ? 24 : 19}`,
    AssignIpv6AddressOnCreation: false,
    DefaultForAz: false,
    EnableDns64: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    MapCustomerOwnedIpOnLaunch: false,
    MapPublicIpOnLaunch: isPublic,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    State: 'available',
    Tags: [{ Key: 'Name', Value: `${isPublic ? 'public' : 'private'}-${letter}` }],
  });
  return { id, zone, attach, shape, interfaces };
}
