import type { Facts } from '../../src/fact/kind.ts';
import type { LiveServiceShape } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { runningService } from '../../src/rollout/deployment-peak.ts';
import { cannotTell, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { counted, matched, NO_SERVICE, named } from './premise.ts';

type ServiceEvent = NonNullable<LiveServiceShape['events']>[number];

/** ECS's own words. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
const UNPLACED = /was unable to place a task|failed to launch a task with|could not launch \d+ task/;
const MOVED = /has reached a steady state|has started \d+ tasks?/;

/** Do tasks wait now, and does a service event say why? */
export function pendingNow(deployment: Deployment, _facts: Facts): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(NO_SERVICE);
  return matched(
    runningService(deployment),
    (now): Verdict => {
      const { pendingCount, runningCount, desiredCount, events } = now;
      if (pendingCount === undefined || runningCount === undefined || desiredCount === undefined)
        return cannotTell([{ reason: 'not-recorded', detail: 'how many tasks of the service run and wait' }]);
      const waiting = Math.max(pendingCount, desiredCount - runningCount);
      if (waiting <= 0) return pass();
      if (!events) return cannotTell([{ reason: 'not-recorded', detail: 'the events of the service' }]);
      const [latest] = newestFirst(events).filter(
        ({ message = '' }) => UNPLACED.test(message) || MOVED.test(message),
      );
      if (!latest) return cannotTell([noEvent(waiting)]);
      if (!UNPLACED.test(latest.message ?? '')) return pass();
      return fail({
        at: service.view.get('desiredCount'),
        message: `${counted(waiting, 'task')} of ${named(service)} ${waiting === 1 ? 'waits' : 'wait'}: ${reasonOf(latest)}`,
        evidence: [
          `${runningCount} of ${desiredCount} tasks run, ${pendingCount} pending`,
          `${latest.createdAt ?? 'service event'}: ${latest.message}`,
        ],
      });
    },
    'the service does not exist yet',
  );
}

function noEvent(waiting: number) {
  const detail = `${counted(waiting, 'task')} ${waiting === 1 ? 'is' : 'are'} not running yet, and no service event says why`;
  return { reason: 'undecidable', detail } as const;
}

/** As ECS lists them, where it gives no times. */
function newestFirst(events: readonly ServiceEvent[]): readonly ServiceEvent[] {
  const time = ({ createdAt }: ServiceEvent) => (createdAt === undefined ? 0 : Date.parse(String(createdAt)));
  return [...events].sort((a, b) => time(b) - time(a));
}

/** The event without its service's name, pages and full stop. */
function reasonOf({ message = '' }: ServiceEvent): string {
  const text = message
    .replace(/^\(service [^)]*\)\s*/, '')
    .replace(/\s*For more information, see.*$/s, '')
    .replace(/\.\s*$/, '');
  return `"${text}"`;
}
