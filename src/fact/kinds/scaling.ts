import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

export type AutoScalingGroupShape = Shape<AutoScalingGroup>;

/** The name in an Auto Scaling group's ARN (`…:autoScalingGroupName/NAME`), or the name itself. */
function nameOf(reference: string): string {
  const marker = 'autoScalingGroupName/';
  const at = reference.indexOf(marker);
  return at < 0 ? reference : reference.slice(at + marker.length);
}

/** An Auto Scaling group by name or ARN: sizes, zones, instance types. */
export const autoScalingGroup: ResourceKind<{ readonly name: string }, AutoScalingGroupShape> = {
  sort: 'resource',
  id: 'autoscaling.group',
  noun: 'Auto Scaling group',
  actions: ['autoscaling:DescribeAutoScalingGroups'],
  after: ['ecs.capacity-provider'],
  key: ({ name }) => nameOf(name),
};

/** What service auto scaling may set the desired count of a service to. Absent where the service has none. */
export const scalableTarget: ResourceKind<
  { readonly cluster: string; readonly service: string },
  Shape<ScalableTarget>
> = {
  sort: 'resource',
  id: 'applicationautoscaling.scalable-target',
  noun: 'scalable target',
  actions: ['application-autoscaling:DescribeScalableTargets'],
  after: ['ecs.service'],
  key: ({ cluster, service }) =>
    `service/${cluster.slice(cluster.lastIndexOf('/') + 1)}/${service.slice(service.lastIndexOf('/') + 1)}`,
};
