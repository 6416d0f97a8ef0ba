import type { Why } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import {
  type LiveServiceShape,
  runningTasks,
  service,
  stoppedTasks,
  type TaskShape,
} from '../fact/kinds/ecs.ts';
import type { Subject } from './diagnosis.ts';
import type { Observation } from './observation.ts';

/** What the account says of a service or a task that failed. */
export interface AccountReading {
  readonly observations: readonly Observation[];
  readonly subject: Subject;
  /** The service, where there is one. */
  readonly service?: LiveServiceShape;
  /** The ARN of the task definition that the failed tasks were of, the most frequent one. */
  readonly failing?: string;
  /** What could not be read, one sentence each. */
  readonly unread: readonly string[];
  /** Nothing of that name is there. */
  readonly missing?: string;
}

/** Reads stopped tasks, exit codes, events and deployments of a service, or of one task. */
export async function readAccount(
  facts: Facts,
  {
    cluster,
    service: name,
    task,
  }: { readonly cluster: string; readonly service?: string; readonly task?: string },
): Promise<AccountReading> {
  const unread: string[] = [];
  const because = (what: string) => (why: readonly Why[]) => {
    unread.push(
      `${what}: ${why.map(({ detail, unlockedBy }) => (unlockedBy ? `${detail} (${unlockedBy})` : detail)).join('; ')}`,
    );
  };
  const stopped = await facts.ask(stoppedTasks, { cluster });
  let tasks = stopped.match<readonly TaskShape[]>({
    known: (list) => list,
    absent: () => [],
    unknown: (why) => {
      because('the stopped tasks could not be read')(why);
      return [];
    },
  });
  let serviceName = name === undefined ? undefined : lastPart(name);
  if (task !== undefined) {
    tasks = tasks.filter(({ taskArn = '' }) => lastPart(taskArn) === lastPart(task));
    if (tasks.length === 0) {
      const running = await facts.ask(runningTasks, { cluster });
      tasks = running
        .match<readonly TaskShape[]>({ known: (list) => list, absent: () => [], unknown: () => [] })
        .filter(({ taskArn = '' }) => lastPart(taskArn) === lastPart(task));
    }
    const [found] = tasks;
    if (!found && unread.length === 0)
      return {
        observations: [],
        subject: { cluster, task },
        unread,
        missing: `there is no task ${lastPart(task)} in cluster ${lastPart(cluster)}: ECS forgets a stopped task after about an hour`,
      };
    serviceName ??= serviceOf(found);
  } else if (serviceName !== undefined) {
    tasks = tasks.filter((one) => serviceOf(one) === serviceName);
  }
  const shape =
    serviceName === undefined
      ? undefined
      : (await facts.ask(service, { cluster, name: serviceName })).match<
          LiveServiceShape | 'absent' | undefined
        >({
          known: (found) => found,
          absent: () => 'absent',
          unknown: (why) => {
            because(`the service ${serviceName} could not be described`)(why);
            return undefined;
          },
        });
  if (shape === 'absent' && task === undefined)
    return {
      observations: [],
      subject: { cluster, ...(serviceName === undefined ? {} : { service: serviceName }) },
      unread,
      missing: `there is no service ${serviceName} in cluster ${lastPart(cluster)}`,
    };
  const known = shape === 'absent' ? undefined : shape;
  const failing = mostFrequent(tasks.flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? []));
  return {
    observations: [...tasks.flatMap(ofTask), ...(known && task === undefined ? ofService(known) : [])],
    subject: {
      cluster: lastPart(cluster),
      ...(serviceName === undefined ? {} : { service: serviceName }),
      ...(task === undefined ? {} : { task: lastPart(task) }),
      ...(failing === undefined ? {} : { taskDefinition: lastPart(failing) }),
    },
    ...(known === undefined ? {} : { service: known }),
    ...(failing === undefined ? {} : { failing }),
    unread,
  };
}

function serviceOf(task: TaskShape | undefined): string | undefined {
  const group = task?.group;
  return group?.startsWith('service:') ? group.slice('service:'.length) : undefined;
}

/** Stop codes of tasks that were stopped on purpose: how their containers then ended says nothing of why. */
const ON_PURPOSE = new Set([
  'UserInitiated',
  'ServiceSchedulerInitiated',
  'SpotInterruption',
  'TerminationNotice',
]);

/** What a stopped task, its containers and its attachments say. */
function ofTask(task: TaskShape): readonly Observation[] {
  const {
    taskArn = '',
    stoppedAt,
    stoppedReason,
    stopCode,
    containers = [],
    attachments = [],
    clusterArn,
  } = task;
  const owner = serviceOf(task);
  const about = {
    task: lastPart(taskArn),
    ...(stoppedAt === undefined ? {} : { at: stoppedAt }),
    ...(owner === undefined ? {} : { service: owner }),
    ...(clusterArn === undefined ? {} : { cluster: lastPart(clusterArn) }),
    ...(task.taskDefinitionArn === undefined ? {} : { taskDefinition: task.taskDefinitionArn }),
  };
  // The code says in a word what the reason says in a sentence; it is worth telling where there is no sentence.
  const reason = stoppedReason ?? stopCode;
  return [
    ...(reason === undefined ? [] : [{ ...about, text: reason, seenIn: 'stopped task', alone: true }]),
    ...containers.flatMap(({ name, reason: why, exitCode }) => {
      const code = exitCode !== undefined && counts(exitCode, stopCode) ? exitCode : undefined;
      if (why === undefined && code === undefined) return [];
      return [
        {
          ...about,
          text: why ?? '',
          seenIn: 'container',
          alone: true,
          ...(name === undefined ? {} : { container: name }),
          ...(code === undefined ? {} : { exitCode: code }),
        },
      ];
    }),
    ...attachments.flatMap(({ details = [] }) =>
      details.flatMap(({ name, value }) =>
        name === 'statusReason' && value !== undefined
          ? [{ ...about, text: value, seenIn: 'attachment', alone: true }]
          : [],
      ),
    ),
  ];
}

function counts(exitCode: number, stopCode: string | undefined): boolean {
  if (stopCode !== undefined && ON_PURPOSE.has(stopCode)) return exitCode === 137;
  // With 143 a container beside the one that ended was stopped, in the normal way.
  return exitCode !== 143;
}

/** What a service says in its events and of its deployments. */
function ofService(shape: LiveServiceShape): readonly Observation[] {
  const { serviceName, clusterArn = '', events = [], deployments = [] } = shape;
  const about = {
    ...(serviceName === undefined ? {} : { service: serviceName }),
    cluster: lastPart(clusterArn),
  };
  return [
    ...events.flatMap(({ message, createdAt }) =>
      message === undefined
        ? []
        : [
            {
              ...about,
              text: message,
              seenIn: 'service event',
              ...(createdAt === undefined ? {} : { at: createdAt }),
            },
          ],
    ),
    ...deployments.flatMap(({ rolloutStateReason, rolloutState, updatedAt, taskDefinition }) =>
      rolloutStateReason === undefined || rolloutState === 'COMPLETED'
        ? []
        : [
            {
              ...about,
              text: rolloutStateReason,
              seenIn: 'deployment',
              ...(updatedAt === undefined ? {} : { at: updatedAt }),
              ...(taskDefinition === undefined ? {} : { taskDefinition }),
            },
          ],
    ),
  ];
}

function mostFrequent(list: readonly string[]): string | undefined {
  const counted = new Map<string, number>();
  for (const one of list) counted.set(one, (counted.get(one) ?? 0) + 1);
  return [...counted].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
