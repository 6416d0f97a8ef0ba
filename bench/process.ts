import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const USAGE_HOOK = fileURLToPath(new URL('./report-usage.cjs', import.meta.url));

/** What a whole process took. */
export type Cost = {
  readonly milliseconds: number;
  readonly exitCode: number | null;
  readonly outputBytes: number;
  /** User and system time of all its threads, and its memory at the highest, as the kernel counted them. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
};

/** Runs node with these arguments, its output going to a pipe that is read. */
export async function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Cost> {
  return run(args, env, ['ignore', 'pipe', 'pipe']);
}

/** As `runNode`, and counts CPU time and memory, by a hook whose loading costs some milliseconds. */
export async function runMeasured(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Cost> {
  return run(['--require', USAGE_HOOK, ...args], env, ['ignore', 'pipe', 'pipe', 'pipe']);
}

async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdio: ('ignore' | 'pipe')[],
): Promise<Cost> {
  const begin = process.hrtime.bigint();
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio });
  let outputBytes = 0;
  let usage = '';
  child.stdio[1]?.on('data', (chunk: Buffer) => {
    outputBytes += chunk.length;
  });
  child.stdio[2]?.on('data', () => {});
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    usage += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
  const counted = (usage === '' ? {} : JSON.parse(usage)) as Partial<NodeJS.ResourceUsage>;
  return {
    milliseconds,
    exitCode,
    outputBytes,
    cpuSeconds: ((counted.userCPUTime ?? 0) + (counted.systemCPUTime ?? 0)) / 1e6,
    peakMegabytes: (counted.maxRSS ?? 0) / 1024,
  };
}
