import { conditionHolds } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import type { Request } from './request.ts';
import { matchAction, matchResource } from './resource-match.ts';
import type { Setting } from './setting.ts';
import { and, doubtful, not, or, type Tri } from './tri.ts';
import { fill } from './variables.ts';

/** The parts of a statement but its principal, each as far as it had to be looked at. */
export interface Applied {
  readonly action: Tri;
  readonly resource: Tri;
  readonly condition: Tri;
  readonly all: Tri;
}

/** Does the statement apply to what is requested? Who requests it is looked at elsewhere. */
export function applies(statement: Statement, policy: Policy, request: Request, implied: boolean): Applied {
  const action = actionApplies(statement, request.action);
  if (action === false) return { action, resource: false, condition: false, all: false };
  const { context, target } = request;
  const setting: Setting = { context, effect: statement.effect, variables: policy.variables };
  const resource = resourceApplies(statement, policy, target, setting, implied);
  if (resource === false) return { action, resource, condition: false, all: false };
  const condition = and(statement.conditions.map((entry) => conditionHolds(entry, setting)));
  return { action, resource, condition, all: and([action, resource, condition]) };
}

function actionApplies({ actions, notActions = [] }: Statement, action: string): Tri {
  if (actions) return or(actions.map((text) => matchAction(text, action)));
  return not(or(notActions.map((text) => matchAction(text, action))));
}

/** The policy of a repository or a trust policy names no resource: it is that of what it is attached to (`implied`). */
function resourceApplies(
  { resources, notResources, label }: Statement,
  { name }: Policy,
  target: Request['target'],
  setting: Setting,
  implied: boolean,
): Tri {
  if (resources) return or(resources.map((text) => matchResource(text, target, setting)));
  if (!notResources)
    return implied || doubtful({ text: `what ${label} of ${name} is about: it has no Resource` });
  return not(or(notResources.map((text) => excluded(text, target, setting))));
}

/** What is excluded from an Allow counts as what is included in a Deny: the doubtful way is the one that allows less. */
function excluded(text: string, target: Request['target'], setting: Setting): Tri {
  const { effect, variables, context } = setting;
  if (effect === 'Allow' && variables && fill(text, context, true).unresolved) {
    return doubtful({ text: `what ${text} excludes: a variable in it has no value` });
  }
  return matchResource(text, target, { ...setting, effect: effect === 'Allow' ? 'Deny' : 'Allow' });
}
