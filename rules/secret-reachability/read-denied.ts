import type { Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { DECIDED, decided } from '../../src/iam/deciding.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { mendings } from '../../src/iam/mending.ts';
import { restingOn } from '../../src/iam/on-the-way.ts';
import { refusal } from '../../src/iam/role-rights.ts';
import { READ_ACTIONS, type ReadTarget, readQuery, readTarget } from '../../src/iam/secret-reading.ts';
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
import { namings } from './sentences.ts';
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
      decision: await decided(facts, readQuery(target, role, 'agent', way.wayOut), options),
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
      resource: arn,
      resourcePolicy: `the resource policy of secret ${arn}`,
      endpoint: wayOut?.endpoint?.id,
    }),
  };
}
