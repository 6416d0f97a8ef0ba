import { all, chain, equals, type Fact, holds, known, type Truth } from '../../src/fact/fact.ts';
import { type Deployment, remember } from '../../src/model/deployment.ts';
import {
  deploymentController,
  deploymentStrategy,
  desiredCount,
  impliedSchedulingStrategy,
  maximumPercent,
  minimumHealthyPercent,
  type Service,
} from '../../src/model/service.ts';
import type { RollingRollout } from '../../src/rollout/rolling.ts';
import { simulateRollout } from '../../src/rollout/rollout.ts';
import type { Refused } from '../../src/rollout/timeline.ts';
import { cannotTell, notApplicable, type Verdicts, where } from '../../src/rule.ts';

/** The numbers of a rolling update, all known, and what the simulator says of them. */
export interface Rolling {
  readonly service: Service;
  readonly desired: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly rollout: RollingRollout | Refused;
}

/** Do the percentages steer it: REPLICA, the ECS controller, and the strategy ROLLING? */
export function rolls(service: Service): Truth {
  return all([
    equals(impliedSchedulingStrategy(service), 'REPLICA'),
    equals(deploymentController(service), 'ECS'),
    equals(deploymentStrategy(service), 'ROLLING'),
  ]);
}

/** Do the percentages steer it, and has it so many tasks? */
export function rollsWith(service: Service, least: number): Truth {
  return all([rolls(service), holds(desiredCount(service), (tasks) => tasks >= least)]);
}

/** Why there is nothing to judge. */
export const NOT_ROLLING =
  'the percentages steer only REPLICA services with the ECS controller and rolling updates, of one task or more';

/** Judges a service that the percentages steer and that has `least` tasks or more, and no others. */
export function whereRolling(
  deployment: Deployment,
  judge: (rolling: Rolling) => Verdicts,
  least = 1,
): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed');
  return where(rollsWith(service, least), NOT_ROLLING, () =>
    // However many tasks a problem asks for, it is one rollout.
    remember(deployment, numbers, () => numbers(service)).match<Verdicts>({
      known: judge,
      absent: () => notApplicable(NOT_ROLLING),
      unknown: cannotTell,
    }),
  );
}

function numbers(service: Service): Fact<Rolling> {
  return chain(desiredCount(service), (desired) =>
    chain(minimumHealthyPercent(service), (minimum) =>
      chain(maximumPercent(service), (maximum) => {
        const rollout = simulateRollout({
          strategy: 'ROLLING',
          schedulingStrategy: 'REPLICA',
          desired,
          minimumHealthyPercent: minimum,
          maximumPercent: maximum,
        });
        return known({ service, desired, minimum, maximum, rollout });
      }),
    ),
  );
}
