import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import type { AnyRawKind, CollectionKind } from '../../../src/fact/kind.ts';
import * as ec2 from '../../../src/fact/kinds/ec2.ts';
import { privateHostedZones } from '../../../src/fact/kinds/route53.ts';
import { opaqueName, opaqueValue, shown } from '../../../src/fact/opaque.ts';
import { facedBy, factStore } from '../../../src/fact/store.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { networkFacts } from '../../../src/read/declared/network.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import { type HandMade, handMade } from './hand-made.ts';
import { network, subnet, withEndpoint, withNat } from './networks.ts';

const OPEN = new Unresolved({ reason: 'unresolved', detail: 'it is open' });

function plain<T>(fact: Fact<T>) {
  return fact.match<T | 'unknown' | 'absent'>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: () => 'unknown',
  });
}

async function one(estate: HandMade, kind: AnyRawKind, id: string) {
  const facts = facedBy(declaredSource(estate, networkFacts), factStore([]));
  return plain(await facts.ask(kind as typeof ec2.subnet, { id }));
}

async function all<Member>(
  estate: HandMade,
  kind: CollectionKind<{ readonly vpc: string }, Member>,
  vpc = estate.ref('Vpc'),
) {
  const facts = facedBy(declaredSource(estate, networkFacts), factStore([]));
  return plain(await facts.ask(kind, { vpc }));
}

describe('the addresses of a subnet', () => {
  const free = async (estate: HandMade, id: string) => {
    const shape = await one(estate, ec2.subnet, estate.ref(id));
    return typeof shape === 'object' ? shape.AvailableIpAddressCount : shape;
  };

  test('are those of its block but for the five that AWS keeps', async () => {
    const estate = network((it) => ({ Small: subnet(it, '10.0.9.0/28', 0) }));
    expect(await free(estate, 'PrivateA')).toBe(251);
    expect(await free(estate, 'Small')).toBe(11);
  });

  test('a NAT gateway, an endpoint, a load balancer and a mount target take one each', async () => {
    const estate = network(withNat, withEndpoint('logs'), (it) => ({
      Balancer: {
        type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        properties: { Type: 'network', SubnetMappings: [{ SubnetId: it.ref('PrivateA') }] },
      },
      Mount: { type: 'AWS::EFS::MountTarget', properties: { SubnetId: it.ref('PrivateA') } },
    }));
    expect(await free(estate, 'Public')).toBe(250);
    expect(await free(estate, 'PrivateA')).toBe(248);
    expect(await free(estate, 'PrivateB')).toBe(250);
    const facts = facedBy(declaredSource(estate, networkFacts), factStore([]));
    const held = plain(await facts.ask(ec2.networkInterfaces, { subnet: estate.ref('PrivateA') }));
    expect(Array.isArray(held) && held.map(({ InterfaceType }) => InterfaceType)).toEqual([
      'vpc_endpoint',
      'network_load_balancer',
      'efs',
    ]);
  });

  test('what may not be there takes none; what nobody knows is not told', async () => {
    const estate = network((it) => ({
      Mount: {
        type: 'AWS::EFS::MountTarget',
        properties: { SubnetId: it.ref('PrivateA') },
        conditional: true,
      },
      Open: subnet(it, OPEN, 0),
    }));
    expect(await free(estate, 'PrivateA')).toBe(251);
    expect(await free(estate, 'Open')).toBeUndefined();
  });

  test('a subnet that may not be there, or whose family is open, is not known', async () => {
    const estate = network((it) => ({
      Perhaps: { ...subnet(it, '10.0.9.0/24', 0), conditional: true as const },
      Six: { type: 'AWS::EC2::Subnet', properties: { VpcId: it.ref('Vpc'), Ipv6Native: OPEN } },
      Only: { type: 'AWS::EC2::Subnet', properties: { VpcId: it.ref('Vpc'), Ipv6Native: 'true' } },
    }));
    expect(await one(estate, ec2.subnet, estate.ref('Perhaps'))).toBe('unknown');
    expect(await one(estate, ec2.subnet, estate.ref('Six'))).toBe('unknown');
    expect(await one(estate, ec2.subnet, estate.ref('Only'))).toMatchObject({ Ipv6Native: true });
    expect(await one(estate, ec2.subnet, estate.ref('Only'))).not.toHaveProperty('CidrBlock');
  });
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html */
describe('what AWS fills in', () => {
  test('DNS support is on, host names are off', async () => {
    const estate = handMade(() => ({
      Vpc: { type: 'AWS::EC2::VPC', properties: { CidrBlock: '10.0.0.0/16' } },
    }));
    expect(await one(estate, ec2.vpcDns, estate.ref('Vpc'))).toEqual({
      enableDnsSupport: true,
      enableDnsHostnames: false,
    });
    const open = handMade(() => ({
      Vpc: { type: 'AWS::EC2::VPC', properties: { EnableDnsHostnames: OPEN } },
    }));
    expect(await one(open, ec2.vpcDns, open.ref('Vpc'))).toBe('unknown');
  });

  test("the DHCP options name Amazon's DNS, unless others are given", async () => {
    const estate = network();
    const vpc = await one(estate, ec2.vpc, estate.ref('Vpc'));
    const id = (vpc as { readonly DhcpOptionsId?: string }).DhcpOptionsId ?? '';
    expect(await one(estate, ec2.dhcpOptions, id)).toMatchObject({
      DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
    });
    const other = network((it) => ({
      Options: { type: 'AWS::EC2::DHCPOptions', properties: { DomainNameServers: ['10.9.0.2'] } },
      Association: {
        type: 'AWS::EC2::VPCDHCPOptionsAssociation',
        properties: { VpcId: it.ref('Vpc'), DhcpOptionsId: it.ref('Options') },
      },
    }));
    expect(await one(other, ec2.vpc, other.ref('Vpc'))).toMatchObject({
      DhcpOptionsId: other.ref('Options'),
    });
    expect(await one(other, ec2.dhcpOptions, other.ref('Options'))).toMatchObject({
      DhcpConfigurations: [{ Values: [{ Value: '10.9.0.2' }] }],
    });
    const open = network(() => ({
      Association: {
        type: 'AWS::EC2::VPCDHCPOptionsAssociation',
        properties: { VpcId: OPEN, DhcpOptionsId: OPEN },
      },
    }));
    expect(await one(open, ec2.vpc, open.ref('Vpc'))).not.toHaveProperty('DhcpOptionsId');
  });

  test('a group without egress rules lets everything out; an endpoint without a policy lets everybody in', async () => {
    const estate = network(withEndpoint('logs'));
    expect(await one(estate, ec2.securityGroup, estate.ref('TaskGroup'))).toMatchObject({
      IpPermissions: [],
      IpPermissionsEgress: [
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      ],
    });
    expect(await all(estate, ec2.vpcEndpoints)).toMatchObject([
      {
        State: 'available',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Principal: '*', Resource: '*' }] },
      },
    ]);
  });

  test('a NAT gateway is public and available', async () => {
    const estate = network(withNat);
    expect(await all(estate, ec2.natGateways)).toMatchObject([
      {
        ConnectivityType: 'public',
        State: 'available',
        SubnetId: estate.ref('Public'),
        VpcId: estate.ref('Vpc'),
      },
    ]);
  });
});

