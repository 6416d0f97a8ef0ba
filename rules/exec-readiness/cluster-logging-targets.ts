import { type Fact, valueOr } from '../../src/fact/fact.ts';
import type { key } from '../../src/fact/kinds/kms.ts';
import type { logGroup } from '../../src/fact/kinds/logs.ts';
import type { BucketShape } from '../../src/fact/kinds/s3.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, type Edit, type Fix, fail, pass, type Verdict } from '../../src/rule.ts';
import type { ExecLogging } from './exec-logging.ts';

type ValueOf<Kind extends { readonly value?: unknown }> = NonNullable<Kind['value']>;

/** What is judged, and where a finding stands. */
export interface LoggingPlace {
  readonly deployment: Deployment;
  readonly at: View<boolean>;
  readonly logging: ExecLogging;
}

const REFUSED =
  'the SSM agent in the container checks it before it starts a session, and refuses the session where it does not hold';
const UNLOGGED = 'what is typed into a container, and what it answers, is then recorded nowhere';

/** OVERRIDE wants a target, and only OVERRIDE uses one. */
export function judgeSetting({ deployment, at, logging }: LoggingPlace): Verdict {
  const { exec, cluster } = logging;
  const { cloudWatchLogGroupName: group, s3BucketName: bucket } = exec.logConfiguration ?? {};
  const targets = [...(group ? [`log group ${group}`] : []), ...(bucket ? [`bucket ${bucket}`] : [])];
  const said = exec.logging === undefined ? 'no logging, which means DEFAULT,' : `logging ${exec.logging}`;
  if (logging.logging === 'OVERRIDE') {
    if (targets.length > 0) return pass();
    return fail({
      at,
      message: `cluster ${cluster}: executeCommandConfiguration has logging OVERRIDE and names no log group and no bucket, expected one of them`,
      why: UNLOGGED,
      fixes: update(
        deployment,
        logging,
        'log sessions to where the containers log',
        // ECS takes a logConfiguration with OVERRIDE alone.
        { logging: 'DEFAULT', logConfiguration: undefined },
        (declared) => [
          { at: member(declared, 'Logging'), op: 'set', value: 'DEFAULT' },
          ...(valueOr(member(declared, 'LogConfiguration').given, false)
            ? [{ at: member(declared, 'LogConfiguration'), op: 'remove' } as const]
            : []),
        ],
      ),
    });
  }
  if (targets.length === 0) return pass();
  return fail({
    at,
    message: `cluster ${cluster}: executeCommandConfiguration has ${said} beside ${targets.join(' and ')}, expected OVERRIDE, without which they are not used`,
    why: UNLOGGED,
    fixes: update(
      deployment,
      logging,
      `log sessions to ${targets.join(' and ')}`,
      { logging: 'OVERRIDE' },
      (declared) => [{ at: member(declared, 'Logging'), op: 'set', value: 'OVERRIDE' }],
    ),
  });
}

/** What encrypts the session has to be there and in use. */
export function judgeClusterKey({ at, logging }: LoggingPlace, found: Fact<ValueOf<typeof key>>): Verdict {
  const named = `cluster ${logging.cluster}: the key ${logging.exec.kmsKeyId} of executeCommandConfiguration`;
  const why = 'each session starts with a data key of it: where the key cannot be used, no session starts';
  return found.match<Verdict>({
    known: (shape) => {
      const { KeyState, Arn } = shape;
      if (KeyState === undefined) {
        const detail = `the state of the key ${logging.exec.kmsKeyId}`;
        return cannotTell([{ reason: 'not-recorded', detail }]);
      }
      if (KeyState !== 'Disabled' && KeyState !== 'PendingDeletion') return pass();
      return fail({
        at,
        message: `${named} is ${KeyState}, expected Enabled`,
        why,
        fixes: usableAgain(KeyState, Arn, declaredAt(shape, 'Enabled')),
      });
    },
    absent: () => fail({ at, message: `${named} does not exist`, why }),
    unknown: cannotTell,
  });
}

/** A key whose deletion is called off is Disabled at first. https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html */
function usableAgain(
  state: 'Disabled' | 'PendingDeletion',
  arn: string | undefined,
  declared: View | undefined,
): readonly Fix[] {
  if (declared) {
    return [
      {
        kind: 'edit',
        description: 'enable the key',
        safe: false,
        edits: [{ at: declared, op: 'set', value: true }],
      },
    ];
  }
  if (arn === undefined) return [];
  const aws = (command: string) =>
    `aws kms ${command} --region ${shellWord(arn.split(':')[3] ?? '')} --key-id ${shellWord(arn)}`;
  const enable = aws('enable-key');
  return state === 'Disabled'
    ? [{ kind: 'command', description: 'enable the key', command: enable }]
    : [
        {
          kind: 'command',
          description: 'keep the key, and enable it, since it is Disabled then',
          command: `${aws('cancel-key-deletion')} && ${enable}`,
        },
      ];
}

