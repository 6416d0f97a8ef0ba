import type { DerivedKind } from '../fact/kind.ts';
import { prefixList, securityGroup, subnet } from '../fact/kinds/ec2.ts';
import type { Path, PathQuery } from './path-query.ts';
import { vpcWorld } from './vpc-world.ts';

export type { Path, PathQuery } from './path-query.ts';

/** Can an interface in this subnet reach the endpoint of an AWS service on port 443? */
export const path: DerivedKind<PathQuery, Path> = {
  sort: 'derived',
  id: 'network.path',
  noun: 'network path of',
  key: (query) =>
    [
      query.subnet,
      [...query.securityGroups].sort().join('+'),
      query.assignPublicIp ? 'public' : 'private',
      query.launchKind,
      query.service,
      query.region,
      query.platformVersion ?? '',
    ].join(' '),
  needs: [subnet, vpcWorld, securityGroup, prefixList],
  // Offline nobody comes here: what decides is loaded when it is needed.
  derive: async (query, facts) => (await import('./decide-path.ts')).decidePath(query, facts),
};
