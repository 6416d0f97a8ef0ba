import type { Why } from '../../src/fact/fact.ts';
import { holdsOpaqueValue, whyOpaque } from '../../src/fact/opaque.ts';
import { matchAnyCase } from '../../src/iam/glob.ts';
import type { RoleStatement } from '../../src/iam/permission.ts';
import {
  courierActions,
  fileReadingActions,
  madeForCourier,
} from '../../src/knowledge/execution-role-work.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { environment } from '../../src/model/environment.ts';
import { containers } from '../../src/model/task-definition.ts';

/** What a statement allows that the ECS agent never does. */
export interface Beyond {
  readonly statement: RoleStatement;
  /** The patterns of it, as the policy has them; `every action but …` for a NotAction. */
  readonly actions: readonly string[];
}

/**
 * The statements that allow what is an application's. A pattern that is wider than the agent's work, and takes it in, is generous
 * and not mistaken (`ssm:*`); of S3, where agent and application both read, it counts what the agent never does, and reads of a
 * bucket that the environment names to the application.
 */
export function beyondCourier(
  deployment: Deployment,
  statements: readonly RoleStatement[],
): readonly Beyond[] {
  const buckets = namedInEnvironment(deployment);
  return statements.flatMap((statement) => {
    if (statement.effect !== 'Allow' || madeForCourier(statement.policy)) return [];
    if (statement.notActions)
      return [{ statement, actions: [`every action but ${statement.notActions.join(', ')}`] }];
    const actions = statement.actions.filter((action) => isBeyond(action, statement, buckets));
    return actions.length > 0 ? [{ statement, actions }] : [];
  });
}

/** Why some action that is allowed may be an application's: a template leaves open which it is. */
export function openActions(statements: readonly RoleStatement[]): readonly Why[] {
  return statements
    .filter(({ effect, policy }) => effect === 'Allow' && !madeForCourier(policy))
    .flatMap(({ actions }) => actions.filter(holdsOpaqueValue).map(whyOpaque));
}

function isBeyond(action: string, statement: RoleStatement, named: readonly string[]): boolean {
  if (holdsOpaqueValue(action)) return false;
  if (/^\*+(:\*+)?$/.test(action)) return true;
  if (courierActions().some((courier) => overlap(courier, action))) return false;
  if (!fileReadingActions().some((reading) => overlap(reading, action))) return true;
  // `s3:*` writes as well; a read counts where the bucket is the application's.
  if (!fileReadingActions().some((reading) => takesIn(reading, action))) return true;
  return statement.resources.some((resource) => named.includes(bucketOf(resource)));
}

/** Do two patterns of actions share an action? */
function overlap(one: string, other: string): boolean {
  return matchAnyCase(one, other.replaceAll('?', '*')) !== 'no';
}

/** Does the pattern take in whatever the other does? */
function takesIn(wide: string, narrow: string): boolean {
  return matchAnyCase(wide, narrow.replaceAll('?', '*')) === 'yes';
}

/** Does a statement allow some action of the pattern? */
export function allows({ effect, actions, notActions }: RoleStatement, action: string): boolean {
  if (effect !== 'Allow') return false;
  if (notActions) return !notActions.some((not) => takesIn(not, action));
  return actions.some((own) => overlap(own, action));
}

/** `arn:aws:s3:::uploads/*` is in the bucket `uploads`. */
function bucketOf(resource: string): string {
  return /^arn:[^:]+:s3:::([^/*?]+)(?:\/|$)/.exec(resource)?.[1] ?? '';
}

/** The values of the environment, of which a bucket's name may be one. */
function namedInEnvironment({ taskDefinition }: Deployment): readonly string[] {
  const none = { absent: () => [], unknown: () => [] };
  return containers(taskDefinition).match<readonly string[]>({
    known: (list) =>
      list.flatMap((container) =>
        environment(container).match<readonly string[]>({
          known: (variables) =>
            variables.flatMap(({ value }) =>
              value.match<readonly string[]>({ known: (text) => [bucketIn(text)], ...none }),
            ),
          ...none,
        }),
      ),
    ...none,
  });
}

/** A bucket by its name, its ARN or an `s3://` address. */
function bucketIn(text: string): string {
  return /^(?:s3:\/\/|arn:[^:]+:s3:::)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/|$)/.exec(text)?.[1] ?? '';
}
