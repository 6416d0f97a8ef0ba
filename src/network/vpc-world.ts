import { absent, type Fact, known, unknown, valueOr, type Why } from '../fact/fact.ts';
import type { AnyKind, DerivedKind, Facts, ResourceKind } from '../fact/kind.ts';
import * as ec2 from '../fact/kinds/ec2.ts';
import { privateHostedZones } from '../fact/kinds/route53.ts';
import { callerIdentity } from '../fact/kinds/sts.ts';
import type { TableRoute, World } from './world.ts';

/** A VPC without the security groups, which each question adds for itself. */
export type VpcWorld = Omit<World, 'securityGroups'>;

const NOT_READ: Why = {
  reason: 'undecidable',
  detail:
    'whether a Route 53 Resolver rule or Profile sends the name of the service elsewhere: these are not read',
};

const NEEDS: readonly AnyKind[] = [
  ec2.vpc,
  ec2.vpcDns,
  ec2.dhcpOptions,
  ec2.subnets,
  ec2.routeTables,
  ec2.internetGateways,
  ec2.egressOnlyInternetGateways,
  ec2.natGateways,
  ec2.vpcEndpoints,
  ec2.networkAcls,
  ec2.prefixList,
  ec2.networkInterface,
  ec2.blockPublicAccess,
  privateHostedZones,
  callerIdentity,
];

/** Everything in a VPC that decides how far a call gets, asked once for all its subnets. */
export const vpcWorld: DerivedKind<{ readonly vpc: string }, VpcWorld> = {
  sort: 'derived',
  id: 'network.vpc',
  noun: 'network of',
  key: ({ vpc }) => vpc,
  needs: NEEDS,
  derive: async ({ vpc }, facts) => known(await worldOf(vpc, facts)),
};

async function worldOf(id: string, facts: Facts): Promise<VpcWorld> {
  const scope = { vpc: id };
  const [vpc, dns, subnets, routeTables, internetGateways, natGateways, vpcEndpoints, networkAcls] =
    await Promise.all([
      facts.ask(ec2.vpc, { id }),
      facts.ask(ec2.vpcDns, { id }),
      facts.ask(ec2.subnets, scope),
      facts.ask(ec2.routeTables, scope),
      facts.ask(ec2.internetGateways, scope),
      facts.ask(ec2.natGateways, scope),
      facts.ask(ec2.vpcEndpoints, scope),
      facts.ask(ec2.networkAcls, scope),
    ]);
  const routes = valueOr(routeTables, []).flatMap(({ Routes = [] }) => Routes);
  const [dhcpOptions, egressOnlyInternetGateways, prefixLists, networkInterfaces, rest] = await Promise.all([
    dhcpOptionsOf(vpc, facts),
    routes.some(({ EgressOnlyInternetGatewayId: gateway }) => gateway !== undefined)
      ? facts.ask(ec2.egressOnlyInternetGateways, scope)
      : known([]),
    askEach(facts, ec2.prefixList, named(routes, 'DestinationPrefixListId')),
    askEach(facts, ec2.networkInterface, named(routes, 'NetworkInterfaceId')),
    Promise.all([
      facts.ask(ec2.blockPublicAccess, {}),
      facts.ask(privateHostedZones, scope),
      facts.ask(callerIdentity, {}),
    ]),
  ]);
  const [blockPublicAccess, zones, caller] = rest;
  const world: VpcWorld = {
    vpc,
    dns,
    dhcpOptions,
    subnets,
    routeTables,
    internetGateways,
    egressOnlyInternetGateways,
    natGateways,
    vpcEndpoints,
    networkAcls,
    blockPublicAccess,
    privateHostedZones: zones,
    resolverRules: unknown(NOT_READ),
    prefixLists,
    networkInterfaces,
    found: new Map(),
  };
  const owner = valueOr(vpc, undefined)?.OwnerId;
  const account = valueOr(caller, undefined)?.Account;
  return owner === undefined || account === undefined || owner === account
    ? world
    : { ...world, ...seenBy(account, owner, id) };
}

/** Of a shared VPC a participant sees its own endpoints and gateways, not those of the owner. */
function seenBy(account: string, owner: string, vpc: string) {
  const hidden = unknown({
    reason: 'undecidable',
    detail: `${vpc} belongs to account ${owner}: its endpoints and gateways are not visible to ${account}`,
  });
  return {
    vpcEndpoints: hidden,
    natGateways: hidden,
    internetGateways: hidden,
    egressOnlyInternetGateways: hidden,
    // What is read of it is the caller's own setting, and the owner's decides.
    blockPublicAccess: hidden,
  };
}

/** `default` stands for a VPC without any. */
async function dhcpOptionsOf(vpc: Fact<{ readonly DhcpOptionsId?: string | undefined }>, facts: Facts) {
  return vpc.match<ReturnType<typeof askDhcpOptions> | Fact<never>>({
    known: ({ DhcpOptionsId: id }) => {
      if (id === undefined)
        return unknown({ reason: 'undecidable', detail: 'which DHCP options the VPC has' });
      return id === 'default' ? absent() : askDhcpOptions(facts, id);
    },
    absent: () => absent(),
    unknown: (why) => unknown(...why),
  });
}

function askDhcpOptions(facts: Facts, id: string) {
  return facts.ask(ec2.dhcpOptions, { id });
}

function named(routes: readonly TableRoute[], member: 'DestinationPrefixListId' | 'NetworkInterfaceId') {
  return routes.flatMap((route) => route[member] ?? []);
}

/** Asks for each of the ids once, all at the same time. */
export async function askEach<Value>(
  facts: Facts,
  kind: ResourceKind<{ readonly id: string }, Value>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Fact<Value>>> {
  const asked = [...new Set(ids)].map(async (id) => [id, await facts.ask(kind, { id })] as const);
  return new Map(await Promise.all(asked));
}
