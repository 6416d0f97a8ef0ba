import { absent, chain, type Fact, known, unknown } from '../fact/fact.ts';
import type { DerivedKind, Facts } from '../fact/kind.ts';
import { role as iamRole, type Simulation, simulation } from '../fact/kinds/iam.ts';
import { callerIdentity } from '../fact/kinds/sts.ts';
import { withoutResourcePolicy } from '../knowledge/iam-services.ts';
import { parseArn } from '../model/arn.ts';
import type { Decision } from './decision.ts';
import { serviceOf } from './resource-control.ts';

/** May the caller, whose credentials the program runs with, do this? */
export interface CallerQuery {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** Who is to be simulated, and what simulating it leaves out. */
interface Caller {
  readonly arn: string;
  readonly root: boolean;
  readonly assumptions: readonly string[];
}

/** What IAM's own simulator says of the caller. */
export const callerMay: DerivedKind<CallerQuery, Decision> = {
  sort: 'derived',
  id: 'iam.caller-may',
  noun: 'permission of the caller for',
  key: ({ action, resource, context = {} }) =>
    JSON.stringify([action, resource, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]),
  needs: [callerIdentity, iamRole, simulation],
  derive: async (query, facts) => {
    const caller = await callerOf(facts);
    return caller.match<Fact<Decision> | Promise<Fact<Decision>>>({
      known: (it) => (it.root ? known(rootDecision(it)) : simulated(query, it, facts)),
      absent,
      unknown: (why) => unknown(...why),
    });
  },
};

function rootDecision({ assumptions }: Caller): Decision {
  return { outcome: 'allowed', because: ['the caller is the root user of the account'], assumptions };
}

async function callerOf(facts: Facts): Promise<Fact<Caller>> {
  const identity = await facts.ask(callerIdentity, {});
  return identity.match<Fact<Caller> | Promise<Fact<Caller>>>({
    known: ({ Arn }) => principalOf(Arn, facts),
    absent,
    unknown: (why) => unknown(...why),
  });
}

/** A session is simulated as its role, whose ARN alone has the path: that of a permission set has one. */
async function principalOf(caller: string | undefined, facts: Facts): Promise<Fact<Caller>> {
  const arn = caller === undefined ? undefined : parseArn(caller);
  if (caller === undefined || !arn) return unknown({ reason: 'error', detail: 'the caller has no ARN' });
  const [type = '', name = ''] = arn.resource.split('/');
  if (type === 'root') {
    const assumption =
      "the organization's service control policies are assumed not to deny it to the root user";
    return known({ arn: caller, root: true, assumptions: [assumption] });
  }
  if (type === 'user') return known({ arn: caller, root: false, assumptions: [] });
  if (type !== 'assumed-role') {
    return unknown({ reason: 'undecidable', detail: `IAM's simulator does not take ${caller}` });
  }
  const assumption = `${caller} is assumed to have no session policy`;
  return chain(await facts.ask(iamRole, { role: name }), ({ Arn }) =>
    Arn === undefined
      ? unknown({ reason: 'error', detail: `role ${name} was told without its ARN` })
      : known({ arn: Arn, root: false, assumptions: [assumption] }),
  );
}

async function simulated(query: CallerQuery, caller: Caller, facts: Facts): Promise<Fact<Decision>> {
  const asked: Simulation = {
    principal: caller.arn,
    action: query.action,
    resource: query.resource,
    ...(query.context ? { context: query.context } : {}),
  };
  const result = await facts.ask(simulation, asked);
  return chain(result, (found) =>
    chain(simulatedOutcome(asked, found), (outcome) => answer(query, caller, found, outcome)),
  );
}

type Result = NonNullable<(typeof simulation)['value']>;

/** What the simulator decided; unknown where it lacked the value of a key that the policies ask for. */
export function simulatedOutcome(
  { action, resource, principal }: Simulation,
  result: Result,
): Fact<Decision['outcome']> {
  const missing = result.MissingContextValues ?? [];
  if (missing.length > 0) {
    const detail = `whether ${principal} may ${action} on ${resource} depends on ${missing.join(', ')}`;
    return unknown({ reason: 'undecidable', detail });
  }
  const outcome = result.EvalDecision;
  if (outcome === 'allowed' || outcome === 'explicitDeny' || outcome === 'implicitDeny')
    return known(outcome);
  return unknown({ reason: 'error', detail: `IAM's simulator answered ${String(outcome)}` });
}

/** The simulator sees no policies of resources: what one may allow is not denied for certain. */
function answer(
  { action, resource }: CallerQuery,
  { arn, assumptions }: Caller,
  result: Result,
  outcome: Decision['outcome'],
): Fact<Decision> {
  const byResource = resource !== '*' && !withoutResourcePolicy(serviceOf(action));
  if (outcome === 'implicitDeny' && byResource) {
    const detail = `no policy of ${arn} allows ${action} on ${resource}, whose own policy IAM's simulator does not see`;
    return unknown({ reason: 'undecidable', detail });
  }
  const by = (result.MatchedStatements ?? []).flatMap(({ SourcePolicyId }) => SourcePolicyId ?? []);
  const matched = by.length > 0 ? ` (${[...new Set(by)].join(', ')})` : '';
  const unseen = `the policy of ${resource} is assumed not to deny it: IAM's simulator does not see it`;
  return known({
    outcome,
    because: [`IAM's policy simulator: ${action} on ${resource} is ${SAID[outcome]} to ${arn}${matched}`],
    assumptions: outcome === 'allowed' ? [...assumptions, ...(byResource ? [unseen] : [])] : [],
  });
}

/** What the simulator decides, in words: `is not allowed to`. */
export const SAID: Readonly<Record<Decision['outcome'], string>> = {
  allowed: 'allowed',
  explicitDeny: 'denied explicitly',
  implicitDeny: 'not allowed',
};
