import { absent, type Fact, unknown, unknownFor, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { role as iamRole, type RoleShape } from '../fact/kinds/iam.ts';
import { partitionOf } from '../model/partition.ts';
import { whenAsked } from './context-value.ts';
import { ORGANIZATION_ASSUMPTION, UNREAD } from './control-policies.ts';
import { controls } from './controls.ts';
import { decisionOf } from './decided.ts';
import type { Decision } from './decision.ts';
import { readPolicy, unreadable } from './document.ts';
import { ofOtherAccount } from './other-account.ts';
import { decide } from './precision.ts';
import type { Policies, Request } from './request.ts';
import { targetOf } from './resource-match.ts';
import { nameOf } from './role-name.ts';
import { contextOfTrust } from './trust-context.ts';

/** Which role is to be assumed by ECS tasks, and where they run. */
export interface AssumableQuery {
  /** Name or ARN. */
  readonly role: string;
  readonly account: string;
  readonly region: string;
  /** Name or ARN; ECS lets no trust policy tell clusters apart, so this does not change the answer. */
  readonly cluster?: string;
}

/** What `assumable` derives. */
export async function decideAssumable(query: AssumableQuery, facts: Facts): Promise<Fact<Decision>> {
  const elsewhere = ofOtherAccount(query.role, query.account, 'where its trust policy is not looked up');
  if (elsewhere) return unknown(elsewhere);
  const found = await facts.ask(iamRole, { role: query.role });
  return found.match<Fact<Decision> | Promise<Fact<Decision>>>({
    known: (shape) => decision(query, shape, facts),
    absent,
    unknown: (why) => unknownFor(why),
  });
}

async function decision(
  { role, account, region }: AssumableQuery,
  { Arn, AssumeRolePolicyDocument }: RoleShape,
  facts: Facts,
): Promise<Fact<Decision>> {
  const partition = partitionOf(region);
  const arn = Arn ?? `arn:${partition}:iam::${account}:role/${nameOf(role)}`;
  const name = `the trust policy of role ${nameOf(role)}`;
  const above = await facts.ask(controls, { account, type: 'RESOURCE_CONTROL_POLICY' });
  const resourceControl = valueOr(above, UNREAD);
  const request: Request = {
    principal: { type: 'service', name: 'ecs-tasks.amazonaws.com' },
    action: 'sts:AssumeRole',
    target: targetOf('sts:AssumeRole', arn),
    resourceAccount: account,
    context: whenAsked(() => contextOfTrust(account, region, partition)),
  };
  const missing = [{ reason: 'error', detail: `${name} was not told` } as const];
  const policies: Policies = {
    identity: [],
    resource:
      AssumeRolePolicyDocument === undefined
        ? unreadable(name, missing)
        : readPolicy(name, AssumeRolePolicyDocument),
    resourceControl: resourceControl.levels,
  };
  const assumed = resourceControl.unread ? [ORGANIZATION_ASSUMPTION] : [];
  return decisionOf(decide(request, policies), request, policies, assumed);
}
