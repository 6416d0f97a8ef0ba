import type { Facts } from '../../src/fact/kind.ts';
import { unusableKeyState } from '../../src/knowledge/key-states.ts';
import { parseArn } from '../../src/model/arn.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, namedBy, nounOf } from '../../src/model/fetched-value.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { type CustomerKey, judgeKey } from './keys.ts';
import { namings } from './sentences.ts';
import { judgeValues } from './values.ts';

/** Can the customer keys decrypt at all, whoever asks? */
export function kmsKeyUnusable(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return judgeValues(deployment, facts, (value) =>
    judgeKey(deployment, facts, value, (key) =>
      key.shape.match<Verdict>({
        known: (shape) => {
          const { Arn = key.named, KeyState, Enabled } = shape;
          const state = KeyState ?? (Enabled === true ? 'Enabled' : undefined);
          const unusable = state === undefined ? undefined : unusableKeyState(state);
          if (state === undefined || unusable === undefined) return cannotTell([undecided(Arn, state)]);
          return unusable
            ? fail({ ...failure(value, key, Arn, state), fixes: fixes(shape, Arn, state) })
            : pass();
        },
        absent: () => fail(failure(value, key, key.named, undefined)),
        unknown: cannotTell,
      }),
    ),
  );
}

function undecided(arn: string, state: string | undefined) {
  const detail =
    state === undefined
      ? `the state of KMS key ${arn} was not told`
      : `whether KMS key ${arn} in state ${state} can decrypt`;
  return { reason: 'undecidable', detail } as const;
}

function failure(
  value: FetchedValue,
  { stored }: CustomerKey,
  arn: string,
  state: string | undefined,
): Failure {
  const is = state === undefined ? 'does not exist' : `is in state ${state}`;
  return {
    at: value.references[0].view,
    message: `${namedBy(value)}: KMS key ${arn} of ${nounOf(value)} ${is}, expected a key in state Enabled`,
    evidence: [...namings(value), `${stored.arn} is encrypted with ${arn}`, `key ${arn} ${is}`],
  };
}

/**
 * A key whose deletion is cancelled is disabled: https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html.
 * A key that is gone, and what it encrypted, cannot be brought back.
 */
function fixes(shape: object, arn: string, state: string): readonly Fix[] {
  const declared = declaredAt(shape, 'Enabled');
  if (declared) {
    const edits = [{ at: declared, op: 'set' as const, value: true }];
    return [{ kind: 'edit', description: 'enable the key', safe: false, edits }];
  }
  const region = parseArn(arn)?.region;
  const option = region === undefined ? '' : ` --region ${shellWord(region)}`;
  const command = (operation: string) => `aws kms ${operation}${option} --key-id ${shellWord(arn)}`;
  const enable = command('enable-key');
  if (state === 'Disabled') return [{ kind: 'command', description: 'enable the key', command: enable }];
  if (state !== 'PendingDeletion') return [];
  return [
    {
      kind: 'command',
      description: 'cancel the deletion of the key, and enable it, since it is disabled after that',
      command: `${command('cancel-key-deletion')} && ${enable}`,
    },
  ];
}
