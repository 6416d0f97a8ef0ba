import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import { key as kmsKey } from '../../src/fact/kinds/kms.ts';
import { sameText } from '../../src/fact/opaque.ts';
import { parseArn } from '../../src/model/arn.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, namedBy } from '../../src/model/fetched-value.ts';
import { principalArn, type RolePrincipal } from '../../src/model/principal.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { type StoredValue, storedValue } from '../../src/model/stored-value.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { isManagedByAws, KEYS } from './keys.ts';
import { namings, regionOption } from './sentences.ts';
import { judgeValuesAs } from './values.ts';

/** What `crossAccountDefaultKey` asks. */
export const DEFAULT_KEYS: readonly AnyKind[] = [iamRole, ...KEYS];

/** A secret of another account opens to this one by a customer key alone: the default key's policy cannot be changed. */
export function crossAccountDefaultKey(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return judgeValuesAs(
    deployment,
    facts,
    (value, role) => judge(deployment, facts, value, role),
    ({ store, id }, role) => {
      if (store === 'ssm') return notApplicable('parameters of other accounts are refused at registration');
      const owner = parseArn(id)?.account ?? role.account;
      return sameText(owner, role.account).match<Verdict | undefined>({
        known: (same) => (same ? notApplicable('the secret is in the account of the role') : undefined),
        absent: () => undefined,
        unknown: cannotTell,
      });
    },
  );
}

async function judge(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
  role: RolePrincipal,
): Promise<Verdict> {
  return (await storedValue(deployment, facts, value)).match<Verdict | Promise<Verdict>>({
    known: (stored) =>
      stored.encryption.match<Verdict | Promise<Verdict>>({
        known: async (encryption) => {
          const found = async () => fail(failure(value, role, await principalArn(role, facts), stored));
          if (encryption.by === 'default-key') return found();
          if (encryption.by === 'nothing') return pass();
          const shape = await facts.ask(kmsKey, { key: encryption.key });
          if (isManagedByAws(shape)) return found();
          return shape.match<Verdict>({ known: pass, absent: pass, unknown: cannotTell });
        },
        absent: pass,
        unknown: cannotTell,
      }),
    absent: () => notApplicable('it does not exist: secret-missing tells'),
    unknown: cannotTell,
  });
}

/** The key that takes its place is not known: it comes from the shell's variable. */
function failure(value: FetchedValue, role: RolePrincipal, roleArn: string, { arn }: StoredValue): Failure {
  const owner = parseArn(arn)?.account ?? '';
  return {
    at: value.references[0].view,
    message: `${namedBy(value)}: secret ${arn} is encrypted with aws/secretsmanager of account ${owner}, expected a customer key with which account ${role.account} may decrypt`,
    evidence: [
      ...namings(value),
      `secret ${arn} names no customer key: it is encrypted with aws/secretsmanager`,
      `execution role ${role.name} is in account ${role.account}, the secret in account ${owner}`,
    ],
    fixes: [
      {
        kind: 'command',
        description: `as account ${owner}, encrypt the secret with a customer key, given in the shell's variable KMS_KEY_ARN`,
        command: `aws secretsmanager update-secret${regionOption(value)} --secret-id ${shellWord(arn)} --kms-key-id "$KMS_KEY_ARN"`,
      },
      {
        kind: 'policy',
        description: `add to the policy of that key; execution role ${role.name} needs kms:Decrypt on it in its own policies as well`,
        statement: { Effect: 'Allow', Principal: { AWS: roleArn }, Action: 'kms:Decrypt', Resource: '*' },
      },
    ],
  };
}
