import { type Fact, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { key } from '../../src/fact/kinds/kms.ts';
import type { BucketShape } from '../../src/fact/kinds/s3.ts';
import {
  datedBy,
  grantsFor,
  judgeRights,
  type Lack,
  type Lacking,
  lackEvidence,
  type Right,
  type RightsJudgement,
} from '../../src/iam/role-rights.ts';
import { type ActingRole, actingRoles } from '../../src/model/acting-role.ts';
import { cannotTell, type Failure, type Verdict } from '../../src/rule.ts';

import type { LoggingPlace } from './cluster-logging-targets.ts';
import type { ExecLogging } from './exec-logging.ts';
import { declaredRoles, verdictOf } from './messages.ts';

type KeyFact = Fact<NonNullable<(typeof key)['value']>>;

/** What the account says of what the configuration names; undefined where it names none. */
interface Targets {
  readonly sessionKey: KeyFact | undefined;
  readonly bucket: Fact<BucketShape> | undefined;
}

/**
 * Has the role of the SSM agent what the cluster's configuration makes it do: open what the key encrypts, write to the group
 * and to the bucket?
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-required-logging-permissions
 */
export async function judgeLoggingRights(
  place: LoggingPlace,
  targets: Targets,
  facts: Facts,
): Promise<readonly Verdict[]> {
  const { deployment, logging } = place;
  const { exec, group, bucket } = logging;
  if (exec.kmsKeyId === undefined && group === undefined && bucket === undefined) return [];
  const why: Why[] = [];
  const sessionKey = keyArn(exec.kmsKeyId, targets.sessionKey, why);
  const bucketKey = await keyOfBucket(targets.bucket, facts, why);
  const needed = (role: ActingRole) => [
    ...(sessionKey === undefined
      ? []
      : [{ action: 'kms:Decrypt', resource: sessionKey, on: { key: sessionKey } }]),
    ...groupRights(role, logging),
    ...bucketRights(role, logging, bucketKey),
  ];
  const roles = await actingRoles(deployment, facts, 'taskRoleArn');
  const verdicts = await roles.match<Promise<readonly Verdict[]>>({
    known: async (list) => {
      const judged = beyondBucketPolicy(await judgeRights(list, needed, { by: 'task', facts }), why);
      const where = await declaredRoles(list, facts);
      return [verdictOf(judged, (it) => failure(place, it, where))].flat();
    },
    // Who opens the channels is exec-without-task-role's question.
    absent: async () => [],
    unknown: async (reasons) => [cannotTell(reasons)],
  });
  return why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts;
}

/**
 * What the role's own policies leave out, the policy of the bucket may allow, and that is not read: it is left open. What they
 * deny outright nobody can allow.
 */
function beyondBucketPolicy(judged: RightsJudgement, why: Why[]): RightsJudgement {
  if (judged.is !== 'lacking') return judged;
  const open: Why[] = [];
  const roles = judged.roles.map(({ role, lacks }) => {
    const certain = lacks.filter(({ right, decision }) => !right.own || decision.outcome === 'explicitDeny');
    for (const lack of lacks) if (!certain.includes(lack)) open.push(mayBeAllowed(role, lack));
    return { role, lacks: certain };
  });
  why.push(...open);
  if (roles.every(({ lacks }) => lacks.length > 0)) return { is: 'lacking', roles };
  // One of several roles lacks nothing for certain, and it may be the one that serves.
  return { is: 'unknown', why: open };
}

function mayBeAllowed({ title }: ActingRole, { right: { action, resource } }: Lack): Why {
  const bucket = resource.replace(/^.*:::/, '').replace(/\/.*$/, '');
  return {
    reason: 'undecidable',
    detail: `whether the policy of bucket ${bucket}, which is not read, lets ${title} do ${action}: its own policies do not`,
  };
}

/** A key policy is asked for by the key's ARN, which an id or an alias does not tell. */
function keyArn(named: string | undefined, found: KeyFact | undefined, why: Why[]): string | undefined {
  if (named === undefined || found === undefined) return undefined;
  const arn =
    valueOr(found, undefined)?.Arn ?? (/^arn:[^:]+:kms:[^:]+:[^:]+:key\//.test(named) ? named : undefined);
  if (arn === undefined) why.push(...whyOf(found));
  return found.match({ known: () => arn, absent: () => undefined, unknown: () => arn });
}

/** S3 encrypts what is put into a bucket with its default key in the name of whoever puts it, if that is a customer key. */
async function keyOfBucket(
  found: Fact<BucketShape> | undefined,
  facts: Facts,
  why: Why[],
): Promise<string | undefined> {
  const rules = found === undefined ? [] : (valueOr(found, undefined)?.encryption ?? []);
  const rule = rules[0]?.ApplyServerSideEncryptionByDefault;
  if (!rule?.SSEAlgorithm?.startsWith('aws:kms') || rule.KMSMasterKeyID === undefined) return undefined;
  const bucketKey = await facts.ask(key, { key: rule.KMSMasterKeyID });
  why.push(...whyOf(bucketKey));
  const { KeyManager, Arn } = valueOr(bucketKey, undefined) ?? {};
  return KeyManager === 'CUSTOMER' ? Arn : undefined;
}

function groupRights({ partition, region, account }: ActingRole, { group }: ExecLogging): readonly Right[] {
  if (group === undefined) return [];
  const groups = `arn:${partition}:logs:${region}:${account}:log-group:`;
  return [
    // CloudWatch Logs judges this action on a group without a name, whatever prefix is asked for.
    { action: 'logs:DescribeLogGroups', resource: `${groups}:log-stream:` },
    { action: 'logs:DescribeLogStreams', resource: `${groups}${group}:log-stream:` },
    { action: 'logs:CreateLogStream', resource: `${groups}${group}:log-stream:*` },
    { action: 'logs:PutLogEvents', resource: `${groups}${group}:log-stream:*` },
  ];
}

function bucketRights(
  { partition, region }: ActingRole,
  { bucket, exec }: ExecLogging,
  bucketKey: string | undefined,
): readonly Right[] {
  if (bucket === undefined) return [];
  const { s3KeyPrefix, s3EncryptionEnabled } = exec.logConfiguration ?? {};
  const arn = `arn:${partition}:s3:::${bucket}`;
  const folder = s3KeyPrefix ? `${s3KeyPrefix.replace(/\/+$/, '')}/` : '';
  return [
    { action: 's3:PutObject', resource: `${arn}/${folder}*`, own: true },
    ...(s3EncryptionEnabled === true
      ? [{ action: 's3:GetEncryptionConfiguration', resource: arn, own: true as const }]
      : []),
    ...(bucketKey === undefined
      ? []
      : [
          {
            action: 'kms:GenerateDataKey',
            resource: bucketKey,
            on: { key: bucketKey },
            context: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
          },
        ]),
  ];
}

/** One finding for the cluster and the role, whatever service shows it. */
function failure(
  { deployment, logging }: LoggingPlace,
  lacking: Lacking,
  where: ReadonlyMap<string, readonly string[]>,
): Failure {
  const { role, lacks } = lacking;
  const rights = lacks.map(({ right: { action, resource } }) => `${action} on ${namedIn(action, resource)}`);
  return {
    at: deployment.taskDefinition.view.get('taskRoleArn'),
    message: `${role.title} lacks ${rights.join(', ')}, required by the executeCommandConfiguration of cluster ${logging.cluster}`,
    ...datedBy(lacks),
    // What the role's own policies deny no policy of a bucket allows: that it was not read does not matter.
    evidence: [
      ...(where.get(role.role) ?? []),
      ...lackEvidence(lacks.map(({ right: { own: _, ...right }, decision }) => ({ right, decision }))),
    ],
    fixes: grantsFor(lacking, ({ action, resource }) => namedIn(action, resource)),
  };
}

/** A statement names groups, not streams; the one action that lists groups is allowed for all or for none. */
function namedIn(action: string, resource: string): string {
  if (action === 'logs:DescribeLogGroups') return '*';
  return resource.replace(/:log-stream:.*$/, ':*');
}

/** The reasons of what is unknown; none of what is known or absent. */
function whyOf(fact: Fact<unknown>): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}
