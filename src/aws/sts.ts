import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Fact, known } from '../fact/fact.ts';
import type { CallerCredentials } from '../fact/kinds/sts.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { one, required, untold } from './answers.ts';
import type { Clients } from './clients.ts';

export interface Identity {
  readonly Account: string;
  readonly Arn: string;
  readonly UserId: string;
}

/** The first question of every session: who asks? */
export async function callerIdentity(clients: Clients, region: string): Promise<Identity> {
  const sts = clients.of('sts', region, (config) => new STSClient(config));
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
  return {
    Account: required(Account, 'Account'),
    Arn: required(Arn, 'Arn'),
    UserId: required(UserId, 'UserId'),
  };
}

/** What the first question answered; it is not asked again. */
export function rememberedIdentity({ account, arn, userId }: Account): Fact<Shape<Identity>> {
  return known({ Account: account, Arn: arn, UserId: userId });
}

/** When the caller's credentials end, from the credentials themselves. */
export async function callerCredentials({ clients, region }: Account): Promise<Fact<CallerCredentials>> {
  const asked = {
    service: 'sts',
    operation: 'GetCallerIdentity',
    subject: "the end of the caller's credentials",
  };
  return one(asked, async () => {
    const sts = clients.of('sts', region, (config) => new STSClient(config));
    const { expiration, sessionToken } = await sts.config.credentials();
    if (expiration !== undefined) return known({ expiration: expiration.toISOString() });
    if (sessionToken === undefined) return known({});
    return untold('the credentials of the caller are temporary, and do not say when they end');
  });
}
