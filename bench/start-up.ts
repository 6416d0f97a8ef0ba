import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './process.ts';

type Case = {
  readonly name: string;
  readonly args: readonly string[];
  /** `warm`: written by an earlier run; `cold`: empty, as for a first run; `off`: neither read nor written. */
  readonly cache: 'warm' | 'cold' | 'off';
  /** The exit code that says it did what it was to do. */
  readonly exitCode: number;
  /** Times `node -e 0`, at most (DESIGN: speed). */
  readonly target: number;
};

export type StartUp = {
  readonly name: string;
  readonly milliseconds: number;
  readonly ratio: number;
  readonly target: number;
};

/** Rounds whose times are thrown away: the disk is cold, and the caches have to be written. */
const WARM_UP = 3;

/** How long whole runs on one file take, against an empty node started right before each. */
export async function measureStartUp(
  bin: string,
  folder: string,
  rounds: number,
): Promise<readonly StartUp[]> {
  const file = join(folder, 'task-definition.json');
  const check = (...more: string[]) => [bin, 'check', file, ...more];
  const cases: readonly Case[] = [
    { name: '--version', args: [bin, '--version'], cache: 'warm', exitCode: 0, target: 1.2 },
    { name: 'check, text, warm cache', args: check(), cache: 'warm', exitCode: 1, target: 1.5 },
    { name: 'check, JSON, warm cache', args: check('-f', 'json'), cache: 'warm', exitCode: 1, target: 1.5 },
    { name: 'check, text, empty cache', args: check(), cache: 'cold', exitCode: 1, target: 1.9 },
    { name: 'check, JSON, empty cache', args: check('-f', 'json'), cache: 'cold', exitCode: 1, target: 1.9 },
    { name: 'check, text, no cache', args: check(), cache: 'off', exitCode: 1, target: 1.9 },
  ];
  const warm = mkdtempSync(join(folder, 'warm-'));
  const times = cases.map(() => ({ base: [] as number[], own: [] as number[] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [index, { name, args, cache, exitCode }] of cases.entries()) {
      const cacheFolder = cache === 'cold' ? mkdtempSync(join(folder, 'cold-')) : warm;
      const env = {
        XDG_CACHE_HOME: cacheFolder,
        ...(cache === 'off' ? { ECS_PREFLIGHT_NO_CODE_CACHE: '1' } : {}),
      };
      const base = await runNode(['-e', '0'], env);
      const own = await runNode(args, env);
      if (cache === 'cold') rmSync(cacheFolder, { recursive: true });
      if (own.exitCode !== exitCode) throw new Error(`${name}: exit code ${own.exitCode}, not ${exitCode}`);
      if (round < 0) continue;
      times[index]?.base.push(base.milliseconds);
      times[index]?.own.push(own.milliseconds);
    }
  }
  const empty = median(times.flatMap(({ base }) => base));
  return [
    { name: 'node -e 0', milliseconds: empty, ratio: 1, target: 1 },
    ...cases.map(({ name, target }, index) => {
      const { base = [], own = [] } = times[index] ?? {};
      return { name, milliseconds: median(own), ratio: median(own) / median(base), target };
    }),
  ];
}

/** The middle one; NaN of none. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
