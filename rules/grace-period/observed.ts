import { chain, type Fact, known, unknown, valueOr, type Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { type LiveServiceShape, stoppedTasks, type TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { SERVICE_TASKS, serviceTasks, taskId } from '../../src/model/running-tasks.ts';

/** What looking at the service's tasks takes. */
export const OBSERVING: readonly AnyKind[] = [...SERVICE_TASKS, stoppedTasks];

/** A task that ECS stopped because the load balancer called it unhealthy. */
interface KilledTask {
  readonly id: string;
  /** Seconds from the start of its containers until ECS began to stop it. */
  readonly lived: number;
  /** The service's own words. */
  readonly reason: string;
  /** The target group whose checks it failed; undefined where the words do not name one. */
  readonly targetGroup: string | undefined;
}

/** What the service's tasks show of their start. */
export interface Observed {
  /**
   * Seconds within which a task of the completed deployment was healthy: from its start to the end of the deployment, which waits
   * for more than that. The start took no longer; how much less it took nobody recorded.
   */
  readonly atMost: Fact<number>;
  /** Why the tasks that might show it could not be read; empty where they were. */
  readonly unread: readonly Why[];
  /** Tasks of the last hour that failed load balancer health checks. */
  readonly killed: readonly KilledTask[];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const KILLED = /^Task failed ELB health checks(?: in \(target-group ([^)]+)\))?/;

/** Looks at the tasks of the service as it runs now; nothing is asked for a service that does not run yet. */
export async function observedStart(deployment: Deployment, facts: Facts): Promise<Observed> {
  const { cluster, service, around } = deployment;
  const nothing = { atMost: unknown(UNSEEN), unread: whyOf(around.running), killed: [] };
  const name = service && valueOr(service.name, undefined);
  const place = valueOr(cluster, undefined);
  const shape = valueOr(around.running, undefined);
  if (name === undefined || place === undefined || !shape) return nothing;
  const [running, stopped] = await Promise.all([
    serviceTasks(deployment, facts),
    facts.ask(stoppedTasks, { cluster: place }),
  ]);
  return {
    atMost: chain(running, (tasks) => quickestStart(tasks, shape)),
    unread: whyOf(running),
    killed: valueOr(stopped, [])
      .filter(({ group }) => group === `service:${name}`)
      .flatMap(killedTask),
  };
}

function whyOf(fact: Fact<unknown>): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}

const UNSEEN = {
  reason: 'undecidable',
  detail: 'no completed deployment of the service shows how long its tasks take to start',
  unlockedBy: '--startup-seconds',
} as const;

/**
 * At the end of a deployment its tasks are healthy: those that were started before it took no longer than until then. The service
 * tells the end in an event, which it forgets after a hundred others; `updatedAt` is no earlier, but may be later, and a task that
 * auto scaling added in between may not have been healthy yet: there only the first task counts.
 */
function quickestStart(tasks: readonly TaskShape[], { deployments, events }: LiveServiceShape): Fact<number> {
  const done = deployments?.find(
    ({ status, rolloutState }) => status === 'PRIMARY' && rolloutState === 'COMPLETED',
  );
  const id = done?.id;
  if (id === undefined) return unknown(UNSEEN);
  const said = events?.find(({ message = '' }) =>
    message.includes(`(deployment ${id}) deployment completed`),
  );
  const bounds = tasks
    .filter(({ startedBy }) => startedBy === id)
    .map(({ startedAt }) => secondsBetween(startedAt, said?.createdAt ?? done?.updatedAt))
    .filter((seconds) => seconds > 0);
  if (bounds.length === 0) return unknown(UNSEEN);
  return known(said?.createdAt === undefined ? Math.max(...bounds) : Math.min(...bounds));
}

function killedTask(task: TaskShape): readonly KilledTask[] {
  const { startedAt, stoppingAt, stoppedReason = '' } = task;
  const lived = secondsBetween(startedAt, stoppingAt);
  const found = KILLED.exec(stoppedReason);
  if (!found || !(lived > 0)) return [];
  return [{ id: taskId(task), lived, reason: stoppedReason, targetGroup: found[1] }];
}

/** Whole seconds; not a number where a time is missing. */
function secondsBetween(from: string | undefined, to: string | undefined): number {
  return Math.round((Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000);
}
