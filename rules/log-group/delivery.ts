import { equals, type Fact, holds, map, type Truth, truth, valueOr, type Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { type TaskShape, taskDefinition } from '../../src/fact/kinds/ecs.ts';
import { clock } from '../../src/fact/kinds/local.ts';
import { recentLogStreams } from '../../src/fact/kinds/logs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { registeredTaskDefinition } from '../../src/model/registered.ts';
import { SERVICE_TASKS, serviceTasks, taskId } from '../../src/model/running-tasks.ts';
import { containers } from '../../src/model/task-definition.ts';
import { type Container, logOption } from './log-configuration.ts';
import { isHome, type LogTarget, streamOf } from './log-target.ts';

export const DELIVERY_NEEDS: readonly AnyKind[] = [...SERVICE_TASKS, taskDefinition, recentLogStreams, clock];

/**
 * How old a movement may be that still says that logs arrive now. CloudWatch Logs may tell it up to an hour late:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html
 */
const LATELY_MS = 2 * 60 * 60 * 1000;

/** What the streams of the running tasks say of a log group. */
export interface Delivery {
  /** The tasks of this very configuration whose streams moved lately. */
  readonly delivered: readonly TaskShape[];
  /** The tasks that may have this configuration and may write, for all that could be read; without ARN where they were not listed. */
  readonly unseen: readonly TaskShape[];
  /** What of these could not be read. */
  readonly why: readonly Why[];
  /** One line, where there is something to say. */
  readonly evidence: readonly string[];
}

const NOTHING: Delivery = { delivered: [], unseen: [], why: [], evidence: [] };

/** Do the tasks that run with the same role and the same log configuration write to the group now? */
export async function deliveryTo(deployment: Deployment, target: LogTarget, facts: Facts): Promise<Delivery> {
  const listed = await serviceTasks(deployment, facts);
  return listed.match<Promise<Delivery>>({
    known: (all) => {
      const running = all.filter(({ lastStatus }) => lastStatus === 'RUNNING');
      return deliveryOf(deployment, target, running, facts);
    },
    absent: async () => NOTHING,
    unknown: async (why) => {
      const counted = countedTasks(deployment);
      const alike = counted.length > 0 ? await alikeOf(deployment, target, counted, facts) : NONE;
      const unseen = [...alike.sure, ...alike.unsure];
      return unseen.length > 0 ? { ...NOTHING, unseen, why: [...why, ...alike.why] } : NOTHING;
    },
  });
}

/** One task for each task definition of which the service says that tasks run. */
function countedTasks({ around }: Deployment): readonly TaskShape[] {
  const { deployments = [] } = valueOr(around.running, undefined) ?? {};
  return deployments.flatMap(({ taskDefinition: ref, runningCount = 0 }) =>
    ref !== undefined && runningCount > 0 ? [{ taskDefinitionArn: ref }] : [],
  );
}

async function deliveryOf(
  deployment: Deployment,
  target: LogTarget,
  running: readonly TaskShape[],
  facts: Facts,
): Promise<Delivery> {
  const { sure, unsure, why } = await alikeOf(deployment, target, running, facts);
  const tasks = [...sure, ...unsure];
  if (tasks.length === 0) return NOTHING;
  const { group, region } = target;
  const [streams, now] = await Promise.all([
    facts.ask(recentLogStreams, isHome(target) ? { name: group } : { name: group, region }),
    facts.ask(clock, {}),
  ]);
  const time = valueOr(
    map(now, (it) => Date.parse(it.now)),
    undefined,
  );
  return streams.match<Delivery>({
    known: (list) => {
      const moved = new Map(
        list.map(({ logStreamName = '', lastIngestionTime, lastEventTimestamp }) => [
          logStreamName,
          Math.max(lastIngestionTime ?? 0, lastEventTimestamp ?? 0),
        ]),
      );
      const lastOf = (task: TaskShape) =>
        Math.max(
          0,
          ...target.containers.map((container) => moved.get(streamOf(container, taskId(task)) ?? '') ?? 0),
        );
      const writes = (task: TaskShape) => lastOf(task) > 0 && isLate(lastOf(task), time);
      const delivered = sure.filter(writes);
      return {
        delivered,
        unseen: unsure.filter(writes),
        why,
        evidence: sure.length > 0 ? [evidence(target, sure, delivered)] : [],
      };
    },
    absent: () => NOTHING,
    unknown: (reasons) => ({ ...NOTHING, unseen: tasks, why: [...reasons, ...why] }),
  });
}

/** Without a clock a stream that moved since its task started is taken for one that moves. */
function isLate(moved: number, now: number | undefined): boolean {
  return now === undefined || now - moved <= LATELY_MS;
}

/** The tasks with the configuration that is judged here, and those that may have it. */
interface Alike {
  readonly sure: readonly TaskShape[];
  readonly unsure: readonly TaskShape[];
  /** Why it is not known of some. */
  readonly why: readonly Why[];
}

const NONE: Alike = { sure: [], unsure: [], why: [] };

async function alikeOf(
  deployment: Deployment,
  target: LogTarget,
  tasks: readonly TaskShape[],
  facts: Facts,
): Promise<Alike> {
  const sure: TaskShape[] = [];
  const unsure: TaskShape[] = [];
  const why = new Set<Why>();
  const judged = await Promise.all(
    tasks.map(async (task) => ({ task, is: await isAlike(deployment, target, task, facts) })),
  );
  for (const { task, is } of judged)
    is.match<void>({
      known: (alike) => void (alike && sure.push(task)),
      absent: () => {},
      unknown: (reasons) => {
        unsure.push(task);
        for (const reason of reasons) why.add(reason);
      },
    });
  return { sure, unsure, why: [...why] };
}

/** Was the task started with the execution role and the log options that are judged here? */
async function isAlike(
  { taskDefinition: own }: Deployment,
  target: LogTarget,
  { taskDefinitionArn }: TaskShape,
  facts: Facts,
): Promise<Truth> {
  if (taskDefinitionArn === undefined) return truth(false);
  const members = own.view as unknown as { get(name: string): { readonly text: Fact<string> } };
  if (valueOr(equals(members.get('taskDefinitionArn').text, taskDefinitionArn), false)) return truth(true);
  return holds(await facts.ask(taskDefinition, { ref: taskDefinitionArn }), (shape) => {
    const theirs = registeredTaskDefinition(shape);
    const role = (it: typeof own) => valueOr(it.view.get('executionRoleArn').text, '');
    if (role(own) !== role(theirs)) return false;
    const list = valueOr(containers(theirs), []);
    return target.containers.every((container) => {
      const name = valueOr(container.get('name').verbatim, '');
      const other = list.find((it) => valueOr(it.get('name').verbatim, '') === name);
      return other !== undefined && sameLog(container, other);
    });
  });
}

function sameLog(one: Container, other: Container): boolean {
  return ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'].every(
    (name) => valueOr(logOption(one, name).text, '') === valueOr(logOption(other, name).text, ''),
  );
}

function evidence(
  { group }: LogTarget,
  tasks: readonly TaskShape[],
  delivered: readonly TaskShape[],
): string {
  const count = tasks.length === 1 ? 'the running task' : `the ${tasks.length} running tasks`;
  if (delivered.length === 0)
    return `no recent stream in ${group} is one of ${count} with this configuration`;
  return `${delivered.length} of ${count} with this configuration wrote to ${group} lately`;
}

/** Where logs are seen to arrive, what says that they cannot is not believed. */
export function contradicted({ group }: LogTarget, { delivered }: Delivery, claim: string): Why {
  const [task] = delivered;
  return {
    reason: 'undecidable',
    detail: `${claim}, and yet delivery was seen: running task ${task ? taskId(task) : ''} wrote to ${group} lately`,
  };
}

/** What could not be read, and might show that logs arrive despite what says that they cannot. */
export function perhapsContradicted({ group }: LogTarget, { why }: Delivery, claim: string): readonly Why[] {
  const detail = `${claim}, and whether running tasks write to ${group} all the same could not be read`;
  return [{ reason: 'undecidable', detail }, ...why];
}
