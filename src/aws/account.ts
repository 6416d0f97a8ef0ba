import { parseArn } from '../model/arn.ts';
import type { Clients } from './clients.ts';

/** Who asks, and through what: all that the askers of a service need. */
export interface Account {
  /** Twelve digits. */
  readonly account: string;
  /** ARN of the caller. */
  readonly arn: string;
  readonly userId: string;
  readonly partition: string;
  readonly region: string;
  readonly clients: Clients;
}

/** The region that an ARN names, or the session's. */
export function regionOf(reference: string, { region }: Pick<Account, 'region'>): string {
  return parseArn(reference)?.region || region;
}

/** The account that an ARN names, where that is another one than the caller's. AWS's own (`aws`) is not. */
export function foreignAccount(reference: string, { account }: Pick<Account, 'account'>): string | undefined {
  const owner = parseArn(reference)?.account;
  return owner && owner !== account && owner !== 'aws' ? owner : undefined;
}
