import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

type Nothing = Readonly<Record<string, never>>;

/** Who asks: account, ARN and user id. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const callerIdentity: ResourceKind<Nothing, Shape<GetCallerIdentityResponse>> = {
  sort: 'resource',
  id: 'sts.caller-identity',
  noun: 'caller',
  // STS answers whoever has credentials, even where a policy denies it.
  actions: [],
  key: () => 'caller',
};

/** When the caller's credentials end. */
export interface CallerCredentials {
  /** ISO 8601; absent where they do not end by themselves. */
  readonly expiration?: string;
}

/** The caller's own credentials, without any secret of them; no AWS call. */
export const callerCredentials: ResourceKind<Nothing, CallerCredentials> = {
  sort: 'resource',
  id: 'sts.caller-credentials',
  noun: 'credentials of the caller',
  actions: [],
  key: () => 'caller',
};
