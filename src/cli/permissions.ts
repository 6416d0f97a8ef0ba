import { leastPolicy } from '../engine/permissions.ts';
import type { Arguments } from './arguments.ts';
import { catalogueOf } from './catalogue.ts';
import { CLEAN } from './exit-code.ts';
import { selectRules } from './selection.ts';
import { tell } from './standard-output.ts';

/** `permissions`: the least IAM policy that lets the selected rules ask all that they need. */
export async function permissions(given: Arguments): Promise<number> {
  const { catalogue } = await catalogueOf(given);
  const policy = leastPolicy(selectRules(catalogue, given));
  await tell([`${JSON.stringify(policy, null, 2)}\n`]);
  return CLEAN;
}
