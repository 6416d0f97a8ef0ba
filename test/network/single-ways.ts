import fc from 'fast-check';
import type { More } from './changes.ts';
import {
  acl,
  type Draft,
  entry,
  isolated,
  part,
  REGION,
  route,
  rule,
  VPC,
  withEndpoint,
  withIpv6,
  withNat,
  withS3Gateway,
} from './network.ts';

type Loose = ReturnType<typeof part>;
/** Takes one thing away that the call needs. */
type Cut = readonly [name: string, apply: (draft: Draft) => void];

/** A network with exactly one way to the service, and all that is needed for it. */
export interface SingleWay {
  readonly make: () => Draft;
  readonly more: More;
  readonly cuts: readonly Cut[];
}

interface Style {
  readonly way: 'nat' | 'regional' | 'igw' | 'eigw' | 'near' | 'far' | 'gateway';
  /** The task's subnet has a table of its own, or the VPC's main table. */
  readonly main: boolean;
  /** The default route and the rule that opens the security group come as one block or as two halves. */
  readonly halves: boolean;
  /** Network ACLs let in and out what is needed, and no more. */
  readonly tight: boolean;
}

const styles = fc.record<Style>({
  way: fc.constantFrom('nat', 'regional', 'igw', 'eigw', 'near', 'far', 'gateway'),
  main: fc.boolean(),
  halves: fc.boolean(),
  tight: fc.boolean(),
});

export const singleWays: fc.Arbitrary<SingleWay> = styles.map((style) => ({
  make: () => draftOf(style),
  more: moreOf(style),
  cuts: cutsOf(style),
}));

function moreOf({ way }: Style): More {
  if (way === 'igw') return { from: { subnetId: 'edge', assignPublicIp: 'ENABLED' } };
  if (way === 'eigw') {
    return { from: { ipv6: true }, to: { hostname: `secretsmanager.${REGION}.api.aws` } };
  }
  return way === 'gateway' ? { to: { service: 's3' } } : {};
}

const MAKE: Readonly<Record<Style['way'], () => Draft>> = {
  nat: () => withNat(),
  regional: () =>
    withNat(isolated(), { SubnetId: undefined, AvailabilityMode: 'regional', RouteTableId: 'rtb-edge' }),
  igw: () => isolated(),
  eigw: () => {
    const draft = withIpv6();
    draft.egressOnlyInternetGateways.push({
      EgressOnlyInternetGatewayId: 'eigw-1',
      Attachments: [{ VpcId: VPC, State: 'attached' }],
    });
    return route(draft, 'rtb-private', {
      DestinationIpv6CidrBlock: '::/0',
      EgressOnlyInternetGatewayId: 'eigw-1',
    });
  },
  near: () => withEndpoint(),
  far: () => withEndpoint(isolated(), 'secretsmanager', { SubnetIds: ['far'] }),
  gateway: () => withS3Gateway(),
};

function draftOf({ way, main, halves, tight }: Style): Draft {
  const draft = MAKE[way]();
  const table = part(draft, 'routeTables', 'RouteTableId', tableOf(way));
  if (main && way !== 'igw') {
    draft.routeTables = draft.routeTables.filter(({ RouteTableId }: Loose) => RouteTableId !== 'rtb-main');
    table.Associations = [{ Main: true, AssociationState: { State: 'associated' } }];
  }
  if (halves) {
    table.Routes = table.Routes.flatMap(halved);
    const group = part(draft, 'securityGroups', 'GroupId', 'sg-task');
    group.IpPermissionsEgress = group.IpPermissionsEgress.flatMap((it: Loose) =>
      it.IpRanges.length > 0 ? [rule({ cidr: '0.0.0.0/1' }), rule({ cidr: '128.0.0.0/1' })] : [it],
    );
  }
  if (tight) {
    const any = way === 'eigw' ? '::/0' : '0.0.0.0/0';
    const entries = (['in', 'out'] as const).flatMap((direction) => [
      entry(100, direction, 'allow', { cidr: any, ports: [443, 443] }),
      entry(110, direction, 'allow', { cidr: any, ports: [1024, 65_535] }),
    ]);
    draft.networkAcls = [acl('acl-1', ['edge', 'near', 'far'], entries)];
  }
  return draft;
}

function halved(it: Loose): readonly Loose[] {
  if (it.DestinationCidrBlock !== '0.0.0.0/0') return [it];
  return ['0.0.0.0/1', '128.0.0.0/1'].map((DestinationCidrBlock) => ({ ...it, DestinationCidrBlock }));
}

function tableOf(way: Style['way']): string {
  return way === 'igw' ? 'rtb-edge' : 'rtb-private';
}

/** Each thing on the way, taken away by itself. */
function cutsOf({ way }: Style): readonly Cut[] {
  const group = (draft: Draft, id: string) => part(draft, 'securityGroups', 'GroupId', id);
  const onlyLocal = (id: string) => (draft: Draft) => {
    const table = part(draft, 'routeTables', 'RouteTableId', id);
    table.Routes = table.Routes.filter(({ GatewayId }: Loose) => GatewayId === 'local');
  };
  const toEndpoint = way === 'near' || way === 'far';
  const cuts: Cut[] = [
    [
      'the rules of the security group',
      (it) => {
        group(it, 'sg-task').IpPermissionsEgress = [];
      },
    ],
    [
      'DNS',
      (it) => {
        it.vpcAttributes[VPC].enableDnsSupport = false;
      },
    ],
  ];
  if (!toEndpoint) cuts.push(['the route', onlyLocal(tableOf(way))]);
  if (way !== 'near') {
    cuts.push(['what network ACLs let out', (it) => strike(it, true)]);
    cuts.push(['what network ACLs let in', (it) => strike(it, false)]);
  }
  if (toEndpoint) {
    cuts.push([
      'the endpoint',
      (it) => {
        it.vpcEndpoints = [];
      },
    ]);
    cuts.push([
      'private DNS',
      (it) => {
        for (const one of it.vpcEndpoints) one.PrivateDnsEnabled = false;
      },
    ]);
    cuts.push([
      'DNS host names',
      (it) => {
        it.vpcAttributes[VPC].enableDnsHostnames = false;
      },
    ]);
    cuts.push([
      'its security group',
      (it) => {
        group(it, 'sg-endpoint').IpPermissions = [];
      },
    ]);
  }
  if (way === 'gateway')
    cuts.push([
      'the endpoint',
      (it) => {
        it.vpcEndpoints = [];
      },
    ]);
  if (way === 'eigw')
    cuts.push([
      'the gateway',
      (it) => {
        it.egressOnlyInternetGateways = [];
      },
    ]);
  if (['nat', 'regional', 'igw'].includes(way)) {
    cuts.push([
      'the internet gateway',
      (it) => {
        it.internetGateways = [];
      },
    ]);
  }
  if (way === 'nat' || way === 'regional') {
    cuts.push([
      'the NAT gateway',
      (it) => {
        it.natGateways = [];
      },
    ]);
    cuts.push(['its own way out', onlyLocal('rtb-edge')]);
  }
  return cuts;
}

/** Takes all that lets something through in a direction out of the network ACLs. */
function strike(draft: Draft, egress: boolean): void {
  for (const it of draft.networkAcls) {
    it.Entries = it.Entries.filter(
      ({ Egress, RuleAction }: Loose) => Egress !== egress || RuleAction !== 'allow',
    );
  }
}
