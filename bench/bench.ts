/**
 * `npm run bench [-- --rounds N]`: how long the built command takes to start, and how much it gets through;
 * `npm run bench -- --audit` besides: what auditing a cluster of a thousand services costs (minutes).
 * Prints a table; judges nothing, because another machine has other times.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../scripts/build-if-stale.ts';
import { measureAudit } from './audit.ts';
import { measureStartUp } from './start-up.ts';
import { taskDefinition } from './task-definitions.ts';
import { measureTemplates } from './templates.ts';
import { measureThroughput } from './throughput.ts';

/** A task definition of the generator with faults (memory that its CPU does not go with). */
const FAULTY = findFaulty();

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '21' }, audit: { type: 'boolean', default: false } },
});
const bin = fileURLToPath(new URL('../dist/bin.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-bench-'));
buildIfStale();
try {
  writeFileSync(join(folder, 'task-definition.json'), JSON.stringify(FAULTY, null, 2));
  console.log(
    `node ${process.version}, ${process.platform} ${process.arch}, medians of ${values.rounds} runs\n`,
  );
  row('start-up', 'ms', '× node -e 0', 'target ≤');
  for (const { name, milliseconds, ratio, target } of await measureStartUp(
    bin,
    folder,
    Number(values.rounds),
  )) {
    row(name, milliseconds.toFixed(1), ratio.toFixed(2), target.toFixed(1));
  }
  console.log('');
  row('template of 500 resources', 'ms', '×', 'target');
  for (const { name, milliseconds, ratio, than, target } of await measureTemplates(
    bin,
    folder,
    Number(values.rounds),
  )) {
    row(name, milliseconds.toFixed(1), ratio.toFixed(2), target, `  ${than}`);
  }
  console.log('');
  row('throughput', 'CPU s', 'per s and core', 'ms each', 'peak MB', 'output MB');
  for (const { name, count, cpuSeconds, peakMegabytes, outputMegabytes } of await measureThroughput(
    bin,
    folder,
  )) {
    row(
      name,
      cpuSeconds.toFixed(2),
      (count / cpuSeconds).toFixed(0),
      ((cpuSeconds / count) * 1000).toFixed(3),
      peakMegabytes.toFixed(0),
      outputMegabytes.toFixed(1),
    );
  }
  console.log('\ntargets: 10,000 files at 2,000 per second and core and more, in 512 MB and less');
  if (values.audit) await measureAudit(bin, folder, 1000);
} finally {
  rmSync(folder, { recursive: true });
}

function findFaulty(): object {
  for (let number = 0; ; number++) {
    const candidate = taskDefinition(number);
    if ('memory' in candidate && candidate.memory === '1000') return candidate;
  }
}

function row(name: string, ...cells: readonly string[]): void {
  console.log(name.padEnd(26) + cells.map((cell) => cell.padStart(15)).join(''));
}
