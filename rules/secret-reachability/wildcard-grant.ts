import { any, type Fact, truth, valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { ownRight } from '../../src/iam/own-right.ts';
import { identityStatements, type RoleStatement } from '../../src/iam/permission.ts';
import { READ_ACTIONS } from '../../src/iam/secret-reading.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, fetchedValues } from '../../src/model/fetched-value.ts';
import { partitionOf } from '../../src/model/partition.ts';
import type { RolePrincipal } from '../../src/model/principal.ts';
import { STORED_VALUES, storedValue } from '../../src/model/stored-value.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { type Breadth, coversAll } from './breadth.ts';
import { inStatement } from './sentences.ts';
import { OFFLINE, whereRole } from './values.ts';

/** What `wildcardGrant` asks. */
export const BREADTH: readonly AnyKind[] = [identityStatements, ownRight, ...STORED_VALUES];

const BREADTHS: readonly Breadth[] = [
  { store: 'secretsmanager', action: READ_ACTIONS.secretsmanager, resourceType: 'secret:', noun: 'secret' },
  { store: 'ssm', action: READ_ACTIONS.ssm, resourceType: 'parameter/', noun: 'parameter' },
];

/** May the execution role read every secret or every parameter, whatever this task needs? */
export function wildcardGrant(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereRole(deployment, facts, (role) =>
    facts.offline ? cannotTell([OFFLINE]) : judgeRole(deployment, facts, role),
  );
}

async function judgeRole(deployment: Deployment, facts: Facts, role: RolePrincipal): Promise<Verdicts> {
  return (await facts.ask(identityStatements, { role: role.reference })).match<Verdicts | Promise<Verdicts>>({
    known: (statements) =>
      Promise.all(BREADTHS.map((breadth) => judge(deployment, facts, role, statements, breadth))),
    absent: () => notApplicable('the execution role does not exist: role-confusion tells'),
    unknown: cannotTell,
  });
}

/** A statement that names no single resource is a finding where no boundary, deny or control policy narrows it. */
async function judge(
  deployment: Deployment,
  facts: Facts,
  role: RolePrincipal,
  statements: readonly RoleStatement[],
  breadth: Breadth,
): Promise<Verdict> {
  const covers = statements.map((statement) => coversAll(statement, breadth));
  const broad = statements.filter((_, at) => valueOr(covers[at] ?? truth(false), false));
  if (broad.length === 0)
    return any(covers).match<Verdict>({ known: pass, absent: pass, unknown: cannotTell });
  return deployment.region.match<Verdict | Promise<Verdict>>({
    known: async (region) => {
      const decision = await anyOf(facts, role, region, breadth);
      return decision.match<Verdict | Promise<Verdict>>({
        known: async (it) =>
          it.outcome === 'allowed'
            ? fail(await failure(deployment, facts, role, region, broad, breadth, it))
            : pass(),
        absent: pass,
        unknown: cannotTell,
      });
    },
    absent: pass,
    unknown: cannotTell,
  });
}

/** A name that no policy knows: who may read this one may read any. */
const NEVER_NAMED = 'ecs-preflight/never-named-Zq0Zq0';

/** Boundary, denials and control policies considered, may it read what nothing names? */
function anyOf(
  facts: Facts,
  { reference, account }: RolePrincipal,
  region: string,
  { store, action, resourceType }: Breadth,
): Promise<Fact<Decision>> {
  const resource = `arn:${partitionOf(region)}:${store}:${region}:${account}:${resourceType}${NEVER_NAMED}`;
  return facts.ask(ownRight, { role: reference, account, action, resource });
}

async function failure(
  deployment: Deployment,
  facts: Facts,
  role: RolePrincipal,
  region: string,
  broad: readonly RoleStatement[],
  { store, action, noun }: Breadth,
  { assumptions }: Decision,
): Promise<Failure> {
  const needed = await Promise.all(
    fetchedValues(deployment)
      .list.filter((value) => value.store === store)
      .map((value) => exactArn(deployment, facts, value)),
  );
  const policies = [...new Set(broad.map(({ policy }) => policy))];
  return {
    at: deployment.taskDefinition.view.get('executionRoleArn'),
    message: `execution role ${role.name} may ${action} on every ${noun} in ${region} (policy ${policies.join(', ')}), expected ${needed.length === 0 ? 'none, since the task names none' : `the ${needed.length} that the task names`}`,
    evidence: [
      ...broad.map(
        ({ policy, actions, resources }) =>
          `policy ${policy}: Allow ${actions.join(', ') || 'all but some actions'} on ${resources.join(', ') || 'all but some resources'}`,
      ),
      ...needed.flatMap((arn) => (arn === undefined ? [] : [`the task reads ${arn}`])),
      ...assumptions,
    ],
    fixes: narrower(role, action, needed),
  };
}

async function exactArn(
  deployment: Deployment,
  facts: Facts,
  value: FetchedValue,
): Promise<string | undefined> {
  const stored = await storedValue(deployment, facts, value);
  return valueOr(stored, undefined)?.arn;
}

/** A statement that names what the task reads; none where some of it is not known, or where it reads nothing. */
function narrower(
  role: RolePrincipal,
  action: string,
  needed: readonly (string | undefined)[],
): readonly Fix[] {
  const arns = needed.flatMap((arn) => (arn === undefined ? [] : [inStatement(arn)]));
  if (arns.length === 0 || arns.length < needed.length) return [];
  return [
    {
      kind: 'policy',
      description: `in the policies of execution role ${role.name}, in place of what is wider`,
      statement: { Effect: 'Allow', Action: action, Resource: arns.length === 1 ? arns[0] : arns },
    },
  ];
}
