import type {
  DhcpOptions,
  EgressOnlyInternetGateway,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  Route,
  RouteTable,
  SecurityGroup,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { HostedZoneSummary } from '@aws-sdk/client-route-53';
import { type Fact, known, unknown } from '../fact/fact.ts';
import type {
  BlockPublicAccess,
  NetworkInterfaceShape,
  PrefixListShape,
  SubnetShape,
  VpcDnsShape,
} from '../fact/kinds/ec2.ts';
import type { Shape } from '../fact/shape.ts';

export type Table = Shape<RouteTable>;
export type TableRoute = Shape<Route>;
export type Endpoint = Shape<VpcEndpoint>;
export type Nat = Shape<NatGateway>;
export type Acl = Shape<NetworkAcl>;
export type Group = Shape<SecurityGroup>;

/** A rule of Route 53 Resolver that is in force in the VPC. */
interface ResolverRule {
  readonly domain: string;
  readonly type: 'FORWARD' | 'SYSTEM' | 'RECURSIVE';
}

/** What is known of the VPC that a call leaves: each list is whole, or unknown. */
export interface World {
  readonly vpc: Fact<Shape<Vpc>>;
  readonly dns: Fact<VpcDnsShape>;
  readonly dhcpOptions: Fact<Shape<DhcpOptions>>;
  readonly subnets: Fact<readonly SubnetShape[]>;
  readonly routeTables: Fact<readonly Table[]>;
  readonly internetGateways: Fact<readonly Shape<InternetGateway>[]>;
  readonly egressOnlyInternetGateways: Fact<readonly Shape<EgressOnlyInternetGateway>[]>;
  readonly natGateways: Fact<readonly Nat[]>;
  readonly vpcEndpoints: Fact<readonly Endpoint[]>;
  readonly networkAcls: Fact<readonly Acl[]>;
  readonly blockPublicAccess: Fact<BlockPublicAccess>;
  readonly privateHostedZones: Fact<readonly Shape<HostedZoneSummary>[]>;
  readonly resolverRules: Fact<readonly ResolverRule[]>;
  /** By id: those that the groups of interface and endpoints are among. */
  readonly securityGroups: ReadonlyMap<string, Fact<Group>>;
  /** By id: those that routes and rules name. */
  readonly prefixLists: ReadonlyMap<string, Fact<PrefixListShape>>;
  /** By id: those that routes lead to. */
  readonly networkInterfaces: ReadonlyMap<string, Fact<NetworkInterfaceShape>>;
  /** What `once` found, where many interfaces call from the VPC. */
  readonly found?: Map<string, unknown>;
}

/**
 * What is the same for all interfaces that call from a subnet, whatever their security groups: a thousand services share a few
 * subnets. `key` holds all that it depends on beside the VPC.
 */
export function once<T>(
  { found }: Pick<World, 'found'>,
  key: readonly (string | number | boolean)[],
  make: () => T,
): T {
  if (!found) return make();
  const name = key.join(' ');
  if (!found.has(name)) found.set(name, make());
  return found.get(name) as T;
}

/** The interface that calls. */
export interface Interface {
  readonly subnet: string;
  /** The subnet, where it was read by itself. */
  readonly place?: SubnetShape;
  readonly securityGroups: readonly string[];
  /** Has it a public IPv4 address? */
  readonly publicIp: boolean;
  /** Has it an IPv4 address? One in an IPv6-only subnet has none. */
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  /** The variables of the container that calls. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What is called. */
export interface Target {
  /** As the names of VPC endpoints spell it: `ecr.dkr`. */
  readonly service: string;
  readonly region: string;
  readonly port: number;
  /** Where it is called by another name than the service's own of the region. */
  readonly hostname?: string;
  /** The addresses that the name has in public DNS. */
  readonly ipFamily?: 'ipv4' | 'ipv6' | 'dualstack';
  /** `application` where code in a container calls; everything else is the agent, which reads no container's variables. */
  readonly purpose?: string;
}

/** Looks up one of a map; what was not asked for is unknown. */
export function lookUp<T>(map: ReadonlyMap<string, Fact<T>>, noun: string, id: string): Fact<T> {
  return (
    map.get(id) ??
    unknown({ reason: 'not-recorded', detail: `${noun} ${id} is not among what could be read` })
  );
}

/** The one of a whole list; unknown where it is not in it, as something must be amiss then. */
export function oneOf<T>(
  list: Fact<readonly T[]>,
  noun: string,
  id: string,
  idOf: (item: T) => string | undefined,
): Fact<T> {
  return list.match<Fact<T>>({
    known: (items) => {
      const found = items.find((item) => idOf(item) === id);
      return found === undefined ? notAmong(noun, id) : known(found);
    },
    absent: () => notAmong(noun, id),
    unknown: (why) => unknown(...why),
  });
}

function notAmong(noun: string, id: string): Fact<never> {
  return unknown({ reason: 'undecidable', detail: `${noun} ${id} is not among those that can be seen` });
}
