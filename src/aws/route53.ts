import {
  type HostedZoneSummary,
  ListHostedZonesByVPCCommand,
  Route53Client,
  type VPCRegion,
} from '@aws-sdk/client-route-53';
import type { Fact } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { list, required, shapeOf } from './answers.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByVPC.html: up to 100. */
const PAGE = 100;

export async function privateHostedZones(
  { clients, region: home }: Account,
  { vpc, region = home }: { readonly vpc: string; readonly region?: string },
): Promise<Fact<Listing<Shape<HostedZoneSummary>>>> {
  return list(
    { service: 'route53', operation: 'ListHostedZonesByVPC', subject: `the private hosted zones of ${vpc}` },
    async (NextToken) => {
      const route53 = clients.of('route53', home, (config) => new Route53Client(config));
      const answer = await route53.send(
        new ListHostedZonesByVPCCommand({
          VPCId: vpc,
          VPCRegion: region as VPCRegion,
          MaxItems: PAGE,
          ...(NextToken && { NextToken }),
        }),
      );
      return { items: required(answer.HostedZoneSummaries, 'HostedZoneSummaries'), next: answer.NextToken };
    },
    shapeOf,
  );
}
