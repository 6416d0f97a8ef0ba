import { type Decisions, govern } from '../../engine/govern.ts';
import type { Facts } from '../../fact/kind.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { OptionValues } from '../../rule.ts';
import type { Arguments } from '../arguments.ts';
import { baselineFrom, writeBaseline } from './baseline.ts';
import { type Naming, readConfigurations } from './configurations.ts';
import { configuredMandates, configuredSuppressions, refuseSkipped } from './from-configurations.ts';
import type { Governance } from './governance.ts';
import { inlineDecisions, NOTHING_INLINE } from './inline.ts';
import { Register } from './register.ts';
import { runLevel } from './run-level.ts';
import { lastSetting, severityChoices } from './severities.ts';

export { readConfigurations } from './configurations.ts';
export { printed } from './printed.ts';

/** What is to be governed, and what the command line says of it. */
export interface Governed extends Naming {
  readonly given: Arguments;
  readonly deployments: readonly Deployment[];
  readonly options: ReadonlyMap<string, OptionValues>;
  readonly facts: Facts;
}

/** Gathers what the user decided about these deployments: on the command line, in configurations, beside the definitions. */
export async function governanceFor({
  given,
  deployments,
  options,
  facts,
  ...naming
}: Governed): Promise<Governance> {
  const files = deployments.length === 0 ? [undefined] : deployments.map(({ file }) => file);
  const configurations = await readConfigurations(files, given, naming);
  refuseSkipped(given.skip, configurations.all);
  const register = new Register(configurations, naming.catalogue, { ruleset: given.said.ruleset, options });
  const baseline = baselineFrom(given);
  const inline = given.inlineConfig
    ? await inlineDecisions(deployments, facts, naming.catalogue)
    : NOTHING_INLINE;
  const decisions: Decisions = {
    severities: severityChoices(register.scopes, lastSetting(register)),
    suppressions: [...configuredSuppressions(register), ...inline.suppressions],
    mandatory: configuredMandates(register),
    ...(baseline ? { baseline } : {}),
    today: new Date().toISOString().slice(0, 10),
    catalogue: naming.catalogue,
    reportUnused: given.reportUnusedSuppressions,
  };
  const texts = new Map(configurations.all.map(({ file, text }) => [file, text]));
  return {
    mannerOf: (deployment) => register.mannerOf(deployment),
    errors: [...configurations.all.flatMap(({ errors }) => errors), ...inline.errors],
    ...runLevel(files.map(configurations.of), given.said),
    textOf: (file) => texts.get(file),
    decide: async (judged) => {
      const { suppressions, errors } = await inline.afterJudging();
      const result = { ...judged, inputErrors: [...judged.inputErrors, ...errors] };
      register.learn(result);
      return govern(result, { ...decisions, suppressions: [...decisions.suppressions, ...suppressions] });
    },
    finish: async ({ baseline: compared }) => {
      if (compared) writeBaseline(compared);
    },
  };
}
