import { rules } from '../../../rules/index.ts';
import type { Result, VerdictName } from '../../../src/engine/result.ts';
import { run } from '../../../src/engine/run.ts';
import { type Fact, known } from '../../../src/fact/fact.ts';
import { clock, sessionManagerPlugin } from '../../../src/fact/kinds/local.ts';
import { type FactSource, factStore } from '../../../src/fact/store.ts';
import { accountDeployments } from '../../../src/read/account.ts';
import { CLUSTER, NOW } from '../../estate/place.ts';
import { THOROUGH_OPTIONS } from '../../estate/thorough.ts';
import type { Standin } from '../standin/server.ts';
import { opened } from './open.ts';

/** What is true of this machine, wherever the tests run. */
const HERE: FactSource = {
  answer: async (kind) => {
    if (kind.id === clock.id) return known({ now: NOW }) as Fact<unknown> as never;
    return kind.id === sessionManagerPlugin.id ? (known({ version: '1.2.764.0' }) as never) : undefined;
  },
  list: async () => undefined,
};

/** Many audits share a thread and wait for each other: only what never answers is to miss a deadline. */
const PATIENT = { connectMs: 10_000, answerMs: 10_000 };

interface How {
  readonly allClusters?: boolean;
  /** How long an answer may take; where it never comes, that long is waited. */
  readonly answerMs?: number;
}

/** Audits what a stand-in serves, as it behaves now, by every rule and over the SDK. */
export async function audited(
  standin: Standin,
  { allClusters = false, answerMs = PATIENT.answerMs }: How = {},
): Promise<Result> {
  const session = await opened(standin.url, { deadlines: { ...PATIENT, answerMs } });
  try {
    const facts = factStore([HERE, session.source]);
    const target = { account: session.account, region: session.region };
    const found = await accountDeployments(
      facts,
      { clusters: allClusters ? undefined : [CLUSTER], services: [] },
      target,
    );
    return await run({
      deployments: found.deployments,
      inputErrors: found.errors,
      rules,
      facts,
      ruleset: 'all',
      options: THOROUGH_OPTIONS,
    });
  } finally {
    session.close();
  }
}

/** Every verdict by what it is about: `web log-group/write-denied`. */
export function verdictsOf({ verdicts }: Result): ReadonlyMap<string, VerdictName> {
  const all = new Map<string, VerdictName>();
  for (const { deployment, rule, problems } of verdicts) {
    for (const [problem, verdict] of Object.entries(problems))
      all.set(`${deployment} ${rule}/${problem}`, verdict);
  }
  return all;
}
