import { conditionHolds } from './condition.ts';
import type { Layer } from './decision.ts';
import type { Policy, Statement } from './document.ts';
import type { Request } from './request.ts';
import { matchAction, matchResource } from './resource-match.ts';
import type { Setting } from './setting.ts';
import { and, type Doubt, doubtful, every, not, or, some, type Tri } from './tri.ts';
import { fill } from './variables.ts';

/** The parts of a statement but its principal, each as far as it had to be looked at. */
export interface Applied {
  readonly action: Tri;
  readonly resource: Tri;
  readonly condition: Tri;
  readonly all: Tri;
}

/** The policies that may leave out the resource: it is that of what they are attached to. */
const IMPLYING: ReadonlySet<Layer> = new Set<Layer>(['resource', 'trust', 'key']);

/**
 * "When you specify an incomplete ARN (one with fewer than the standard six fields) in an identity-based policy, AWS automatically
 * completes the ARN by adding wildcard characters (*) to all missing fields." A boundary is such a policy, put to another use.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
const COMPLETING: ReadonlySet<Layer> = new Set<Layer>(['identity', 'boundary']);

/** Does the statement apply to what is requested? Who requests it is looked at elsewhere. */
export function applies(statement: Statement, policy: Policy, request: Request, layer: Layer): Applied {
  const action = actionApplies(statement, request.action);
  if (action === false) return { action, resource: false, condition: false, all: false };
  const { context, target } = request;
  const setting: Setting = {
    context,
    effect: statement.effect,
    variables: policy.variables,
    completes: COMPLETING.has(layer),
  };
  const resource = resourceApplies(statement, policy, target, setting, IMPLYING.has(layer));
  if (resource === false) return { action, resource, condition: false, all: false };
  const { conditions, open } = statement;
  const held = every(conditions, (entry) => conditionHolds(entry, setting));
  const condition = open?.conditions ? and([held, doubtful(open.conditions)]) : held;
  return { action, resource, condition, all: and([action, resource, condition]) };
}

function actionApplies({ actions, notActions = [], open }: Statement, action: string): Tri {
  const matches = (text: string) => matchAction(text, action);
  return actions ? among(actions, matches, open?.actions) : not(among(notActions, matches, open?.notActions));
}

/** Does the test hold of one of the texts, or of what a template leaves open beside them? */
function among(texts: readonly string[], test: (text: string) => Tri, open: Doubt | undefined): Tri {
  const found = some(texts, test);
  return open ? or([found, doubtful(open)]) : found;
}

/** The policy of a repository or a trust policy names no resource: it is that of what it is attached to (`implied`). */
function resourceApplies(
  { resources, notResources, label, open }: Statement,
  { name }: Policy,
  target: Request['target'],
  setting: Setting,
  implied: boolean,
): Tri {
  if (resources) return among(resources, (text) => matchResource(text, target, setting), open?.resources);
  if (!notResources)
    return implied || doubtful({ text: `what ${label} of ${name} is about: it has no Resource` });
  return not(among(notResources, (text) => excluded(text, target, setting), open?.notResources));
}

/** What is excluded from an Allow counts as what is included in a Deny: the doubtful way is the one that allows less. */
function excluded(text: string, target: Request['target'], setting: Setting): Tri {
  const { effect, variables, context } = setting;
  if (effect === 'Allow' && variables && fill(text, context, true).unresolved) {
    return doubtful({ text: `what ${text} excludes: a variable in it has no value` });
  }
  return matchResource(text, target, { ...setting, effect: effect === 'Allow' ? 'Deny' : 'Allow' });
}
