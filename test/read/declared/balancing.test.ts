import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import { targetGroup } from '../../../src/fact/kinds/elbv2.ts';
import { discoveryService } from '../../../src/fact/kinds/servicediscovery.ts';
import { latticeTargetGroup } from '../../../src/fact/kinds/vpclattice.ts';
import { opaqueValue, shown } from '../../../src/fact/opaque.ts';
import { declaredAt } from '../../../src/model/declared-at.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { balancingFacts } from '../../../src/read/declared/balancing.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import { type HandMade, handMade, type Written } from './hand-made.ts';

const GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

/** The target group `Group` of an estate with these further resources. */
async function group(
  properties: Written['properties'],
  others: (estate: HandMade) => Readonly<Record<string, Written>> = () => ({}),
) {
  const estate = handMade((it) => ({
    Group: { type: GROUP, ...(properties ? { properties } : {}) },
    ...others(it),
  }));
  const source = declaredSource(estate, balancingFacts);
  return plain(await source.answer(targetGroup, { arn: estate.ref('Group') }));
}

function plain<T>(fact: Fact<T> | undefined) {
  return fact?.match<T | { readonly unknown: readonly string[] } | 'absent'>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: (why) => ({ unknown: why.map(({ detail }) => detail) }),
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
describe('what Elastic Load Balancing fills in', () => {
  test('HTTP: instance, a check each 30 s at the traffic port, healthy after 5, unhealthy after 2', async () => {
    expect(await group({ Protocol: 'HTTP', Port: '80' })).toMatchObject({
      TargetType: 'instance',
      Port: 80,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: 'traffic-port',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
    });
  });

  test('TCP: checked by TCP; how long a check may take depends on its protocol', async () => {
    const shape = await group({ Protocol: 'TCP', TargetType: 'ip' });
    expect(shape).toMatchObject({
      TargetType: 'ip',
      HealthCheckProtocol: 'TCP',
      HealthCheckIntervalSeconds: 30,
    });
    expect(shape).not.toHaveProperty('HealthCheckTimeoutSeconds');
  });

  test('of a protocol that is newer than the data nothing is told', async () => {
    expect(await group({ Protocol: 'QUIC' })).not.toHaveProperty('HealthCheckIntervalSeconds');
  });

  test('what is given stands, whichever way a number is written', async () => {
    expect(
      await group({ Protocol: 'HTTP', HealthCheckIntervalSeconds: '10', UnhealthyThresholdCount: 3 }),
    ).toMatchObject({ HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 3 });
  });
});

describe('what is open', () => {
  const open = new Unresolved({ reason: 'unresolved', detail: 'the parameter X has no value' });

  test('a number is left out, and the rest is told', async () => {
    const shape = await group({ Protocol: 'HTTP', HealthCheckIntervalSeconds: open });
    expect(shape).toMatchObject({ TargetType: 'instance' });
    expect(shape).not.toHaveProperty('HealthCheckIntervalSeconds');
  });

  test('without its target type nothing is told of it', async () => {
    expect(await group({ TargetType: open })).toEqual({ unknown: ['the parameter X has no value'] });
  });

  test('one that is there under a condition only is not known', async () => {
    const estate = handMade(() => ({ Group: { type: GROUP, conditional: true } }));
    const source = declaredSource(estate, balancingFacts);
    expect(plain(await source.answer(targetGroup, { arn: estate.ref('Group') }))).toEqual({
      unknown: ['the condition is not decided'],
    });
  });

  test('one of another name is nobody of ours', async () => {
    const source = declaredSource(
      handMade(() => ({ Group: { type: GROUP } })),
      balancingFacts,
    );
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef';
    expect(await source.answer(targetGroup, { arn })).toBeUndefined();
  });
});

describe('the load balancers that send to it', () => {
  const balancers = async (others: Parameters<typeof group>[1]) => {
    const shape = (await group({ Protocol: 'HTTP' }, others)) as {
      readonly LoadBalancerArns?: readonly string[];
    };
    return shape.LoadBalancerArns?.map(shown);
  };
  const BALANCER = { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' };
  const ARN = `arn:aws:elasticloadbalancing:\${AWS::Region}:\${AWS::AccountId}:loadbalancer/app/\${Balancer}/\${Balancer.Id}`;

  test('by the default action of a listener', async () => {
    expect(
      await balancers((it) => ({
        Balancer: BALANCER,
        Listener: {
          type: LISTENER,
          properties: {
            LoadBalancerArn: it.ref('Balancer'),
            DefaultActions: [{ Type: 'forward', TargetGroupArn: it.ref('Group') }],
          },
        },
      })),
    ).toEqual([ARN]);
  });

  test('by a rule, with weights, whose listener is of the template', async () => {
    expect(
      await balancers((it) => ({
        Balancer: BALANCER,
        Listener: {
          type: LISTENER,
          properties: {
            LoadBalancerArn: it.ref('Balancer'),
            DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
          },
        },
        Rule: {
          type: RULE,
          properties: {
            ListenerArn: it.ref('Listener'),
            Actions: [
              { Type: 'authenticate-oidc' },
              {
                Type: 'forward',
                ForwardConfig: { TargetGroups: [{ TargetGroupArn: it.ref('Group'), Weight: 1 }] },
              },
            ],
          },
        },
      })),
    ).toEqual([ARN]);
  });

  test('by a rule of an imported listener: some load balancer', async () => {
    expect(
      await balancers((it) => ({
        Rule: {
          type: RULE,
          properties: {
            ListenerArn: opaqueValue('the import of listener'),
            Actions: [{ Type: 'forward', TargetGroupArn: it.ref('Group') }],
          },
        },
      })),
    ).toHaveLength(1);
  });

  test('none, where a listener sends elsewhere', async () => {
    expect(
      await balancers((it) => ({
        Other: { type: GROUP },
        Listener: {
          type: LISTENER,
          properties: { DefaultActions: [{ Type: 'forward', TargetGroupArn: it.ref('Other') }] },
        },
      })),
    ).toEqual([]);
  });

  test.each<[string, Parameters<typeof group>[1]]>([
    [
      'a listener under an open condition',
      (it) => ({
        Listener: {
          type: LISTENER,
          conditional: true,
          properties: { DefaultActions: [{ Type: 'forward', TargetGroupArn: it.ref('Group') }] },
        },
      }),
    ],
    [
      'a listener whose actions are open',
      () => ({
        Listener: {
          type: LISTENER,
          properties: { DefaultActions: new Unresolved({ reason: 'unresolved', detail: 'a parameter' }) },
        },
      }),
    ],
    [
      'a nested stack that is given its ARN',
      (it) => ({
        Routes: {
          type: 'AWS::CloudFormation::Stack',
          properties: {
            TemplateURL: 'https://example.com/routes.yaml',
            Parameters: { Group: it.ref('Group') },
          },
        },
      }),
    ],
    [
      'a production listener rule from elsewhere',
      (it) => ({
        Service: {
          type: 'AWS::ECS::Service',
          properties: {
            LoadBalancers: [
              {
                TargetGroupArn: it.ref('Group'),
                AdvancedConfiguration: {
                  ProductionListenerRule:
                    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/a/b/c/d',
                },
              },
            ],
          },
        },
      }),
    ],
  ])('not told: %s', async (_, others) => {
    expect(await balancers(others)).toBeUndefined();
  });
});

test('a shape says where it is declared', async () => {
  const shape = (await group({ Protocol: 'HTTP' })) as object;
  expect(declaredAt(shape, 'HealthCheckPort')?.pointer).toBe('/Resources/Group/Properties/HealthCheckPort');
  expect(JSON.stringify(shape)).not.toContain('HealthCheckPath');
});

test('the records of a service registry', async () => {
  const estate = handMade(() => ({
    Registry: {
      type: 'AWS::ServiceDiscovery::Service',
      properties: { Name: 'api', DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 60 }] } },
    },
  }));
  const source = declaredSource(estate, balancingFacts);
  const fact = await source.answer(discoveryService, { arn: estate.attribute('Registry', 'Arn') });
  expect(plain(fact)).toMatchObject({ Name: 'api', DnsConfig: { DnsRecords: [{ Type: 'A' }] } });
});

test('the type of a VPC Lattice target group', async () => {
  const estate = handMade(() => ({
    Group: { type: 'AWS::VpcLattice::TargetGroup', properties: { Type: 'IP' } },
  }));
  const source = declaredSource(estate, balancingFacts);
  const fact = await source.answer(latticeTargetGroup, { arn: estate.ref('Group') });
  expect(plain(fact)).toMatchObject({ type: 'IP' });
});
