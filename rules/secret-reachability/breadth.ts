import { folded, literal, match, pattern } from '../../src/iam/glob.ts';
import type { RoleStatement } from '../../src/iam/permission.ts';
import { parseArn } from '../../src/model/arn.ts';

/** One sort of thing that may be read, all of it or one by one. */
export interface Breadth {
  readonly store: 'secretsmanager' | 'ssm';
  readonly action: string;
  /** What the resource part of its ARNs begins with. */
  readonly resourceType: string;
  readonly noun: string;
}

/** Does the statement allow the action on everything of that sort, without a condition? */
export function coversAll(statement: RoleStatement, { store, action, resourceType }: Breadth): boolean {
  const { effect, conditional, actions, notActions, resources, notResources } = statement;
  if (effect !== 'Allow' || conditional) return false;
  const acts = notActions
    ? !notActions.some((text) => matches(text, action))
    : actions.some((text) => matches(text, action));
  if (!acts) return false;
  if (notResources) return notResources.every((text) => parseArn(text)?.service !== store && !allStars(text));
  return resources.some((text) => everything(text, store, resourceType));
}

/** An action's pattern knows no case. */
function matches(text: string, action: string): boolean {
  return match(folded(pattern(text)), folded(literal(action))) === 'yes';
}

function allStars(text: string): boolean {
  return /^\*+$/.test(text);
}

/** `*`, `arn:aws:secretsmanager:*:*:*`, `arn:aws:secretsmanager:eu-west-1:111122223333:secret:*`: no name narrows it. */
function everything(text: string, store: string, resourceType: string): boolean {
  if (allStars(text)) return true;
  const arn = parseArn(text);
  if (!arn || (arn.service !== store && !allStars(arn.service))) return false;
  const { resource } = arn;
  if (allStars(resource)) return true;
  const rest = resource.startsWith(resourceType) ? resource.slice(resourceType.length) : undefined;
  return rest !== undefined && allStars(rest);
}