/** The log group has to be there, and to have a key where encryption is demanded. */
export function judgeLogGroup(
  { deployment, at, logging }: LoggingPlace,
  found: Fact<ValueOf<typeof logGroup>>,
): Verdict {
  const { group = '', cluster, exec } = logging;
  const name = `--log-group-name ${shellWord(group)}`;
  return found.match<Verdict>({
    known: ({ kmsKeyId }) => {
      if (exec.logConfiguration?.cloudWatchEncryptionEnabled !== true || kmsKeyId !== undefined)
        return pass();
      return fail({
        at,
        message: `cluster ${cluster}: cloudWatchEncryptionEnabled is true and log group ${group} has no KMS key, expected one`,
        why: REFUSED,
        evidence: [`log group ${group}: no kmsKeyId`],
        fixes: update(
          deployment,
          logging,
          'demand no key of the log group, or associate one with it',
          { logConfiguration: { ...exec.logConfiguration, cloudWatchEncryptionEnabled: false } },
          (declared) => [
            {
              at: member(member(declared, 'LogConfiguration'), 'CloudWatchEncryptionEnabled'),
              op: 'set',
              value: false,
            },
          ],
        ),
      });
    },
    absent: () =>
      fail({
        at,
        message: `cluster ${cluster}: log group ${group} of executeCommandConfiguration does not exist, and ECS Exec does not create it`,
        why: UNLOGGED,
        fixes: [
          {
            kind: 'command',
            description: `create the log group ${group}`,
            command: `aws logs create-log-group${inRegion(deployment)} ${name}`,
          },
        ],
      }),
    unknown: cannotTell,
  });
}

/** The bucket has to be there, and to encrypt where encryption is demanded. */
export function judgeLogBucket({ deployment, at, logging }: LoggingPlace, found: Fact<BucketShape>): Verdict {
  const { bucket = '', cluster, exec } = logging;
  return found.match<Verdict>({
    known: ({ encryption }) => {
      if (exec.logConfiguration?.s3EncryptionEnabled !== true || encryption.length > 0) return pass();
      const rules = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] };
      return fail({
        at,
        message: `cluster ${cluster}: s3EncryptionEnabled is true and bucket ${bucket} has no default encryption, expected one`,
        why: REFUSED,
        evidence: [`bucket ${bucket}: no default encryption`],
        fixes: [
          {
            kind: 'command',
            description: 'give the bucket a default encryption',
            command: `aws s3api put-bucket-encryption --bucket ${shellWord(bucket)} --server-side-encryption-configuration ${shellWord(JSON.stringify(rules))}`,
          },
        ],
      });
    },
    absent: () =>
      fail({
        at,
        message: `cluster ${cluster}: bucket ${bucket} of executeCommandConfiguration does not exist, and ECS Exec does not create it`,
        why: UNLOGGED,
        fixes: [
          {
            kind: 'command',
            description: `create the bucket ${bucket}`,
            command: `aws s3 mb${inRegion(deployment)} ${shellWord(`s3://${bucket}`)}`,
          },
        ],
      }),
    unknown: cannotTell,
  });
}

function member(view: View, name: string): View {
  return (view as View<Record<string, unknown>>).get(name);
}

/**
 * What a template declares is changed there. UpdateCluster replaces the whole configuration: what is not changed is put back as
 * it was.
 */
function update(
  deployment: Deployment,
  { cluster, configuration, exec, declared }: ExecLogging,
  description: string,
  change: Partial<ExecLogging['exec']>,
  edits: (declared: View) => readonly Edit[],
): readonly Fix[] {
  if (declared) return [{ kind: 'edit', description, safe: false, edits: edits(declared) }];
  const changed = { ...configuration, executeCommandConfiguration: { ...exec, ...change } };
  return [
    {
      kind: 'command',
      description,
      command: `aws ecs update-cluster${inRegion(deployment)} --cluster ${shellWord(cluster)} --configuration ${shellWord(JSON.stringify(changed))}`,
    },
  ];
}

function inRegion({ region }: Deployment): string {
  const place = valueOr(region, undefined);
  return place === undefined ? '' : ` --region ${shellWord(place)}`;
}
