import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/fact/fact.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { type Path, type PathQuery, path } from '../../src/network/path.ts';
import { set, taskRules } from './changes.ts';
import {
  type Draft,
  isolated,
  part,
  REGION,
  route,
  rule,
  VPC,
  withEndpoint,
  withNat,
  withS3Gateway,
} from './network.ts';
import { factsOf, type Others, recorded } from './recorded.ts';

const QUERY: PathQuery = {
  subnet: 'near',
  securityGroups: ['sg-task'],
  assignPublicIp: false,
  launchKind: 'FARGATE',
  service: 'secretsmanager',
  region: REGION,
};

function told(fact: Fact<Path>): unknown {
  return fact.match<unknown>({ known: (it) => it, absent: () => 'absent', unknown: (why) => why });
}

async function ask(draft: Draft, more: Partial<PathQuery> = {}, others: Others = {}): Promise<unknown> {
  return told(await factsOf(draft, others).ask(path, { ...QUERY, ...more }));
}

describe('a path', () => {
  test('by a NAT gateway has its hops, and the addresses that the service sees', async () => {
    expect(await ask(withNat())).toMatchObject({
      outcome: 'reachable',
      hops: ['near', 'rtb-private', '0.0.0.0/0', 'nat-1 in edge', 'rtb-edge', 'igw-1'],
      wayOut: { via: 'nat', vpc: VPC, addresses: ['198.51.100.7'] },
    });
  });

  test('by an interface endpoint has the endpoint and its policy', async () => {
    expect(await ask(withEndpoint())).toEqual({
      outcome: 'reachable',
      hops: ['near', 'vpce-secretsmanager'],
      wayOut: {
        via: 'interface-endpoint',
        vpc: VPC,
        endpoint: { id: 'vpce-secretsmanager', policy: '{"Statement":[]}' },
      },
    });
  });

  test('by a gateway endpoint has the endpoint; its policy is left out where it was not read', async () => {
    expect(await ask(withS3Gateway(), { service: 's3' })).toMatchObject({
      outcome: 'reachable',
      wayOut: { via: 'gateway-endpoint', vpc: VPC, endpoint: { id: 'vpce-gateway' } },
    });
  });

  test('by a public address', async () => {
    const wanted = { outcome: 'reachable', wayOut: { via: 'internet-gateway', vpc: VPC } };
    expect(await ask(isolated(), { subnet: 'edge', assignPublicIp: true })).toMatchObject(wanted);
    expect(await ask(isolated(), { subnet: 'edge' })).toMatchObject({
      outcome: 'unreachable',
      code: 'NO_PUBLIC_IP',
    });
  });

  test('to nowhere has the code and the hop that stops it', async () => {
    expect(await ask(isolated())).toEqual({
      outcome: 'unreachable',
      code: 'NO_ROUTE_TO_DESTINATION',
      hops: ['near', 'rtb-private has no route to secretsmanager'],
    });
  });

  test('by a gateway says what it takes for granted where Block Public Access was not read', async () => {
    expect(await ask(withNat())).toMatchObject({
      assumptions: ['VPC Block Public Access, which could not be read, is off'],
    });
    const blocks = (mode: string) => ({
      'ec2.block-public-access': { region: { options: { InternetGatewayBlockMode: mode }, exclusions: [] } },
    });
    expect(await ask(withNat(), {}, blocks('off'))).not.toHaveProperty('assumptions');
    expect(await ask(withNat(), {}, blocks('block-bidirectional'))).toMatchObject({
      code: 'VPC_BLOCK_PUBLIC_ACCESS',
    });
  });
});

