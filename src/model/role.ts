import { absent, chain, type Fact, known, not, orElse, type Truth, truth, valueOr } from '../fact/fact.ts';
import { sameText } from '../fact/opaque.ts';
import { parseArn } from './arn.ts';
import type { Deployment } from './deployment.ts';
import { family } from './task-definition.ts';
import type { View } from './view.ts';

/** The two roles of a task definition. */
export type RoleMember = 'executionRoleArn' | 'taskRoleArn';

/** Is no role named? An empty string names none. */
export function withoutRole(role: View<string>): Truth {
  return role.verbatim.match<Truth>({
    known: (text) => truth(text === ''),
    absent: () => not(role.given),
    unknown: () => not(role.given),
  });
}

/** Are both references, each an ARN or a bare name, of one role? Names are unique in an account, whatever their path. */
export function sameRole(a: string, b: string): Truth {
  return isName(a) || isName(b) ? sameText(roleName(a), roleName(b)) : sameText(a, b);
}

function isName(reference: string): boolean {
  return parseArn(reference) === undefined;
}

function roleName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** A name for a task role of the family's own; absent where the family's name is too long for it. */
export function taskRoleName(deployment: Deployment): Fact<string> {
  return chain(family(deployment.taskDefinition), (name) =>
    /^[A-Za-z0-9_-]{1,59}$/.test(name) ? known(`${name}-task`) : absent(),
  );
}

/**
 * The ARN of a role of that name in the account of the deployment, as its other role's ARN or the user tells it.
 * Absent where that would make both roles the same, where the account is not known, or where a template declares the deployment:
 * the role is to be declared in it too.
 */
export function roleArn(deployment: Deployment, member: RoleMember, name: string): Fact<string> {
  if (deployment.declared) return absent();
  const { view } = deployment.taskDefinition;
  const other = view.get(member === 'taskRoleArn' ? 'executionRoleArn' : 'taskRoleArn').text;
  const arn = orElse(
    chain(other, (text) => besideRole(text, name)),
    () => chain(deployment.account, (account) => known(`arn:aws:iam::${account}:role/${name}`)),
  );
  return chain(arn, (text) =>
    other.match<Fact<string>>({
      known: (role) => (valueOr(sameRole(role, text), true) ? absent() : known(text)),
      absent: () => known(text),
      unknown: () => absent(),
    }),
  );
}

/** The two roles of a task are roles of the task's own account. */
function besideRole(role: string, name: string): Fact<string> {
  const arn = parseArn(role);
  return arn?.service === 'iam' ? known(`arn:${arn.partition}:iam::${arn.account}:role/${name}`) : absent();
}

/** The statement of a trust policy that lets ECS tasks assume a role. */
export const TASKS_TRUST = {
  Effect: 'Allow',
  Principal: { Service: 'ecs-tasks.amazonaws.com' },
  Action: 'sts:AssumeRole',
} as const;

const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [TASKS_TRUST] });

/** The AWS CLI command that creates a role which ECS tasks may assume. */
export function createRoleCommand(name: string): string {
  return `aws iam create-role --role-name ${name} --assume-role-policy-document '${TRUST}'`;
}
