import { underResourceControl } from '../knowledge/iam-services.ts';

/** `secretsmanager` of `secretsmanager:GetSecretValue`. */
export function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
}

/** Do resource control policies apply to the action, as of AWS's list? */
export function hasResourceControl(action: string): boolean {
  return underResourceControl(serviceOf(action));
}
