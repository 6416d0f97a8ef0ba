import { all, and, any, chain, not, type Truth, truth, unknown, unknownFor } from '../../src/fact/fact.ts';
import { holdsOpaqueValue, isValue, unitsOf, whyOpaque } from '../../src/fact/opaque.ts';
import { matchAnyCase } from '../../src/iam/glob.ts';
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
export function coversAll(statement: RoleStatement, breadth: Breadth): Truth {
  const { perhaps } = statement;
  const covers = reachesAll(statement, breadth);
  return perhaps ? chain(covers, (is) => (is ? unknownFor(perhaps) : truth(false))) : covers;
}

function reachesAll(statement: RoleStatement, { store, action, resourceType }: Breadth): Truth {
  const { effect, conditional, actions, notActions, resources, notResources } = statement;
  if (effect !== 'Allow' || conditional) return truth(false);
  const acts = notActions
    ? not(any(notActions.map((text) => matches(text, action))))
    : any(actions.map((text) => matches(text, action)));
  // Most statements are about other actions.
  return and(acts, () =>
    notResources
      ? all(
          notResources.map((text) =>
            holdsOpaqueValue(text)
              ? unknown(whyOpaque(text))
              : truth(parseArn(text)?.service !== store && !allStars(text)),
          ),
        )
      : any(resources.map((text) => isEverything(text, store, resourceType))),
  );
}

/** A value that nobody knows may be a star. */
function isEverything(text: string, store: string, resourceType: string): Truth {
  if (!holdsOpaqueValue(text)) return truth(everything(text, store, resourceType));
  const widest = unitsOf(text).map((unit) => (isValue(unit) ? '*' : unit));
  return everything(widest.join(''), store, resourceType) ? unknown(whyOpaque(text)) : truth(false);
}

/** An action's pattern knows no case. */
function matches(text: string, action: string): Truth {
  const outcome = matchAnyCase(text, action);
  return outcome === 'maybe' && holdsOpaqueValue(text) ? unknown(whyOpaque(text)) : truth(outcome === 'yes');
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
