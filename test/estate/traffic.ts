import * as elbv2 from '../../src/fact/kinds/elbv2.ts';
import * as scaling from '../../src/fact/kinds/scaling.ts';
import type { Book } from './book.ts';
import type { Network } from './network.ts';
import { arn, CLUSTER, iamArn } from './place.ts';
import type { Random } from './random.ts';
import type { Running } from './tasks.ts';

/** A target group with the tasks of a service, all healthy; answers with its ARN. */
export function addTargetGroup(
  book: Book,
  name: string,
  fargate: boolean,
  tasks: readonly Running[],
  network: Network,
  choose: Random,
): string {
  const targetGroup = arn('elasticloadbalancing', `targetgroup/${name}/${choose.hex(16)}`);
  book.add(
    elbv2.targetGroup,
    { arn: targetGroup },
    {
      TargetGroupArn: targetGroup,
      TargetGroupName: name,
      Protocol: 'HTTP',
      ProtocolVersion: 'HTTP1',
      Port: 80,
      VpcId: network.vpc,
      TargetType: fargate ? 'ip' : 'instance',
      IpAddressType: 'ipv4',
      HealthCheckEnabled: true,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/health',
      HealthCheckPort: 'traffic-port',
      HealthCheckIntervalSeconds: 15,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200' },
      LoadBalancerArns: [arn('elasticloadbalancing', `loadbalancer/app/${CLUSTER}/${'0123456789abcdef'}`)],
    },
  );
  book.collect(
    elbv2.targetHealth,
    { arn: targetGroup },
    tasks.map(({ target }) => ({
      Target: target,
      HealthCheckPort: String(target.Port),
      TargetHealth: { State: 'healthy' as const },
    })),
  );
  return targetGroup;
}

/** Service auto scaling, from the desired count up. */
export function addScalableTarget(book: Book, name: string, MinCapacity: number): void {
  book.add(
    scaling.scalableTarget,
    { cluster: CLUSTER, service: name },
    {
      ServiceNamespace: 'ecs',
      ResourceId: `service/${CLUSTER}/${name}`,
      ScalableDimension: 'ecs:service:DesiredCount',
      ScalableTargetARN: arn('application-autoscaling', `scalable-target/0ec5${name}`),
      MinCapacity,
      MaxCapacity: 10,
      RoleARN: iamArn(
        'role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
      ),
      CreationTime: '2025-05-01T10:10:00.000Z',
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    },
  );
}
