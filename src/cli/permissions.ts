import { leastPolicy } from '../engine/permissions.ts';
import type { Arguments } from './arguments.ts';
import { catalogueOf } from './catalogue.ts';
import { CLEAN } from './exit-code.ts';
import { selectRules } from './selection.ts';
import { tell } from './standard-output.ts';

/** `permissions`: the least IAM policy that lets the selected rules ask all that they need; of all rules, `diagnose` as well. */
export async function permissions(given: Arguments): Promise<number> {
  const { catalogue } = await catalogueOf(given);
  const selected = selectRules(catalogue, given);
  const whole = given.rule.length === 0 && given.skip.length === 0;
  const asking = whole ? [...selected, (await import('./diagnose.ts')).diagnosisChecks] : selected;
  const policy = leastPolicy(asking);
  await tell([`${JSON.stringify(policy, null, 2)}\n`]);
  return CLEAN;
}
