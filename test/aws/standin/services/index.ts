import { ec2 } from './ec2.ts';
import { ecs } from './ecs.ts';
import { iam } from './iam.ts';
import { logs } from './logs.ts';
import { organizations } from './organizations.ts';
import { applicationAutoScaling, autoScaling } from './scaling.ts';
import { kms, secretsManager, ssm } from './secrets.ts';
import type { Service } from './service.ts';
import { ecr, elbv2, route53, s3, sts } from './small.ts';

/** Every service of the stand-in, by the name in the signature of a request. */
export const services: ReadonlyMap<string, Service> = new Map(
  [
    applicationAutoScaling,
    autoScaling,
    ec2,
    ecr,
    ecs,
    elbv2,
    iam,
    kms,
    logs,
    organizations,
    route53,
    s3,
    secretsManager,
    ssm,
    sts,
  ].map((service) => [service.name, service]),
);
