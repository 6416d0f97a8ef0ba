import { run } from '../engine/run.ts';
import { redacted } from '../knowledge/redact.ts';
import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { visible } from '../report/escape.ts';
import type { Rule } from '../rule.ts';
import { type Account, openAccount } from './account.ts';
import type { Arguments } from './arguments.ts';
import { auditedServices } from './audit.ts';
import { catalogueOf } from './catalogue.ts';
import { readInputs } from './check.ts';
import { BROKEN, CLEAN } from './exit-code.ts';
import { listOf, ruleOptions } from './flags.ts';
import { governanceOf } from './governance/wanted.ts';
import { writeAll, writeFileChunks } from './output.ts';
import { selectRules } from './selection.ts';
import { tell } from './standard-output.ts';
import { UsageError } from './usage-error.ts';

/** `snapshot`: asks what the selected rules ask, of running services or of inputs, and writes down every answer. */
export async function snapshot(given: Arguments): Promise<number> {
  const naming = await catalogueOf(given);
  const rules = selectRules(naming.catalogue, given);
  const options = ruleOptions(naming.catalogue, given.option, given.startupSeconds);
  const audited = given.inputs.length === 0 || given.service.length > 0 || given.allClusters;
  if (audited && !given.allClusters && given.cluster.length === 0)
    throw new UsageError('snapshot wants --cluster NAME, --all-clusters, or files to record for');
  const account = await openAccount(given, { record: true });
  try {
    const { deployments, errors } = await recordedDeployments(given, account, audited);
    const { facts } = account;
    // The options of a configuration decide what is asked.
    const { governance } = await governanceOf({ ...naming, given, deployments, options, facts });
    const manner = governance?.mannerOf ? { mannerOf: governance.mannerOf } : {};
    const asked = [...rules, ...(await diagnosisOf(given, account))];
    await run({ deployments, inputErrors: [], rules: asked, facts, ruleset: 'all', options, ...manner });
    const text = await spelled(account, given.keepEnvironment);
    account.close();
    if (given.output === undefined) await tell([text]);
    else writeTo(given.output, text);
    const wrong = [...errors, ...(governance?.errors ?? [])];
    if (wrong.length === 0) return CLEAN;
    const lines = wrong.map(({ file, message }) => `ecs-preflight: ${visible(file)}: ${visible(message)}\n`);
    await writeAll(process.stderr, lines);
    return BROKEN;
  } finally {
    account.close();
  }
}

/**
 * Who names a service may want to know later why it failed: its tasks are read, and what `diagnose` checks is checked. Of every
 * service of a cluster that would be a call each.
 */
async function diagnosisOf(given: Arguments, { facts }: Account): Promise<readonly Rule[]> {
  if (given.service.length === 0 || given.rule.length > 0) return [];
  const { diagnosisChecks, readAccount } = await import('./diagnose.ts');
  const asked = listOf(given.cluster).flatMap((cluster) =>
    listOf(given.service).map((service) => readAccount(facts, { cluster, service })),
  );
  await Promise.all(asked);
  return [diagnosisChecks];
}

async function recordedDeployments(
  given: Arguments,
  account: Account,
  audited: boolean,
): Promise<{ readonly deployments: readonly Deployment[]; readonly errors: readonly InputError[] }> {
  const services = audited ? await auditedServices(given, account) : { deployments: [], errors: [] };
  const inputs = await readInputs({ ...given, service: [] }, account);
  return {
    deployments: [...services.deployments, ...inputs.deployments],
    errors: [...services.errors, ...inputs.inputErrors],
  };
}

async function spelled({ recorded }: Account, keepEnvironment: boolean): Promise<string> {
  if (!recorded) throw new Error('nothing was recorded');
  const seen = recorded();
  return `${JSON.stringify(redacted(seen, { keepEnvironment }), null, 1)}\n`;
}

function writeTo(file: string, text: string): void {
  try {
    writeFileChunks(file, [text]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--output: cannot write ${file}: ${why}`);
  }
}
