import { constant, type Planned, refers } from './plans.ts';

/** A service behind a load balancer in private subnets, none of which exists yet: all ids are known after the apply. */
export const CONTAINERS = [
  {
    name: 'app',
    image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop:1.4.2',
    essential: true,
    portMappings: [{ containerPort: 8080 }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': '/ecs/shop',
        'awslogs-region': 'eu-west-1',
        'awslogs-stream-prefix': 'app',
      },
    },
  },
];

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

export function network(): Planned[] {
  return [
    {
      at: 'aws_vpc.main',
      values: { cidr_block: '10.0.0.0/16', enable_dns_support: true, enable_dns_hostnames: true },
      unknown: { id: true, arn: true, default_security_group_id: true, main_route_table_id: true },
      expressions: { cidr_block: constant('10.0.0.0/16') },
    },
    ...[0, 1].flatMap((index): Planned[] => [
      {
        at: `aws_subnet.private[${index}]`,
        values: { cidr_block: `10.0.${index}.0/24`, availability_zone: `eu-west-1${index ? 'b' : 'a'}` },
        unknown: { id: true, arn: true, vpc_id: true },
        expressions: { vpc_id: refers('aws_vpc.main.id'), cidr_block: refers('count.index') },
      },
      {
        at: `aws_route_table_association.private[${index}]`,
        unknown: { id: true, subnet_id: true, route_table_id: true },
        expressions: {
          subnet_id: { references: ['aws_subnet.private', 'count.index'] },
          route_table_id: refers('aws_route_table.private.id'),
        },
      },
    ]),
    {
      at: 'aws_subnet.public',
      values: { cidr_block: '10.0.9.0/24', availability_zone: 'eu-west-1a' },
      unknown: { id: true, vpc_id: true },
      expressions: { vpc_id: refers('aws_vpc.main.id') },
    },
    {
      at: 'aws_internet_gateway.main',
      unknown: { id: true, vpc_id: true },
      expressions: { vpc_id: refers('aws_vpc.main.id') },
    },
    {
      at: 'aws_nat_gateway.main',
      values: { connectivity_type: 'public' },
      unknown: { id: true, subnet_id: true, allocation_id: true },
      expressions: {
        subnet_id: refers('aws_subnet.public.id'),
        allocation_id: refers('aws_eip.nat.id'),
      },
    },
    {
      at: 'aws_route_table.public',
      values: { route: [{ cidr_block: '0.0.0.0/0', nat_gateway_id: '' }] },
      unknown: { id: true, vpc_id: true, route: [{ gateway_id: true }] },
      expressions: {
        vpc_id: refers('aws_vpc.main.id'),
        route: [{ cidr_block: constant('0.0.0.0/0'), gateway_id: refers('aws_internet_gateway.main.id') }],
      },
    },
    {
      at: 'aws_route_table_association.public',
      unknown: { id: true, subnet_id: true, route_table_id: true },
      expressions: {
        subnet_id: refers('aws_subnet.public.id'),
        route_table_id: refers('aws_route_table.public.id'),
      },
    },
    {
      at: 'aws_route_table.private',
      unknown: { id: true, vpc_id: true },
      expressions: { vpc_id: refers('aws_vpc.main.id') },
    },
    {
      at: 'aws_route.private',
      values: { destination_cidr_block: '0.0.0.0/0' },
      unknown: { id: true, route_table_id: true, nat_gateway_id: true },
      expressions: {
        destination_cidr_block: constant('0.0.0.0/0'),
        route_table_id: refers('aws_route_table.private.id'),
        nat_gateway_id: refers('aws_nat_gateway.main.id'),
      },
    },
    {
      at: 'aws_security_group.app',
      values: {
        name: 'shop-app',
        egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'], self: false }],
      },
      unknown: { id: true, vpc_id: true, ingress: true },
      expressions: { name: constant('shop-app'), vpc_id: refers('aws_vpc.main.id') },
    },
    {
      at: 'aws_security_group_rule.app',
      values: {
        type: 'ingress',
        protocol: 'tcp',
        from_port: 8080,
        to_port: 8080,
        cidr_blocks: ['10.0.0.0/16'],
      },
      unknown: { id: true, security_group_id: true },
      expressions: { type: constant('ingress'), security_group_id: refers('aws_security_group.app.id') },
    },
  ];
}

