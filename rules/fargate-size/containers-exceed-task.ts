import {
  all,
  both,
  chain,
  type Fact,
  present,
  some,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName, containers, type TaskDefinition } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, type Fix, failsIf, notApplicable, pass, type Verdict, where } from '../../src/rule.ts';
import { largestContainerMemory, type Sum, sumOfContainers, taskCpu, taskMemory } from './requested-size.ts';
import { fitFix } from './size-edits.ts';

/** Do the containers ask for more than the task has? The cpu part on Fargate, the memory parts everywhere. */
export function containersExceedTask(deployment: Deployment): readonly Verdict[] {
  return [...cpuVerdicts(deployment), ...memoryVerdicts(deployment)];
}

function cpuVerdicts(deployment: Deployment): readonly Verdict[] {
  const task = deployment.taskDefinition;
  const size = taskCpu(task);
  const premise = all([present(size), onFargate(deployment)]);
  const verdicts = where(premise, 'no task cpu on Fargate', () => {
    const sum = sumOfContainers(task, 'cpu');
    return failsIf(exceeds(sum, size), () => ({
      at: greedyCpu(task, size) ?? task.view.get('containerDefinitions'),
      message: `the containers' cpu adds up to ${sum.atLeast} CPU units, and the task's cpu is ${valueOr(size, 0)}`,
      evidence: shares(task, 'cpu'),
      fixes: fitFix(deployment),
    }));
  });
  return isList(verdicts) ? verdicts : [verdicts];
}

/** The cpu of the only container that alone asks for more than the task has: that is the number to mend. */
function greedyCpu(task: TaskDefinition, size: Fact<number>): View | undefined {
  const greedy = valueOr(containers(task), []).filter((container) =>
    valueOr(
      both(size, container.get('cpu').number, (most, asked) => asked > most),
      false,
    ),
  );
  return greedy.length === 1 ? greedy[0]?.get('cpu') : undefined;
}

function memoryVerdicts(deployment: Deployment): readonly Verdict[] {
  const task = deployment.taskDefinition;
  const size = taskMemory(task);
  return present(size).match<readonly Verdict[]>({
    known: (given) =>
      given
        ? [...singleVerdicts(deployment, size), sumVerdict(deployment, size)]
        : [notApplicable('no task memory is given')],
    absent: () => [notApplicable('no task memory is given')],
    unknown: (why) => [cannotTell(why)],
  });
}

const LIMITS = ['memory', 'memoryReservation'] as const;

/** One container's hard or soft limit above the task's memory: the API refuses it. */
function singleVerdicts(deployment: Deployment, size: Fact<number>): readonly Verdict[] {
  return containers(deployment.taskDefinition).match<readonly Verdict[]>({
    known: (list) =>
      list.flatMap((container) =>
        LIMITS.map((limit) =>
          failsIf(above(container, limit, size), () => ({
            at: container.get(limit),
            message: `${containerName(container)} has ${limit} ${valueOr(container.get(limit).number, 0)} MiB, and the task's memory is ${valueOr(size, 0)} MiB`,
            fixes: raiseMemory(deployment, memoryOfAll(deployment.taskDefinition), true),
          })),
        ),
      ),
    absent: () => [],
    unknown: (why) => [cannotTell(why)],
  });
}

/** What the largest container asks for, and all hard limits together: less would be reported next. */
function memoryOfAll(task: TaskDefinition): number {
  return Math.max(largestContainerMemory(task), sumOfContainers(task, 'memory').atLeast);
}

/** Only the sum of the hard limits above the task's memory: it registers, and the task may run out of memory. */
function sumVerdict(deployment: Deployment, size: Fact<number>): Verdict {
  const task = deployment.taskDefinition;
  const refused = some(containers(task), (container) => above(container, 'memory', size));
  if (valueOr(refused, false)) return pass();
  const sum = sumOfContainers(task, 'memory');
  return failsIf(exceeds(sum, size), () => ({
    at: task.view.get('containerDefinitions'),
    severity: 'warning',
    phase: 'operate',
    message: `the containers' hard memory limits add up to ${sum.atLeast} MiB, and the task's memory is ${valueOr(size, 0)} MiB`,
    why: 'each container may grow to its own limit, but together they share the task memory: a container is killed for lack of memory before it reaches its limit',
    evidence: shares(task, 'memory'),
    fixes: raiseMemory(deployment, sum.atLeast, false),
  }));
}

function above(container: View<ContainerShape>, limit: (typeof LIMITS)[number], size: Fact<number>): Truth {
  return both(size, container.get(limit).number, (most, asked) => asked > most);
}

/** A sum that is already too large on what is known of it is too large, whatever the rest adds. */
function exceeds(sum: Sum, size: Fact<number>): Truth {
  return chain(size, (most) =>
    sum.atLeast > most
      ? truth(true)
      : sum.whole.match<Truth>({
          known: (total) => truth(total > most),
          absent: () => truth(false),
          unknown: (why) => unknown(...why),
        }),
  );
}

/** "container "web": 512" for each container that gives the number. */
function shares(task: TaskDefinition, amount: 'cpu' | 'memory'): readonly string[] {
  return valueOr(containers(task), []).flatMap((container) => {
    const number = valueOr(container.get(amount).number, undefined);
    return number === undefined ? [] : [`${containerName(container)}: ${amount} ${number}`];
  });
}

/** More memory for the task: on Fargate the next legal size, elsewhere just as much as is asked for. */
function raiseMemory(deployment: Deployment, memory: number, refused: boolean): readonly Fix[] {
  if (valueOr(onFargate(deployment), false)) {
    return fitFix(deployment, { atLeastMemory: memory, refused });
  }
  return [
    {
      kind: 'edit',
      description: `raise the task's memory to the ${memory} MiB that the containers ask for`,
      safe: refused,
      edits: [{ at: deployment.taskDefinition.view.get('memory'), op: 'set', value: String(memory) }],
    },
  ];
}

function isList(verdicts: Verdict | readonly Verdict[]): verdicts is readonly Verdict[] {
  return Array.isArray(verdicts);
}
