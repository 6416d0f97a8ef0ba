import { both, chain, collect, type Fact, known, map, orElse, unknown } from '../fact/fact.ts';
import { parseTaskCpu, parseTaskMemory } from '../knowledge/task-size.ts';
import type { ContainerShape } from '../model/shapes.ts';
import { containers, networkMode, type TaskDefinition } from '../model/task-definition.ts';
import type { View } from '../model/view.ts';

/** What one task takes of a container instance. */
export interface Demand {
  /** CPU units, 1024 of which are one vCPU. */
  readonly cpu: number;
  /** MiB that ECS reserves: those of the task, or the sum of its containers' reservations. */
  readonly memory: number;
  /** Host ports that are the same wherever the task runs. */
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  readonly gpus: number;
  /** Network interfaces: one with awsvpc. */
  readonly interfaces: 0 | 1;
}

/**
 * What a task of this definition takes where it is placed on an instance. Placement counts the task's size, and without one
 * the sum over the containers: `cpu`, and `memoryReservation` before `memory`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
 */
export function demandOf(task: TaskDefinition): Fact<Demand> {
  return chain(networkMode(task), (mode) =>
    chain(containers(task), (list) => {
      const size = both(cpuOf(task, list), memoryOf(task, list), (cpu, memory) => ({ cpu, memory }));
      const rest = both(portsOf(list, mode), gpusOf(list), (ports, gpus) => ({ ...ports, gpus }));
      return both(size, rest, (a, b): Demand => ({ ...a, ...b, interfaces: mode === 'awsvpc' ? 1 : 0 }));
    }),
  );
}

type Containers = readonly View<ContainerShape>[];

function cpuOf(task: TaskDefinition, list: Containers): Fact<number> {
  const { view } = task;
  const whole = parsed(view.get('cpu').text, parseTaskCpu, 'cpu');
  return orElse(whole, () =>
    sum(list.map((container) => orElse(container.get('cpu').number, () => known(0)))),
  );
}

function memoryOf(task: TaskDefinition, list: Containers): Fact<number> {
  const whole = parsed(task.view.get('memory').text, parseTaskMemory, 'memory');
  return orElse(whole, () =>
    sum(
      list.map((container) =>
        orElse(
          orElse(container.get('memoryReservation').number, () => container.get('memory').number),
          () =>
            unknown({ reason: 'unresolved', detail: 'a container gives no memory, and the task neither' }),
        ),
      ),
    ),
  );
}

function parsed(
  text: Fact<string>,
  parse: (text: string) => number | undefined,
  member: string,
): Fact<number> {
  return chain(text, (spelled) => {
    const number = parse(spelled);
    return number === undefined
      ? unknown({
          reason: 'unresolved',
          detail: `the task's ${member} ${JSON.stringify(spelled)} is no size`,
        })
      : known(number);
  });
}

function sum(numbers: readonly Fact<number>[]): Fact<number> {
  return map(collect(numbers), (all) => all.reduce((total, number) => total + number, 0));
}

type Ports = Pick<Demand, 'tcp' | 'udp'>;

/** Static ports of the instance: the host port in bridge mode, every container port in host mode, none with awsvpc. */
function portsOf(list: Containers, mode: string): Fact<Ports> {
  if (mode === 'awsvpc' || mode === 'none') return known({ tcp: [], udp: [] });
  const member = mode === 'host' ? 'containerPort' : 'hostPort';
  const mappings = collect(
    list.map((container) => orElse(container.get('portMappings').items, () => known([]))),
  );
  const ports = chain(mappings, (lists) =>
    collect(
      lists.flat().map((mapping) => {
        const protocol = orElse(mapping.get('protocol').text, () => known('tcp'));
        const port = orElse(mapping.get(member).number, () => known(0));
        return both(port, protocol, (number, name) => ({ number, name }));
      }),
    ),
  );
  return map(ports, (found) => {
    const of = (protocol: string) =>
      found.filter(({ number, name }) => number > 0 && name === protocol).map(({ number }) => number);
    return { tcp: of('tcp'), udp: of('udp') };
  });
}

function gpusOf(list: Containers): Fact<number> {
  const needs = collect(
    list.map((container) => orElse(container.get('resourceRequirements').items, () => known([]))),
  );
  return chain(needs, (lists) =>
    sum(
      lists
        .flat()
        .map((need) =>
          chain(need.get('type').text, (type) =>
            chain(need.get('value').text, (value) =>
              type === 'GPU' && /^\d+$/.test(value)
                ? known(Number(value))
                : unknown({ reason: 'undecidable', detail: `how many instances have ${value} of ${type}` }),
            ),
          ),
        ),
    ),
  );
}
