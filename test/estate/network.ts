import * as ec2 from '../../src/fact/kinds/ec2.ts';
import * as route53 from '../../src/fact/kinds/route53.ts';
import type { Book } from './book.ts';
import { addEndpoints } from './endpoints.ts';
import { ACCOUNT, REGION } from './place.ts';
import type { Random } from './random.ts';
import { addRouting } from './routing.ts';
import { addNetworkAcl, addSecurityGroups } from './security.ts';
import { type OpenSubnet, openSubnet, zoneCount } from './subnets.ts';

/** What else stands in the network needs to know of it. */
export interface Network {
  readonly vpc: string;
  readonly privateSubnets: readonly OpenSubnet[];
  /** The security group of the tasks and the container instances. */
  readonly securityGroup: string;
  /** Called once everything stands: writes the interfaces and the free addresses. */
  readonly close: () => void;
}

/** One VPC, a public and a private subnet in each of three zones, a NAT gateway in each zone, endpoints for what tasks call. */
export function addNetwork(book: Book, choose: Random): Network {
  const vpc = addVpc(book, choose);
  const zones = Array.from({ length: zoneCount }, (_, at) => at);
  const publicSubnets = zones.map((at) => openSubnet({ vpc, at, isPublic: true }, choose));
  const privateSubnets = zones.map((at) => openSubnet({ vpc, at, isPublic: false }, choose));
  const subnets = [...publicSubnets, ...privateSubnets];
  const s3 = { endpoint: `vpce-0${choose.hex(16)}`, prefixList: `pl-0${choose.hex(16)}` };
  const routeTables = addRouting(book, { vpc, publicSubnets, privateSubnets, s3 }, choose);
  const { tasks, endpoints } = addSecurityGroups(book, vpc, choose);
  addEndpoints(book, { vpc, subnets: privateSubnets, securityGroup: endpoints, s3, routeTables }, choose);
  addNetworkAcl(book, vpc, subnets, choose);
  book.collect(route53.privateHostedZones, { vpc, region: REGION }, []);

  const close = () => {
    const shapes = subnets.map(({ shape }) => shape());
    book.collect(ec2.subnets, { vpc }, shapes);
    for (const { id, interfaces } of subnets) book.collect(ec2.networkInterfaces, { subnet: id }, interfaces);
  };
  return { vpc, privateSubnets, securityGroup: tasks, close };
}

function addVpc(book: Book, choose: Random): string {
  const id = `vpc-0${choose.hex(16)}`;
  const dhcp = `dopt-0${choose.hex(16)}`;
  const CidrBlock = '10.0.0.0/16';
  const AssociationId = `vpc-cidr-assoc-0${choose.hex(16)}`;
  book.add(
    ec2.vpc,
    { id },
    {
      VpcId: id,
      OwnerId: ACCOUNT,
      CidrBlock,
      CidrBlockAssociationSet: [{ AssociationId, CidrBlock, CidrBlockState: { State: 'associated' } }],
      DhcpOptionsId: dhcp,
      InstanceTenancy: 'default',
      IsDefault: false,
      State: 'available',
      Tags: [{ Key: 'Name', Value: 'prod' }],
    },
  );
  book.add(ec2.vpcDns, { id }, { enableDnsSupport: true, enableDnsHostnames: true });
  book.add(
    ec2.dhcpOptions,
    { id: dhcp },
    {
      DhcpOptionsId: dhcp,
      OwnerId: ACCOUNT,
      DhcpConfigurations: [
        { Key: 'domain-name', Values: [{ Value: `${REGION}.compute.internal` }] },
        { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
      ],
      Tags: [],
    },
  );
  book.add(
    ec2.blockPublicAccess,
    {},
    {
      options: {
        AwsAccountId: ACCOUNT,
        AwsRegion: REGION,
        State: 'default-state',
        InternetGatewayBlockMode: 'off',
        ManagedBy: 'account',
        ExclusionsAllowed: 'allowed',
      },
      exclusions: [],
    },
  );
  return id;
}
