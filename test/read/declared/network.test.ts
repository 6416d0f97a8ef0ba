import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import { opaqueValue, shown } from '../../../src/fact/opaque.ts';
import { facedBy, factStore } from '../../../src/fact/store.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { type Path, type PathQuery, path } from '../../../src/network/path.ts';
import { networkFacts } from '../../../src/read/declared/network.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import type { HandMade } from './hand-made.ts';
import { network, opened, route, serves, subnet, withEndpoint, withNat } from './networks.ts';

const OPEN = new Unresolved({ reason: 'unresolved', detail: 'it is open' });

/** Does a Fargate task of the estate reach the service? */
async function asked(estate: HandMade, more: Partial<PathQuery> = {}): Promise<Fact<Path>> {
  const facts = facedBy(declaredSource(estate, networkFacts), factStore([]));
  return facts.ask(path, {
    subnet: estate.ref('PrivateA'),
    securityGroups: [estate.ref('TaskGroup')],
    assignPublicIp: false,
    launchKind: 'FARGATE',
    service: 'secretsmanager',
    region: estate.region,
    ...more,
  });
}

async function outcome(estate: HandMade, more: Partial<PathQuery> = {}): Promise<string> {
  return (await asked(estate, more)).match({
    known: ({ outcome: is, code }) => (code === undefined ? is : `${is} ${code}`),
    absent: () => 'absent',
    unknown: () => 'unknown',
  });
}

async function hops(estate: HandMade, more: Partial<PathQuery> = {}): Promise<readonly string[]> {
  return (await asked(estate, more)).match({
    known: (it) => it.hops.map(shown),
    absent: () => [],
    unknown: (why) => why.map(({ detail }) => shown(detail)),
  });
}

describe('out of a declared VPC', () => {
  test('nothing leads without a route', async () => {
    expect(await outcome(network())).toBe('unreachable NO_ROUTE_TO_DESTINATION');
    expect(await hops(network())).toEqual(['${PrivateA}', '${PrivateTable} has no route to secretsmanager']);
  });

  test('a NAT gateway leads, by the internet gateway of its own subnet', async () => {
    expect(await outcome(network(withNat))).toBe('reachable');
    expect(await hops(network(withNat))).toEqual([
      '${PrivateA}',
      '${PrivateTable}',
      '0.0.0.0/0',
      '${Nat} in ${Public}',
      '${PublicTable}',
      '${Gateway}',
    ]);
  });

  test('a NAT gateway in a private subnet leads nowhere', async () => {
    const estate = network(withNat, (it) => ({
      Nat: { type: 'AWS::EC2::NatGateway', properties: { SubnetId: it.ref('PrivateB') } },
      PrivateRoute: route(it, 'PrivateTable', { NatGatewayId: it.ref('Nat') }),
    }));
    expect(await outcome(estate)).toBe('unreachable NAT_SUBNET_NO_IGW_ROUTE');
  });

  test('an internet gateway takes what has a public address', async () => {
    const estate = network();
    expect(await outcome(estate, { subnet: estate.ref('Public'), assignPublicIp: true })).toBe('reachable');
    expect(await outcome(estate, { subnet: estate.ref('Public') })).toBe('unreachable NO_PUBLIC_IP');
  });

  test('a subnet without a table of its own has the main one, which leads nowhere', async () => {
    const estate = network((it) => ({ Loose: subnet(it, '10.0.9.0/24', 2) }));
    expect(await hops(estate, { subnet: estate.ref('Loose') })).toEqual([
      '${Loose}',
      '${Vpc.MainRouteTable} has no route to secretsmanager',
    ]);
  });

  test('Terraform may make another table the main one', async () => {
    const estate = network(withNat, (it) => ({
      Loose: subnet(it, '10.0.9.0/24', 2),
      Main: {
        type: 'AWS::EC2::SubnetRouteTableAssociation',
        properties: { VpcId: it.ref('Vpc'), RouteTableId: it.ref('PrivateTable') },
      },
    }));
    expect(await outcome(estate, { subnet: estate.ref('Loose') })).toBe('reachable');
  });
});

