import { absent, type Fact, known, unknown, valueOr } from '../../src/fact/fact.ts';
import type {
  NetworkInterfaceShape,
  PrefixListShape,
  SubnetShape,
  VpcDnsShape,
} from '../../src/fact/kinds/ec2.ts';
import { reach } from '../../src/network/reach.ts';
import type { Verdict } from '../../src/network/verdict.ts';
import type { Acl, Endpoint, Group, Interface, Nat, Table, Target, World } from '../../src/network/world.ts';

type List<T> = readonly T[] | null | undefined;
type Named<T> = Partial<T>;
interface ListOfCidrs {
  readonly PrefixListId: string;
  readonly PrefixListName?: string;
  readonly Cidrs?: readonly string[];
  readonly Entries?: readonly { readonly Cidr: string }[];
}
interface Association {
  readonly VPCs?: readonly (string | { readonly VPCId?: string; readonly VpcId?: string })[];
}

/** What AWS's describe calls say; null could not be read, and what is left out was not looked at and is as by default. */
export interface Describe {
  readonly vpcs: List<NonNullable<World['vpc'] extends Fact<infer V> ? V : never>>;
  readonly vpcAttributes: Readonly<Record<string, VpcDnsShape>> | null;
  readonly dhcpOptions?: List<World['dhcpOptions'] extends Fact<infer V> ? V : never>;
  readonly subnets: List<SubnetShape>;
  readonly routeTables: List<Table>;
  readonly internetGateways: List<Named<{ InternetGatewayId: string }>>;
  readonly egressOnlyInternetGateways?: List<Named<{ EgressOnlyInternetGatewayId: string }>>;
  readonly natGateways: List<Nat>;
  readonly vpcEndpoints: List<Endpoint>;
  readonly prefixLists?: List<ListOfCidrs>;
  readonly managedPrefixLists?: List<ListOfCidrs>;
  readonly securityGroups: List<Group>;
  readonly networkAcls: List<Acl>;
  readonly networkInterfaces?: List<NetworkInterfaceShape>;
  readonly vpcBlockPublicAccess?: Readonly<Record<string, unknown>> | null;
  readonly vpcBlockPublicAccessExclusions?: List<unknown>;
  readonly resolverRules?: List<
    Association & { readonly DomainName?: string; readonly Name?: string; readonly RuleType?: string }
  >;
  readonly privateHostedZones?: List<Association & { readonly Name?: string }>;
}

/** A network vector: what is there, who calls what, and whether it arrives. */
export interface NetVector {
  readonly name: string;
  readonly describe: Describe;
  readonly from: {
    readonly subnetId: string;
    readonly securityGroupIds: readonly string[];
    readonly assignPublicIp?: 'ENABLED' | 'DISABLED';
    readonly launchType?: string;
    readonly networkMode?: string;
    readonly ipv4?: boolean;
    readonly ipv6?: boolean;
    readonly environment?: Readonly<Record<string, string>>;
  };
  readonly to: {
    readonly service: string;
    readonly region: string;
    readonly port?: number;
    readonly hostname?: string;
    readonly ipFamily?: 'ipv4' | 'ipv6' | 'dualstack';
    readonly purpose?: string;
  };
  readonly expected: 'reachable' | 'unreachable' | 'unknown';
  readonly via?: string;
  readonly code?: string | null;
  readonly because?: string;
}

export function isNetVector(vector: unknown): vector is NetVector {
  if (typeof vector !== 'object' || vector === null) return false;
  return ['name', 'describe', 'from', 'to', 'expected'].every((member) => member in vector);
}

/** What our core says of a vector. */
export function verdictOf(vector: NetVector): Verdict {
  const { describe, from, to } = tidied(vector);
  return reach(worldOf(describe, from.subnetId), interfaceOf(from), targetOf(to));
}

/** A vector as AWS would have it: a list that is null could not be read, but any other member that is null is not there. */
function tidied({ describe, from, to, ...rest }: NetVector): NetVector {
  const lists = Object.entries(describe).map(([name, list]) => [name, list === null ? null : bare(list)]);
  return {
    ...rest,
    describe: Object.fromEntries(lists) as Describe,
    from: bare(from) as NetVector['from'],
    to: bare(to) as NetVector['to'],
  };
}

/** Without null; AWS gives protocols as text. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.map(([name, member]) => [name, /Protocol$/.test(name) ? String(member) : bare(member)]),
  );
}

export interface NetMiss {
  readonly expected: string;
  readonly got: string;
  /** We say that it arrives, and it does not: the worst there is. */
  readonly falseHope: boolean;
}

/** What is amiss with a vector, or undefined where the core agrees with it. */
export function netMissOf(vector: NetVector): NetMiss | undefined {
  const verdict = verdictOf(vector);
  const { expected, code } = vector;
  const told = verdict.is === 'reachable' ? undefined : verdict.code;
  if (verdict.is === expected && (code === null || code === undefined || code === told)) return undefined;
  return {
    expected: [expected, code ?? ''].join(' ').trim(),
    got: `${[verdict.is, told ?? ''].join(' ').trim()} (${verdict.hops.join(' → ')})`,
    falseHope: verdict.is === 'reachable' && expected === 'unreachable',
  };
}

const VIA: Readonly<Record<string, string>> = {
  'interface-endpoint': 'vpce',
  'gateway-endpoint': 'vpce-gw',
  nat: 'nat',
  'internet-gateway': 'igw',
  'egress-only-internet-gateway': 'eigw',
};

/** The way out as vectors spell it. */
export function viaOf(verdict: Verdict): string | undefined {
  return verdict.is === 'reachable' ? VIA[verdict.wayOut?.via ?? ''] : undefined;
}

