import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Result, VerdictName } from '../../src/engine/result.ts';
import type { Reason } from '../../src/fact/fact.ts';
import { type AnyKind, rawKindsOf } from '../../src/fact/kind.ts';
import { rawKinds } from '../../src/fact/kinds/index.ts';
import { SETTLING } from '../../src/model/settle.ts';
import { FINDING_SERVICES } from '../../src/model/whereabouts.ts';
import { thorough } from '../estate/thorough.ts';
import { audited, verdictsOf } from './client/audit.ts';
import { behaviourOf, type Case, GONE, UNASKED, UNREADABLE } from './client/troubles.ts';
import { workers } from './client/workers.ts';
import type { Behaviour } from './standin/behaviour.ts';
import { type Standin, startStandin } from './standin/server.ts';

const idsOf = (kinds: readonly AnyKind[]) => new Set([...rawKindsOf(kinds)].map(({ id }) => id));
/** What decides which services and task definitions are judged at all: any verdict may change without it. */
const OF_ALL = idsOf([...FINDING_SERVICES, ...SETTLING]);
/** The kinds that each problem needs, by `rule/problem`. */
const NEEDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  rules.flatMap(({ id, problems }) =>
    Object.entries(problems).map(([name, { needs = [] }]) => [`${id}/${name}`, idsOf(needs)] as const),
  ),
);
/** Without these no service is found, which is an error of the run. */
const FINDING = ['ecs:ListServices', 'ecs:DescribeServices'];

/** Taken to deny nothing: nothing is unknown for want of these. */
const SILENT: readonly string[] = [
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:DescribePolicy',
];

/** What is certainly wrong where something is not there. */
const WRONG: readonly (readonly [operation: string, about: string])[] = [
  ['secretsmanager:DescribeSecret', 'web secret-reachability/secret-missing'],
  ['ssm:DescribeParameters', 'web secret-reachability/secret-missing'],
  ['kms:DescribeKey', 'web secret-reachability/kms-key-unusable'],
  ['kms:DescribeKey', 'web exec-readiness/logging-misconfigured'],
  ['kms:ListGrants', 'web secret-reachability/kms-decrypt-denied'],
  ['s3:GetBucketEncryption', 'web exec-readiness/logging-misconfigured'],
  ['ecr:GetRepositoryPolicy', 'web role-confusion/execution-role-cannot-pull'],
  ['organizations:DescribeOrganization', 'web role-confusion/execution-role-cannot-pull'],
  ['iam:GetRole', 'web role-confusion/role-not-found'],
  ['logs:DescribeLogGroups', 'web log-group/group-missing'],
  ['elasticloadbalancing:DescribeTargetGroups', 'web rejected-by-ecs/target-group-unattached'],
  ['ecs:DescribeCapacityProviders', 'pods cluster-capacity/provider-not-found'],
  ['ec2:DescribeInternetGateways', 'private log-group/logs-unreachable'],
  ['ec2:DescribeVpcEndpoints', 'web log-group/logs-unreachable'],
];

/** An audit, as far as it is compared. */
interface Audit {
  readonly result: Result;
  /** By `deployment rule/problem`. */
  readonly verdicts: ReadonlyMap<string, VerdictName>;
}

let standins: readonly Standin[];
let healthy: Audit;
const audits = new Map<string, Audit>();

async function audit(standin: Standin, behaviour: Behaviour): Promise<Audit> {
  standin.behave(behaviour);
  const neverAnswers = behaviour.faults?.some(({ sort }) => sort === 'timeout') === true;
  const result = await audited(standin, neverAnswers ? { answerMs: 3000 } : {});
  return { result, verdicts: verdictsOf(result) };
}

beforeAll(async () => {
  const snapshot = thorough();
  standins = await Promise.all(Array.from({ length: 8 }, () => startStandin(snapshot, {}, { warm: true })));
  healthy = await audit(standins[0] as Standin, {});
  // Timeouts take longest.
  const cases = [...UNREADABLE, ...GONE].toSorted((a, b) => rank(a) - rank(b));
  await workers(standins, cases, async (standin, it) => {
    audits.set(it.name, await audit(standin, behaviourOf(it)));
  });
}, 240_000);
afterAll(() => Promise.all(standins.map((standin) => standin.close())));

function rank({ trouble }: Case): number {
  return trouble.sort === 'timeout' ? 0 : 1;
}

function auditOf(name: string): Audit {
  const made = audits.get(name);
  if (!made) throw new Error(`there is no audit of ${name}`);
  return made;
}

interface Change {
  readonly about: string;
  readonly before: VerdictName | undefined;
  readonly now: VerdictName;
}

