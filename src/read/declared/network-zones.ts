import type { HostedZoneSummary } from '@aws-sdk/client-route-53';
import type { Fact } from '../../fact/fact.ts';
import { privateHostedZones } from '../../fact/kinds/route53.ts';
import { opaqueName, opaqueValue } from '../../fact/opaque.ts';
import type { Shape } from '../../fact/shape.ts';
import type { View } from '../../model/view.ts';
import { at, doubts, needed, wordAt } from './network-parts.ts';
import { byVpc, type Part } from './network-scopes.ts';
import { property } from './property.ts';
import type { Estate } from './resource.ts';
import { declaredListings } from './source.ts';

/** A hosted zone that names VPCs is private, and answers in each of them. */
function parts(estate: Estate): readonly Part<Shape<HostedZoneSummary>>[] {
  return estate.of('AWS::Route53::HostedZone').flatMap((it) => {
    const member = { HostedZoneId: opaqueName(it.id), Name: needed(it, 'Name'), Owner: {} };
    const vpcs = (at(it, 'VPCs').items as Fact<readonly View[]>).match<readonly string[]>({
      known: (items) =>
        items.map((item, index) => {
          const label = `${it.id}.VPCs.${index}`;
          return wordAt(property(item, 'VPCId'), label) ?? opaqueValue(label);
        }),
      absent: () => [],
      unknown: () => [opaqueValue(`${it.id}.VPCs`)],
    });
    return vpcs.map((vpc) => ({ vpc, member, doubts: doubts(it) }));
  });
}

export const zoneFacts = [declaredListings(privateHostedZones, (estate) => byVpc(estate, parts(estate)))];
