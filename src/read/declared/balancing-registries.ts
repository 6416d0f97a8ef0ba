import { absent, chain, type Fact, known } from '../../fact/fact.ts';
import { type DiscoveryServiceShape, discoveryService } from '../../fact/kinds/servicediscovery.ts';
import { type LatticeTargetGroupShape, latticeTargetGroup } from '../../fact/kinds/vpclattice.ts';
import type { View } from '../../model/view.ts';
import { attributeOf, nameOf, refOf } from './identity.ts';
import { listed, property, shaped, shapesOf } from './property.ts';
import type { Estate } from './resource.ts';
import { type DeclaredFacts, declaredResources } from './source.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-service.html */
function registries(estate: Estate): ReadonlyMap<string, Fact<DiscoveryServiceShape>> {
  const arnOf = (it: Parameters<typeof refOf>[0]) => attributeOf(it, 'Arn', estate);
  return shapesOf(
    estate,
    'AWS::ServiceDiscovery::Service',
    (it) => [discoveryService.key({ arn: arnOf(it) })],
    (it) => {
      const config = property(it.view as View, 'DnsConfig');
      return shaped<DiscoveryServiceShape>({
        Arn: known(arnOf(it)),
        Name: known(nameOf(it, 'Name')),
        DnsConfig: chain(config.given, (given) =>
          given
            ? shaped<NonNullable<DiscoveryServiceShape['DnsConfig']>>({
                DnsRecords: listed(property(config, 'DnsRecords'), (record) =>
                  shaped<{ Type?: string }>({ Type: property(record, 'Type').text }),
                ),
              })
            : absent(),
        ),
      });
    },
  );
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-vpclattice-targetgroup.html */
function latticeGroups(estate: Estate): ReadonlyMap<string, Fact<LatticeTargetGroupShape>> {
  return shapesOf(
    estate,
    'AWS::VpcLattice::TargetGroup',
    (it) => [latticeTargetGroup.key({ arn: refOf(it, estate) })],
    (it) =>
      shaped<LatticeTargetGroupShape>({
        arn: known(refOf(it, estate)),
        name: known(nameOf(it, 'Name')),
        type: property(it.view as View, 'Type').text,
      }),
  );
}

export const registryFacts: readonly DeclaredFacts[] = [
  declaredResources(discoveryService, registries),
  declaredResources(latticeTargetGroup, latticeGroups),
];
