import { valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { role as iamRole, type RoleShape } from '../../src/fact/kinds/iam.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { assumable } from '../../src/iam/permission.ts';
import { refusal } from '../../src/iam/role-rights.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import { declaredWhere } from '../../src/model/declared-role.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { judgeRoles, type NamedRole } from './named-roles.ts';
import { mendedTrust, trustInTasks } from './trust.ts';

/** What `roleNotAssumable` asks. */
export const TRUSTING: readonly AnyKind[] = [assumable, iamRole];

/** Does the trust policy of each role let ECS tasks of this account and region assume it? */
export function roleNotAssumable(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return judgeRoles(deployment, facts, (role) =>
    deployment.region.match<Promise<Verdict>>({
      known: (region) => judge(deployment, facts, role, region),
      absent: async () => notApplicable('the region of the deployment is not known'),
      unknown: async (why) => cannotTell(why),
    }),
  );
}

async function judge(
  deployment: Deployment,
  facts: Facts,
  role: NamedRole,
  region: string,
): Promise<Verdict> {
  const cluster = valueOr(deployment.cluster, undefined);
  const { reference, account } = role;
  const decision = await facts.ask(assumable, {
    role: reference,
    account,
    region,
    ...(cluster === undefined ? {} : { cluster }),
  });
  return decision.match<Verdict | Promise<Verdict>>({
    known: async (it) => {
      if (it.outcome === 'allowed') return pass();
      const shape = valueOr(await facts.ask(iamRole, { role: reference }), undefined);
      return fail(failure(role, region, it, shape, await declaredWhere(role, facts)));
    },
    absent: () => notApplicable('the role does not exist: role-not-found tells'),
    unknown: cannotTell,
  });
}

function failure(
  role: NamedRole,
  region: string,
  decision: Decision,
  shape: RoleShape | undefined,
  where: readonly string[],
): Failure {
  return {
    at: role.view,
    message: `${role.title} may not be assumed by ecs-tasks.amazonaws.com, which starts the tasks: ${refusal(decision)}`,
    evidence: [`${role.member} is ${role.reference}`, ...where, ...decision.because, ...decision.assumptions],
    fixes: decision.outcome === 'implicitDeny' && shape ? mend(role, region, shape) : [],
  };
}

/** What a template declares is mended there: a command would be undone by the next deploy. */
function mend({ title, name, account }: NamedRole, region: string, shape: RoleShape): readonly Fix[] {
  if (declaredAt(shape)) {
    return [
      {
        kind: 'policy',
        description: `add to AssumeRolePolicyDocument of ${title}, beside whom it trusts already`,
        statement: trustInTasks(account, region),
      },
    ];
  }
  const document = mendedTrust(shape.AssumeRolePolicyDocument, account, region);
  if (document === undefined) return [];
  return [
    {
      kind: 'command',
      description: 'trust ECS tasks of this account and region, beside whom the role trusts already',
      command: `aws iam update-assume-role-policy --role-name ${shellWord(name)} --policy-document ${shellWord(JSON.stringify(document))}`,
    },
  ];
}
