import { rules as catalogue } from '../../rules/index.ts';
import { readAccount } from '../../src/diagnose/account.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Diagnosis } from '../../src/diagnose/diagnosis.ts';
import { observationsIn } from '../../src/diagnose/document.ts';
import { run } from '../../src/engine/run.ts';
import { snapshotSource } from '../../src/fact/snapshot.ts';
import { factStore } from '../../src/fact/store.ts';
import { accountDeployments } from '../../src/read/account.ts';
import { ACCOUNT, CLUSTER, REGION } from '../estate/place.ts';
import type { Scenario } from './scenario.ts';

/** Diagnoses what a service's stopped tasks and events say, or a text, by the checks on the scenario's account. */
export async function diagnosed(
  scenario: Scenario,
  startupSeconds?: number,
  text?: string,
): Promise<Diagnosis> {
  const facts = factStore([snapshotSource(scenario.snapshot)]);
  const where = { cluster: CLUSTER, service: scenario.service };
  const { observations, subject, unread } = await readAccount(facts, where);
  const options = new Map(
    startupSeconds === undefined
      ? []
      : [['grace-period', { startupSeconds: new Map([['*', startupSeconds]]) }]],
  );
  const { diagnosis } = await diagnose({
    observations: text === undefined ? observations : observationsIn(text),
    rules: catalogue,
    subject,
    unread,
    judge: async (rules) => {
      const { deployments } = await accountDeployments(
        facts,
        { clusters: [CLUSTER], services: [scenario.service] },
        { account: ACCOUNT, region: REGION },
      );
      return run({ deployments, inputErrors: [], rules, facts, ruleset: 'all', options });
    },
  });
  return diagnosis;
}

/** Diagnoses a text without an account. */
export async function diagnosedText(text: string): Promise<Diagnosis> {
  const { diagnosis } = await diagnose({ observations: observationsIn(text), rules: catalogue, subject: {} });
  return diagnosis;
}

/** The causes of a message with how they stand, in their order. */
export function causesOf({ recognised }: Diagnosis, message: string): readonly (readonly [string, string])[] {
  const found = recognised.find((one) => one.message === message);
  if (!found)
    throw new Error(`${message} was not recognised, but ${recognised.map((one) => one.message).join(', ')}`);
  return found.causes.map(({ cause, standing }) => [cause, standing] as const);
}
