import { equals, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import { serviceTasks, taskId } from '../../src/model/running-tasks.ts';
import { deploymentController, type Service } from '../../src/model/service.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import { cannotTell, type Fix, fail, notApplicable, pass, type Verdicts } from '../../src/rule.ts';

const BECAUSE = 'no service that runs on Fargate';

/** Are the running tasks of the service on different platform versions? */
export function mixedRunning(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(BECAUSE);
  return mayRunOn(deployment, 'FARGATE').match<Verdicts | Promise<Verdicts>>({
    // What is known not to run on Fargate needs no cluster.
    known: async (is) => {
      if (!is) return notApplicable(BECAUSE);
      return (await serviceTasks(deployment, facts)).match<Verdicts>({
        known: (tasks) => judge(deployment, service, tasks),
        absent: () => notApplicable('the cluster does not exist'),
        unknown: cannotTell,
      });
    },
    absent: () => notApplicable(BECAUSE),
    unknown: cannotTell,
  });
}

function judge(deployment: Deployment, service: Service, tasks: readonly TaskShape[]): Verdicts {
  const running = tasks.filter(
    ({ launchType, platformVersion, lastStatus }) =>
      (launchType === 'FARGATE' || platformVersion !== undefined) && lastStatus !== 'STOPPED',
  );
  const counts = byVersion(running);
  if (counts.size > 1) {
    const told = [...counts].map(([version, list]) => `${list.length} on ${version}`);
    return fail({
      at: service.view.get('platformVersion'),
      message: `the running tasks are on different platform versions: ${told.join(', ')}`,
      evidence: [...counts].map(([version, list]) => `${version}: ${tasksNamed(list)}`),
      fixes: newDeployment(deployment, service),
    });
  }
  if (running.length === 0) return notApplicable('no task runs on Fargate now');
  const untold = running.filter(({ platformVersion }) => platformVersion === undefined);
  return untold.length === 0
    ? pass()
    : cannotTell([
        { reason: 'undecidable', detail: `the platform version of ${tasksNamed(untold)} was not told` },
      ]);
}

/** The tasks of each version, the most first; "1.4.0", without the system it is of. */
function byVersion(tasks: readonly TaskShape[]): ReadonlyMap<string, readonly TaskShape[]> {
  const groups = new Map<string, TaskShape[]>();
  for (const task of tasks) {
    const { platformVersion } = task;
    if (platformVersion === undefined) continue;
    const group = groups.get(platformVersion);
    if (group) group.push(task);
    else groups.set(platformVersion, [task]);
  }
  return new Map([...groups].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1)));
}

const MOST_NAMED = 3;

function tasksNamed(tasks: readonly TaskShape[]): string {
  const ids = tasks.map(taskId).sort();
  const rest = ids.length - MOST_NAMED;
  const named = ids.slice(0, MOST_NAMED).join(', ');
  return `${ids.length === 1 ? 'task' : 'tasks'} ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Starts every task again, on the version that the service names. Only the controller ECS takes it from UpdateService. */
function newDeployment(deployment: Deployment, service: Service): readonly Fix[] {
  if (!valueOr(equals(deploymentController(service), 'ECS'), false)) return [];
  const command = updateServiceCommand(deployment, service, ['--force-new-deployment']);
  return command === undefined
    ? []
    : [{ kind: 'command', description: 'start all tasks again, on one version', command }];
}
