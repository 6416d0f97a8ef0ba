/**
 * `npm run bench -- --audit` or `tsx bench/audit.ts [--services N]`: what auditing a cluster costs: calls against the fewest
 * that are needed (calls.md), time against what latency and AWS's rates allow, and memory.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Behaviour } from '../test/aws/standin/behaviour.ts';
import type { Call } from '../test/aws/standin/front.ts';
import { leastSeconds, sharers } from '../test/aws/standin/throttle.ts';
import { type Estate, estate } from '../test/estate/estate.ts';
import { neededCalls } from './needed-calls.ts';
import { type Cost, runMeasured } from './process.ts';
import { type StandinProcess, standinProcess } from './standin.ts';

/** How many requests the command has under way at once. */
const CONCURRENCY = 4;
/** The longest chain of questions of which each follows from the answer before. */
const CHAIN = 12;
const LATENCY_MS = 30;
/** Tighter than AWS documents, to see that nothing is lost where it throttles. */
const TIGHTER = 0.5;

interface Run {
  readonly cost: Cost;
  readonly calls: readonly Call[];
  /** What the command found, to be compared. */
  readonly result: Result;
}

interface Result {
  readonly deployments: readonly unknown[];
  readonly findings: readonly unknown[];
  readonly unknowns: readonly { readonly reason: string }[];
}

/** Audits an estate under several conditions, and prints what it cost. */
export async function measureAudit(bin: string, folder: string, services: number): Promise<void> {
  const { snapshot, cluster } = estate({ services });
  const standin = await standinProcess(snapshot, folder);
  const run = (behaviour: Behaviour, more: readonly string[] = []) =>
    audit(bin, folder, standin, cluster, behaviour, more);
  try {
    console.log(`audit of ${services} services`);
    const fast = await run({ latency: LATENCY_MS }, ['--no-pacing']);
    const counts = tellCalls(fast.calls, snapshot);
    const floor = Math.max(Math.ceil(fast.calls.length / CONCURRENCY), CHAIN) * LATENCY_MS;
    row(`${LATENCY_MS} ms each, no rates`, seconds(fast), times(fast, floor / 1000, 'the latency'));
    const bound = rateBound(counts, 1);

    const documented = await run({ latency: LATENCY_MS, rates: 1 });
    row(
      'AWS’s rates',
      seconds(documented),
      times(documented, bound.seconds, `what ${bound.operation} allows`),
    );
    row('', throttled(documented), 'target 0');

    const tight = await run({ latency: LATENCY_MS, rates: TIGHTER });
    row(
      `rates × ${TIGHTER}`,
      seconds(tight),
      times(tight, rateBound(counts, TIGHTER).seconds, 'what they allow'),
    );
    row('', throttled(tight), '');
    row('', difference(fast.result, documented.result), 'with AWS’s rates');
    row('', difference(fast.result, tight.result), 'with tighter ones');
    const peak = Math.max(...[fast, documented, tight].map(({ cost }) => cost.peakMegabytes));
    row('peak memory', `${peak.toFixed(0)} MB`, '');
  } finally {
    standin.close();
  }
}

async function audit(
  bin: string,
  folder: string,
  standin: StandinProcess,
  cluster: string,
  behaviour: Behaviour,
  more: readonly string[],
): Promise<Run> {
  await standin.behave(behaviour);
  const output = join(folder, 'audit.json');
  const args = ['audit', '--cluster', cluster, '--endpoint-url', standin.url, '--region', 'eu-west-1'];
  const cost = await runMeasured([bin, ...args, ...more, '--no-progress', '-f', `json=${output}`], {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'standin',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
  });
  if (cost.exitCode !== 0 && cost.exitCode !== 1)
    throw new Error(`the audit ended with code ${cost.exitCode}`);
  return {
    cost,
    calls: await standin.calls(),
    result: JSON.parse(readFileSync(output, 'utf8')) as Result,
  };
}

/** Prints the calls of each operation that are more than needed, and the sum; answers with the calls of each. */
function tellCalls(calls: readonly Call[], snapshot: Estate['snapshot']): ReadonlyMap<string, number> {
  const needed = neededCalls(snapshot);
  const counts = new Map<string, number>();
  for (const { service, operation } of calls) {
    const name = `${service}:${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  let least = 0;
  for (const [operation, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const fewest = needed.get(operation);
    least += Math.min(fewest ?? 0, count);
    if (count > (fewest ?? 0))
      row(`  ${operation}`, String(count), fewest === undefined ? 'not listed' : `needs ${fewest}`);
  }
  row('calls', String(calls.length), `${ratio(calls.length / least)} × the fewest (target ≤ 1.1)`);
  return counts;
}

/** The bucket that takes longest for these calls. */
function rateBound(
  counts: ReadonlyMap<string, number>,
  factor: number,
): { operation: string; seconds: number } {
  let bound = { operation: 'nothing', seconds: 0 };
  for (const operation of counts.keys()) {
    const together = sharers(operation).reduce((sum, sharer) => sum + (counts.get(sharer) ?? 0), 0);
    const least = leastSeconds(together, operation, factor);
    if (least > bound.seconds) bound = { operation, seconds: least };
  }
  return bound;
}

/** `3 throttled: ecs:DescribeTaskDefinition` */
function throttled({ calls }: Run): string {
  const hit = calls
    .filter((call) => call.throttled)
    .map(({ service, operation }) => `${service}:${operation}`);
  return `${[`${hit.length} throttled`, ...new Set(hit)].join(' ')}`;
}

function times({ cost }: Run, least: number, of: string): string {
  return least === 0 ? `no bound by ${of}` : `${ratio(cost.milliseconds / 1000 / least)} × ${of}`;
}

/** Did a slower run see less than the fast one? */
function difference(fast: Result, slow: Result): string {
  const lost = slow.unknowns.filter(({ reason }) => reason === 'throttled' || reason === 'error');
  if (lost.length > 0) return `${lost.length} unknowns`;
  const differing = (['deployments', 'findings', 'unknowns'] as const).filter(
    (part) => JSON.stringify(fast[part]) !== JSON.stringify(slow[part]),
  );
  return differing.length === 0 ? 'the same result' : `other ${differing.join(', ')}`;
}

function seconds({ cost }: Run): string {
  return `${(cost.milliseconds / 1000).toFixed(2)} s (${cost.cpuSeconds.toFixed(1)} s CPU)`;
}

function ratio(value: number): string {
  return value.toFixed(2);
}

function row(name: string, value: string, note: string): void {
  console.log(`${name.padEnd(52)}${value.padStart(20)}  ${note}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { services: { type: 'string', default: '1000' }, bin: { type: 'string' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-audit-'));
  try {
    const built = fileURLToPath(new URL('../dist/bin.cjs', import.meta.url));
    await measureAudit(values.bin ?? built, folder, Number(values.services));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
