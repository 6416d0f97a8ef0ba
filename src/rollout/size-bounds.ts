import { eniLimit } from '../knowledge/eni-limits.ts';
import { instanceSize } from '../knowledge/instance-sizes.ts';
import type { Demand } from './demand.ts';
import type { GroupInUse } from './most-instances.ts';

/** How many tasks fit: at least, and at most. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Of an instance's memory the system and the agent take a share; this much of it is left at the least. */
const LEFT_FOR_TASKS = 0.85;
const CPU_UNITS = 1024;

/**
 * The tasks that Auto Scaling groups at their maximum size have room for, with nothing else on their instances. An instance whose
 * type is not known takes any number, unless each task needs a port of it, or an instance, for itself.
 */
export function boundsOf(groups: readonly GroupInUse[], demand: Demand, distinct: boolean): Bounds {
  const each = groups
    .filter(({ maximum }) => maximum > 0)
    .map((group) => {
      const one = ofInstance(group, demand, distinct);
      return { least: one.least * group.maximum, most: one.most * group.maximum };
    });
  const total = (which: keyof Bounds) => each.reduce((sum, bounds) => sum + bounds[which], 0);
  return { least: total('least'), most: total('most') };
}

function ofInstance({ shape }: GroupInUse, demand: Demand, distinct: boolean): Bounds {
  const alone = distinct || demand.tcp.length > 0 || demand.udp.length > 0;
  const limit = alone ? 1 : Number.POSITIVE_INFINITY;
  const types = (shape.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).map(
    ({ InstanceType }) => InstanceType,
  );
  if (types.length === 0 || types.includes(undefined)) return { least: 0, most: limit };
  const byType = types.map((type = '') => ofType(type, demand));
  return {
    least: Math.min(limit, ...byType.map(({ least }) => least)),
    most: Math.min(limit, Math.max(...byType.map(({ most }) => most))),
  };
}

function ofType(type: string, demand: Demand): Bounds {
  const size = instanceSize(type);
  const interfaces = demand.interfaces === 0 ? undefined : eniLimit(type);
  // Whether trunking is turned on the account knows.
  const attached = interfaces
    ? { least: interfaces.plain, most: Math.max(interfaces.plain, interfaces.trunked ?? 0) }
    : { least: demand.interfaces === 0 ? Number.POSITIVE_INFINITY : 0, most: Number.POSITIVE_INFINITY };
  const trunkingOpen = interfaces !== undefined && interfaces.trunked === undefined;
  if (!size) return { least: 0, most: trunkingOpen ? Number.POSITIVE_INFINITY : attached.most };
  const cpu = times(size.vcpus * CPU_UNITS, demand.cpu);
  const least = Math.min(cpu, times(size.memoryMiB * LEFT_FOR_TASKS, demand.memory), attached.least);
  const most = Math.min(
    cpu,
    times(size.memoryMiB, demand.memory),
    trunkingOpen ? Number.POSITIVE_INFINITY : attached.most,
  );
  // Which types have GPUs, and how many, is not in the data.
  return { least: demand.gpus > 0 ? 0 : least, most };
}

function times(has: number, takes: number): number {
  return takes > 0 ? Math.floor(has / takes) : Number.POSITIVE_INFINITY;
}
