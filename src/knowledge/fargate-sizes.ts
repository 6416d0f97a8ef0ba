/**
 * The task sizes that Fargate has. Source and date in fargate-sizes.json
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html, "Task size").
 * CPU in CPU units (1024 = 1 vCPU), memory in MiB.
 */
import data from './fargate-sizes.json' with { type: 'json' };

/** A task's size: CPU units and MiB. */
export interface TaskSize {
  readonly cpu: number;
  readonly memory: number;
}

interface MemoryRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}
interface SizeRow {
  readonly cpuUnits: number;
  readonly memoryMiB: readonly number[] | MemoryRange;
  readonly windows: boolean;
  readonly minimumLinuxPlatformVersion: string | null;
}

interface Sizes {
  readonly rows: ReadonlyMap<number, SizeRow>;
  readonly memory: ReadonlyMap<number, readonly number[]>;
  readonly cpu: readonly number[];
  readonly windowsCpu: readonly number[];
  readonly maximum: TaskSize;
}

let parsed: Sizes | undefined;

function sizes(): Sizes {
  if (parsed !== undefined) return parsed;
  const rows: readonly SizeRow[] = data.sizes;
  const memory = new Map(rows.map((row) => [row.cpuUnits, memorySteps(row.memoryMiB)]));
  parsed = {
    rows: new Map(rows.map((row) => [row.cpuUnits, row])),
    memory,
    cpu: rows.map((row) => row.cpuUnits),
    windowsCpu: rows.filter((row) => row.windows).map((row) => row.cpuUnits),
    maximum: {
      cpu: Math.max(...memory.keys()),
      memory: Math.max(...[...memory.values()].flat()),
    },
  };
  return parsed;
}

function memorySteps(memory: readonly number[] | MemoryRange): readonly number[] {
  if (!('step' in memory)) return memory;
  const steps: number[] = [];
  for (let mib = memory.min; mib <= memory.max; mib += memory.step) steps.push(mib);
  return steps;
}

/** Day on which the sizes were read. */
export function fargateSizesAsOf(): string {
  return data.asOf;
}

/** Every CPU size, smallest first, in CPU units. */
export function fargateCpuSizes(): readonly number[] {
  return sizes().cpu;
}

/** The CPU sizes for Windows containers: 1 to 4 vCPU. */
export function windowsCpuSizes(): readonly number[] {
  return sizes().windowsCpu;
}

/** Memory values that go with that CPU size, ascending, in MiB; empty when Fargate has no such CPU size. */
export function legalMemory(cpuUnits: number): readonly number[] {
  return sizes().memory.get(cpuUnits) ?? [];
}

/** Whether Fargate has that size, whatever the operating system. */
export function isLegalPair(cpuUnits: number, memoryMiB: number): boolean {
  return legalMemory(cpuUnits).includes(memoryMiB);
}

/** The largest CPU and the largest memory of any size: what exceeds either will never run on Fargate. */
export function fargateMaximum(): TaskSize {
  return sizes().maximum;
}

/** The oldest Linux platform version with that CPU size; undefined when every version has it. */
export function minimumPlatformVersion(cpuUnits: number): string | undefined {
  return sizes().rows.get(cpuUnits)?.minimumLinuxPlatformVersion ?? undefined;
}

/**
 * The sizes that hold at least the requested CPU and memory, one per CPU size, cheapest first; empty when none does.
 * A vCPU costs about nine times a GB (https://aws.amazon.com/fargate/pricing/) and a larger CPU size never has finer
 * memory steps, so ascending CPU is ascending price.
 */
export function nearestLegalPairs(
  cpuUnits: number,
  memoryMiB: number,
  os: 'LINUX' | 'WINDOWS' = 'LINUX',
): TaskSize[] {
  const pairs: TaskSize[] = [];
  for (const cpu of os === 'WINDOWS' ? windowsCpuSizes() : fargateCpuSizes()) {
    if (cpu < cpuUnits) continue;
    const memory = legalMemory(cpu).find((mib) => mib >= memoryMiB);
    if (memory !== undefined) pairs.push({ cpu, memory });
  }
  return pairs;
}
