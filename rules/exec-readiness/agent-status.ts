import { valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { taskId } from '../../src/model/running-tasks.ts';
import type { Service } from '../../src/model/service.ts';
import { containers } from '../../src/model/task-definition.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { lastingTasks, redeploy } from './tasks.ts';

type RunningContainer = NonNullable<TaskShape['containers']>[number];

/** Containers that ECS adds to a task; nobody enters them. */
const ADDED = /^(?:ecs-service-connect-|aws-guardduty-agent-|aws-fargate-|~internal~)/;

const AGENT = 'ExecuteCommandAgent';

/** What one container of one task says of its agent. */
interface Sighting {
  readonly container: string;
  readonly task: string;
  /** Undefined where there is no agent at all. */
  readonly status?: string;
  readonly reason?: string;
}

/** Does the agent run in every container that could be entered? */
export function judgeAgents(deployment: Deployment, service: Service, facts: Facts): Promise<Verdicts> {
  return lastingTasks(deployment, facts, (tasks) => {
    const entered = tasks.filter(({ enableExecuteCommand }) => enableExecuteCommand === true);
    if (entered.length === 0) return notApplicable('no running task was started with ECS Exec on');
    const why: Why[] = [];
    const seen = entered.flatMap((task) => sightings(deployment, task, why));
    const names = [...new Set(seen.map(({ container }) => container))];
    const verdicts: Verdict[] = names.map((name) =>
      judgeContainer(
        deployment,
        service,
        seen.filter(({ container }) => container === name),
      ),
    );
    return why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts;
  });
}

/** The agents of the containers that the task definition names and that run. */
function sightings(deployment: Deployment, task: TaskShape, why: Why[]): readonly Sighting[] {
  const named = valueOr(containers(deployment.taskDefinition), []).map((it) =>
    valueOr(it.get('name').verbatim, ''),
  );
  return (task.containers ?? []).flatMap((container: RunningContainer): readonly Sighting[] => {
    const { name = '', lastStatus, managedAgents } = container;
    if (lastStatus !== 'RUNNING') return [];
    if (named.length > 0 ? !named.includes(name) : ADDED.test(name)) return [];
    if (managedAgents === undefined) {
      const detail = `the managed agents of container "${name}" in task ${taskId(task)}`;
      why.push({ reason: 'not-recorded', detail });
      return [];
    }
    const agent = managedAgents.find((it) => it.name === AGENT);
    const seen = { container: name, task: taskId(task) };
    if (!agent) return [seen];
    const { lastStatus: status, reason } = agent;
    if (status === undefined || status === 'PENDING') {
      const detail = `the ${AGENT} of container "${name}" in task ${taskId(task)} is still starting`;
      why.push({ reason: 'undecidable', detail });
      return [];
    }
    return [{ ...seen, status, ...(reason === undefined ? {} : { reason }) }];
  });
}

function judgeContainer(deployment: Deployment, service: Service, seen: readonly Sighting[]): Verdict {
  const down = seen.filter(({ status }) => status !== 'RUNNING');
  const [first] = down;
  return first ? fail(failure(deployment, service, seen.length, first, down)) : pass();
}

function failure(
  deployment: Deployment,
  service: Service,
  all: number,
  first: Sighting,
  down: readonly Sighting[],
): Failure {
  const reason = first.reason === undefined ? '' : ` (${first.reason})`;
  const name = `container "${first.container}"`;
  const state =
    first.status === undefined
      ? `${name} has no ${AGENT}`
      : `${name}: the ${AGENT} is ${first.status}${reason}`;
  return {
    at: service.view.get('enableExecuteCommand'),
    message: `${state} in ${down.length} of ${all} running tasks, expected one that is RUNNING`,
    evidence: down.map(
      ({ task, status, reason: why }) =>
        `task ${task}: ${status === undefined ? `no ${AGENT}` : `${AGENT} is ${status}`}${why === undefined ? '' : `, reason "${why}"`}`,
    ),
    fixes: redeploy(deployment, service, 'replace the tasks, once what stops the agent is mended'),
  };
}