describe('what is in a VPC', () => {
  test('is all that the template says, where the template makes the VPC', async () => {
    const estate = network();
    expect(await all(estate, ec2.subnets)).toHaveLength(3);
    expect(await all(estate, ec2.vpcEndpoints)).toEqual([]);
    expect(await all(estate, ec2.natGateways)).toEqual([]);
    expect(await all(estate, privateHostedZones)).toEqual([]);
  });

  test('is not known where something may be in it, or is there on a condition', async () => {
    const endpoint = (VpcId: unknown, conditional?: true) =>
      network(() => ({
        Endpoint: {
          type: 'AWS::EC2::VPCEndpoint',
          properties: { VpcId, ServiceName: 'com.amazonaws.eu-west-1.s3' },
          ...(conditional ? { conditional } : {}),
        },
      }));
    expect(await all(endpoint(opaqueValue('VpcId')), ec2.vpcEndpoints)).toBe('unknown');
    expect(await all(endpoint(opaqueName('Vpc'), true), ec2.vpcEndpoints)).toBe('unknown');
    // Another VPC of the same template is certainly another.
    expect(await all(endpoint(opaqueName('OtherVpc')), ec2.vpcEndpoints)).toEqual([]);
  });

  test('of which others are the owner, is theirs to tell as well', async () => {
    const estate = handMade(() => ({
      Added: { type: 'AWS::EC2::Subnet', properties: { VpcId: 'vpc-1', CidrBlock: '10.0.9.0/24' } },
    }));
    const there = [{ SubnetId: 'subnet-1', VpcId: 'vpc-1' }];
    const account = factStore([
      {
        answer: async () => undefined,
        list: async (kind) =>
          kind.id === ec2.subnets.id
            ? (await import('../../../src/fact/fact.ts')).known({ members: there as never, complete: true })
            : undefined,
      },
    ]);
    const facts = facedBy(declaredSource(estate, networkFacts), account);
    const found = plain(await facts.ask(ec2.subnets, { vpc: 'vpc-1' }));
    expect(Array.isArray(found) && found.map(({ SubnetId }) => shown(SubnetId ?? ''))).toEqual([
      '${Added}',
      'subnet-1',
    ]);
    expect(await all(estate, ec2.subnets, 'vpc-1')).toBe('unknown');
  });

  test('a hosted zone that names it answers there', async () => {
    const zone = (VPCs: unknown) =>
      network(() => ({
        Zone: { type: 'AWS::Route53::HostedZone', properties: { Name: 'corp.example', VPCs } },
      }));
    expect(await all(zone([{ VPCId: opaqueName('Vpc') }]), privateHostedZones)).toMatchObject([
      { Name: 'corp.example' },
    ]);
    expect(await all(zone(undefined), privateHostedZones)).toEqual([]);
    expect(await all(zone(OPEN), privateHostedZones)).toBe('unknown');
  });
});

test("a customer's own prefix list has its entries; with an open one it is not known", async () => {
  const list = (...Entries: readonly object[]) =>
    handMade(() => ({
      List: { type: 'AWS::EC2::PrefixList', properties: { PrefixListName: 'office', Entries } },
    }));
  const known = list({ Cidr: '192.0.2.0/24' });
  expect(await one(known, ec2.prefixList, known.ref('List'))).toMatchObject({
    Entries: [{ Cidr: '192.0.2.0/24' }],
  });
  const open = list({ Cidr: '192.0.2.0/24' }, { Cidr: OPEN });
  expect(await one(open, ec2.prefixList, open.ref('List'))).toBe('unknown');
});

test('a network interface forwards only where it is told to', async () => {
  const estate = network((it) => ({
    Appliance: { type: 'AWS::EC2::NetworkInterface', properties: { SubnetId: it.ref('Public') } },
    Forwarder: {
      type: 'AWS::EC2::NetworkInterface',
      properties: { SubnetId: it.ref('Public'), SourceDestCheck: 'false' },
    },
  }));
  expect(await one(estate, ec2.networkInterface, estate.ref('Appliance'))).toMatchObject({
    SourceDestCheck: true,
  });
  expect(await one(estate, ec2.networkInterface, estate.ref('Forwarder'))).toMatchObject({
    SourceDestCheck: false,
  });
});
