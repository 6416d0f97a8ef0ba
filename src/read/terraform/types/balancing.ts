import { number, type Translation, type Translations } from '../translation.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb and its neighbours; as of 2026-11. */
const LOAD_BALANCER: readonly Translation[] = [
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    identity: { arn: 'Ref', id: 'Ref', dns_name: 'DNSName', arn_suffix: 'LoadBalancerFullName' },
    properties: {
      Name: 'name',
      Type: 'load_balancer_type',
      Scheme: { from: ['internal'], as: (internal) => (internal === true ? 'internal' : 'internet-facing') },
      IpAddressType: 'ip_address_type',
      Subnets: 'subnets',
      SecurityGroups: 'security_groups',
    },
  },
];

const TARGET_GROUP: readonly Translation[] = [
  {
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    identity: { arn: 'Ref', id: 'Ref', name: 'TargetGroupName', arn_suffix: 'TargetGroupFullName' },
    properties: {
      Name: 'name',
      Port: 'port',
      Protocol: 'protocol',
      ProtocolVersion: 'protocol_version',
      TargetType: 'target_type',
      IpAddressType: 'ip_address_type',
      VpcId: 'vpc_id',
      HealthCheckEnabled: { from: ['health_check', 0, 'enabled'] },
      HealthCheckIntervalSeconds: { from: ['health_check', 0, 'interval'] },
      HealthCheckTimeoutSeconds: { from: ['health_check', 0, 'timeout'] },
      HealthyThresholdCount: { from: ['health_check', 0, 'healthy_threshold'] },
      UnhealthyThresholdCount: { from: ['health_check', 0, 'unhealthy_threshold'] },
      HealthCheckPath: { from: ['health_check', 0, 'path'] },
      HealthCheckPort: { from: ['health_check', 0, 'port'] },
      HealthCheckProtocol: { from: ['health_check', 0, 'protocol'] },
      Matcher: {
        from: ['health_check', 0, 'matcher'],
        as: (codes) => ({ HttpCode: codes }),
      },
      TargetGroupAttributes: {
        from: ['deregistration_delay'],
        as: (seconds) => [{ Key: 'deregistration_delay.timeout_seconds', Value: String(seconds) }],
      },
    },
  },
];

const TARGET_GROUPS = {
  from: ['forward', 0, 'target_group'],
  each: { TargetGroupArn: 'arn', Weight: 'weight' },
} as const;

const ACTION = {
  Type: 'type',
  Order: 'order',
  TargetGroupArn: 'target_group_arn',
  ForwardConfig: {
    from: ['forward', 0],
    members: { TargetGroups: { ...TARGET_GROUPS, from: ['target_group'] } },
  },
} as const;

const LISTENER: readonly Translation[] = [
  {
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    identity: { arn: 'Ref', id: 'Ref' },
    properties: {
      LoadBalancerArn: 'load_balancer_arn',
      Port: { from: ['port'], as: number },
      Protocol: 'protocol',
      DefaultActions: { from: ['default_action'], each: ACTION },
    },
  },
];

const LISTENER_RULE: readonly Translation[] = [
  {
    type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    identity: { arn: 'Ref', id: 'Ref' },
    properties: {
      ListenerArn: 'listener_arn',
      Priority: 'priority',
      Actions: { from: ['action'], each: ACTION },
    },
  },
];

export const BALANCING: Translations = {
  aws_lb: LOAD_BALANCER,
  aws_alb: LOAD_BALANCER,
  aws_lb_target_group: TARGET_GROUP,
  aws_alb_target_group: TARGET_GROUP,
  aws_lb_listener: LISTENER,
  aws_alb_listener: LISTENER,
  aws_lb_listener_rule: LISTENER_RULE,
  aws_alb_listener_rule: LISTENER_RULE,
  aws_vpclattice_target_group: [
    {
      type: 'AWS::VpcLattice::TargetGroup',
      identity: { arn: 'Arn', id: 'Id' },
      properties: {
        Name: 'name',
        Type: 'type',
        Config: {
          from: ['config', 0],
          members: { Port: 'port', Protocol: 'protocol', VpcIdentifier: 'vpc_identifier' },
        },
      },
    },
  ],
};
