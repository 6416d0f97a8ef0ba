import { declaredSuffix } from '../../model/declared-secret.ts';
import { nameOf, refOf } from './identity.ts';
import type { DeclaredResource, Estate } from './resource.ts';

export const SECRET = 'AWS::SecretsManager::Secret';

/** A secret that is there already has its six characters. */
function withoutSuffix(arn: string, suffix: string): string {
  return arn.endsWith(suffix) ? arn.slice(0, -suffix.length) : arn.replace(/-[A-Za-z0-9]{6}$/, '');
}

/** The ways to name a secret that the template declares: its ARN, the ARN without the random characters, its name. */
export function secretNames(it: DeclaredResource, estate: Estate): readonly string[] {
  const arn = refOf(it, estate);
  return [arn, withoutSuffix(arn, declaredSuffix(it.id)), nameOf(it, 'Name')];
}