describe('by an endpoint of a declared VPC', () => {
  test('of the service, open to the tasks', async () => {
    expect(await outcome(network(withEndpoint('secretsmanager')))).toBe('reachable');
    expect(await outcome(network(withEndpoint('ssm')))).toBe('unreachable NO_ROUTE_TO_DESTINATION');
  });

  test('whose region is spelled out: that may be the region deployed to, or not', async () => {
    const ServiceName = 'com.amazonaws.eu-west-1.secretsmanager';
    expect(await outcome(network(withEndpoint('secretsmanager', { ServiceName })))).toBe('unknown');
    const other = network(withEndpoint('secretsmanager', { ServiceName }));
    expect(await outcome(other, { service: 'ssm' })).toBe('unreachable NO_ROUTE_TO_DESTINATION');
    // By whichever way, the call arrives.
    expect(await outcome(network(withNat, withEndpoint('secretsmanager', { ServiceName })))).toBe(
      'reachable',
    );
  });

  test('whose service nobody knows', async () => {
    const ServiceName = opaqueValue('EndpointService');
    expect(await outcome(network(withEndpoint('secretsmanager', { ServiceName })))).toBe('unknown');
  });

  test('without private DNS; of one that does not say it is not documented', async () => {
    const off = network(withEndpoint('secretsmanager', { PrivateDnsEnabled: false }));
    expect(await outcome(off)).toBe('unreachable PRIVATE_DNS_DISABLED');
    const silent = network(withEndpoint('secretsmanager', { PrivateDnsEnabled: undefined }));
    expect(await outcome(silent)).toBe('unknown');
    const open = network(withEndpoint('secretsmanager', { PrivateDnsEnabled: OPEN }));
    expect(await outcome(open)).toBe('unknown');
  });

  test('in a VPC without DNS host names, which are off unless turned on', async () => {
    const estate = network(withEndpoint('secretsmanager'), () => ({
      Vpc: { type: 'AWS::EC2::VPC', properties: { CidrBlock: '10.0.0.0/16' } },
    }));
    expect(await outcome(estate)).toBe('unreachable DNS_HOSTNAMES_DISABLED');
  });

  test('closed by its group, though a NAT gateway is there', async () => {
    const estate = network(withNat, withEndpoint('secretsmanager'), (it) => ({
      EndpointGroup: { type: 'AWS::EC2::SecurityGroup', properties: { VpcId: it.ref('Vpc') } },
    }));
    expect(await outcome(estate)).toBe('unreachable ENI_SG_RULES_MISMATCH');
  });

  test('opened by a rule that is a resource of its own, or by the block of the VPC', async () => {
    const closed = { type: 'AWS::EC2::SecurityGroup' } as const;
    const rule = { IpProtocol: 'tcp', FromPort: '443', ToPort: '443' };
    const byResource = network(withEndpoint('secretsmanager'), (it) => ({
      EndpointGroup: { ...closed, properties: { VpcId: it.ref('Vpc') } },
      Rule: {
        type: 'AWS::EC2::SecurityGroupIngress',
        properties: { GroupId: it.ref('EndpointGroup'), ...rule, SourceSecurityGroupId: it.ref('TaskGroup') },
      },
    }));
    expect(await outcome(byResource)).toBe('reachable');
    const byBlock = network(withEndpoint('secretsmanager'), (it) => ({
      EndpointGroup: {
        ...closed,
        properties: {
          VpcId: it.ref('Vpc'),
          SecurityGroupIngress: [{ ...rule, CidrIp: it.attribute('Vpc', 'CidrBlock') }],
        },
      },
    }));
    expect(await outcome(byBlock)).toBe('reachable');
  });

  test('opened perhaps by a rule of which it is open whose it is, and not by that of another group', async () => {
    const ruleOf = (group: (it: HandMade) => string) =>
      network(withEndpoint('secretsmanager'), (it) => ({
        EndpointGroup: { type: 'AWS::EC2::SecurityGroup', properties: { VpcId: it.ref('Vpc') } },
        Rule: {
          type: 'AWS::EC2::SecurityGroupIngress',
          properties: { GroupId: group(it), IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
        },
      }));
    expect(await outcome(ruleOf((it) => it.ref('EndpointGroup')))).toBe('reachable');
    expect(await outcome(ruleOf(() => opaqueValue('GroupId')))).toBe('unknown');
    expect(await outcome(ruleOf(() => 'sg-0123456789abcdef0'))).toBe('unknown');
    expect(await outcome(ruleOf((it) => it.ref('TaskGroup')))).toBe('unreachable ENI_SG_RULES_MISMATCH');
  });

  test('without a group of its own has the default one, which lets its own members in alone', async () => {
    const estate = network(withEndpoint('secretsmanager', { SecurityGroupIds: undefined }));
    expect(await outcome(estate)).toBe('unreachable ENI_SG_RULES_MISMATCH');
    const member = estate.attribute('Vpc', 'DefaultSecurityGroup');
    expect(await outcome(estate, { securityGroups: [member] })).toBe('reachable');
  });

  test('whose subnets have blocks that only the deploy tells: what holds for the whole VPC holds for them', async () => {
    const estate = network(withEndpoint('secretsmanager'), (it) => ({
      PrivateA: subnet(it, opaqueValue('Fn::Cidr.0'), 0),
      PrivateB: subnet(it, opaqueValue('Fn::Cidr.1'), 1),
    }));
    expect(await outcome(estate)).toBe('reachable');
  });

  test('of a gateway: for the service that it serves, in the tables that it names', async () => {
    const gateway = (ServiceName: string, RouteTableIds: unknown) => ({
      S3: { type: 'AWS::EC2::VPCEndpoint', properties: { ServiceName, RouteTableIds } },
    });
    const withGateway = (tables: (it: HandMade) => unknown) =>
      network((it) => {
        const { S3 } = gateway(`com.amazonaws.${it.region}.s3`, tables(it));
        return { S3: { ...S3, properties: { ...S3.properties, VpcId: it.ref('Vpc') } } };
      });
    const estate = withGateway((it) => [it.ref('PrivateTable')]);
    expect(await outcome(estate, { service: 's3' })).toBe('reachable');
    expect(await outcome(estate)).toBe('unreachable NO_ROUTE_TO_DESTINATION');
    const elsewhere = withGateway((it) => [it.ref('PublicTable')]);
    expect(await outcome(elsewhere, { service: 's3' })).toBe('unreachable NO_ROUTE_TO_DESTINATION');
    expect(
      await outcome(
        withGateway(() => OPEN),
        { service: 's3' },
      ),
    ).toBe('unknown');
  });
});

describe('what is open stays open', () => {
  test('a route whose destination, table or existence nobody knows', async () => {
    const properties = (it: HandMade) => ({ NatGatewayId: it.ref('Public') });
    const destination = network((it) => ({
      Route: route(it, 'PrivateTable', { ...properties(it), DestinationCidrBlock: OPEN }),
    }));
    expect(await outcome(destination)).toBe('unknown');
    const table = network((it) => ({
      Route: route(it, 'PrivateTable', { ...properties(it), RouteTableId: opaqueValue('TableId') }),
    }));
    expect(await outcome(table)).toBe('unknown');
    const conditional = network((it) => ({
      Route: { ...route(it, 'PrivateTable', properties(it)), conditional: true as const },
    }));
    expect(await outcome(conditional)).toBe('unknown');
  });

  test('a gateway that another stack has', async () => {
    const estate = network((it) => ({
      Route: route(it, 'PrivateTable', { NatGatewayId: opaqueValue('SharedNat') }),
    }));
    expect(await outcome(estate)).toBe('unknown');
  });

  test('an association that may be of the subnet', async () => {
    const estate = network((it) => ({
      ServesA: {
        type: 'AWS::EC2::SubnetRouteTableAssociation',
        properties: { SubnetId: OPEN, RouteTableId: it.ref('PublicTable') },
      },
    }));
    expect(await outcome(estate)).toBe('unknown');
  });

  test('a VPC that is given to the template', async () => {
    const estate = network(withNat, () => ({
      PrivateA: {
        type: 'AWS::EC2::Subnet',
        properties: { VpcId: opaqueValue('VpcId'), CidrBlock: '10.0.1.0/24' },
      },
    }));
    expect(await outcome(estate)).toBe('unknown');
  });

  test('a custom resource that is told of a route table', async () => {
    const estate = network();
    const view = estate.of('AWS::EC2::Route')[0]?.view;
    const stranger = {
      type: 'Custom::Routes',
      id: 'Routes',
      view: view as never,
      exists: estate.of('AWS::EC2::VPC')[0]?.exists as never,
    };
    expect(await outcome({ ...estate, unread: [stranger] })).toBe('unknown');
  });

  test('egress rules whose ports or addresses nobody knows, unless another lets the call through', async () => {
    const group = (...rules: readonly object[]) =>
      network(withNat, (it) => ({
        TaskGroup: {
          type: 'AWS::EC2::SecurityGroup',
          properties: { VpcId: it.ref('Vpc'), SecurityGroupEgress: rules },
        },
      }));
    const open = { IpProtocol: 'tcp', FromPort: OPEN, ToPort: OPEN, CidrIp: '0.0.0.0/0' };
    const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
    const inside = { ...https, CidrIp: '10.0.0.0/16' };
    expect(await outcome(group(open))).toBe('unknown');
    expect(await outcome(group({ ...https, CidrIp: OPEN }))).toBe('unknown');
    expect(await outcome(group(open, https))).toBe('reachable');
    expect(await outcome(group(inside))).toBe('unreachable ENI_SG_RULES_MISMATCH');
    expect(await outcome(group({ ...open, IpProtocol: 'udp' }))).toBe('unreachable ENI_SG_RULES_MISMATCH');
  });

  test('whether an egress rule of its own takes the place of the default one', async () => {
    const estate = network(withNat, (it) => ({
      ToDatabase: {
        type: 'AWS::EC2::SecurityGroupEgress',
        properties: {
          GroupId: it.ref('TaskGroup'),
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          CidrIp: '10.0.0.0/16',
        },
      },
    }));
    expect(await outcome(estate)).toBe('unknown');
  });
});

describe('network ACLs', () => {
  const acl = (...entries: readonly (readonly [string, object])[]) =>
    network(withNat, (it) => ({
      Acl: { type: 'AWS::EC2::NetworkAcl', properties: { VpcId: it.ref('Vpc') } },
      AclServes: {
        type: 'AWS::EC2::SubnetNetworkAclAssociation',
        properties: { SubnetId: it.ref('PrivateA'), NetworkAclId: it.ref('Acl') },
      },
      ...Object.fromEntries(
        entries.map(([id, more]) => [
          id,
          {
            type: 'AWS::EC2::NetworkAclEntry',
            properties: {
              NetworkAclId: it.ref('Acl'),
              RuleNumber: 100,
              Protocol: -1,
              RuleAction: 'allow',
              CidrBlock: '0.0.0.0/0',
              ...more,
            },
          },
        ]),
      ),
    }));

  test('one without rules lets nothing through, one with rules what they say', async () => {
    expect(await outcome(acl())).toBe('unreachable SUBNET_ACL_RESTRICTION');
    expect(await outcome(acl(['In', {}], ['Out', { Egress: 'true' }]))).toBe('reachable');
    expect(await outcome(acl(['In', {}]))).toBe('unreachable SUBNET_ACL_RESTRICTION');
  });

  test('a rule that is open decides only where it matters', async () => {
    const both = [
      ['In', {}],
      ['Out', { Egress: true }],
    ] as const;
    expect(await outcome(acl(['In', {}], ['Out', { Egress: true, CidrBlock: OPEN }]))).toBe('unknown');
    expect(await outcome(acl(...both, ['Late', { RuleNumber: 200, RuleAction: OPEN }]))).toBe('reachable');
    expect(await outcome(acl(...both, ['Early', { RuleNumber: 50, Protocol: OPEN }]))).toBe('unknown');
  });
});

test('two tables may serve one VPC; each subnet has its own', async () => {
  const estate = network(withNat, (it) => ({
    Other: { type: 'AWS::EC2::RouteTable', properties: { VpcId: it.ref('Vpc') } },
    ServesB: serves(it, 'Other', 'PrivateB'),
  }));
  expect(await outcome(estate)).toBe('reachable');
  expect(await outcome(estate, { subnet: estate.ref('PrivateB') })).toBe(
    'unreachable NO_ROUTE_TO_DESTINATION',
  );
});

describe('whatever a template leaves open, what is said is the same, or that it is not known', () => {
  const acl = (it: HandMade) => ({
    Acl: { type: 'AWS::EC2::NetworkAcl', properties: { VpcId: it.ref('Vpc') } },
    AclServes: {
      type: 'AWS::EC2::SubnetNetworkAclAssociation',
      properties: { SubnetId: it.ref('PrivateA'), NetworkAclId: it.ref('Acl') },
    },
    ...Object.fromEntries(
      [true, false].map((Egress) => [
        Egress ? 'Out' : 'In',
        {
          type: 'AWS::EC2::NetworkAclEntry',
          properties: {
            NetworkAclId: it.ref('Acl'),
            RuleNumber: 100,
            Protocol: 6,
            PortRange: { From: Egress ? 443 : 1024, To: Egress ? 443 : 65535 },
            RuleAction: 'allow',
            CidrBlock: '0.0.0.0/0',
            Egress,
          },
        },
      ]),
    ),
  });
  const closed = (it: HandMade) => ({
    EndpointGroup: { type: 'AWS::EC2::SecurityGroup', properties: { VpcId: it.ref('Vpc') } },
  });
  test.each([
    ['no way out', []],
    ['a NAT gateway', [withNat]],
    ['a network ACL', [withNat, acl]],
    ['an endpoint', [withEndpoint('secretsmanager')]],
    ['a closed endpoint', [withNat, withEndpoint('secretsmanager'), closed]],
    ['an endpoint without private DNS', [withEndpoint('secretsmanager', { PrivateDnsEnabled: false })]],
  ])('%s', async (_, changes) => {
    const certain = await outcome(network(...changes));
    for (const { what, estate } of opened(OPEN, ...changes)) {
      expect([what, [certain, 'unknown']]).toEqual([what, expect.arrayContaining([await outcome(estate)])]);
    }
  });
});
