import type { Why } from '../fact/fact.ts';
import { parseArn } from '../model/arn.ts';
import { same } from './open-text.ts';
import { doubtsOf } from './tri.ts';

/** Why a role is not judged with what is known of the account: it is, or may be, of another one. Nothing where it is of this one. */
export function ofOtherAccount(role: string, account: string, consequence: string): Why | undefined {
  const owner = parseArn(role)?.account ?? account;
  const own = same(owner, account);
  if (own === true) return undefined;
  if (own === false) {
    return { reason: 'undecidable', detail: `role ${role} belongs to account ${owner}, ${consequence}` };
  }
  const [why] = doubtsOf(own).flatMap(({ why: reasons = [] }) => reasons);
  return {
    ...(why ?? { reason: 'unresolved' }),
    detail: `role ${role} may belong to another account than ${account}, ${consequence}`,
  };
}
