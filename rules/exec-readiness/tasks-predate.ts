import type { Facts } from '../../src/fact/kind.ts';
import type { TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { taskId } from '../../src/model/running-tasks.ts';
import type { Service } from '../../src/model/service.ts';
import { cannotTell, fail, pass, type Verdicts } from '../../src/rule.ts';
import { lastingTasks, redeploy } from './tasks.ts';

/** Tasks that were started with ECS Exec off stay without it: changing the service starts no deployment. */
export function judgePredating(deployment: Deployment, service: Service, facts: Facts): Promise<Verdicts> {
  return lastingTasks(deployment, facts, (tasks) => {
    const off = tasks.filter(({ enableExecuteCommand }) => enableExecuteCommand === false);
    if (off.length > 0) {
      return fail({
        at: service.view.get('enableExecuteCommand'),
        message: `${off.length} of ${tasks.length} running tasks were started with enableExecuteCommand false and cannot be entered, while that of the service is true`,
        evidence: off.map(started),
        fixes: redeploy(deployment, service, 'replace the running tasks by ones that can be entered'),
      });
    }
    const silent = tasks.find(({ enableExecuteCommand }) => enableExecuteCommand === undefined);
    if (!silent) return pass();
    const detail = `whether task ${taskId(silent)} was started with ECS Exec on`;
    return cannotTell([{ reason: 'not-recorded', detail }]);
  });
}

function started(task: TaskShape): string {
  const since = task.startedAt === undefined ? '' : `, started ${task.startedAt}`;
  return `task ${taskId(task)}: enableExecuteCommand is false${since}`;
}
