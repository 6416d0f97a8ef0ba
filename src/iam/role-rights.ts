import { type Fact, known, type Why } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import type { ActingRole } from '../model/acting-role.ts';
import type { Decision, Layer } from './decision.ts';
import { mendings } from './mending.ts';
import { restingOn, type TakenWay } from './on-the-way.ts';
import { type PermissionQuery, permission } from './permission.ts';
import { rolePolicies } from './role-policies.ts';

/** One action that is needed on one resource. */
export type Right = Pick<PermissionQuery, 'action' | 'resource' | 'on' | 'context'> & {
  /** The resource's own policy is not read, as that of a bucket: the role's policies are judged alone. */
  readonly own?: true;
};

/** A right that is certainly not there, with the decision that says so. */
export interface Lack {
  readonly right: Right;
  readonly decision: Decision;
}

/** What a problem that calls `judgeRights` puts into its `needs`. */
export const ROLE_RIGHTS: readonly AnyKind[] = [permission, rolePolicies];

/** What a role needs, and what of it is certainly lacking. */
export interface Lacking {
  readonly role: ActingRole;
  readonly lacks: readonly Lack[];
}

/** Have the roles what is needed? Where several may serve (one for each instance), all or none decide. */
export type RightsJudgement =
  | { readonly is: 'lacking'; readonly roles: readonly Lacking[] }
  | { readonly is: 'enough' }
  | { readonly is: 'no-role' }
  | { readonly is: 'unknown'; readonly why: readonly Why[] };

/** How rights are asked for: by whom, and by which ways out of the VPC; no way where the network did not decide one. */
export interface Asking {
  readonly by: PermissionQuery['by'];
  readonly ways?: readonly TakenWay[];
  readonly facts: Facts;
}

/** Judges all roles that may serve by the rights that each needs. */
export async function judgeRights(
  roles: readonly ActingRole[],
  needed: (role: ActingRole) => readonly Right[],
  asking: Asking,
): Promise<RightsJudgement> {
  const judged = await Promise.all(roles.map((role) => judgeRole(role, needed(role), asking)));
  const lacking = judged.filter(({ lacks }) => lacks.length > 0);
  if (lacking.length > 0 && lacking.length === judged.length) return { is: 'lacking', roles: lacking };
  const why = judged.flatMap((role) => role.why);
  if (lacking.length > 0) why.push(notAll(lacking, judged.length));
  if (why.length > 0) return { is: 'unknown', why };
  return judged.every(({ missing }) => missing) ? { is: 'no-role' } : { is: 'enough' };
}

function notAll(lacking: readonly Lacking[], all: number): Why {
  const names = lacking.map(({ role }) => role.title).join(', ');
  return {
    reason: 'undecidable',
    detail: `${lacking.length} of ${all} roles that may serve lack what is needed (${names}): which one does, the placement decides`,
  };
}

interface JudgedRole extends Lacking {
  readonly why: readonly Why[];
  readonly missing: boolean;
}

