import { describe, expect, test } from 'vitest';
import { diagnosisChecks } from '../../src/diagnose/checks/rule.ts';
import { judgeTexts } from '../fixtures.ts';

/** A service behind a target group that checks port 8080, with these security groups; `Closed` admits nobody. */
const template = (groups: unknown, rules: readonly unknown[] = []) => ({
  Parameters: { Shared: { Type: 'AWS::EC2::SecurityGroup::Id' } },
  Resources: {
    Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'tasks', VpcId: { Ref: 'Network' }, SecurityGroupIngress: rules },
    },
    Targets: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { TargetType: 'ip', VpcId: { Ref: 'Network' }, Port: 8080, Protocol: 'HTTP' },
    },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'orders',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        Cpu: '256',
        Memory: '512',
        ContainerDefinitions: [
          { Name: 'app', Image: 'public.ecr.aws/nginx/nginx:1.27', PortMappings: [{ ContainerPort: 8080 }] },
        ],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: {
        TaskDefinition: { Ref: 'Task' },
        LaunchType: 'FARGATE',
        LoadBalancers: [{ ContainerName: 'app', ContainerPort: 8080, TargetGroupArn: { Ref: 'Targets' } }],
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: groups } },
      },
    },
  },
});

const tcp = (source: object) => ({ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, ...source });

async function judged(groups: unknown, rules?: readonly unknown[]) {
  const text = JSON.stringify(template(groups, rules));
  const { verdicts, unknowns } = await judgeTexts([{ file: 'template.json', text }], [diagnosisChecks]);
  const [entry] = verdicts;
  const problem = 'load-balancer-blocked';
  return {
    verdict: entry?.problems[problem],
    details: unknowns
      .filter(({ problems }) => problems.includes(problem))
      .map(({ detail }) => detail)
      .join('; '),
  };
}

const OWN = { 'Fn::GetAtt': ['Group', 'GroupId'] };

describe('does a security group of the tasks admit the load balancer?', () => {
  test('none, where all are known and admit nothing', async () => {
    expect((await judged([OWN])).verdict).toBe('fail');
  });

  test('one does, where it admits the whole VPC', async () => {
    expect((await judged([OWN], [tcp({ CidrIp: '10.0.0.0/16' })])).verdict).toBe('pass');
  });

  test('nobody knows where one of the groups is not known: it may admit what the others do not', async () => {
    const { verdict, details } = await judged([OWN, { Ref: 'Shared' }]);
    expect(verdict).toBe('unknown');
    expect(details).not.toContain('default security group');
    expect(details).toContain('Shared');
  });

  test('nobody knows where the list itself is not known', async () => {
    const { verdict, details } = await judged({ 'Fn::Split': [',', { Ref: 'Shared' }] });
    expect(verdict).toBe('unknown');
    expect(details).not.toContain('default security group');
  });

  test('nobody knows of the default group, which the service leaves to the VPC', async () => {
    const { details } = await judged({ Ref: 'AWS::NoValue' });
    expect(details).toContain('default security group');
  });

  test('what is admitted is named in full, IPv6 too', async () => {
    const { verdict, details } = await judged([OWN], [tcp({ CidrIpv6: '2001:db8::/64' })]);
    expect(verdict).toBe('unknown');
    expect(details).toContain('2001:db8::/64');
  });
});
