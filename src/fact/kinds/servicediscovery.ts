import type { ResourceKind } from '../kind.ts';

/**
 * What AWS Cloud Map's GetService says of a service, as far as ECS minds.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_Service.html
 */
export interface DiscoveryServiceShape {
  readonly Arn?: string;
  readonly Name?: string;
  readonly DnsConfig?: {
    /** `A`, `AAAA`, `CNAME` and `SRV`; a service of an HTTP namespace has none. */
    readonly DnsRecords?: readonly { readonly Type?: string }[];
  };
}

/** A service of AWS Cloud Map by its ARN: the registry of an ECS service. Templates and snapshots tell it; the account is not asked. */
export const discoveryService: ResourceKind<{ readonly arn: string }, DiscoveryServiceShape> = {
  sort: 'resource',
  id: 'servicediscovery.service',
  noun: 'service registry',
  actions: [],
  key: ({ arn }) => arn,
};
