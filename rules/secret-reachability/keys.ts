import { chain, type Fact, known, unknown } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { key as kmsKey } from '../../src/fact/kinds/kms.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { FetchedValue } from '../../src/model/fetched-value.ts';
import { STORED_VALUES, type StoredValue, storedValue } from '../../src/model/stored-value.ts';
import { cannotTell, notApplicable, type Verdict } from '../../src/rule.ts';

type KeyShape = NonNullable<(typeof kmsKey)['value']>;

/** What a problem that calls `judgeKey` puts into its `needs`. */
export const KEYS: readonly AnyKind[] = [kmsKey, ...STORED_VALUES];

/** A key of the customer's that a value is encrypted with. */
export interface CustomerKey {
  readonly stored: StoredValue;
  /** As the store names it: ARN, alias or id. */
  readonly named: string;
  /** What DescribeKey says; absent where there is no such key. */
  readonly shape: Fact<KeyShape>;
}

/** Judges the customer key of a value; the stores' own keys need no permission and are never switched off. */
export async function judgeKey(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
  judge: (key: CustomerKey) => Verdict | Promise<Verdict>,
): Promise<Verdict> {
  return (await storedValue(deployment, facts, value)).match<Verdict | Promise<Verdict>>({
    known: (stored) =>
      stored.encryption.match<Verdict | Promise<Verdict>>({
        known: async (encryption) => {
          if (encryption.by !== 'key') return notApplicable('it is not encrypted with a customer key');
          const shape = await facts.ask(kmsKey, { key: encryption.key });
          if (isManagedByAws(shape)) return notApplicable('the key is managed by AWS');
          return judge({ stored, named: encryption.key, shape });
        },
        absent: () => notApplicable('it is not encrypted with a key'),
        unknown: cannotTell,
      }),
    absent: () => notApplicable('it does not exist: secret-missing tells'),
    unknown: cannotTell,
  });
}

/** A default key that is named by its ARN says only in DescribeKey that it is one. */
export function isManagedByAws(shape: Fact<KeyShape>): boolean {
  return shape.match({
    known: ({ KeyManager }) => KeyManager === 'AWS',
    absent: () => false,
    unknown: () => false,
  });
}

/** The ARN of the key itself, which IAM sees: neither an alias nor an id. */
export function keyArn({ named, shape }: CustomerKey): Fact<string> {
  return shape.match<Fact<string>>({
    known: ({ Arn }) =>
      Arn === undefined
        ? unknown({ reason: 'not-recorded', detail: `the ARN of KMS key ${named} was not told` })
        : known(Arn),
    absent: () => chain(shape, () => known('')),
    unknown: (why) => (/^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(named) ? known(named) : unknown(...why)),
  });
}
