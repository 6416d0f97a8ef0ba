/** What stands in VPCs and subnets. One call lists it for many of them; each gets its own part of the answer. */
import {
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  type EgressOnlyInternetGateway,
  type InternetGateway,
  type NatGateway,
  type NetworkAcl,
  type NetworkInterface,
  type RouteTable,
  type Subnet,
  type VpcEndpoint,
  type VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { Fact } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { allPages, listing, type Page, required, shapeOf } from './answers.ts';
import { ec2, filter, MOST_PER_PAGE } from './ec2.ts';
import { failed, whyOf } from './failures.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html: between 5 and 100. */
const MOST_ROUTE_TABLES = 100;
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html: up to 255. */
const MOST_EGRESS_ONLY = 255;

interface InVpc {
  readonly vpc: string;
}

type Listings<Member> = Promise<readonly Fact<Listing<Shape<Member>>>[]>;

interface Inside<Member> {
  readonly operation: string;
  readonly noun: string;
  /** The VPCs or subnets that a member belongs to. */
  readonly placesOf: (member: Member) => readonly (string | undefined)[];
  readonly read: (token: string | undefined) => Promise<Page<Member>>;
}

/** One listing for each place, in their order; a page that fails leaves all of them incomplete. */
async function inside<Member>(places: readonly string[], what: Inside<Member>): Listings<Member> {
  const { operation, noun, placesOf, read } = what;
  const asked = (place: string) => ({ service: 'ec2', operation, subject: `the ${noun} of ${place}` });
  try {
    const { items, error } = await allPages(read);
    const members = new Map<string, Shape<Member>[]>(places.map((place) => [place, []]));
    for (const item of items) {
      const shape = shapeOf(item);
      for (const place of new Set(placesOf(item))) if (place !== undefined) members.get(place)?.push(shape);
    }
    return places.map((place) =>
      listing(members.get(place) ?? [], error === undefined ? [] : [whyOf(error, asked(place))]),
    );
  } catch (error) {
    return places.map((place) => failed(error, asked(place)));
  }
}

/** What a page of a call with a filter asks for. */
function page(name: string, places: readonly string[], token: string | undefined, size = MOST_PER_PAGE) {
  const next = token === undefined ? {} : { NextToken: token };
  return { Filters: [filter(name, places)], MaxResults: size, ...next };
}

function vpcsOf(scopes: readonly InVpc[]): readonly string[] {
  return scopes.map(({ vpc }) => vpc);
}

export function subnets(account: Account, scopes: readonly InVpc[]): Listings<Subnet> {
  return inside<Subnet>(vpcsOf(scopes), {
    operation: 'DescribeSubnets',
    noun: 'subnets',
    placesOf: ({ VpcId }) => [VpcId],
    read: async (token) => {
      const answer = await ec2(account).send(
        new DescribeSubnetsCommand(page('vpc-id', vpcsOf(scopes), token)),
      );
      return { items: required(answer.Subnets, 'subnets'), next: answer.NextToken };
    },
  });
}

export function routeTables(account: Account, scopes: readonly InVpc[]): Listings<RouteTable> {
  return inside<RouteTable>(vpcsOf(scopes), {
    operation: 'DescribeRouteTables',
    noun: 'route tables',
    placesOf: ({ VpcId }) => [VpcId],
    read: async (token) => {
      const answer = await ec2(account).send(
        new DescribeRouteTablesCommand(page('vpc-id', vpcsOf(scopes), token, MOST_ROUTE_TABLES)),
      );
      return { items: required(answer.RouteTables, 'route tables'), next: answer.NextToken };
    },
  });
}

export function internetGateways(account: Account, scopes: readonly InVpc[]): Listings<InternetGateway> {
  return inside<InternetGateway>(vpcsOf(scopes), {
    operation: 'DescribeInternetGateways',
    noun: 'internet gateways',
    placesOf: ({ Attachments = [] }) => Attachments.map(({ VpcId }) => VpcId),
    read: async (token) => {
      const answer = await ec2(account).send(
        new DescribeInternetGatewaysCommand(page('attachment.vpc-id', vpcsOf(scopes), token)),
      );
      return { items: required(answer.InternetGateways, 'internet gateways'), next: answer.NextToken };
    },
  });
}

/** The API has no filter by VPC. */
export function egressOnlyInternetGateways(
  account: Account,
  scopes: readonly InVpc[],
): Listings<EgressOnlyInternetGateway> {
  return inside<EgressOnlyInternetGateway>(vpcsOf(scopes), {
    operation: 'DescribeEgressOnlyInternetGateways',
    noun: 'egress-only internet gateways',
    placesOf: ({ Attachments = [] }) => Attachments.map(({ VpcId }) => VpcId),
    read: async (token) => {
      const answer = await ec2(account).send(
        new DescribeEgressOnlyInternetGatewaysCommand({
          MaxResults: MOST_EGRESS_ONLY,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      const items = required(answer.EgressOnlyInternetGateways, 'egress-only internet gateways');
      return { items, next: answer.NextToken };
    },
  });
}

export function natGateways(account: Account, scopes: readonly InVpc[]): Listings<NatGateway> {
  return inside<NatGateway>(vpcsOf(scopes), {
    operation: 'DescribeNatGateways',
    noun: 'NAT gateways',
    placesOf: ({ VpcId }) => [VpcId],
    read: async (token) => {
      const { Filters, ...rest } = page('vpc-id', vpcsOf(scopes), token);
      // Alone among these calls it names its filters in the singular.
      const answer = await ec2(account).send(new DescribeNatGatewaysCommand({ Filter: Filters, ...rest }));
      return { items: required(answer.NatGateways, 'NAT gateways'), next: answer.NextToken };
    },
  });
}

export function vpcEndpoints(account: Account, scopes: readonly InVpc[]): Listings<VpcEndpoint> {
  return inside<VpcEndpoint>(vpcsOf(scopes), {
    operation: 'DescribeVpcEndpoints',
    noun: 'VPC endpoints',
    placesOf: ({ VpcId }) => [VpcId],
    read: async (token) => {
      const answer = await ec2(account).send(
        new DescribeVpcEndpointsCommand(page('vpc-id', vpcsOf(scopes), token)),
      );
      return { items: required(answer.VpcEndpoints, 'VPC endpoints'), next: answer.NextToken };
    },
  });
}

export function networkAcls(account: Account, scopes: readonly InVpc[]): Listings<NetworkAcl> {
  return inside<NetworkAcl>(vpcsOf(scopes), {
    operation: 'DescribeNetworkAcls',
    noun: 'network ACLs',
    placesOf: ({ VpcId }) => [VpcId],
    read: async (token) => {
      const answer = await ec2(account).send(
        new DescribeNetworkAclsCommand(page('vpc-id', vpcsOf(scopes), token)),
      );
      return { items: required(answer.NetworkAcls, 'network ACLs'), next: answer.NextToken };
    },
  });
}

const SIDES = ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id'] as const;

/** Those that a VPC asked for and those it accepted; two filters of one call would have to hold both. */
export function peeringConnections(
  account: Account,
  scopes: readonly InVpc[],
): Listings<VpcPeeringConnection> {
  let side = 0;
  const seen = new Set<string | undefined>();
  return inside<VpcPeeringConnection>(vpcsOf(scopes), {
    operation: 'DescribeVpcPeeringConnections',
    noun: 'peering connections',
    placesOf: ({ RequesterVpcInfo, AccepterVpcInfo }) => [RequesterVpcInfo?.VpcId, AccepterVpcInfo?.VpcId],
    read: async (token) => {
      const name = SIDES[side] as string;
      // The first page of the second side follows the last one of the first.
      const own = token === NEXT_SIDE ? undefined : token;
      const answer = await ec2(account).send(
        new DescribeVpcPeeringConnectionsCommand(page(name, vpcsOf(scopes), own)),
      );
      const items = required(answer.VpcPeeringConnections, 'peering connections').filter(
        ({ VpcPeeringConnectionId: id }) => !seen.has(id) && seen.add(id),
      );
      if (answer.NextToken) return { items, next: answer.NextToken };
      side += 1;
      return { items, next: side < SIDES.length ? NEXT_SIDE : undefined };
    },
  });
}

const NEXT_SIDE = 'next side';

export function networkInterfaces(
  account: Account,
  scopes: readonly { readonly subnet: string }[],
): Listings<NetworkInterface> {
  const subnetIds = scopes.map(({ subnet }) => subnet);
  return inside<NetworkInterface>(subnetIds, {
    operation: 'DescribeNetworkInterfaces',
    noun: 'network interfaces',
    placesOf: ({ SubnetId }) => [SubnetId],
    read: async (token) => {
      const answer = await ec2(account).send(
        new DescribeNetworkInterfacesCommand(page('subnet-id', subnetIds, token)),
      );
      return { items: required(answer.NetworkInterfaces, 'network interfaces'), next: answer.NextToken };
    },
  });
}
