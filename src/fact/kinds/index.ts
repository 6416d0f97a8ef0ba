/** Every raw kind there is: what a snapshot may hold, and what the account is asked. */
import type { AnyRawKind } from '../kind.ts';
import * as ec2 from './ec2.ts';
import * as ecr from './ecr.ts';
import * as ecs from './ecs.ts';
import * as elbv2 from './elbv2.ts';
import * as iam from './iam.ts';
import * as kms from './kms.ts';
import * as local from './local.ts';
import * as logs from './logs.ts';
import * as organizations from './organizations.ts';
import * as route53 from './route53.ts';
import * as s3 from './s3.ts';
import * as scaling from './scaling.ts';
import * as secrets from './secrets.ts';
import * as servicediscovery from './servicediscovery.ts';
import * as sts from './sts.ts';
import * as vpclattice from './vpclattice.ts';

const MODULES = [
  ec2,
  ecr,
  ecs,
  elbv2,
  iam,
  kms,
  local,
  logs,
  organizations,
  route53,
  s3,
  scaling,
  secrets,
  servicediscovery,
  sts,
  vpclattice,
];

export const rawKinds: readonly AnyRawKind[] = MODULES.flatMap(
  (module) => Object.values(module) as AnyRawKind[],
);