/** What is judged otherwise than in the healthy account. */
function changesIn({ verdicts }: Audit): readonly Change[] {
  return [...verdicts].flatMap(([about, now]) => {
    const before = healthy.verdicts.get(about);
    return before === now ? [] : [{ about, before, now }];
  });
}

function problemOf(about: string): string {
  return about.slice(about.indexOf(' ') + 1);
}

/** May the problem be judged otherwise where these kinds are not to be had? */
function mayChange({ about }: Change, { kinds }: Case): boolean {
  const needs = NEEDS.get(problemOf(about));
  return [...kinds].some((kind) => OF_ALL.has(kind) || needs?.has(kind));
}

/** Unread facts lead to unknown; or, where nothing was to be judged, to what is right whatever they are. */
function isHonest({ before, now }: Change): boolean {
  return now === 'unknown' || (before === 'not-applicable' && now === 'pass');
}

/** The reasons for which something is unknown. */
function reasonsOf({ result }: Audit, { about }: Change): readonly Reason[] {
  return result.unknowns
    .filter(({ rule, problems, deployment }) =>
      problems.some((problem) => `${deployment} ${rule}/${problem}` === about),
    )
    .map(({ reason }) => reason);
}

/** By --fail-on never, with and without --strict, and by --fail-on error. */
function exitCodes({ result }: Audit) {
  const code = (failOn: 'never' | 'error', strict: boolean) => exitCode(result, { failOn, strict }, false);
  return { lenient: code('never', false), strict: code('never', true), error: code('error', false) };
}

test('every kind that a rule may ask of AWS meets every operation of it', () => {
  const met = new Set(UNREADABLE.flatMap(({ kinds }) => [...kinds]));
  const asked = rawKinds.filter(({ id, actions }) => actions.length > 0 && !UNASKED.includes(id));
  expect(asked.filter(({ id }) => !met.has(id))).toEqual([]);
});

test('the healthy account is read without trouble', () => {
  const { crashes, inputErrors, unknowns } = healthy.result;
  expect(crashes).toEqual([]);
  expect(inputErrors).toEqual([]);
  expect(unknowns.filter(({ reason }) => reason !== 'undecidable')).toEqual([]);
});

describe.each(UNREADABLE)('$name', (it) => {
  const { name, operation, trouble } = it;

  test('leaves all others as they are, and crashes nothing', () => {
    const made = auditOf(name);
    expect(made.result.crashes).toEqual([]);
    expect(changesIn(made).filter((change) => !mayChange(change, it))).toEqual([]);
  });

  test('makes nothing pass or fail', () => {
    const changed = changesIn(auditOf(name));
    expect(changed.filter((change) => !isHonest(change))).toEqual([]);
  });

  test('is the reason for what is unknown', () => {
    const made = auditOf(name);
    for (const change of changesIn(made)) {
      if (change.now !== 'unknown') continue;
      expect(reasonsOf(made, change), change.about).toContain(trouble.reason);
    }
    const reasons = new Set(made.result.unknowns.map(({ reason }) => reason));
    expect(['undecidable', trouble.reason]).toEqual(expect.arrayContaining([...reasons]));
    if (![...FINDING, ...SILENT].includes(operation)) expect(reasons).toContain(trouble.reason);
  });

  test('shows in the exit code', () => {
    const made = auditOf(name);
    const codes = exitCodes(made);
    if (FINDING.includes(operation)) expect(codes).toEqual({ lenient: 2, strict: 2, error: 2 });
    else expect(codes).toEqual({ lenient: 0, strict: 3, error: hasErrors(made) ? 1 : 0 });
  });
});

function hasErrors({ result }: Audit): boolean {
  return result.findings.some(({ severity }) => severity === 'error');
}

describe.each(GONE)('$name', (it) => {
  test('leaves all others as they are, crashes nothing, and is nobody’s denial', () => {
    const made = auditOf(it.name);
    expect(made.result.crashes).toEqual([]);
    expect(changesIn(made).filter((change) => !mayChange(change, it))).toEqual([]);
    const reasons = new Set(made.result.unknowns.map(({ reason }) => reason));
    expect(['undecidable', 'error']).toEqual(expect.arrayContaining([...reasons]));
  });
});

test.each(WRONG)('what %s does not find is a finding: %s', (operation, about) => {
  expect(healthy.verdicts.get(about)).toBe('pass');
  expect(auditOf(`${operation} not found`).verdicts.get(about)).toBe('fail');
});

test('a cluster that is not there is an error of the run', () => {
  expect(exitCodes(auditOf('ecs:DescribeClusters not found'))).toEqual({ lenient: 2, strict: 2, error: 2 });
});
