import type { PolicyText } from '../fact/kinds/iam.ts';
import { parseArn } from '../model/arn.ts';
import { contextOf, single, UNKNOWN } from './context-value.ts';
import { readPolicy } from './document.ts';
import type { Verdict } from './evaluate.ts';
import { decide } from './precision.ts';
import { targetOf } from './resource-match.ts';

/** May a service of AWS, which acts by itself, do the action with the key? The key policy alone decides. */
export type AskKeyPolicy = (principal: string, action: string) => Verdict;

/** Reads a key policy, and answers of it. `encryption` is the one pair of the encryption context that AWS gives. */
export function keyPolicyOf(
  key: string,
  document: PolicyText,
  arn: string,
  encryption: readonly [name: string, value: string],
): AskKeyPolicy {
  const policy = readPolicy(`the key policy of ${key}`, document);
  const account = parseArn(arn)?.account;
  const [name, value] = encryption;
  return (principal, action) =>
    decide(
      {
        principal: { type: 'service', name: principal },
        action,
        target: targetOf(action, arn),
        ...(account === undefined ? {} : { resourceAccount: account }),
        context: contextOf([[`kms:EncryptionContext:${name}`, single(value)]], () => UNKNOWN),
      },
      { identity: [], resource: policy },
    );
}
