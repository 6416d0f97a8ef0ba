import type { Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import type { PolicyText } from '../../src/fact/kinds/iam.ts';
import { key, keyPolicy } from '../../src/fact/kinds/kms.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import type { AskKeyPolicy } from '../../src/iam/key-policy.ts';
import { parseArn } from '../../src/model/arn.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdicts,
} from '../../src/rule.ts';
import { logOption } from './log-configuration.ts';
import { askGroup, type LogGroupShape, type LogTarget } from './log-target.ts';

export const KEY_NEEDS: readonly AnyKind[] = [logGroup, key, keyPolicy];

/** What CloudWatch Logs does with a key for every batch it stores and every one it reads. */
const ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/** What AWS's own key policy for log groups allows. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const ALL_ACTIONS = [
  'kms:Encrypt*',
  'kms:Decrypt*',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:Describe*',
];

type KeyShape = NonNullable<(typeof key)['value']>;

/** Can CloudWatch Logs use the key of the group? */
export async function judgeKey(target: LogTarget, facts: Facts): Promise<Verdicts> {
  return (await askGroup(target, facts)).match<Promise<Verdicts>>({
    known: (group) =>
      group.kmsKeyId === undefined
        ? Promise.resolve(notApplicable('the log group has no key of its own'))
        : judgeKeyOf(target, group, group.kmsKeyId, facts),
    absent: async () => notApplicable('the log group does not exist'),
    unknown: async (why) => cannotTell(why),
  });
}

async function judgeKeyOf(
  target: LogTarget,
  group: LogGroupShape,
  keyId: string,
  facts: Facts,
): Promise<Verdicts> {
  return (await facts.ask(key, { key: keyId })).match<Promise<Verdicts>>({
    known: async (shape) => {
      if (shape.KeyManager === 'AWS') return notApplicable('the key is one of AWS, whose policy AWS keeps');
      const unusable = unusableFailure(target, shape, keyId);
      if (unusable) return fail(unusable);
      const text = await facts.ask(keyPolicy, { key: shape.Arn ?? keyId });
      return text.match<Verdicts | Promise<Verdicts>>({
        known: ({ Policy: document }) =>
          judgePolicy(target, group, { id: keyId, arn: shape.Arn ?? keyId, document }),
        absent: () => notApplicable('the key has no policy'),
        unknown: cannotTell,
      });
    },
    absent: async () => fail({ ...at(target), message: `${subject(target, keyId)}, which does not exist` }),
    unknown: async (why) => cannotTell(why),
  });
}

function at({ container }: LogTarget): Pick<Failure, 'at'> {
  return { at: logOption(container, 'awslogs-group') };
}

function subject({ group, region }: LogTarget, keyId: string): string {
  return `log group ${group} in ${region} is encrypted with ${keyId}`;
}

function unusableFailure(target: LogTarget, shape: KeyShape, keyId: string): Failure | undefined {
  const { KeyState } = shape;
  const declared = declaredAt(shape, 'Enabled');
  if (KeyState !== 'Disabled' && KeyState !== 'PendingDeletion') return undefined;
  const disabled = KeyState === 'Disabled';
  const aws = (command: string) =>
    `aws kms ${command} --region ${shellWord(parseArn(keyId)?.region ?? target.region)} --key-id ${shellWord(keyId)}`;
  return {
    ...at(target),
    message: `${subject(target, keyId)}, which is ${KeyState}, expected Enabled`,
    evidence: [`${keyId}: KeyState is ${KeyState}`],
    fixes: [
      declared
        ? enabling(declared)
        : {
            kind: 'command',
            description: disabled
              ? 'enable the key'
              : 'keep the key, and enable it, since it is Disabled then',
            // https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
            command: disabled ? aws('enable-key') : `${aws('cancel-key-deletion')} && ${aws('enable-key')}`,
          },
    ],
  };
}

/** The key of a template is mended there. */
function enabling(at: View): Fix {
  return {
    kind: 'edit',
    description: 'enable the key',
    safe: false,
    edits: [{ at, op: 'set', value: true }],
  };
}

/** A key with the text of its policy. */
interface PolicedKey {
  readonly id: string;
  readonly arn: string;
  readonly document: PolicyText;
}

/** The service acts by itself: the key policy alone decides, and AWS asks it to name the group by the encryption context. */
async function judgePolicy(
  target: LogTarget,
  group: LogGroupShape,
  { id, arn: keyArn, document }: PolicedKey,
): Promise<Verdicts> {
  const { arn } = group;
  if (arn === undefined)
    return cannotTell([{ reason: 'not-recorded', detail: `the ARN of log group ${target.group}` }]);
  const context = arn.replace(/:\*$/, '');
  const principal = `logs.${target.region}.amazonaws.com`;
  // Offline nobody comes here: what reads policies is loaded when it is needed.
  const { keyPolicyOf } = await import('../../src/iam/key-policy.ts');
  const may = keyPolicyOf(id, document, keyArn, ['aws:logs:arn', context]);
  const asked = ACTIONS.map((action) => ({ action, verdict: may(principal, action) }));
  const denied = asked.filter(
    ({ verdict }) => verdict.outcome !== 'allowed' && verdict.outcome !== 'unknown',
  );
  if (denied.length > 0) {
    const why = doubtOf(target, may);
    if (why !== undefined) return cannotTell([{ reason: 'undecidable', detail: why }]);
    const actions = denied.map(({ action }) => action).join(' and ');
    return fail({
      ...at(target),
      message: `${subject(target, keyArn)}, whose key policy does not let ${principal} do ${actions} for it`,
      evidence: [`the request is made with kms:EncryptionContext:aws:logs:arn ${context}`],
      fixes: [
        {
          kind: 'policy',
          description: 'add this statement to the key policy',
          statement: {
            Effect: 'Allow',
            Principal: { Service: principal },
            Action: ALL_ACTIONS,
            Resource: '*',
            Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': context } },
          },
        },
      ],
    });
  }
  const open = asked.flatMap(({ action, verdict }) =>
    verdict.doubts.flatMap(
      ({ text, why }): readonly Why[] =>
        why ?? [{ reason: 'undecidable', detail: `${action} of ${principal}: ${text}` }],
    ),
  );
  return open.length > 0 ? cannotTell(open) : pass();
}

/** Names of the principal that AWS does not document, and that work or do not. */
function doubtOf({ region }: LogTarget, may: AskKeyPolicy): string | undefined {
  const others = ['logs.amazonaws.com', `logs.${region}.amazonaws.com.cn`];
  const other = others.find((name) =>
    ACTIONS.every((action) => ['allowed', 'unknown'].includes(may(name, action).outcome)),
  );
  return other === undefined
    ? undefined
    : `whether CloudWatch Logs in ${region} acts as ${other}, which the key policy allows`;
}
