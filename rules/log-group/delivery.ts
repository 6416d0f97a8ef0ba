import { equals, type Fact, map, valueOr, type Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { type TaskShape, taskDefinition } from '../../src/fact/kinds/ecs.ts';
import { clock } from '../../src/fact/kinds/local.ts';
import { recentLogStreams } from '../../src/fact/kinds/logs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { registeredTaskDefinition } from '../../src/model/registered.ts';
import { SERVICE_TASKS, serviceTasks, taskId } from '../../src/model/running-tasks.ts';
import { containers } from '../../src/model/task-definition.ts';
import { type Container, logOption } from './log-configuration.ts';
import { type LogTarget, streamOf } from './log-target.ts';

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
  /** One line, where there is something to say. */
  readonly evidence: readonly string[];
}

const NOTHING: Delivery = { delivered: [], evidence: [] };

/** Do the tasks that run with the same role and the same log configuration write to the group now? */
export async function deliveryTo(deployment: Deployment, target: LogTarget, facts: Facts): Promise<Delivery> {
  const all = valueOr(await serviceTasks(deployment, facts), []);
  const running = all.filter(({ lastStatus }) => lastStatus === 'RUNNING');
  const alike = await Promise.all(running.map((task) => isAlike(deployment, target, task, facts)));
  const tasks = running.filter((_, index) => alike[index]);
  if (tasks.length === 0) return NOTHING;
  const { group, region, home } = target;
  const [streams, now] = await Promise.all([
    facts.ask(recentLogStreams, home ? { name: group } : { name: group, region }),
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
      const delivered = tasks.filter((task) => lastOf(task) > 0 && isLate(lastOf(task), time));
      return { delivered, evidence: [evidence(target, tasks, delivered)] };
    },
    absent: () => NOTHING,
    unknown: () => NOTHING,
  });
}

/** Without a clock a stream that moved since its task started is taken for one that moves. */
function isLate(moved: number, now: number | undefined): boolean {
  return now === undefined || now - moved <= LATELY_MS;
}

/** Was the task started with the execution role and the log options that are judged here? */
async function isAlike(
  { taskDefinition: own }: Deployment,
  target: LogTarget,
  task: TaskShape,
  facts: Facts,
): Promise<boolean> {
  const { taskDefinitionArn } = task;
  if (taskDefinitionArn === undefined) return false;
  const members = own.view as unknown as { get(name: string): { readonly text: Fact<string> } };
  if (valueOr(equals(members.get('taskDefinitionArn').text, taskDefinitionArn), false)) return true;
  const theirs = valueOr(
    map(await facts.ask(taskDefinition, { ref: taskDefinitionArn }), registeredTaskDefinition),
    undefined,
  );
  if (!theirs) return false;
  const role = (it: typeof own) => valueOr(it.view.get('executionRoleArn').text, '');
  if (role(own) !== role(theirs)) return false;
  const list = valueOr(containers(theirs), []);
  return target.containers.every((container) => {
    const name = valueOr(container.get('name').verbatim, '');
    const other = list.find((it) => valueOr(it.get('name').verbatim, '') === name);
    return other !== undefined && sameLog(container, other);
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
