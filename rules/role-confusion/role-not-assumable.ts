import { map, valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { assumable } from '../../src/iam/permission.ts';
import { refusal } from '../../src/iam/role-rights.ts';
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
import { mendedTrust } from './trust.ts';

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
      const shape = await facts.ask(iamRole, { role: reference });
      const trust = valueOr(
        map(shape, ({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument),
        undefined,
      );
      return fail(failure(role, region, it, trust));
    },
    absent: () => notApplicable('the role does not exist: role-not-found tells'),
    unknown: cannotTell,
  });
}

function failure(role: NamedRole, region: string, decision: Decision, trust: unknown): Failure {
  return {
    at: role.view,
    message: `${role.title} may not be assumed by ecs-tasks.amazonaws.com, which starts the tasks: ${refusal(decision)}`,
    evidence: [`${role.member} is ${role.reference}`, ...decision.because, ...decision.assumptions],
    fixes: decision.outcome === 'implicitDeny' ? mend(role, region, trust) : [],
  };
}

function mend({ name, account }: NamedRole, region: string, trust: unknown): readonly Fix[] {
  const document = mendedTrust(trust, account, region);
  if (document === undefined) return [];
  return [
    {
      kind: 'command',
      description: 'trust ECS tasks of this account and region, beside whom the role trusts already',
      command: `aws iam update-assume-role-policy --role-name ${shellWord(name)} --policy-document ${shellWord(JSON.stringify(document))}`,
    },
  ];
}
