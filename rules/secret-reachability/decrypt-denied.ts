import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { DECIDED, decided } from '../../src/iam/deciding.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { mendings } from '../../src/iam/mending.ts';
import type { PermissionQuery } from '../../src/iam/permission.ts';
import { refusal } from '../../src/iam/role-rights.ts';
import { parseArn } from '../../src/model/arn.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, namedBy } from '../../src/model/fetched-value.ts';
import { partitionOf } from '../../src/model/partition.ts';
import { principalArn, type RolePrincipal } from '../../src/model/principal.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Settings,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { type CustomerKey, judgeKey, KEYS, keyArn } from './keys.ts';
import { namings } from './sentences.ts';
import { judgeValuesAs } from './values.ts';

/** What `kmsDecryptDenied` asks. */
export const DECRYPTING: readonly AnyKind[] = [...DECIDED, ...KEYS];

/** May the execution role decrypt with the customer key of each value? The store asks KMS in the name of the role. */
export function kmsDecryptDenied(
  deployment: Deployment,
  facts: Facts,
  { options }: Settings,
): Verdicts | Promise<Verdicts> {
  return judgeValuesAs(deployment, facts, (value, role) =>
    judgeKey(deployment, facts, value, (key) =>
      key.shape.match<Verdict | Promise<Verdict>>({
        known: () => judge({ facts, options }, value, role, key),
        absent: () => notApplicable('the key does not exist: kms-key-unusable tells'),
        unknown: () => judge({ facts, options }, value, role, key),
      }),
    ),
  );
}

async function judge(
  { facts, options }: Pick<Settings, 'options'> & { readonly facts: Facts },
  value: FetchedValue,
  role: RolePrincipal,
  key: CustomerKey,
): Promise<Verdict> {
  return keyArn(key).match<Verdict | Promise<Verdict>>({
    known: async (arn) => {
      const decision = await decided(facts, decrypting(value, role, key, arn), options);
      return decision.match<Verdict | Promise<Verdict>>({
        known: async (it) =>
          it.outcome === 'allowed'
            ? pass()
            : fail(failure(value, role, await principalArn(role, facts), key, arn, it)),
        absent: () => notApplicable('the execution role does not exist: role-confusion tells'),
        unknown: cannotTell,
      });
    },
    absent: () => notApplicable('the key does not exist: kms-key-unusable tells'),
    unknown: cannotTell,
  });
}

/**
 * The store forwards the role's session: conditions see the service between, and what is decrypted. How the task's own call left
 * the VPC they do not see. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function decrypting(
  value: FetchedValue,
  { reference, account }: RolePrincipal,
  { stored }: CustomerKey,
  key: string,
): PermissionQuery {
  const region = parseArn(key)?.region ?? '';
  const subject = value.store === 'ssm' ? 'PARAMETER_ARN' : 'SecretARN';
  const via = viaService(value);
  return {
    role: reference,
    account,
    region,
    action: 'kms:Decrypt',
    resource: key,
    by: 'agent',
    on: { key },
    context: {
      'kms:CallerAccount': account,
      ...(stored.arn.includes('?') ? {} : { [`kms:EncryptionContext:${subject}`]: stored.arn }),
      ...(via === undefined ? {} : { 'kms:ViaService': via }),
    },
  };
}

/** `secretsmanager.eu-west-1.amazonaws.com`; undefined in partitions of which AWS's page does not tell the name. */
function viaService({ store, region }: FetchedValue): string | undefined {
  return region.match({
    known: (place) => (partitionOf(place) === 'aws' ? `${store}.${place}.amazonaws.com` : undefined),
    absent: () => undefined,
    unknown: () => undefined,
  });
}

function failure(
  value: FetchedValue,
  role: RolePrincipal,
  roleArn: string,
  { stored, named }: CustomerKey,
  key: string,
  decision: Decision,
): Failure {
  const via = viaService(value);
  const title = `execution role ${role.name}`;
  return {
    at: value.references[0].view,
    message: `${namedBy(value)}: ${title} may not kms:Decrypt with ${key}, which ${stored.arn} is encrypted with: ${refusal(decision)}`,
    evidence: [
      ...namings(value),
      `${stored.arn} is encrypted with ${named}`,
      ...(named === key ? [] : [`${named} is ${key}`]),
      ...decision.because,
      ...decision.assumptions,
    ],
    fixes: mendings(decision, {
      role: { title, arn: roleArn },
      action: 'kms:Decrypt',
      resource: key,
      resourcePolicy: `the key policy of ${key}`,
      ...(via === undefined ? {} : { condition: { StringEquals: { 'kms:ViaService': via } } }),
    }),
  };
}
