import { all, chain, not, type Truth, truth, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { isOpaque } from '../../src/fact/opaque.ts';
import { declaredRole } from '../../src/model/declared-role.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { sameRole, withoutRole } from '../../src/model/role.ts';
import type { View } from '../../src/model/view.ts';
import { type Failure, failsIf, type Verdicts, where } from '../../src/rule.ts';
import { newTaskRole } from './missing-task-role.ts';

/** Do both members name one role? */
export function judgeSameRole(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const { view } = deployment.taskDefinition;
  const execution = view.get('executionRoleArn');
  const task = view.get('taskRoleArn');
  const same = isOneText(execution, task)
    ? truth(true)
    : chain(execution.reference, (one) => chain(task.reference, (other) => sameRole(one, other)));
  const judge = (is: Truth) =>
    where(all([not(withoutRole(execution)), not(withoutRole(task))]), 'not both roles are given', () =>
      failsIf(is, () => failure(deployment)),
    );
  const open = same.match({ known: () => false, absent: () => false, unknown: () => true });
  if (!open || !deployment.declared) return judge(same);
  const names = [valueOr(execution.reference, undefined), valueOr(task.reference, undefined)];
  return areTwo(names, facts).then((two) => judge(two ? truth(false) : same));
}

/** One parameter that stands for both has one value, whatever it is. */
function isOneText({ raw }: View, { raw: other }: View): boolean {
  return typeof raw === 'string' && raw === other && isOpaque(raw);
}

/** Two roles that a template declares are two, whatever their names turn out to be. */
async function areTwo(names: readonly (string | undefined)[], facts: Facts): Promise<boolean> {
  const [one, other] = await Promise.all(
    names.map(async (name) => (name === undefined ? undefined : declaredRole(name, facts))),
  );
  return one !== undefined && other !== undefined && one !== other;
}

function failure(deployment: Deployment): Failure {
  const { view } = deployment.taskDefinition;
  const executionRole = String(view.get('executionRoleArn').raw);
  const taskRole = String(view.get('taskRoleArn').raw);
  return {
    at: view.get('taskRoleArn'),
    message: `task role and execution role are the same role, ${taskRole}, expected two roles`,
    evidence: [`executionRoleArn is ${executionRole}`, `taskRoleArn is ${taskRole}`],
    fixes: newTaskRole(deployment),
  };
}
