import type { Deployment } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import { defineRule, fail, notApplicable, pass, type Settings, type Verdict } from '../../src/rule.ts';
import { recycles } from './recycles.ts';

/** Is a session meant to last longer than one connection does? */
function outlivesReconnects({ service, taskDefinition }: Deployment, { options }: Settings): Verdict {
  const hours = options['expectedSessionHours'];
  if (typeof hours !== 'number') return notApplicable('the option expectedSessionHours is not set');
  const times = recycles(hours);
  if (times === 0) return pass();
  return fail({
    at: (service?.view ?? taskDefinition.view) as View,
    message: `a session of ${hours} hours is expected (expectedSessionHours), and its connection is closed and resumed ${times === 1 ? 'once' : `${times} times`} on the way: each time it may be lost`,
    evidence: [
      'the service has been seen to close the connection about every 60 minutes (close code 1000, "Bye")',
      'https://github.com/aws/session-manager-plugin/issues/135',
    ],
  });
}

export default defineRule({
  id: 'session-longevity',
  number: 12,
  title: 'Long ECS Exec and port-forwarding sessions that die silently',
  options: {
    expectedSessionHours: {
      type: 'number',
      description: 'how many hours an ECS Exec or port-forwarding session is meant to last',
    },
  },
  problems: {
    'session-outlives-reconnects': {
      summary: 'a session is meant to last longer than its connection does',
      appliesTo: 'option expectedSessionHours set',
      severity: 'warning',
      phase: 'operate',
      scope: 'account',
      decidable: ['F'],
      why: 'when the client cannot resume within a few attempts the session is terminated for good, and a tunnel through it goes dead without a word',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
      check: (deployment, _facts, settings) => outlivesReconnects(deployment, settings),
    },
  },
});
