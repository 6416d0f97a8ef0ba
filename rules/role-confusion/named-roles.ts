import { type Fact, map, not, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type Deployment, rememberEach } from '../../src/model/deployment.ts';
import { type RolePrincipal, rolePrincipal } from '../../src/model/principal.ts';
import { type RoleMember, withoutRole } from '../../src/model/role.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

/** A role of the task definition, with the place that names it. */
export interface NamedRole extends RolePrincipal {
  readonly member: RoleMember;
  /** `execution role ecsTaskExecutionRole` */
  readonly title: string;
  readonly view: View<string>;
}

const TITLES: Readonly<Record<RoleMember, string>> = {
  executionRoleArn: 'execution role',
  taskRoleArn: 'task role',
};
const MEMBERS: readonly RoleMember[] = ['executionRoleArn', 'taskRoleArn'];

export const OFFLINE: Why = {
  reason: 'offline',
  detail: 'what the account has of the roles was not looked up',
  unlockedBy: '--live',
};

/** Judges each role that is named, once where both members name the same. */
export function judgeRoles(
  deployment: Deployment,
  facts: Facts,
  judge: (role: NamedRole) => Promise<Verdict>,
): Verdicts | Promise<Verdicts> {
  const { view } = deployment.taskDefinition;
  const given = MEMBERS.filter((member) =>
    not(withoutRole(view.get(member))).match({ known: (is) => is, absent: () => false, unknown: () => true }),
  );
  if (given.length === 0) return notApplicable('no role is named');
  if (facts.offline) return cannotTell([OFFLINE]);
  const seen = new Set<string>();
  const verdicts = given.map((member): Verdict | Promise<Verdict> =>
    roleOf(deployment, member).match<Verdict | Promise<Verdict>>({
      known: (role) => {
        if (seen.has(role.name)) return notApplicable('both members name this role');
        seen.add(role.name);
        return judge(role);
      },
      absent: () => notApplicable('no role is named'),
      unknown: cannotTell,
    }),
  );
  return Promise.all(verdicts);
}

/** Judges where the role is named and its account known; offline there is nothing to prepare. */
export function whereRole(
  deployment: Deployment,
  facts: Facts,
  member: RoleMember,
  judge: (role: NamedRole) => Verdicts | Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  return roleOf(deployment, member).match<Verdicts | Promise<Verdicts>>({
    known: (role) => (facts.offline ? cannotTell([OFFLINE]) : judge(role)),
    absent: () => notApplicable(`no ${TITLES[member]} is named`),
    unknown: (why) => cannotTell(facts.offline ? [OFFLINE, ...why] : why),
  });
}

/** The role of the member; absent where none is named. */
export function roleOf(deployment: Deployment, member: RoleMember): Fact<NamedRole> {
  return rememberEach(deployment, roleOf, member, () =>
    map(rolePrincipal(deployment, member), (role) => ({
      member,
      title: `${TITLES[member]} ${role.name}`,
      view: deployment.taskDefinition.view.get(member),
      ...role,
    })),
  );
}
