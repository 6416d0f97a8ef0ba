import { absent, chain, type Fact, known, map, unknown } from '../fact/fact.ts';
import type { AnyKind, DerivedKind, Facts } from '../fact/kind.ts';
import { runningTasks, type TaskShape } from '../fact/kinds/ecs.ts';
import type { Deployment } from './deployment.ts';

/** The running tasks of a cluster by their group, told apart once for all its services. */
const tasksByGroup: DerivedKind<{ readonly cluster: string }, ReadonlyMap<string, readonly TaskShape[]>> = {
  sort: 'derived',
  id: 'ecs.tasks-by-group',
  noun: 'running tasks of cluster',
  key: runningTasks.key,
  needs: [runningTasks],
  derive: async (scope, facts) =>
    map(await facts.ask(runningTasks, scope), (tasks) => {
      const groups = new Map<string, TaskShape[]>();
      for (const task of tasks) {
        const group = groups.get(task.group ?? '');
        if (group) group.push(task);
        else groups.set(task.group ?? '', [task]);
      }
      return groups;
    }),
};

/** What a problem that calls `serviceTasks` puts into its `needs`. */
export const SERVICE_TASKS: readonly AnyKind[] = [tasksByGroup];

const NO_TASKS: readonly TaskShape[] = [];

/**
 * The tasks of the deployment's service that ECS wants to run now: none where the service does not exist yet. Absent where
 * there is no service or no such cluster.
 */
export async function serviceTasks(
  { cluster, service, around }: Deployment,
  facts: Facts,
): Promise<Fact<readonly TaskShape[]>> {
  if (!service) return absent();
  const created = around.running.match({ known: () => false, absent: () => true, unknown: () => false });
  if (created) return known([]);
  const scope = chain(cluster, (place) => map(service.name, (name) => ({ place, name })));
  return scope.match<Promise<Fact<readonly TaskShape[]>>>({
    known: async ({ place, name }) =>
      // A service starts its tasks in the group `service:NAME`, standalone tasks are in `family:FAMILY`.
      map(
        await facts.ask(tasksByGroup, { cluster: place }),
        (groups) => groups.get(`service:${name}`) ?? NO_TASKS,
      ),
    absent: async () => absent(),
    unknown: async (why) => unknown(...why),
  });
}

/** The id of a task, the last part of its ARN. */
export function taskId({ taskArn = '' }: TaskShape): string {
  return taskArn.slice(taskArn.lastIndexOf('/') + 1);
}