function interfaceOf(from: NetVector['from']): Interface {
  // A task's own interface on an EC2 instance never gets a public address.
  const onInstance = from.launchType === 'EC2' && (from.networkMode ?? 'awsvpc') === 'awsvpc';
  return {
    subnet: from.subnetId,
    securityGroups: from.securityGroupIds,
    publicIp: from.assignPublicIp === 'ENABLED' && !onInstance,
    ...(from.ipv4 === undefined ? {} : { ipv4: from.ipv4 }),
    ...(from.ipv6 === undefined ? {} : { ipv6: from.ipv6 }),
    ...(from.environment ? { environment: from.environment } : {}),
  };
}

function targetOf({ service, region, port = 443, hostname, ipFamily, purpose }: NetVector['to']): Target {
  return {
    service,
    region,
    port,
    ...(hostname === undefined ? {} : { hostname }),
    ...(ipFamily === undefined ? {} : { ipFamily }),
    ...(purpose === undefined ? {} : { purpose }),
  };
}

function listed<T>(list: List<T>, what: string): Fact<readonly T[]> {
  return list === null ? unread(what) : known(list ?? []);
}

function unread(what: string): Fact<never> {
  return unknown({ reason: 'access-denied', detail: `${what} may not be read` });
}

const AMAZONS = {
  DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
};

/** Where exclusions could not be read, there may be one of the VPC, and how far it goes is open. */
function exclusionsOf(
  { vpcBlockPublicAccessExclusions: apart }: Describe,
  access: Readonly<Record<string, unknown>>,
  vpc: string,
): unknown {
  if (apart === null) return [{ ResourceArn: `vpc/${vpc}`, State: 'create-complete' }];
  return access['Exclusions'] ?? apart ?? [];
}

/** The world of the VPC that the subnet is in. */
function worldOf(describe: Describe, subnet: string): World {
  const id =
    describe.subnets?.find(({ SubnetId }) => SubnetId === subnet)?.VpcId ?? describe.vpcs?.[0]?.VpcId ?? '';
  const vpc = describe.vpcs?.find(({ VpcId }) => VpcId === id);
  const options = vpc?.DhcpOptionsId;
  const dhcp = describe.dhcpOptions;
  const attributes = describe.vpcAttributes?.[id];
  const access = describe.vpcBlockPublicAccess;
  const lists = [...(describe.prefixLists ?? []), ...(describe.managedPrefixLists ?? [])];
  return {
    vpc: vpc ? known(vpc) : unread(id),
    dns: attributes ? known(attributes) : unread('the DNS attributes'),
    dhcpOptions:
      dhcp === undefined
        ? known(AMAZONS)
        : dhcp === null || options === undefined
          ? unread('the DHCP options')
          : (firstOf(dhcp.filter(({ DhcpOptionsId }) => DhcpOptionsId === options)) ?? absent()),
    subnets: listed(describe.subnets, 'subnets'),
    routeTables: listed(describe.routeTables, 'route tables'),
    internetGateways: listed(describe.internetGateways, 'internet gateways'),
    egressOnlyInternetGateways: listed(describe.egressOnlyInternetGateways, 'egress-only internet gateways'),
    natGateways: listed(describe.natGateways, 'NAT gateways'),
    vpcEndpoints: listed(describe.vpcEndpoints, 'VPC endpoints'),
    networkAcls: listed(describe.networkAcls, 'network ACLs'),
    blockPublicAccess: access
      ? known({
          options: access,
          exclusions: exclusionsOf(describe, access, id) as [],
        })
      : unread('VPC Block Public Access'),
    privateHostedZones: map(
      listed(describe.privateHostedZones, 'private hosted zones'),
      id,
      ({ Name = '' }) => ({
        Name,
        HostedZoneId: Name,
        Owner: {},
      }),
    ),
    resolverRules: map(
      listed(describe.resolverRules, 'resolver rules'),
      id,
      ({ DomainName, Name = '.', RuleType }) => ({
        domain: DomainName ?? Name,
        type: RuleType === 'SYSTEM' || RuleType === 'RECURSIVE' ? RuleType : 'FORWARD',
      }),
    ),
    securityGroups: byId(describe.securityGroups ?? [], ({ GroupId }) => GroupId),
    prefixLists: byId(lists.map(prefixListOf), ({ PrefixListId }) => PrefixListId),
    networkInterfaces: byId(describe.networkInterfaces ?? [], ({ NetworkInterfaceId }) => NetworkInterfaceId),
  };
}

function firstOf<T>(items: readonly T[]): Fact<T> | undefined {
  return items[0] === undefined ? undefined : known(items[0]);
}

function prefixListOf({ Cidrs, Entries, ...rest }: ListOfCidrs): PrefixListShape {
  return { ...rest, Entries: Entries ?? (Cidrs ?? []).map((Cidr) => ({ Cidr })) };
}

function byId<T>(items: readonly T[], idOf: (item: T) => string | undefined): ReadonlyMap<string, Fact<T>> {
  return new Map(items.map((item) => [idOf(item) ?? '', known(item)]));
}

/** Those that hold in the VPC; where they do not say where they hold, they do. */
function map<T extends Association, U>(
  list: Fact<readonly T[]>,
  vpc: string,
  change: (item: T) => U,
): Fact<readonly U[]> {
  if (valueOr(list, undefined) === undefined) return list as Fact<never>;
  const here = ({ VPCs }: T) =>
    VPCs === undefined ||
    VPCs.some((entry) => (typeof entry === 'string' ? entry : (entry.VPCId ?? entry.VpcId)) === vpc);
  return known(valueOr(list, []).filter(here).map(change));
}
