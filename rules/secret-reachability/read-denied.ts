import type { Fact, Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { DECIDED, decided } from '../../src/iam/deciding.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { mendings } from '../../src/iam/mending.ts';
import { restingOn } from '../../src/iam/on-the-way.ts';
import { refusal } from '../../src/iam/role-rights.ts';
import { READ_ACTIONS, type ReadTarget, readQuery, readTarget } from '../../src/iam/secret-reading.ts';
import { withSixUnknown } from '../../src/model/declared-secret.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, namedBy } from '../../src/model/fetched-value.ts';
import { principalArn, type RolePrincipal } from '../../src/model/principal.ts';
import { STORED_VALUES, storedValue } from '../../src/model/stored-value.ts';
import { TASK_PATHS } from '../../src/network/task-paths.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Settings,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { inStatement, namings } from './sentences.ts';
import { judgeValuesAs } from './values.ts';
import { type Way, waysTo } from './ways.ts';

/** What `readDenied` asks. */
export const READING: readonly AnyKind[] = [...DECIDED, ...STORED_VALUES, ...TASK_PATHS];

/** May the execution role read each value, by every way that the tasks may take? */
export function readDenied(
  deployment: Deployment,
  facts: Facts,
  { options }: Settings,
): Verdicts | Promise<Verdicts> {
  return judgeValuesAs(deployment, facts, async (value, role) => {
    const stored = await storedValue(deployment, facts, value);
    return readTarget(value, stored).match<Verdict | Promise<Verdict>>({
      known: (target) => judge({ deployment, facts, options }, value, role, target),
      absent: () => notApplicable('it does not exist: secret-missing tells'),
      unknown: cannotTell,
    });
  });
}

interface Asking extends Pick<Settings, 'options'> {
  readonly deployment: Deployment;
  readonly facts: Facts;
}

async function judge(
  { deployment, facts, options }: Asking,
  value: FetchedValue,
  role: RolePrincipal,
  target: ReadTarget,
): Promise<Verdict> {
  const ways = await waysTo(deployment, facts, value.store, target.region);
  const answers = await Promise.all(
    ways.map(async (way) => ({
      way,
      decision: await decisionOn({ facts, options }, role, target, way),
    })),
  );
  const open: Why[] = [];
  let roleGone = false;
  for (const { way, decision } of answers) {
    const denied = decision.match<Decision | undefined>({
      known: (it) => (it.outcome === 'allowed' ? undefined : it),
      absent: () => {
        roleGone = true;
        return undefined;
      },
      unknown: (why) => {
        open.push(...why);
        return undefined;
      },
    });
    if (!denied) continue;
    const resting = await restingOn(way, denied, readQuery(target, role, 'agent', way.wayOut), facts);
    return fail(failure(value, role, await principalArn(role, facts), target, way, resting));
  }
  if (roleGone) return notApplicable('the execution role does not exist: role-confusion tells');
  return open.length > 0 ? cannotTell(open) : pass();
}

/** How a secret's name ends that a template declares is not known, but that it ends in six characters is: policies may say `??????`. */
async function decisionOn(
  { facts, options }: Pick<Asking, 'facts' | 'options'>,
  role: RolePrincipal,
  target: ReadTarget,
  { wayOut }: Way,
): Promise<Fact<Decision>> {
  const ask = (arn: string) => decided(facts, readQuery({ ...target, arn }, role, 'agent', wayOut), options);
  const decision = await ask(target.arn);
  const other = withSixUnknown(target.arn);
  if (other === target.arn || !isUnknown(decision)) return decision;
  const second = await ask(other);
  return isUnknown(second) ? decision : second;
}

function isUnknown(fact: Fact<unknown>): boolean {
  return fact.match({ known: () => false, absent: () => false, unknown: () => true });
}

function failure(
  value: FetchedValue,
  role: RolePrincipal,
  roleArn: string,
  { arn }: ReadTarget,
  { from, wayOut }: Way,
  decision: Decision,
): Failure {
  const action = READ_ACTIONS[value.store];
  const place = from === undefined ? '' : ` from ${from}`;
  return {
    at: value.references[0].view,
    message: `${namedBy(value)}: execution role ${role.name} may not ${action} on ${arn}${place}: ${refusal(decision, 'secret')}`,
    evidence: [
      ...namings(value),
      ...(arn === value.id ? [] : [`${value.id} is ${arn}`]),
      ...decision.because,
      ...decision.assumptions,
    ],
    fixes: mendings(decision, {
      role: { title: `execution role ${role.name}`, arn: roleArn },
      action,
      resource: inStatement(arn),
      resourcePolicy: `the resource policy of secret ${arn}`,
      endpoint: wayOut?.endpoint?.id,
    }),
  };
}
