import { absent, both, chain, type Fact, known, orElse, unknown } from '../fact/fact.ts';
import type { LiveServiceShape } from '../fact/kinds/ecs.ts';
import type { Deployment } from '../model/deployment.ts';
import {
  deploymentController,
  deploymentStrategy,
  impliedSchedulingStrategy,
  maximumPercent,
  minimumHealthyPercent,
  type Service,
} from '../model/service.ts';
import { type Peak, type PeakPlan, peakOf } from './peak.ts';

/** The name or ARN of the cluster; a file that leaves it to a deploy tool does not mean the cluster `default`. */
export function clusterOf({ cluster }: Deployment): Fact<string> {
  return orElse(cluster, () =>
    unknown({ reason: 'unresolved', detail: 'the service names no cluster', unlockedBy: '--cluster' }),
  );
}

/** The service as it runs now; absent where the deployment creates it, and unknown where its cluster is not known. */
export function runningService(deployment: Deployment): Fact<LiveServiceShape> {
  return orElse(deployment.around.running, () => chain(clusterOf(deployment), absent));
}

/** The tasks wanted: what the service says, else what it has now, which a deploy tool or auto scaling keeps. */
export function wantedTasks(deployment: Deployment): Fact<number> {
  const { service } = deployment;
  if (!service) return absent();
  const now = chain(runningService(deployment), ({ desiredCount }) => given(desiredCount, 'desiredCount'));
  const unsaid = orElse(now, () =>
    unknown({
      reason: 'unresolved',
      detail: 'the service gives no desiredCount, and does not exist',
    }),
  );
  // ECS counts the matching instances of a DAEMON service itself.
  return chain(impliedSchedulingStrategy(service), (strategy) =>
    strategy === 'DAEMON'
      ? unsaid
      : orElse(service.view.get('desiredCount').number, () => service.counted ?? unsaid),
  );
}

/** What AWS's answer says; it is not read where it is missing. */
function given<T>(value: T | undefined, member: string): Fact<T> {
  return value === undefined
    ? unknown({ reason: 'not-recorded', detail: `${member} of the service as it is now` })
    : known(value);
}

/**
 * The peak of the deployment: twice where tasks are PENDING now, once counted as running and once not, since nobody says
 * whether they hold anything yet. What is to be found must hold in both.
 */
export function deploymentPeaks(
  deployment: Deployment,
  desired: Fact<number> = wantedTasks(deployment),
  assume?: number,
): Fact<readonly Peak[]> {
  const { service } = deployment;
  if (!service) return absent();
  const tasks = assume === undefined ? tasksNow(deployment) : known([assume]);
  return chain(
    both(desired, tasks, (wanted, now) => ({ wanted, now })),
    ({ wanted, now }) =>
      chain(manner(service), (by) => peaks(now.map((running) => ({ desired: wanted, running, by })))),
  );
}

function peaks(plans: readonly PeakPlan[]): Fact<readonly Peak[]> {
  const found: Peak[] = [];
  for (const plan of plans) {
    const peak = peakOf(plan);
    if ('outcome' in peak)
      return unknown({ reason: 'undecidable', detail: `ECS refuses the service: ${peak.because}` });
    found.push(peak);
  }
  return known(found);
}

/** Running, and running with pending, where these are not the same; 0 where the service is created. */
function tasksNow(deployment: Deployment): Fact<readonly number[]> {
  const counts = chain(runningService(deployment), ({ runningCount, pendingCount }) =>
    both(given(runningCount, 'runningCount'), given(pendingCount, 'pendingCount'), (running, pending) =>
      pending > 0 ? [running, running + pending] : [running],
    ),
  );
  return orElse(counts, () => known([0]));
}

/** Do the percentages steer it, or does a second fleet stand beside the first? */
function manner(service: Service): Fact<PeakPlan['by']> {
  return chain(deploymentController(service), (controller) => {
    if (controller === 'CODE_DEPLOY') return known('SECOND_FLEET');
    if (controller !== 'ECS') {
      return unknown({
        reason: 'undecidable',
        detail: `the controller ${controller} decides how tasks are replaced`,
      });
    }
    return chain(deploymentStrategy(service), (strategy) =>
      strategy === 'ROLLING' ? percents(service) : known('SECOND_FLEET'),
    );
  });
}

function percents(service: Service): Fact<PeakPlan['by']> {
  return chain(impliedSchedulingStrategy(service), (scheduling) =>
    both(minimumHealthyPercent(service), maximumPercent(service), (minimum, maximum) => ({
      schedulingStrategy: scheduling === 'DAEMON' ? ('DAEMON' as const) : ('REPLICA' as const),
      minimumHealthyPercent: minimum,
      maximumPercent: maximum,
    })),
  );
}
