import { aclFacts } from './network-acls.ts';
import { endpointFacts } from './network-endpoints.ts';
import { gatewayFacts } from './network-gateways.ts';
import { groupFacts } from './network-groups.ts';
import { interfaceFacts } from './network-interfaces.ts';
import { routeFacts } from './network-routes.ts';
import { subnetFacts } from './network-subnets.ts';
import { vpcFacts } from './network-vpcs.ts';
import { zoneFacts } from './network-zones.ts';
import type { DeclaredFacts } from './source.ts';

/** What a template tells of its network: VPCs, and all that decides how far a call from one of their subnets gets. */
export const networkFacts: readonly DeclaredFacts[] = [
  ...vpcFacts,
  ...subnetFacts,
  ...interfaceFacts,
  ...gatewayFacts,
  ...endpointFacts,
  ...routeFacts,
  ...groupFacts,
  ...aclFacts,
  ...zoneFacts,
];
