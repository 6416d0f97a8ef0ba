import { absent, chain, type Fact, known, map, orElse, valueOr } from '../../fact/fact.ts';
import { type TargetGroupShape, targetGroup } from '../../fact/kinds/elbv2.ts';
import { checkDefaults, DEFAULT_TARGET_TYPE } from '../../knowledge/target-group-defaults.ts';
import type { View } from '../../model/view.ts';
import { type Attachments, attachmentsIn } from './balancing-attachments.ts';
import { registryFacts } from './balancing-registries.ts';
import { nameOf, refOf } from './identity.ts';
import { property, shapesOf, spelled, told } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/**
 * The target groups of a template, with what Elastic Load Balancing fills in.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html
 */
function targetGroups(estate: Estate): ReadonlyMap<string, Fact<TargetGroupShape>> {
  const attachments = attachmentsIn(estate);
  return shapesOf(
    estate,
    TARGET_GROUP,
    (it) => [targetGroup.key({ arn: refOf(it, estate) })],
    (it) => groupOf(it, refOf(it, estate), attachments),
  );
}

/** Without its target type nothing can be said of a target group; other members that are open are left out. */
function groupOf(it: DeclaredResource, arn: string, attachments: Attachments): Fact<TargetGroupShape> {
  const at = (name: string) => property(it.view as View, name);
  const typed = orElse(at('TargetType').text, () => known(DEFAULT_TARGET_TYPE));
  return map(typed, (type) => {
    const protocol = at('Protocol').text;
    const defaults = checkDefaults(type, valueOr(protocol, undefined));
    const number = (name: string, fallback: number | undefined) =>
      orElse(at(name).number, () => (fallback === undefined ? absent() : known(fallback)));
    const text = (name: string, fallback: string | undefined) =>
      orElse(at(name).text, () => (fallback === undefined ? absent() : known(fallback)));
    return told<TargetGroupShape>({
      TargetGroupArn: known(arn),
      TargetGroupName: known(nameOf(it, 'Name')),
      TargetType: known(type as NonNullable<TargetGroupShape['TargetType']>),
      Protocol: protocol as Fact<NonNullable<TargetGroupShape['Protocol']>>,
      Port: at('Port').number,
      VpcId: spelled(at('VpcId')),
      HealthCheckEnabled: at('HealthCheckEnabled').flag,
      HealthCheckProtocol: text('HealthCheckProtocol', defaults.protocol) as Fact<
        NonNullable<TargetGroupShape['HealthCheckProtocol']>
      >,
      HealthCheckPort: text('HealthCheckPort', defaults.port),
      HealthCheckPath: at('HealthCheckPath').text,
      HealthCheckIntervalSeconds: number('HealthCheckIntervalSeconds', defaults.interval),
      HealthCheckTimeoutSeconds: number('HealthCheckTimeoutSeconds', defaults.timeout),
      HealthyThresholdCount: number('HealthyThresholdCount', defaults.healthy),
      UnhealthyThresholdCount: number('UnhealthyThresholdCount', defaults.unhealthy),
      Matcher: chain(at('Matcher').given, (given) =>
        given
          ? known(
              told<NonNullable<TargetGroupShape['Matcher']>>({
                HttpCode: property(at('Matcher'), 'HttpCode').text,
                GrpcCode: property(at('Matcher'), 'GrpcCode').text,
              }),
            )
          : absent(),
      ),
      LoadBalancerArns: attachments(arn),
    });
  });
}

export const balancingFacts: readonly DeclaredFacts[] = [
  declaredResources(targetGroup, targetGroups),
  ...registryFacts,
];
