import type { Translations } from '../translation.ts';
import { BALANCING } from './balancing.ts';
import { CLUSTERS } from './clusters.ts';
import { ECS } from './ecs.ts';
import { IAM } from './iam.ts';
import { LOGS } from './logs.ts';
import { NETWORK } from './network.ts';
import { NETWORK_ACLS } from './network-acls.ts';
import { SCALING } from './scaling.ts';
import { SECRETS } from './secrets.ts';
import { SECURITY_GROUPS } from './security-groups.ts';
import { STORAGE } from './storage.ts';

/** What the resources of Terraform's AWS provider are in CloudFormation's vocabulary. */
export const TRANSLATIONS: Translations = {
  ...BALANCING,
  ...CLUSTERS,
  ...ECS,
  ...IAM,
  ...LOGS,
  ...NETWORK,
  ...NETWORK_ACLS,
  ...SCALING,
  ...SECRETS,
  ...SECURITY_GROUPS,
  ...STORAGE,
};
