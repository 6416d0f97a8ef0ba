import { any, type Fact, holds, not, valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { permission } from '../../src/iam/permission.ts';
import { refusal } from '../../src/iam/role-rights.ts';
import { mayRead, READ_ACTIONS, type ReadTarget, readTarget } from '../../src/iam/secret-reading.ts';
import { declaredWhere } from '../../src/model/declared-role.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, fetchedValues, namedBy } from '../../src/model/fetched-value.ts';
import { sameRole } from '../../src/model/role.ts';
import { STORED_VALUES, storedValue } from '../../src/model/stored-value.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { type NamedRole, OFFLINE, whereRole } from './named-roles.ts';

/** What `secretOnTaskRole` asks. */
export const SECRETS: readonly AnyKind[] = [permission, iamRole, ...STORED_VALUES];

/** May the task role read what the execution role has to, and may not? */
export function secretOnTaskRole(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const { list, why } = fetchedValues(deployment);
  if (list.length === 0)
    return why.length > 0
      ? cannotTell(why)
      : notApplicable('the task definition names no secret that can be looked up');
  return whereRole(deployment, facts, 'executionRoleArn', (execution) =>
    whereRole(deployment, facts, 'taskRoleArn', (task) => {
      if (valueOr(sameRole(execution.reference, task.reference), false))
        return notApplicable('both members name one role: same-role tells');
      if (facts.offline) return cannotTell([OFFLINE]);
      const rest = why.length > 0 ? [cannotTell(why)] : [];
      return Promise.all(list.map((value) => judge(deployment, facts, value, execution, task))).then(
        (found) => [...found, ...rest],
      );
    }),
  );
}

async function judge(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
  execution: NamedRole,
  task: NamedRole,
): Promise<Verdict> {
  const target = readTarget(value, await storedValue(deployment, facts, value));
  return target.match<Verdict | Promise<Verdict>>({
    known: async (it) => {
      const agent = await mayRead(facts, it, execution, 'agent');
      // A role that does not exist is role-not-found's: neither reads with it.
      const served = allowedOrGone(agent);
      // Most are: then nobody has to know what the task role may do.
      if (valueOr(served, false)) return pass();
      const application = await mayRead(facts, it, task, 'task');
      const wrong = not(any([served, not(allowed(application))]));
      return wrong.match<Verdict | Promise<Verdict>>({
        known: async (is) =>
          is ? fail(await failure(facts, value, it, execution, task, agent, application)) : pass(),
        absent: pass,
        unknown: cannotTell,
      });
    },
    absent: () => notApplicable('it does not exist: secret-reachability tells'),
    unknown: cannotTell,
  });
}

function allowed(decision: Fact<Decision>) {
  return holds(decision, ({ outcome }) => outcome === 'allowed');
}

function allowedOrGone(decision: Fact<Decision>) {
  return not(holds(decision, ({ outcome }) => outcome !== 'allowed'));
}

async function failure(
  facts: Facts,
  value: FetchedValue,
  { store, arn }: ReadTarget,
  execution: NamedRole,
  task: NamedRole,
  agent: Fact<Decision>,
  application: Fact<Decision>,
): Promise<Failure> {
  const action = READ_ACTIONS[store];
  const denied = valueOr(agent, undefined);
  return {
    at: value.references[0].view,
    message: `${namedBy(value)}: ${task.title} may ${action} on ${arn}, and ${execution.title}, which fetches it, may not`,
    ...(denied?.asOf === undefined ? {} : { asOf: denied.asOf }),
    evidence: [
      ...(await declaredWhere(execution, facts)),
      ...value.references.map(({ label }) => `${label} refers to ${value.id}`),
      ...(denied ? [`${execution.title}: ${refusal(denied)}`, ...denied.because] : []),
      ...(valueOr(application, undefined)?.because.map((line) => `${task.title}: ${line}`) ?? []),
    ],
    fixes: [
      {
        kind: 'policy',
        description: `add to the policies of ${execution.title}; ${task.title} needs it only where the application itself reads the value`,
        statement: { Effect: 'Allow', Action: action, Resource: arn },
      },
    ],
  };
}
