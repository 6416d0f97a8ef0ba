import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { leastPolicy } from '../../src/engine/permissions.ts';
import type { Result } from '../../src/engine/result.ts';
import { select } from '../../src/engine/select.ts';
import { ORGANIZATION_ASSUMPTION } from '../../src/iam/control-policies.ts';
import { thorough } from '../estate/thorough.ts';
import { audited, verdictsOf } from './client/audit.ts';
import { workers } from './client/workers.ts';
import { type Standin, startStandin } from './standin/server.ts';

const ACTIONS = leastPolicy(rules).Statement[0].Action;

/**
 * Few accounts may read the policies of their organization, and hardly any denies its tasks what they need: what could not be
 * read there is assumed not to deny, so that everybody else gets an answer. The decisions say so.
 */
const ASSUMED: readonly string[] = [
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:DescribePolicy',
];

/** All but one action is allowed. */
interface Audit {
  readonly result: Result;
  readonly verdicts: ReadonlyMap<string, string>;
}

let standins: readonly Standin[];
let whole: Audit;
const without = new Map<string, Audit>();

async function audit(standin: Standin, allow: readonly string[], allClusters: boolean): Promise<Audit> {
  standin.behave({ allow });
  const result = await audited(standin, { allClusters });
  return { result, verdicts: verdictsOf(result) };
}

beforeAll(async () => {
  const snapshot = thorough();
  standins = await Promise.all(Array.from({ length: 6 }, () => startStandin(snapshot, {}, { warm: true })));
  await workers(standins, ['', ...ACTIONS], async (standin, left) => {
    const allow = ACTIONS.filter((action) => action !== left);
    // Clusters are listed only where all are asked for.
    const allClusters = left === 'ecs:ListClusters';
    const made = await audit(standin, allow, allClusters);
    if (left === '') whole = made;
    else without.set(left, made);
  });
}, 120_000);
afterAll(() => Promise.all(standins.map((standin) => standin.close())));

function withoutOne(action: string): Audit {
  const made = without.get(action);
  if (!made) throw new Error(`no audit without ${action}`);
  return made;
}

const evidenceOf = ({ result }: Audit) => result.findings.flatMap(({ evidence = [] }) => evidence);

describe('the least policy', () => {
  test('is enough: an audit under it is denied nothing', () => {
    const { result } = whole;
    expect(result.crashes).toEqual([]);
    expect(result.inputErrors).toEqual([]);
    expect(result.unknowns.filter(({ reason }) => reason === 'access-denied')).toEqual([]);
    expect(evidenceOf(whole)).not.toContain(ORGANIZATION_ASSUMPTION);
    expect(result.deployments).toHaveLength(8);
  });

  test('allows reading alone, and no secret’s value', () => {
    for (const action of ACTIONS) {
      expect(action).toMatch(/^[a-z0-9-]+:(?:Describe|List|Get|Simulate)[A-Za-z0-9]*$/);
      expect(action).not.toMatch(
        /GetSecretValue|GetParameter|Decrypt|GetAuthorizationToken|GetLogEvents|GetObject/,
      );
    }
  });

  test('of fewer rules is less', () => {
    const one = leastPolicy(select(rules, { only: ['fargate-size'], skip: [] })).Statement[0].Action;
    expect(one.length).toBeLessThan(ACTIONS.length / 2);
    expect(ACTIONS).toEqual(expect.arrayContaining([...one]));
  });

  test.each(ACTIONS.filter((action) => !ASSUMED.includes(action)))(
    'without %s something is unknown, or not found at all, and it says which action is missing',
    (action) => {
      const { result } = withoutOne(action);
      expect(result.crashes).toEqual([]);
      const denied = result.unknowns.filter(({ reason }) => reason === 'access-denied');
      const told = [
        ...denied.map(({ unlockedBy }) => unlockedBy),
        ...result.inputErrors.map(({ message }) => message),
      ];
      expect(told.join()).toContain(action);
      // Nothing else is denied: what is told of a denial is told of this one.
      for (const { unlockedBy } of denied) expect(unlockedBy).toBe(action);
    },
  );

  test.each(ASSUMED)('without %s it is said what is assumed', (action) => {
    const made = withoutOne(action);
    expect(made.result.crashes).toEqual([]);
    expect(evidenceOf(made)).toContain(ORGANIZATION_ASSUMPTION);
    expect(made.verdicts).toEqual(whole.verdicts);
  });
});
