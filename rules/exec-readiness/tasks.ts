import { map } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { serviceTasks } from '../../src/model/running-tasks.ts';
import type { Service } from '../../src/model/service.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import { cannotTell, type Fix, notApplicable, type Verdicts } from '../../src/rule.ts';

/** The tasks of the service that run and are to stay: those that a rollout in progress replaces are left out. */
export async function lastingTasks(
  deployment: Deployment,
  facts: Facts,
  judge: (tasks: readonly TaskShape[]) => Verdicts,
): Promise<Verdicts> {
  const replaced = (task: TaskShape) => isReplaced(deployment, task);
  const tasks = map(await serviceTasks(deployment, facts), (all) =>
    all.filter((task) => task.lastStatus === 'RUNNING' && !replaced(task)),
  );
  return tasks.match<Verdicts>({
    known: (list) => (list.length > 0 ? judge(list) : notApplicable('no task of the service is running')),
    absent: () => notApplicable('no task of the service is running'),
    unknown: cannotTell,
  });
}

/** A task says in `startedBy` which deployment of the service started it. */
function isReplaced({ around }: Deployment, { startedBy }: TaskShape): boolean {
  return around.running.match<boolean>({
    known: ({ deployments = [] }) => {
      const primary = deployments.find(({ status }) => status === 'PRIMARY');
      return primary?.rolloutState === 'IN_PROGRESS' && startedBy !== undefined && startedBy !== primary.id;
    },
    absent: () => false,
    unknown: () => false,
  });
}

/** The command that replaces the running tasks. */
export function redeploy(deployment: Deployment, service: Service, description: string): readonly Fix[] {
  const args = ['--enable-execute-command', '--force-new-deployment'];
  const command = updateServiceCommand(deployment, service, args);
  return command === undefined ? [] : [{ kind: 'command', description, command }];
}
