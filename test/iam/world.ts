import { ABSENT, type ContextValue, contextOf, several, single } from '../../src/iam/context-value.ts';
import type { Outcome } from '../../src/iam/decision.ts';
import { readPolicy } from '../../src/iam/document.ts';
import { decide } from '../../src/iam/precision.ts';
import type { Principal } from '../../src/iam/principal.ts';
import type { Policies, Request } from '../../src/iam/request.ts';
import { targetOf } from '../../src/iam/resource-match.ts';

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/0f1e2d3c`;
export const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:prod/db-AbCdEf`;
export const ROLE_PRINCIPAL: Principal = { type: 'role', arn: ROLE, account: ACCOUNT, session: SESSION };

export type Keys = Readonly<Record<string, string | readonly string[] | ContextValue>>;

export interface World {
  readonly principal?: Principal;
  readonly action?: string;
  readonly resource?: string;
  readonly resourceAccount?: string | undefined;
  readonly context?: Keys;
}

/** A request in a closed world: a key that is not given is not in the request. */
export function request({ principal = ROLE_PRINCIPAL, ...world }: World = {}): Request {
  const { action = 'secretsmanager:GetSecretValue', resource = SECRET } = world;
  const owner = 'resourceAccount' in world ? world.resourceAccount : ACCOUNT;
  return {
    principal,
    action,
    target: targetOf(action, resource),
    ...(owner === undefined ? {} : { resourceAccount: owner }),
    context: contextOf(
      Object.entries(world.context ?? {}).map(([key, value]) => [key, contextValue(value)] as const),
      () => ABSENT,
    ),
  };
}

function contextValue(value: Keys[string]): ContextValue {
  if (typeof value === 'string') return single(value);
  return 'state' in value ? value : several(value);
}

/** A policy of these statements, of version 2012-10-17. */
export function policy(...statements: readonly object[]) {
  return readPolicy('policy', { Version: '2012-10-17', Statement: statements });
}

export const ALLOW_ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

export function outcome(world: World, policies: Policies): Outcome | 'unknown' {
  return decide(request(world), policies).outcome;
}

/** What a condition makes of an Allow that is otherwise unconditional: true, false or unknown. */
export function holds(
  condition: unknown,
  context: Keys,
  effect: 'Allow' | 'Deny' = 'Allow',
): boolean | 'unknown' {
  const conditional = { Effect: effect, Action: '*', Resource: '*', Condition: condition };
  const identity = effect === 'Allow' ? [policy(conditional)] : [policy(ALLOW_ALL, conditional)];
  const found = outcome({ context }, { identity });
  if (found === 'unknown') return 'unknown';
  return effect === 'Allow' ? found === 'allowed' : found === 'explicitDeny';
}
