import { any, truth, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { loadBalanced } from '../../src/model/health-checks.ts';
import { describeTimeline } from '../../src/rollout/rollout.ts';
import { type Failure, type Fix, failsIf, notApplicable, type Verdicts } from '../../src/rule.ts';
import { configurationFix } from './percent-edits.ts';
import { type Rolling, whereRolling } from './rollout-premise.ts';

/** May some step of the rollout leave no task running? */
export function zeroCapacity(deployment: Deployment): Verdicts {
  return whereRolling(deployment, (rolling) => {
    const { service, desired, minimum, rollout } = rolling;
    if (rollout.outcome === 'refused') return notApplicable(rollout.because);
    return failsIf(truth(rollout.lowest === 0), () => {
      const outage = any([loadBalanced(service), truth(desired >= 2)]);
      return {
        ...dip(rolling),
        severity: valueOr(outage, false) ? 'error' : 'warning',
        message: `minimumHealthyPercent is ${minimum}: a deployment may stop ${desired === 1 ? 'the one task' : `all ${desired} tasks`} before a new one runs`,
        fixes: full(deployment, rolling),
      };
    });
  });
}

/** May half of the tasks or more be gone during the rollout? */
export function halfCapacity(deployment: Deployment): Verdicts {
  const judge = (rolling: Rolling): Verdicts => {
    const { desired, minimum, rollout } = rolling;
    if (rollout.outcome === 'refused') return notApplicable(rollout.because);
    if (rollout.lowest === 0) return notApplicable('no task remains at all');
    return failsIf(truth(minimum <= 50), () => ({
      ...dip(rolling),
      message: `minimumHealthyPercent is ${minimum}: a deployment may leave ${rollout.lowest} of ${desired} tasks running`,
      fixes: full(deployment, rolling),
    }));
  };
  return whereRolling(deployment, judge, 2);
}

function dip({ service, rollout }: Rolling): Pick<Failure, 'at' | 'evidence'> {
  return {
    at: service.view.get('deploymentConfiguration').get('minimumHealthyPercent'),
    evidence: describeTimeline(rollout),
  };
}

/** Keep all tasks and start the new ones beside them; a maximum of 100 would then leave no room. */
function full(deployment: Deployment, { service, desired, maximum }: Rolling): readonly Fix[] {
  const room = Math.floor((maximum * desired) / 100) > desired ? {} : { maximumPercent: 200 };
  return configurationFix(
    deployment,
    service,
    { minimumHealthyPercent: 100, ...room },
    `keep ${desired === 1 ? 'the one task' : `all ${desired} tasks`} running during a deployment: it needs room for new tasks beside them`,
  );
}
