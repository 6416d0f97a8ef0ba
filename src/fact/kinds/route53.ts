import type { HostedZoneSummary } from '@aws-sdk/client-route-53';
import type { CollectionKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

/** The private hosted zones that answer inside a VPC, whoever owns them. */
export const privateHostedZones: CollectionKind<
  { readonly vpc: string; readonly region?: string },
  Shape<HostedZoneSummary>
> = {
  sort: 'collection',
  id: 'route53.private-hosted-zones',
  noun: 'private hosted zones of',
  // ListHostedZonesByVPC asks EC2 whether the caller may see the VPC.
  actions: ['route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'],
  after: ['ec2.subnet'],
  key: ({ vpc }) => vpc,
  member: 'route53.hosted-zone',
  idOf: ({ HostedZoneId = '' }) => HostedZoneId,
};
