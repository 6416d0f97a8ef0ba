import { absent, chain, collect, type Fact, known, map, orElse, unknown, valueOr } from '../../fact/fact.ts';
import { type AutoScalingGroupShape, autoScalingGroup, scalableTarget } from '../../fact/kinds/scaling.ts';
import type { View } from '../../model/view.ts';
import { nameOf, refOf } from './identity.ts';
import { listed, property, shaped, shapesOf, spelled } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html */
function groups(estate: Estate): ReadonlyMap<string, Fact<AutoScalingGroupShape>> {
  return shapesOf(
    estate,
    'AWS::AutoScaling::AutoScalingGroup',
    (it) => [autoScalingGroup.key({ name: refOf(it, estate) })],
    (it) => groupOf(it, estate),
  );
}

function groupOf(it: DeclaredResource, estate: Estate): Fact<AutoScalingGroupShape> {
  const at = (...names: readonly string[]) => property(it.view as View, ...names);
  return shaped<AutoScalingGroupShape>({
    AutoScalingGroupName: known(nameOf(it, 'AutoScalingGroupName')),
    MinSize: at('MinSize').number,
    MaxSize: at('MaxSize').number,
    // Left out, it is the least size: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
    DesiredCapacity: orElse(at('DesiredCapacity').number, () => at('MinSize').number),
    VPCZoneIdentifier: map(listed(at('VPCZoneIdentifier'), spelled), (subnets) => subnets.join(',')),
    MixedInstancesPolicy: policyOf(it, estate),
  });
}

type Policy = NonNullable<AutoScalingGroupShape['MixedInstancesPolicy']>;

/**
 * The instance types: those that a mixed instances policy lists, else the one of the launch template or configuration, said the
 * same way. Left out where they are open.
 */
function policyOf(it: DeclaredResource, estate: Estate): Fact<Policy> {
  const at = (...names: readonly string[]) => property(it.view as View, ...names);
  const list = at('MixedInstancesPolicy', 'LaunchTemplate', 'Overrides');
  const types = chain(list.given, (given) =>
    given
      ? chain(list.items as Fact<readonly View[]>, (items) =>
          // One that says no type, but what it needs, may be any.
          map(collect(items.map((one) => property(one, 'InstanceType').text)), (found) =>
            found.length === items.length ? found : [],
          ),
        )
      : map(launchedType(it, estate), (type) => [type]),
  );
  const found = valueOr(types, []);
  if (found.length === 0) return absent();
  return known({
    LaunchTemplate: { Overrides: found.map((type) => ({ InstanceType: type as 'm5.large' })) },
  });
}

/** What the launch template or launch configuration of the group says, if the template declares it. */
function launchedType(it: DeclaredResource, estate: Estate): Fact<string> {
  const at = (...names: readonly string[]) => property(it.view as View, ...names);
  const launched = [
    ['LaunchTemplate', 'LaunchTemplateId'],
    ['LaunchTemplate', 'LaunchTemplateName'],
    ['MixedInstancesPolicy', 'LaunchTemplate', 'LaunchTemplateSpecification', 'LaunchTemplateId'],
    ['MixedInstancesPolicy', 'LaunchTemplate', 'LaunchTemplateSpecification', 'LaunchTemplateName'],
    ['LaunchConfigurationName'],
  ].map((names) => valueOr(spelled(at(...names)), undefined));
  const named = (names: readonly string[]) => names.some((name) => launched.includes(name));
  for (const template of estate.of('AWS::EC2::LaunchTemplate'))
    if (named([refOf(template, estate), nameOf(template, 'LaunchTemplateName')]))
      return property(template.view as View, 'LaunchTemplateData', 'InstanceType').text;
  for (const configuration of estate.of('AWS::AutoScaling::LaunchConfiguration'))
    if (named([nameOf(configuration, 'LaunchConfigurationName')]))
      return property(configuration.view as View, 'InstanceType').text;
  return absent();
}

type Target = NonNullable<typeof scalableTarget.value>;

/**
 * The desired counts that service auto scaling may set. A target's `ResourceId` is its key, spelled as the service's is: by its
 * cluster and name. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html
 */
function targets(estate: Estate): ReadonlyMap<string, Fact<Target>> {
  const byResource = new Map<DeclaredResource, string>();
  for (const it of estate.of('AWS::ApplicationAutoScaling::ScalableTarget')) {
    spelled(property(it.view as View, 'ResourceId')).match<void>({
      known: (id) => {
        if (id.startsWith('service/')) byResource.set(it, id);
      },
      absent: () => {},
      unknown: () => {},
    });
  }
  return shapesOf(
    estate,
    'AWS::ApplicationAutoScaling::ScalableTarget',
    (it) => (byResource.has(it) ? [byResource.get(it) ?? ''] : []),
    (it) => targetOf(it, byResource.get(it) ?? ''),
  );
}

function targetOf(it: DeclaredResource, id: string): Fact<Target> {
  const at = (name: string) => property(it.view as View, name);
  const capacity = (name: string) =>
    orElse(at(name).number, () => unknown({ reason: 'unresolved', detail: `${it.id} gives no ${name}` }));
  return shaped<Target>({
    ServiceNamespace: known('ecs'),
    ResourceId: known(id),
    ScalableDimension: known('ecs:service:DesiredCount'),
    MinCapacity: capacity('MinCapacity'),
    MaxCapacity: capacity('MaxCapacity'),
  });
}

export const scalingFacts: readonly DeclaredFacts[] = [
  declaredResources(autoScalingGroup, groups),
  declaredResources(scalableTarget, targets),
];
