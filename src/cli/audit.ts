import type { InputError } from '../model/input-error.ts';
import { accountDeployments } from '../read/account.ts';
import { type FormatName, formats } from '../report/report.ts';
import { type Account, openAccount } from './account.ts';
import type { Arguments } from './arguments.ts';
import { catalogueOf } from './catalogue.ts';
import { elsewhere } from './elsewhere.ts';
import { listOf, ruleOptions } from './flags.ts';
import { destinations } from './formats.ts';
import { governanceOf } from './governance/wanted.ts';
import { judgeAndTell } from './judge.ts';
import { printConfig } from './print-config.ts';
import { selectRules } from './selection.ts';
import { UsageError } from './usage-error.ts';

/** `audit`: judges every running service of the clusters, each with its registered task definition. */
export async function audit(given: Arguments): Promise<number> {
  const outputs = destinations(given.format, Object.keys(formats) as FormatName[], 'text');
  const naming = await catalogueOf(given);
  const rules = selectRules(naming.catalogue, given);
  const options = ruleOptions(naming.catalogue, given.option, given.startupSeconds);
  if (given.printConfig) return printConfig(given, naming);
  wantedOf(given);
  const account = await openAccount(given);
  try {
    const { deployments, errors } = await auditedServices(given, account);
    return await judgeAndTell(
      {
        ...(await governanceOf({ ...naming, given, deployments, options, facts: account.facts })),
        deployments,
        inputErrors: errors,
        rules,
        options,
        outputs,
        facts: account.facts,
        textOf: () => undefined,
        judged: account.close,
      },
      given,
    );
  } finally {
    account.close();
  }
}

/** The services that `--cluster`, `--all-clusters` and `--service` name. A cluster that does not exist ends the run. */
export async function auditedServices(given: Arguments, { facts, target }: Account) {
  const wanted = wantedOf(given);
  for (const name of [...(wanted.clusters ?? []), ...wanted.services]) {
    const there = elsewhere(name, target);
    if (there)
      throw new UsageError(`${wanted.services.includes(name) ? '--service' : '--cluster'} ${name}: ${there}`);
  }
  const found = await accountDeployments(facts, wanted, target);
  const gone = found.errors.find(isMissingCluster(wanted.clusters));
  if (gone && found.deployments.length === 0 && wanted.clusters?.length === 1)
    throw new UsageError(`--cluster ${gone.file}: ${gone.message}`);
  return found;
}

function isMissingCluster(clusters: readonly string[] | undefined): (error: InputError) => boolean {
  return ({ file, message }) =>
    (clusters?.includes(file) ?? false) && message.startsWith('there is no such cluster');
}

function wantedOf({ command, cluster, allClusters, service }: Arguments) {
  const clusters = listOf(cluster);
  if (allClusters && clusters.length > 0)
    throw new UsageError('--all-clusters and --cluster exclude each other');
  if (!allClusters && clusters.length === 0)
    throw new UsageError(`${command} wants --cluster NAME (repeatable) or --all-clusters`);
  return { clusters: allClusters ? undefined : clusters, services: listOf(service) };
}
