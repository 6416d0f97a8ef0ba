import type { NetworkInterface } from '@aws-sdk/client-ec2';
import { type Fact, known, map, valueOr } from '../../fact/fact.ts';
import { type NetworkInterfaceShape, networkInterface, networkInterfaces } from '../../fact/kinds/ec2.ts';
import { opaqueName, shown } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { refOf } from './identity.ts';
import { answered, at, doubts, flag, needed, word, wordAt, words } from './network-parts.ts';
import { declaredSubnets } from './network-scopes.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { declaredListings, declaredResources } from './source.ts';

/** What certainly takes an address of each subnet that it names. */
interface Taker {
  readonly type: string;
  /** In EC2's words, of which the SDK does not list all. */
  readonly as: (it: DeclaredResource) => string;
  readonly subnetsOf: (it: DeclaredResource) => readonly string[];
}

const oneSubnet = (it: DeclaredResource) => [word(it, 'SubnetId') ?? ''];
const manySubnets = (name: string) => (it: DeclaredResource) => valueOr(words(it, name), []);

/**
 * A zonal NAT gateway has one address, an endpoint one in each of its subnets, a load balancer one at least in each of its own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
const TAKERS: readonly Taker[] = [
  { type: 'AWS::EC2::NatGateway', as: () => 'nat_gateway', subnetsOf: oneSubnet },
  { type: 'AWS::EC2::VPCEndpoint', as: () => 'vpc_endpoint', subnetsOf: manySubnets('SubnetIds') },
  { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', as: balancer, subnetsOf: balancedSubnets },
  { type: 'AWS::EFS::MountTarget', as: () => 'efs', subnetsOf: oneSubnet },
  { type: 'AWS::EC2::NetworkInterface', as: () => 'interface', subnetsOf: oneSubnet },
  { type: 'AWS::EC2::Instance', as: () => 'interface', subnetsOf: oneSubnet },
];

function balancer(it: DeclaredResource) {
  return word(it, 'Type') === 'network' ? 'network_load_balancer' : 'interface';
}

function balancedSubnets(it: DeclaredResource): readonly string[] {
  const mapped = valueOr(at(it, 'SubnetMappings').items, []) as readonly View<{ SubnetId?: string }>[];
  return [
    ...manySubnets('Subnets')(it),
    ...mapped.map(
      (mapping, index) => wordAt(mapping.get('SubnetId'), `${it.id}.SubnetMappings.${index}`) ?? '',
    ),
  ];
}

/** The interfaces that the template certainly puts into a subnet, with one address each. */
export function interfacesIn(estate: Estate, subnet: string): readonly NetworkInterfaceShape[] {
  return TAKERS.flatMap(({ type, as, subnetsOf }) =>
    estate.of(type).flatMap((it) =>
      doubts(it).length > 0
        ? []
        : subnetsOf(it).flatMap((named) =>
            named === subnet
              ? [
                  {
                    NetworkInterfaceId: opaqueName(`${it.id}.${shown(subnet)}`),
                    InterfaceType: as(it) as NetworkInterface['InterfaceType'],
                    SubnetId: subnet,
                    PrivateIpAddresses: [{ Primary: true }],
                  },
                ]
              : [],
          ),
    ),
  );
}

/** An interface that a route may lead to. It takes what is its own alone, unless it is told to forward. */
function declared(estate: Estate): ReadonlyMap<string, Fact<NetworkInterfaceShape>> {
  return new Map(
    estate.of('AWS::EC2::NetworkInterface').map((it) => {
      const checked = doubts(it).length > 0 ? (it.exists as Fact<never>) : flag(it, 'SourceDestCheck', true);
      const id = refOf(it, estate);
      return [
        id,
        map(checked, (SourceDestCheck) =>
          answered<NetworkInterfaceShape>({
            NetworkInterfaceId: id,
            SubnetId: needed(it, 'SubnetId'),
            SourceDestCheck,
            InterfaceType: 'interface',
          }),
        ),
      ];
    }),
  );
}

export const interfaceFacts = [
  declaredResources(networkInterface, declared),
  declaredListings(
    networkInterfaces,
    (estate) =>
      new Map(
        [...declaredSubnets(estate).keys()].map((id) => [
          id,
          known({ members: interfacesIn(estate, id), complete: true as const }),
        ]),
      ),
  ),
];
