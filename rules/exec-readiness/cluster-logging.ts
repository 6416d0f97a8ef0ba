import { type Fact, map } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { type ClusterShape, cluster } from '../../src/fact/kinds/ecs.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import { key } from '../../src/fact/kinds/kms.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import { bucket } from '../../src/fact/kinds/s3.ts';
import { ROLE_RIGHTS } from '../../src/iam/role-rights.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { INSTANCE_ROLES } from '../../src/model/instance-role.ts';
import type { Service } from '../../src/model/service.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';
import { judgeLoggingRights } from './cluster-logging-rights.ts';
import { judgeClusterKey, judgeLogBucket, judgeLogGroup, judgeSetting } from './cluster-logging-targets.ts';
import { type ExecLogging, loggingOf } from './exec-logging.ts';

export const LOGGING_NEEDS: readonly AnyKind[] = [
  cluster,
  iamRole,
  logGroup,
  bucket,
  key,
  ...ROLE_RIGHTS,
  ...INSTANCE_ROLES,
];

/** Does the cluster log the sessions to what is there, and can the SSM agent in the task do its part? */
export async function judgeClusterLogging(
  deployment: Deployment,
  service: Service,
  facts: Facts,
): Promise<Verdicts> {
  const found = await deployment.cluster.match<Promise<Fact<ClusterShape>>>({
    known: (name) => facts.ask(cluster, { name }),
    absent: async () => deployment.cluster as Fact<never>,
    unknown: async () => deployment.cluster as Fact<never>,
  });
  return map(found, loggingOf).match<Promise<Verdicts>>({
    known: (logging) => judge(deployment, service, logging, facts),
    absent: async () => notApplicable('there is no such cluster'),
    unknown: async (why) => cannotTell(why),
  });
}

async function judge(
  deployment: Deployment,
  service: Service,
  logging: ExecLogging,
  facts: Facts,
): Promise<Verdicts> {
  const place = { deployment, at: service.view.get('enableExecuteCommand'), logging };
  const keyId = logging.exec.kmsKeyId;
  const [sessionKey, group, target] = await Promise.all([
    keyId === undefined ? undefined : facts.ask(key, { key: keyId }),
    logging.group === undefined ? undefined : facts.ask(logGroup, { name: logging.group }),
    logging.bucket === undefined ? undefined : facts.ask(bucket, { name: logging.bucket }),
  ]);
  const verdicts: readonly Verdict[] = [
    judgeSetting(place),
    ...(sessionKey ? [judgeClusterKey(place, sessionKey)] : []),
    ...(group ? [judgeLogGroup(place, group)] : []),
    ...(target ? [judgeLogBucket(place, target)] : []),
    ...(await judgeLoggingRights(place, { sessionKey, bucket: target }, facts)),
  ];
  return verdicts;
}
