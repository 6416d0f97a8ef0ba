import { absent, type Fact, known, unknownFor, type Why } from '../fact/fact.ts';
import type { DerivedKind } from '../fact/kind.ts';
import { opaqueValue } from '../fact/opaque.ts';
import type { Policy, Statement } from './document.ts';
import { nameOf } from './role-name.ts';
import { rolePolicies, whyUnread } from './role-policies.ts';
import type { Doubt } from './tri.ts';

/** One statement of the policies of a role, as far as questions of breadth go ("may it read every secret?"). */
export interface RoleStatement {
  /** Name of an inline policy, ARN of a managed one. */
  readonly policy: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources: readonly string[];
  readonly notResources?: readonly string[];
  /** Has it a Condition? */
  readonly conditional: boolean;
  /** Why it is not known whether it has one, or whether it allows or denies, where a template leaves that open. */
  readonly perhaps?: readonly Why[];
}

/**
 * All identity policies of a role, inline and managed, flattened; unknown as soon as one could not be read. Absent where the role
 * does not exist.
 */
export const identityStatements: DerivedKind<{ readonly role: string }, readonly RoleStatement[]> = {
  sort: 'derived',
  id: 'iam.identity-statements',
  noun: 'statements of role',
  key: ({ role }) => nameOf(role),
  needs: [rolePolicies],
  derive: async (query, facts) => {
    const found = await facts.ask(rolePolicies, query);
    return found.match<Fact<readonly RoleStatement[]>>({
      known: ({ identity }) => {
        const why = whyUnread(identity);
        return why.length > 0 ? unknownFor(why) : known(identity.flatMap(statementsOf));
      },
      absent,
      unknown: (why) => unknownFor(why),
    });
  },
};

function statementsOf({ name, statements }: Policy): readonly RoleStatement[] {
  const policy = name.replace(/^(?:inline|managed) policy /, '');
  return statements.map((statement) => flat(policy, statement));
}

function flat(policy: string, statement: Statement): RoleStatement {
  const { effect, notActions, notResources, conditions, open = {} } = statement;
  const listed = (list: 'actions' | 'notActions' | 'resources' | 'notResources', element: string) => [
    ...(statement[list] ?? []),
    ...(open[list] ? [leftOpen(`the ${element} of ${statement.label} of policy ${policy}`, open[list])] : []),
  ];
  return {
    policy,
    effect,
    actions: listed('actions', 'Action'),
    resources: listed('resources', 'Resource'),
    conditional: conditions.length > 0,
    ...(notActions ? { notActions: listed('notActions', 'NotAction') } : {}),
    ...(notResources ? { notResources: listed('notResources', 'NotResource') } : {}),
    ...(open.conditions ? { perhaps: open.conditions.why ?? [] } : {}),
  };
}

/** What a template leaves open of a list stands in it as a text that may be anything. */
function leftOpen(label: string, { why: [why] = [] }: Doubt): string {
  return opaqueValue(label, why?.unlockedBy);
}