export function roles(): Planned[] {
  return [
    {
      at: 'aws_iam_role.exec',
      values: { name: 'shop-exec', path: '/', assume_role_policy: TRUST, permissions_boundary: null },
      unknown: { id: true, arn: true, inline_policy: true, managed_policy_arns: true, unique_id: true },
      expressions: { name: constant('shop-exec'), assume_role_policy: constant(TRUST) },
    },
    {
      at: 'aws_iam_role_policy_attachment.exec',
      values: {
        role: 'shop-exec',
        policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
      },
      unknown: { id: true },
      expressions: { role: refers('aws_iam_role.exec.name') },
    },
  ];
}

export function workload(): Planned[] {
  return [
    {
      at: 'aws_cloudwatch_log_group.app',
      values: { name: '/ecs/shop', retention_in_days: 30 },
      unknown: { id: true, arn: true },
      expressions: { name: constant('/ecs/shop') },
    },
    {
      at: 'aws_ecs_cluster.main',
      values: { name: 'shop' },
      unknown: { id: true, arn: true, setting: true },
      expressions: { name: constant('shop') },
    },
    {
      at: 'aws_lb_target_group.app',
      values: {
        name: 'shop',
        port: 8080,
        protocol: 'HTTP',
        target_type: 'ip',
        health_check: [
          { path: '/health', interval: 15, healthy_threshold: 2, matcher: '200', port: 'traffic-port' },
        ],
      },
      unknown: { id: true, arn: true, vpc_id: true },
      expressions: { vpc_id: refers('aws_vpc.main.id') },
    },
    {
      at: 'aws_lb.main',
      values: { name: 'shop', internal: false, load_balancer_type: 'application' },
      unknown: { id: true, arn: true, subnets: true },
      expressions: { subnets: refers('aws_subnet.public.id') },
    },
    {
      at: 'aws_lb_listener.http',
      values: { port: 80, protocol: 'HTTP', default_action: [{ type: 'forward' }] },
      unknown: { id: true, arn: true, load_balancer_arn: true, default_action: [{ target_group_arn: true }] },
      expressions: {
        load_balancer_arn: refers('aws_lb.main.arn'),
        default_action: [
          { type: constant('forward'), target_group_arn: refers('aws_lb_target_group.app.arn') },
        ],
      },
    },
    {
      at: 'aws_ecs_task_definition.app',
      values: {
        family: 'shop',
        cpu: '512',
        memory: '1024',
        network_mode: 'awsvpc',
        requires_compatibilities: ['FARGATE'],
        container_definitions: JSON.stringify(CONTAINERS),
        ipc_mode: null,
        volume: [],
        tags: null,
      },
      unknown: { arn: true, arn_without_revision: true, id: true, revision: true, execution_role_arn: true },
      expressions: {
        family: constant('shop'),
        execution_role_arn: refers('aws_iam_role.exec.arn'),
      },
    },
    {
      at: 'aws_ecs_service.app',
      values: {
        name: 'shop',
        desired_count: 2,
        launch_type: 'FARGATE',
        scheduling_strategy: 'REPLICA',
        deployment_maximum_percent: 200,
        deployment_minimum_healthy_percent: 100,
        deployment_circuit_breaker: [{ enable: true, rollback: true }],
        enable_execute_command: false,
        health_check_grace_period_seconds: 60,
        load_balancer: [{ container_name: 'app', container_port: 8080, elb_name: '' }],
        network_configuration: [{ assign_public_ip: false }],
        placement_constraints: [],
      },
      unknown: {
        id: true,
        arn: true,
        cluster: true,
        task_definition: true,
        iam_role: true,
        platform_version: true,
        load_balancer: [{ target_group_arn: true }],
        network_configuration: [{ subnets: true, security_groups: true }],
      },
      expressions: {
        name: constant('shop'),
        cluster: refers('aws_ecs_cluster.main.id'),
        task_definition: refers('aws_ecs_task_definition.app.arn'),
        load_balancer: [
          {
            container_name: constant('app'),
            container_port: constant(8080),
            target_group_arn: refers('aws_lb_target_group.app.arn'),
          },
        ],
        network_configuration: [
          {
            assign_public_ip: constant(false),
            subnets: { references: ['aws_subnet.private'] },
            security_groups: refers('aws_security_group.app.id'),
          },
        ],
      },
    },
  ];
}
