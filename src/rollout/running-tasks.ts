import type { TaskShape } from '../fact/kinds/ecs.ts';

/** The running tasks of a cluster, by where they are and by what started them. */
export interface RunningTasks {
  /** By the ARN of the container instance. */
  readonly on: ReadonlyMap<string, readonly TaskShape[]>;
  /** By task group: `service:NAME`. */
  readonly of: ReadonlyMap<string, readonly TaskShape[]>;
}

/** One listing serves all services of a cluster, and is sorted once. */
const sorted = new WeakMap<readonly TaskShape[], RunningTasks>();

export function runningTasksBy(tasks: readonly TaskShape[]): RunningTasks {
  let found = sorted.get(tasks);
  if (!found) {
    found = {
      on: grouped(tasks, ({ containerInstanceArn = '' }) => containerInstanceArn),
      of: grouped(tasks, ({ group = '' }) => group),
    };
    sorted.set(tasks, found);
  }
  return found;
}

function grouped(
  tasks: readonly TaskShape[],
  by: (task: TaskShape) => string,
): ReadonlyMap<string, readonly TaskShape[]> {
  const groups = new Map<string, TaskShape[]>();
  for (const task of tasks) {
    const list = groups.get(by(task));
    if (list) list.push(task);
    else groups.set(by(task), [task]);
  }
  return groups;
}
