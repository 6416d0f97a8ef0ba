import { chain, type Fact, known, unknownFor } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { arnOfReference, type FetchedValue } from '../model/fetched-value.ts';
import type { RolePrincipal } from '../model/principal.ts';
import type { StoredValue } from '../model/stored-value.ts';
import type { WayOut } from '../model/way-out.ts';
import type { Decision } from './decision.ts';
import { type PermissionQuery, permission } from './permission.ts';

/** The action that reads a value; it is never called here. */
export const READ_ACTIONS = {
  secretsmanager: 'secretsmanager:GetSecretValue',
  ssm: 'ssm:GetParameters',
} as const;

/** What is read, as IAM sees it. */
export interface ReadTarget {
  readonly store: FetchedValue['store'];
  /** The exact ARN, or with `?` for each of the six random characters of a secret that nobody knows. */
  readonly arn: string;
  /** By which its resource policy is asked for: the exact ARN, or what the reference says. */
  readonly id: string;
  readonly region: string;
  /** What conditions may ask of the value's tags; empty where they are not known. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A full ARN is known although the value may not be described. What certainly does not exist is not read: absent. */
export function readTarget(value: FetchedValue, stored: Fact<StoredValue>): Fact<ReadTarget> {
  const { store } = value;
  return chain(value.region, (region) =>
    stored.match<Fact<ReadTarget>>({
      known: ({ arn, tags }) => known({ store, arn, id: arn, region, tags }),
      absent: () => stored as Fact<never>,
      unknown: (why) =>
        arnOfReference(value).match<Fact<ReadTarget>>({
          known: (arn) => known({ store, arn, id: value.id, region, tags: {} }),
          absent: () => unknownFor(why),
          unknown: (more) => unknownFor([...why, ...more]),
        }),
    }),
  );
}

/** The question whether the role may read it, by this way out of the VPC where one is known. */
export function readQuery(
  { store, arn, id, region, tags }: ReadTarget,
  { reference, account }: RolePrincipal,
  by: 'agent' | 'task',
  wayOut?: WayOut,
): PermissionQuery {
  return {
    role: reference,
    account,
    region,
    action: READ_ACTIONS[store],
    resource: arn,
    by,
    ...(wayOut ? { wayOut } : {}),
    ...(store === 'secretsmanager' ? { on: { secret: id }, context: tagContext(tags) } : {}),
  };
}

/** May the role read it? */
export function mayRead(
  facts: Facts,
  target: ReadTarget,
  role: RolePrincipal,
  by: 'agent' | 'task',
): Promise<Fact<Decision>> {
  return facts.ask(permission, readQuery(target, role, by));
}

/** The tags of a secret under both of the names that conditions have for them. */
function tagContext(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`secretsmanager:ResourceTag/${key}`, value],
    ]),
  );
}
