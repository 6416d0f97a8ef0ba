import { chain, type Fact, known, orElse, unknown, valueOr } from '../../src/fact/fact.ts';
import { nearestLegalPairs, type TaskSize } from '../../src/knowledge/fargate-sizes.ts';
import { parseTaskCpu, parseTaskMemory } from '../../src/knowledge/task-size.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { containers, type TaskDefinition, windows } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';

/** The task's CPU in CPU units, in whichever legal spelling; how it may be spelled is another rule's matter. */
export function taskCpu(task: TaskDefinition): Fact<number> {
  return sized(task.view.get('cpu'), parseTaskCpu, 'CPU units nor vCPUs');
}

/** The task's memory in MiB. */
export function taskMemory(task: TaskDefinition): Fact<number> {
  return sized(task.view.get('memory'), parseTaskMemory, 'MiB nor GB');
}

function sized(view: View<string>, parse: (text: string) => number | undefined, units: string): Fact<number> {
  return chain(view.text, (text) => {
    const size = parse(text);
    return size === undefined
      ? unknown({ reason: 'unresolved', detail: `the task's ${view.key} "${text}" is neither ${units}` })
      : known(size);
  });
}

type Amount = 'cpu' | 'memory' | 'memoryReservation';

/** A sum over the containers: what is known of it, and whether that is all. */
export interface Sum {
  readonly atLeast: number;
  /** Unknown where a container's number is not known; then `atLeast` is what the others add up to. */
  readonly whole: Fact<number>;
}

/** Adds up a number of all containers; one that does not give it counts nothing. */
export function sumOfContainers(task: TaskDefinition, amount: Amount): Sum {
  let atLeast = 0;
  const whole = chain(
    orElse(containers(task), () => known([])),
    (list) => {
      let unsure: Fact<number> | undefined;
      for (const container of list) {
        const number = container.get(amount).number;
        atLeast += Math.max(0, valueOr(number, 0));
        unsure = number.match({ known: () => unsure, absent: () => unsure, unknown: () => unsure ?? number });
      }
      return unsure ?? known(atLeast);
    },
  );
  return { atLeast, whole };
}

/** The largest memory that one container asks for, hard or soft, in MiB. */
export function largestContainerMemory(task: TaskDefinition): number {
  let largest = 0;
  for (const container of valueOr(containers(task), [])) {
    const hard = valueOr(container.get('memory').number, 0);
    const soft = valueOr(container.get('memoryReservation').number, 0);
    largest = Math.max(largest, hard, soft);
  }
  return largest;
}

/** `WINDOWS` also where the family is not known: its sizes are legal on Linux too. */
export function sizeFamily(task: TaskDefinition): 'LINUX' | 'WINDOWS' {
  return windows(task).match({
    known: (is) => (is ? 'WINDOWS' : 'LINUX'),
    absent: () => 'LINUX',
    unknown: () => 'WINDOWS',
  });
}

/**
 * The cheapest size of Fargate that holds what the task asks for, and what its containers ask for, as far as the file
 * tells; undefined where none does.
 */
export function smallestFit({ taskDefinition }: Deployment, atLeastMemory = 0): TaskSize | undefined {
  const cpu = Math.max(valueOr(taskCpu(taskDefinition), 0), sumOfContainers(taskDefinition, 'cpu').atLeast);
  const hard = sumOfContainers(taskDefinition, 'memory').atLeast;
  const soft = sumOfContainers(taskDefinition, 'memoryReservation').atLeast;
  const asked = taskMemory(taskDefinition).match({
    known: (memory) => memory,
    absent: () => Math.max(hard, soft),
    unknown: () => Math.max(hard, soft),
  });
  const largest = largestContainerMemory(taskDefinition);
  // Memory that one container makes us raise is raised for all of them, or the sum of their limits would be reported next.
  const memory = Math.max(asked, atLeastMemory, largest > asked ? Math.max(largest, hard) : 0);
  return nearestLegalPairs(cpu, memory, sizeFamily(taskDefinition))[0];
}
