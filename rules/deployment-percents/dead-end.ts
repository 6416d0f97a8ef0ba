import { all, holds, truth, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { maximumPercent, minimumHealthyPercent, type Service } from '../../src/model/service.ts';
import { describeTimeline } from '../../src/rollout/rollout.ts';
import { type Fix, fail, failsIf, notApplicable, type Verdicts } from '../../src/rule.ts';
import { configurationFix } from './percent-edits.ts';
import { type Rolling, rolls, whereRolling } from './rollout-premise.ts';

/** Is the scheduler unable to stop a task and to start one? 100 and 100 ECS refuses, whatever the desired count. */
export function cannotProgress(deployment: Deployment): Verdicts {
  const { service } = deployment;
  if (service && valueOr(all([rolls(service), bothHundred(service)]), false))
    return fail(refusal(deployment, service));
  return whereRolling(deployment, (rolling) => {
    const { rollout, minimum, maximum, desired } = rolling;
    if (rollout.outcome === 'refused') return notApplicable(rollout.because);
    return failsIf(truth(rollout.outcome === 'dead-end'), () => ({
      at: rolling.service.view.get('deploymentConfiguration'),
      message: `with ${desired === 1 ? 'one task' : `${desired} tasks`}, minimumHealthyPercent ${minimum} and maximumPercent ${maximum} leave nothing to stop and no room to start: a deployment stands still`,
      evidence: describeTimeline(rollout),
      fixes: ways(deployment, rolling),
    }));
  });
}

function bothHundred(service: Service) {
  return all([
    holds(minimumHealthyPercent(service), (percent) => percent === 100),
    holds(maximumPercent(service), (percent) => percent === 100),
  ]);
}

function refusal(deployment: Deployment, service: Service) {
  return {
    at: service.view.get('deploymentConfiguration'),
    phase: 'register' as const,
    message:
      'minimumHealthyPercent and maximumPercent are both 100: no deployment could stop a task or start one',
    why: 'ECS refuses the pair, because it would block every deployment',
    fixes: configurationFix(
      deployment,
      service,
      { maximumPercent: 200 },
      'allow new tasks beside the old ones during a deployment',
    ),
  };
}

/** More room to start, or, with many tasks, one that may be stopped. */
function ways(deployment: Deployment, { service, desired }: Rolling): readonly Fix[] {
  const room = configurationFix(
    deployment,
    service,
    { maximumPercent: 200 },
    `allow up to ${2 * desired} tasks during a deployment`,
  );
  const fewer = Math.floor(((desired - 1) * 100) / desired);
  if (fewer <= 50) return room;
  return [
    ...room,
    ...configurationFix(
      deployment,
      service,
      { minimumHealthyPercent: fewer },
      `or let ${desired - 1} of ${desired} tasks do during a deployment`,
    ),
  ];
}
