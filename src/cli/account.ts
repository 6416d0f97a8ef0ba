import type { Facts } from '../fact/kind.ts';
import { recording } from '../fact/recorder.ts';
import type { Snapshot } from '../fact/snapshot.ts';
import { type FactSource, factStore, holdAll } from '../fact/store.ts';
import { openInput } from '../read/open.ts';
import type { Target } from '../read/pair.ts';
import { readSnapshot } from '../read/snapshot.ts';
import type { Arguments } from './arguments.ts';
import { listOf } from './flags.ts';
import { localSource } from './local-source.ts';
import { showProgress } from './progress.ts';
import { UsageError } from './usage-error.ts';

/** The account that is asked, or what stands in for it. */
export interface Account {
  readonly facts: Facts;
  /** Where the questions go, which is also where is deployed to. */
  readonly target: Target;
  /** What was seen so far; only where it was asked to be recorded. */
  readonly recorded?: () => Snapshot;
  /** Ends the progress line, connections too. */
  close(): void;
}

/** Opens the account (`--live`), a snapshot (`--snapshot`), or neither: then every question goes unanswered. */
export async function openAccount(
  given: Arguments,
  wish: { readonly record?: boolean } = {},
): Promise<Account> {
  const asked = targetOf(given);
  if (given.snapshot !== undefined) {
    if (given.live)
      throw new UsageError('--live and --snapshot exclude each other: ask the account, or what was recorded');
    return replayed(given.snapshot, asked);
  }
  const live = given.live || given.command === 'audit' || given.command === 'snapshot';
  if (!live) {
    for (const [name, value] of [
      ['profile', given.profile],
      ['role-arn', given.roleArn],
      ['endpoint-url', given.endpointUrl],
    ] as const)
      if (value !== undefined) throw new UsageError(`--${name} asks the account, which needs --live`);
    return { facts: factStore([]), target: asked, close: () => undefined };
  }
  return opened(given, asked, wish.record ?? false);
}

async function opened(given: Arguments, asked: Target, record: boolean): Promise<Account> {
  const { openSession } = await import('../aws/index.ts');
  const progress = showProgress(given);
  const session = await openSession({
    ...(given.region === undefined ? {} : { region: given.region }),
    ...(given.profile === undefined ? {} : { profile: given.profile }),
    ...(given.roleArn === undefined ? {} : { roleArn: given.roleArn }),
    ...(given.endpointUrl === undefined ? {} : { endpointUrl: given.endpointUrl }),
    env: process.env,
    pacing: given.pacing,
    onProgress: progress.report,
  });
  if ('problem' in session) {
    progress.end();
    throw new UsageError(session.message);
  }
  const { account, region } = session;
  if (asked.account !== undefined && asked.account !== account) {
    session.close();
    throw new UsageError(`--account is ${asked.account}, but the credentials are of account ${account}`);
  }
  const now = new Date().toISOString();
  const sources: FactSource[] = [localSource(now), session.source];
  const recorder = record ? recording(joined(sources)) : undefined;
  return {
    facts: factStore(recorder ? [recorder.source] : sources),
    target: { ...asked, account, region },
    ...(recorder ? { recorded: () => recorder.snapshot({ account, region, at: now }) } : {}),
    close: () => {
      progress.end();
      session.close();
    },
  };
}

/** Two sources as one: what the first calls not its own, the second is asked. */
function joined(sources: readonly FactSource[]): FactSource {
  const [first, second] = sources;
  return {
    hold: () => holdAll(sources),
    answer: async (kind, query) => (await first?.answer(kind, query)) ?? second?.answer(kind, query),
    list: async (kind, scope) => (await first?.list(kind, scope)) ?? second?.list(kind, scope),
  };
}

async function replayed(file: string, asked: Target): Promise<Account> {
  const { snapshotSource } = await import('../fact/snapshot.ts');
  const opened = openInput(file);
  if ('error' in opened) throw new UsageError(`--snapshot: ${file}: ${opened.error.message}`);
  const read = readSnapshot(opened.text, file);
  if ('error' in read) {
    const { line, column, message } = read.error;
    const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
    throw new UsageError(`--snapshot: ${file}${place}: ${message}`);
  }
  const { account, region } = read.snapshot;
  for (const [name, wanted, has] of [
    ['account', asked.account, account],
    ['region', asked.region, region],
  ] as const)
    if (wanted !== undefined && wanted !== has)
      throw new UsageError(`--${name} is ${wanted}, but the snapshot ${file} is of ${name} ${has}`);
  return {
    facts: factStore([snapshotSource(read.snapshot)]),
    target: { ...asked, account, region },
    close: () => undefined,
  };
}

function targetOf({ command, region, account, cluster, as }: Arguments): Target {
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new UsageError(`--account wants twelve digits, got "${account}"`);
  }
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    throw new UsageError(`--region wants a region such as eu-west-1, got "${region}"`);
  }
  const clusters = listOf(cluster);
  const [first, second] = clusters;
  if (command === 'check' && second !== undefined)
    throw new UsageError(`check deploys to one cluster, and --cluster names ${clusters.join(', ')}`);
  return {
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(command === 'audit' || first === undefined ? {} : { cluster: first }),
    ...(as === 'fargate' ? { asFargate: true } : {}),
  };
}