describe('what cannot be decided', () => {
  // No answer holds a list that its owner no longer shares: https://docs.aws.amazon.com/vpc/latest/userguide/sharing-perms.html
  test.each([
    [
      'a route names',
      () => route(withNat(), 'rtb-private', { DestinationPrefixListId: 'pl-own', TransitGatewayId: 'tgw-1' }),
    ],
    [
      'the only route out names',
      () => route(isolated(), 'rtb-private', { DestinationPrefixListId: 'pl-own', NatGatewayId: 'nat-1' }),
    ],
    ['the only rule names', () => taskRules(withNat(), rule({ list: 'pl-own' }))],
  ])('a prefix list that %s, and that is not there', async (_, draft) => {
    const gone = { kind: 'ec2.prefix-list', key: 'pl-own', state: 'absent' } as const;
    const facts = factsOf(draft(), {}, [], [gone]);
    expect(told(await facts.ask(path, QUERY))).toMatchObject([
      { reason: 'undecidable', detail: expect.stringContaining('prefix list pl-own') },
    ]);
  });

  test.each([
    ['routeTables', 'ec2:DescribeRouteTables'],
    ['vpcEndpoints', 'ec2:DescribeVpcEndpoints'],
    ['networkAcls', 'ec2:DescribeNetworkAcls'],
    ['natGateways', 'ec2:DescribeNatGateways'],
    ['internetGateways', 'ec2:DescribeInternetGateways'],
  ] as const)('%s denied: %s unlocks it', async (list, action) => {
    expect(await ask(set(withNat(), list, null))).toMatchObject([
      { reason: 'access-denied', unlockedBy: action },
    ]);
  });

  test('a certain failure needs no more reading', async () => {
    expect(await ask(taskRules(set(withNat(), 'routeTables', null)))).toMatchObject({
      code: 'ENI_SG_RULES_MISMATCH',
    });
  });

  test('nobody was asked', async () => {
    expect(told(await factStore([]).ask(path, QUERY))).toMatchObject([
      { reason: 'offline', unlockedBy: '--live' },
    ]);
  });

  test('a transit gateway is told with the way to it', async () => {
    const draft = route(isolated(), 'rtb-private', {
      DestinationCidrBlock: '0.0.0.0/0',
      TransitGatewayId: 'tgw-1',
    });
    expect(await ask(draft)).toEqual([
      {
        reason: 'undecidable',
        detail: 'what lies behind tgw-1 (near → rtb-private → 0.0.0.0/0)',
        way: ['near', 'rtb-private', '0.0.0.0/0'],
      },
    ]);
  });

  test('resolver rules are not read, which matters where other networks are joined', async () => {
    const draft = route(isolated(), 'rtb-private', {
      DestinationCidrBlock: '10.0.0.0/8',
      TransitGatewayId: 'tgw-1',
    });
    expect(await ask(draft)).toContainEqual(expect.objectContaining({ reason: 'undecidable' }));
  });

  test('of a shared VPC the endpoints are not to be seen', async () => {
    const caller = (Account: string) => ({ 'sts.caller-identity': { caller: { Account } } });
    expect(await ask(withNat(), {}, caller('444455556666'))).toMatchObject([
      { reason: 'undecidable', detail: expect.stringContaining('vpc-1 belongs to account 111122223333') },
    ]);
    expect(await ask(withNat(), {}, caller('111122223333'))).toMatchObject({ outcome: 'reachable' });
  });

  test.each(['EXTERNAL', 'MANAGED_INSTANCES'] as const)('tasks on %s capacity', async (launchKind) => {
    expect(await ask(withNat(), { launchKind })).toMatchObject([{ reason: 'undecidable' }]);
  });

  test('a subnet without IPv4, where not every service has a name with IPv6', async () => {
    const draft = withNat();
    Object.assign(part(draft, 'subnets', 'SubnetId', 'near'), { Ipv6Native: true, CidrBlock: undefined });
    expect(await ask(draft)).toMatchObject({ outcome: 'unreachable' });
  });
});

describe('groups with the same rules', () => {
  const twin = (draft: Draft, more: object = {}): Draft => ({
    ...draft,
    securityGroups: [
      ...draft.securityGroups,
      { ...part(draft, 'securityGroups', 'GroupId', 'sg-task'), GroupId: 'sg-twin', ...more },
    ],
  });
  const both = async (draft: Draft) => {
    const facts = factsOf(draft);
    const [one, other] = ['sg-task', 'sg-twin'].map((group) =>
      facts.ask(path, { ...QUERY, securityGroups: [group] }),
    );
    return [told((await one) as Fact<Path>), told((await other) as Fact<Path>)];
  };

  test('share the way out of the VPC', async () => {
    const [one, other] = await both(twin(withNat()));
    expect(one).toMatchObject({ outcome: 'reachable', wayOut: { via: 'nat' } });
    expect(other).toBe(one);
  });

  test('are told apart where the call does not arrive', async () => {
    const mute = { IpPermissionsEgress: [] };
    const draft = withNat();
    Object.assign(part(draft, 'securityGroups', 'GroupId', 'sg-task'), mute);
    expect(await both(twin(draft))).toMatchObject([
      { outcome: 'unreachable', hops: expect.arrayContaining([expect.stringContaining('sg-task has no')]) },
      { outcome: 'unreachable', hops: expect.arrayContaining([expect.stringContaining('sg-twin has no')]) },
    ]);
  });

  test('are told apart by the groups of an endpoint', async () => {
    expect(await both(twin(withEndpoint()))).toMatchObject([
      { outcome: 'reachable' },
      { outcome: 'unreachable' },
    ]);
  });

  test('share nothing with groups that have others', async () => {
    expect(await both(twin(withNat(), { IpPermissionsEgress: [] }))).toMatchObject([
      { outcome: 'reachable' },
      { outcome: 'unreachable' },
    ]);
  });
});

test('a VPC is read once for all its subnets', async () => {
  const inner = recorded(withNat());
  const asked: string[] = [];
  const source: FactSource = {
    answer: (kind, query) => {
      asked.push(kind.id);
      return inner.answer(kind, query);
    },
    list: (kind, scope) => {
      asked.push(kind.id);
      return inner.list(kind, scope);
    },
  };
  const facts = factStore([source]);
  await Promise.all(['near', 'far', 'edge'].map((subnet) => facts.ask(path, { ...QUERY, subnet })));
  await facts.ask(path, { ...QUERY, service: 'logs' });
  const twice = asked.filter((id, index) => asked.indexOf(id) !== index);
  expect(new Set(twice)).toEqual(new Set(['ec2.subnet']));
  expect(asked.filter((id) => id === 'ec2.subnet')).toHaveLength(3);
  // Nothing leads to these, so nobody asks.
  expect(asked).not.toContain('ec2.egress-only-internet-gateways');
  expect(asked).not.toContain('ec2.prefix-list');
});
