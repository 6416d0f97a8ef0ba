import { TARGET_GROUPS } from '../../src/model/target-groups.ts';
import type { Problem } from '../../src/rule.ts';
import { LATTICE_TARGETS, latticeTargetType } from './lattice-target-type.ts';
import { networkVpcMismatch } from './network-vpc-mismatch.ts';
import { serviceConnectNamespace } from './service-connect-namespace.ts';
import { serviceConnectProtocolChange } from './service-connect-protocol-change.ts';
import { serviceLinkedRoleMissing } from './service-linked-role.ts';
import { serviceRegistryContainer } from './service-registry-container.ts';
import { targetGroupHealthCheckPort } from './target-group-health-check-port.ts';
import { targetGroupType } from './target-group-type.ts';
import { targetGroupUnattached } from './target-group-unattached.ts';

/** The problems that the account or a template decides: what hangs on VPCs, target groups, the cluster or the service as it runs. */
export const accountProblems: Readonly<Record<string, Problem>> = {
  'network-vpc-mismatch': networkVpcMismatch,
  'target-group-type': targetGroupType,
  'target-group-unattached': targetGroupUnattached,
  'target-group-health-check-port': targetGroupHealthCheckPort,
  'service-registry-container-awsvpc': serviceRegistryContainer,
  'service-connect-namespace': serviceConnectNamespace,
  'service-connect-protocol-change': serviceConnectProtocolChange,
  'lattice-target-type': latticeTargetType,
  'service-linked-role-missing': serviceLinkedRoleMissing,
};

const CONFIGURATION = 'networkConfiguration.awsvpcConfiguration';

/** Where the values are that they look at. */
export const accountProblemsLookAt: Readonly<Record<string, readonly string[]>> = {
  'network-vpc-mismatch': [`${CONFIGURATION}.subnets[]`, `${CONFIGURATION}.securityGroups[]`],
  'target-group-type': TARGET_GROUPS,
  'target-group-unattached': TARGET_GROUPS,
  'target-group-health-check-port': TARGET_GROUPS,
  'service-registry-container-awsvpc': [
    'serviceRegistries[].containerName',
    'serviceRegistries[].containerPort',
  ],
  'service-connect-namespace': ['serviceConnectConfiguration.namespace'],
  'service-connect-protocol-change': [
    'containerDefinitions[].portMappings[].protocol',
    'containerDefinitions[].portMappings[].appProtocol',
  ],
  'lattice-target-type': [LATTICE_TARGETS],
};
