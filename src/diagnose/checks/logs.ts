import { valueOr, type Why } from '../../fact/fact.ts';
import { containers } from '../../model/task-definition.ts';
import type { View } from '../../model/view.ts';
import type { Problem } from '../../rule.ts';
import { type Call, judgeCalls, REACHING } from './reach.ts';

/**
 * Does every interface that writes logs reach CloudWatch Logs? Whether the driver may block or drops what it cannot send does not
 * matter here: Fargate makes the log stream before the container starts.
 */
export const logsUnreachable: Problem = {
  summary: 'no path leads to CloudWatch Logs',
  appliesTo: 'awslogs, network known',
  severity: 'error',
  phase: 'start',
  decidable: ['L'],
  why: 'the log stream is made before the container starts; without a way to CloudWatch Logs the task stops there',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html',
  needs: REACHING,
  check: (deployment, facts) => {
    const calls: Call[] = [];
    const why: Why[] = [];
    containers(deployment.taskDefinition).match<void>({
      known: (list) => {
        for (const container of list) {
          const configuration = container.get('logConfiguration');
          if (valueOr(configuration.get('logDriver').text, undefined) !== 'awslogs') continue;
          const options = configuration.get('options') as View as View<Record<string, string>>;
          const at = options.get('awslogs-group') as View;
          options.get('awslogs-region').text.match<void>({
            known: (region) =>
              void calls.push({
                endpoint: 'logs',
                region,
                at,
                purpose: `to write to ${valueOr(at.text, 'the log group')}`,
              }),
            absent: () =>
              void calls.push({ endpoint: 'logs', region: undefined, at, purpose: 'to write logs' }),
            unknown: (more) => void why.push(...more),
          });
        }
      },
      absent: () => undefined,
      unknown: (more) => void why.push(...more),
    });
    return judgeCalls(deployment, facts, calls, why, 'no container logs by awslogs');
  },
};
