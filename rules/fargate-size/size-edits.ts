import { valueOr } from '../../src/fact/fact.ts';
import {
  fargateCpuSizes,
  fargateMaximum,
  legalMemory,
  type TaskSize,
  windowsCpuSizes,
} from '../../src/knowledge/fargate-sizes.ts';
import { parseTaskCpu, parseTaskMemory } from '../../src/knowledge/task-size.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { compatibleWith } from '../../src/model/launch.ts';
import type { Edit, Fix } from '../../src/rule.ts';
import {
  largestContainerMemory,
  sizeFamily,
  smallestFit,
  sumOfContainers,
  taskMemory,
} from './requested-size.ts';

/** "4096 MiB", "512, 1024 or 2048 MiB", "4096 to 16384 MiB in steps of 1024": the memory that goes with a CPU size. */
export function describeMemory(cpu: number): string {
  const legal = legalMemory(cpu);
  const [first = 0, second = first] = legal;
  const last = legal.at(-1) ?? first;
  if (legal.length > 4) return `${first} to ${last} MiB in steps of ${second - first}`;
  return `${legal.slice(0, -1).join(', ')} or ${last} MiB`;
}

/** "256, 512, 1024 … or 32768": the CPU sizes of an operating system. */
export function describeCpuSizes(family: 'LINUX' | 'WINDOWS'): string {
  const sizes = family === 'WINDOWS' ? windowsCpuSizes() : fargateCpuSizes();
  return `${sizes.slice(0, -1).join(', ')} or ${sizes.at(-1)}`;
}

/**
 * Is it ECS itself that refuses the size? It does at registration where the task definition says FARGATE. Where only the
 * service or `--as fargate` says so, the same task definition may run elsewhere today.
 */
function refusedAsItStands(deployment: Deployment): boolean {
  return valueOr(compatibleWith(deployment, 'FARGATE'), false);
}

/**
 * The cheapest legal size that holds the request, or `atLeastMemory` MiB where that is more: safe where ECS refuses what
 * it replaces.
 */
export function fitFix(
  deployment: Deployment,
  { atLeastMemory = 0, refused = refusedAsItStands(deployment) } = {},
): readonly Fix[] {
  const fit = smallestFit(deployment, atLeastMemory);
  if (!fit) return [];
  const description = `use ${spell(fit)}, the cheapest size of Fargate that holds what is asked for`;
  return sizeFix(deployment, fit, description, refused);
}

/** The member that is missing, from the cheapest legal size: safe where the request of the containers decides it. */
export function missingFix(deployment: Deployment, member: 'cpu' | 'memory'): readonly Fix[] {
  const task = deployment.taskDefinition;
  const fit = smallestFit(deployment);
  if (!fit) return [];
  const requests = member === 'cpu' ? sumOfContainers(task, 'cpu').atLeast : largestContainerMemory(task);
  const other = member === 'cpu' ? 'memory' : 'cpu';
  const otherGiven = valueOr(task.view.get(other).given, false);
  const edits = sizeEdits(deployment, fit).filter(({ at }) => at.key === member || otherGiven);
  return [
    {
      kind: 'edit',
      description: `use ${spell(fit)}, the cheapest size of Fargate that holds what the task and its containers ask for`,
      safe: requests > 0 && refusedAsItStands(deployment),
      edits,
    },
  ];
}

/** The other way to a legal pair: keep the CPU and lower the memory, or keep the memory and lower the CPU. */
export function smallerFix(deployment: Deployment, cpu: number): readonly Fix[] {
  const family = sizeFamily(deployment.taskDefinition);
  const memory = valueOr(taskMemory(deployment.taskDefinition), undefined);
  if (memory === undefined) return [];
  const legal = legalMemory(cpu);
  const highest = legal.at(-1) ?? 0;
  if (memory > highest) return lowered(deployment, { cpu, memory: highest }, 'memory');
  if (memory > (legal[0] ?? 0)) return [];
  const sizes = family === 'WINDOWS' ? windowsCpuSizes() : fargateCpuSizes();
  const below = sizes.filter((size) => size < cpu && legalMemory(size).includes(memory)).at(-1);
  return below === undefined ? [] : lowered(deployment, { cpu: below, memory }, 'cpu');
}

/** The largest size of Fargate, for a request above it. */
export function largestFix(deployment: Deployment): readonly Fix[] {
  const family = sizeFamily(deployment.taskDefinition);
  const cpu = family === 'WINDOWS' ? (windowsCpuSizes().at(-1) ?? 0) : fargateMaximum().cpu;
  const legal = legalMemory(cpu);
  const asked = valueOr(taskMemory(deployment.taskDefinition), 0);
  const memory = legal.find((mib) => mib >= asked) ?? legal.at(-1) ?? 0;
  const size = { cpu, memory };
  if (!holdsContainers(deployment, size)) return [];
  const description = `use ${spell(size)}, the largest size there is; a task that needs more runs on EC2 or Managed Instances, or as several tasks`;
  return sizeFix(deployment, size, description, false);
}

function lowered(deployment: Deployment, size: TaskSize, member: 'cpu' | 'memory'): readonly Fix[] {
  if (!holdsContainers(deployment, size)) return [];
  const kept = member === 'cpu' ? 'memory' : 'cpu';
  return sizeFix(deployment, size, `or keep the ${kept} and lower the ${member}: ${spell(size)}`, false);
}

function holdsContainers({ taskDefinition }: Deployment, { cpu, memory }: TaskSize): boolean {
  return (
    sumOfContainers(taskDefinition, 'cpu').atLeast <= cpu &&
    sumOfContainers(taskDefinition, 'memory').atLeast <= memory &&
    largestContainerMemory(taskDefinition) <= memory
  );
}

function sizeFix(deployment: Deployment, size: TaskSize, description: string, safe: boolean): readonly Fix[] {
  const edits = sizeEdits(deployment, size);
  return edits.length === 0 ? [] : [{ kind: 'edit', description, safe, edits }];
}

/** The members that differ from the size; one whose value a template decides is left alone. */
function sizeEdits({ taskDefinition: { view } }: Deployment, size: TaskSize): readonly Edit[] {
  const members = [
    ['cpu', parseTaskCpu],
    ['memory', parseTaskMemory],
  ] as const;
  return members.flatMap(([member, parse]) => {
    const at = view.get(member);
    const differs = at.text.match({
      known: (text) => parse(text) !== size[member],
      absent: () => true,
      unknown: () => false,
    });
    return differs ? [{ at, op: 'set' as const, value: String(size[member]) }] : [];
  });
}

/** "1024 CPU units with 4096 MiB". */
function spell({ cpu, memory }: TaskSize): string {
  return `${cpu} CPU units with ${memory} MiB`;
}