function roleArn({ role, partition, account, name }: ActingRole): string {
  return role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${name}`;
}

/** What one of the ways out denies is lacking: the task may be placed there. */
async function judgeRole(
  role: ActingRole,
  rights: readonly Right[],
  { by, ways = [], facts }: Asking,
): Promise<JudgedRole> {
  const asked = rights.flatMap((right) =>
    (ways.length > 0 ? ways : [undefined]).map((way) => ({ right, way })),
  );
  const { account, region } = role;
  const lacks = new Map<Right, Lack>();
  const why: Why[] = [];
  let missing = false;
  const answers = await Promise.all(
    asked.map(async ({ right: { own, ...right }, way }) => {
      const query = { role: role.role, account, region, by, ...right };
      if (own) {
        const { allowedByOwnPolicies } = await import('./own-policies.ts');
        return allowedByOwnPolicies({ ...query, role: roleArn(role) }, facts);
      }
      if (!way) return facts.ask(permission, query);
      const taking = { wayOut: way.wayOut, ...query };
      return resting(await facts.ask(permission, taking), way, taking, facts);
    }),
  );
  asked.forEach(({ right }, index) => {
    answers[index]?.match<void>({
      known: (decision) => {
        if (decision.outcome !== 'allowed' && !lacks.has(right)) lacks.set(right, { right, decision });
      },
      absent: () => {
        missing = true;
      },
      unknown: (reasons) => void why.push(...reasons),
    });
  });
  return { role, lacks: [...lacks.values()], why, missing };
}

async function resting(
  answer: Fact<Decision>,
  way: TakenWay,
  query: PermissionQuery,
  facts: Facts,
): Promise<Fact<Decision>> {
  return answer.match<Fact<Decision> | Promise<Fact<Decision>>>({
    known: async (decision) =>
      decision.outcome === 'allowed' ? answer : known(await restingOn(way, decision, query, facts)),
    absent: () => answer,
    unknown: () => answer,
  });
}

const REFUSALS: Readonly<Record<Layer, readonly [who: string, many: boolean]>> = {
  identity: ['its policies', true],
  boundary: ['its permissions boundary', false],
  session: ['a session policy', false],
  'service-control': ['a service control policy', false],
  'resource-control': ['a resource control policy', false],
  resource: ['the policy of the resource', false],
  endpoint: ['the policy of the VPC endpoint', false],
  trust: ['its trust policy', false],
  key: ['the key policy', false],
  grant: ['the grants on the key', true],
};

/** Who says no, in words: `its policies do not allow it`, `its permissions boundary denies it`; `resource` as people call it. */
export function refusal({ outcome, layer = 'identity' }: Decision, resource = 'resource'): string {
  const [words, many] = REFUSALS[layer];
  const who = layer === 'resource' ? `the policy of the ${resource}` : words;
  if (outcome === 'explicitDeny') return `${who} ${many ? 'deny' : 'denies'} it`;
  return `${who} ${many ? 'do' : 'does'} not allow it`;
}

/** The evidence of what is lacking: who refuses each right, and what that rests on. */
export function lackEvidence(lacks: readonly Lack[]): readonly string[] {
  return [
    ...new Set(
      lacks.flatMap(({ right, decision }) => [
        ...(decision.because.length > 0
          ? decision.because
          : [`${right.action} on ${right.resource}: ${refusal(decision)}`]),
        ...decision.assumptions,
        ...(right.own ? [`the policy of ${right.resource.replace(/\/.*$/, '')} was not read`] : []),
      ]),
    ),
  ];
}

/** The date of what AWS published, where a lack rests on that. */
export function datedBy(lacks: readonly Lack[]): { readonly asOf?: string } {
  const asOf = lacks.map(({ decision }) => decision.asOf).find((date) => date !== undefined);
  return asOf === undefined ? {} : { asOf };
}

/** A statement that gives what is lacking, and the policy that lacks it. */
export interface Grant {
  readonly kind: 'policy';
  readonly description: string;
  readonly statement: Readonly<Record<string, unknown>>;
}

/**
 * The least statements that give what is lacking: one for each resource and for each sort of policy that leaves it out.
 * `named` says how the statement is to name the resource, where that is not by the ARN that was asked for.
 */
export function grantsFor(
  { role, lacks }: Lacking,
  named: (right: Right) => string = ({ resource }) => resource,
): readonly Grant[] {
  const groups = new Map<string, { readonly first: Lack; readonly actions: Set<string> }>();
  for (const lack of lacks) {
    const { outcome, layer } = lack.decision;
    const key = [outcome, layer, named(lack.right)].join(' ');
    const group = groups.get(key) ?? { first: lack, actions: new Set() };
    group.actions.add(lack.right.action);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ first: { right, decision }, actions }) => {
    const { on, own } = right;
    const all = mendings(decision, {
      role: { title: role.title, arn: roleArn(role) },
      action: actions.size === 1 ? right.action : [...actions],
      resource: named(right),
      resourcePolicy: on && 'key' in on ? `the key policy of ${on.key}` : `the policy of ${right.resource}`,
    });
    // An ARN without an account looks like one of another account, whose own policy would have to allow it too.
    return own ? all.slice(0, 1) : all;
  });
}
