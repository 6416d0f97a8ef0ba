import { holds, type Truth, truth, valueOr, type Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import { ownRight } from '../../src/iam/own-right.ts';
import { identityStatements, type RoleStatement } from '../../src/iam/permission.ts';
import { executionRoleWorkAsOf } from '../../src/knowledge/execution-role-work.ts';
import { declaredWhere } from '../../src/model/declared-role.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { sameRole, withoutRole } from '../../src/model/role.ts';
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
import { allows, type Beyond, beyondCourier, openActions } from './courier.ts';
import { type NamedRole, roleOf, whereRole } from './named-roles.ts';

/** What `applicationPermission` asks. */
export const COURIER: readonly AnyKind[] = [identityStatements, ownRight, iamRole];

/** Does the execution role allow only what the ECS agent is there for? */
export function applicationPermission(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const task = valueOr(roleOf(deployment, 'taskRoleArn'), undefined);
  return whereRole(deployment, facts, 'executionRoleArn', async (role) => {
    const same = task ? sameRole(task.reference, role.reference) : truth(false);
    if (valueOr(same, false)) return notApplicable('both members name this role: same-role tells');
    return (await facts.ask(identityStatements, { role: role.reference })).match<Verdict | Promise<Verdict>>({
      known: (statements) => judge(deployment, facts, role, task, statements),
      absent: () => notApplicable('the role does not exist: role-not-found tells'),
      unknown: cannotTell,
    });
  });
}

async function judge(
  deployment: Deployment,
  facts: Facts,
  role: NamedRole,
  task: NamedRole | undefined,
  statements: readonly RoleStatement[],
): Promise<Verdict> {
  const candidates = beyondCourier(deployment, statements);
  const open = openActions(statements);
  const effective = await Promise.all(
    candidates.map(async (it) => ({ it, held: await inForce(facts, role, it) })),
  );
  const found: Beyond[] = [];
  const why: Why[] = [...open];
  for (const { it, held } of effective) {
    held.match<void>({
      known: (is) => void (is && found.push(it)),
      absent: () => undefined,
      unknown: (reasons) => void why.push(...reasons),
    });
  }
  if (found.length > 0) return fail(await failure(deployment, facts, role, task, found));
  return why.length > 0 ? cannotTell(why) : pass();
}

/** Does the role hold it in truth? A permissions boundary and denials take away what a statement allows. */
async function inForce(
  facts: Facts,
  { reference, account }: NamedRole,
  { statement, actions }: Beyond,
): Promise<Truth> {
  const [action = '*'] = actions;
  const [resource = '*'] = statement.resources;
  const query = { role: reference, account, action: action.includes(' ') ? '*' : action, resource };
  const held = holds(await facts.ask(ownRight, query), ({ outcome }) => outcome === 'allowed');
  if (!statement.conditional) return held;
  // What hangs on a condition alone is held where the condition holds.
  return held.match<Truth>({
    known: truth,
    absent: () => held,
    unknown: (why) => (why.every(({ reason }) => reason === 'undecidable') ? truth(true) : held),
  });
}

async function failure(
  deployment: Deployment,
  facts: Facts,
  role: NamedRole,
  task: NamedRole | undefined,
  found: readonly Beyond[],
): Promise<Failure> {
  const actions = [...new Set(found.flatMap((it) => it.actions))];
  const policies = [...new Set(found.map(({ statement }) => statement.policy))];
  const lacking = task ? await lackedBy(facts, task, actions) : [];
  return {
    at: role.view,
    asOf: executionRoleWorkAsOf(),
    message: `${role.title} allows ${actions.map(inWords).join(', ')} (policy ${policies.join(', ')}), which the ECS agent never needs${consequence(deployment, task, actions, lacking)}`,
    evidence: [
      ...(await declaredWhere(role, facts)),
      ...found.map(
        ({ statement: { policy, resources, notResources }, actions: what }) =>
          `policy ${policy} of ${role.title}: Allow ${what.join(', ')} on ${notResources ? `every resource but ${notResources.join(', ')}` : resources.join(', ')}`,
      ),
      ...(task ? lacking.map((action) => `no policy of ${task.title} allows ${action}`) : []),
    ],
    fixes: task ? moves(role, task, found) : [],
  };
}

function inWords(action: string): string {
  return /^[*:]+$/.test(action) ? 'every action' : action;
}

function consequence(
  { taskDefinition }: Deployment,
  task: NamedRole | undefined,
  actions: readonly string[],
  lacking: readonly string[],
): string {
  if (task) {
    if (lacking.length === 0) return '';
    const what =
      actions.length === 1 ? 'it' : lacking.length === actions.length ? 'any of it' : lacking.join(', ');
    return `, while ${task.title}, whose credentials the application has, does not allow ${what}`;
  }
  return valueOr(withoutRole(taskDefinition.view.get('taskRoleArn')), false)
    ? ', and no task role is named that the application could have it from'
    : '';
}

/** What no policy of the task role allows, whatever the resource; nothing where its policies are not known. */
async function lackedBy(
  facts: Facts,
  task: NamedRole,
  actions: readonly string[],
): Promise<readonly string[]> {
  const own = valueOr(await facts.ask(identityStatements, { role: task.reference }), undefined);
  if (!own) return [];
  return actions.filter(
    (action) => !action.includes(' ') && !own.some((statement) => allows(statement, action)),
  );
}

/** The same statements, for the role that the application has. What a NotAction allows is not handed on. */
function moves(role: NamedRole, task: NamedRole, found: readonly Beyond[]): readonly Fix[] {
  return found.flatMap(({ statement, actions }): readonly Fix[] =>
    statement.notActions ||
    statement.notResources ||
    actions.includes('*') ||
    statement.conditional ||
    statement.perhaps
      ? []
      : [
          {
            kind: 'policy',
            description: `add to the policies of ${task.title} what the application uses of this, and take it out of policy ${statement.policy} of ${role.title}`,
            statement: {
              Effect: 'Allow',
              Action: actions,
              Resource: statement.resources.length === 1 ? statement.resources[0] : statement.resources,
            },
          },
        ],
  );
}
