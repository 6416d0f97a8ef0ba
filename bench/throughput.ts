import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { runMeasured } from './process.ts';
import { taskDefinition } from './task-definitions.ts';

export type Throughput = {
  readonly name: string;
  readonly count: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly outputMegabytes: number;
};

const LARGE_BYTES = 50_000_000;

/** What one process needs for many files, and for one file of 50 MB; node's own start is in it. */
export async function measureThroughput(bin: string, folder: string): Promise<readonly Throughput[]> {
  const results: Throughput[] = [];
  for (const count of [1_000, 10_000]) {
    const files = join(folder, String(count));
    mkdirSync(files);
    for (let number = 0; number < count; number++) {
      writeFileSync(join(files, `${number}.json`), JSON.stringify(taskDefinition(number), null, 2));
    }
    results.push(await measure(`${count} files`, count, bin, join(files, '*.json')));
  }
  const large = join(folder, 'large.json');
  const count = await writeLarge(large);
  results.push(await measure('one file of 50 MB', count, bin, large));
  return results;
}

async function measure(name: string, count: number, bin: string, input: string): Promise<Throughput> {
  const cost = await runMeasured([bin, 'check', input, '-f', 'json'], { XDG_CACHE_HOME: '' });
  // The task definitions have faults: anything but "findings" is a run that did not do its work.
  if (cost.exitCode !== 1) throw new Error(`${name}: exit code ${cost.exitCode}, not 1`);
  return { name, count, ...cost, outputMegabytes: cost.outputBytes / 1e6 };
}

/** Writes a list of task definitions of 50 MB; answers with their number. */
async function writeLarge(file: string): Promise<number> {
  const stream = createWriteStream(file);
  let bytes = 0;
  let count = 0;
  while (bytes < LARGE_BYTES) {
    const text = `${count === 0 ? '[' : ','}\n${JSON.stringify(taskDefinition(count), null, 2)}`;
    stream.write(text);
    bytes += text.length;
    count++;
  }
  stream.end('\n]\n');
  await finished(stream);
  return count;
}
