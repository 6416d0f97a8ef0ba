import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { callerMay } from '../../src/iam/permission.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { principalArn } from '../../src/model/principal.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Settings,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { judgeRoles, type NamedRole } from './named-roles.ts';

/** What `passRoleDenied` asks. */
export const PASSING: readonly AnyKind[] = [callerMay, iamRole];

const CONTEXT = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

/** May the caller hand both roles to ECS tasks? Asked only on request: who deploys is often not who checks. */
export function passRoleDenied(
  deployment: Deployment,
  facts: Facts,
  { options }: Settings,
): Verdicts | Promise<Verdicts> {
  if (options['caller'] !== true) return notApplicable('the option caller is not set');
  return judgeRoles(deployment, facts, async (role) => {
    const resource = await principalArn(role, facts);
    const decision = await facts.ask(callerMay, { action: 'iam:PassRole', resource, context: CONTEXT });
    return decision.match<Verdict>({
      known: (it) => (it.outcome === 'allowed' ? pass() : fail(failure(role, resource, it))),
      absent: () => notApplicable('there is no caller'),
      unknown: cannotTell,
    });
  });
}

function failure(role: NamedRole, arn: string, { outcome, because, assumptions }: Decision): Failure {
  return {
    at: role.view,
    message: `the caller may not iam:PassRole ${role.title} (${arn}) to ecs-tasks.amazonaws.com${outcome === 'explicitDeny' ? ': a policy denies it' : ''}`,
    evidence: [`${role.member} is ${role.reference}`, ...because, ...assumptions],
    fixes:
      outcome === 'explicitDeny'
        ? []
        : [
            {
              kind: 'policy',
              description: 'add to the policies of whoever deploys',
              statement: {
                Effect: 'Allow',
                Action: 'iam:PassRole',
                Resource: arn,
                Condition: { StringEquals: CONTEXT },
              },
            },
          ],
  };
}
