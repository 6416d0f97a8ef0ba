import {
  absent,
  both,
  chain,
  type Fact,
  known,
  map,
  orElse,
  unknown,
  valueOr,
  type Why,
} from '../../fact/fact.ts';
import { told } from '../../model/declared-secret.ts';
import type { Deployment } from '../../model/deployment.ts';
import {
  deploymentController,
  deploymentStrategy,
  desiredCount,
  impliedSchedulingStrategy,
  maximumPercent,
  minimumHealthyPercent,
  type Service,
} from '../../model/service.ts';
import { deploymentPeaks, runningService } from '../../rollout/deployment-peak.ts';
import { type Rollout, type RolloutPlan, simulateRollout } from '../../rollout/rollout.ts';
import type { RolloutStep } from '../../rollout/timeline.ts';
import { shiftingPlan } from './shifting-plan.ts';

/** How the next deployment goes, in numbers where all are known. */
export type RolloutPortrait = DrawnRollout | OpenRollout;

interface Bounds {
  /** The percentages that steer a rolling update; absent where a second fleet is built. */
  readonly percents?: { readonly minimum: number; readonly maximum: number };
}

/** A deployment from the service at rest, step by step. */
export interface DrawnRollout extends Bounds {
  readonly is: 'drawn';
  readonly strategy: string;
  readonly desired: number;
  /** Tasks that run now; absent where nobody was asked. */
  readonly running?: number;
  /** Tasks that keep running, and may run at once. */
  readonly floor: number;
  readonly ceiling: number;
  readonly lowest: number;
  readonly peak: number;
  /** The first steps, and the last ones where there are many. */
  readonly steps: readonly RolloutStep[];
  /** How many steps are left out, after how many. */
  readonly omitted?: { readonly after: number; readonly steps: number };
  /** Why no step leads on from the first. */
  readonly deadEnd?: string;
}

/** What of it is known where some number is not, and why it is not. */
export interface OpenRollout extends Bounds {
  readonly is: 'open';
  readonly why: readonly string[];
}

/** Undefined where no service is deployed. */
export function rolloutPortrait(deployment: Deployment): RolloutPortrait | undefined {
  const { service } = deployment;
  if (!service) return undefined;
  const plan = planOf(deployment, service);
  return plan.match<RolloutPortrait | undefined>({
    known: (numbers) => drawn(simulateRollout(numbers), numbers, deployment),
    absent: () => undefined,
    unknown: (why) => ({ is: 'open', why: reasonsOf(why), ...percentsOf(deployment, service) }),
  });
}

function reasonsOf(why: readonly Why[]): readonly string[] {
  return [
    ...new Set(
      why.map(({ detail, unlockedBy }) =>
        told(unlockedBy === undefined ? detail : `${detail} (needs ${unlockedBy})`),
      ),
    ),
  ];
}

function planOf(deployment: Deployment, service: Service): Fact<RolloutPlan> {
  return chain(deploymentController(service), (controller) => {
    if (controller !== 'ECS') return unknown(elsewhere(controller));
    return chain(deploymentStrategy(service), (strategy) =>
      chain(desiredOf(deployment, service), (desired) =>
        strategy === 'ROLLING' ? rolling(service, desired) : shiftingPlan(service, strategy, desired),
      ),
    );
  });
}

function elsewhere(controller: string): Why {
  return {
    reason: 'undecidable',
    detail:
      controller === 'CODE_DEPLOY'
        ? 'CodeDeploy replaces the tasks by a deployment group that is not looked into: up to twice the desired count runs meanwhile'
        : `the controller ${controller} decides how tasks are replaced`,
  };
}

/** The tasks wanted: of a DAEMON service the instances that ECS counts, else what the service or the account says. */
function desiredOf(deployment: Deployment, service: Service): Fact<number> {
  return chain(impliedSchedulingStrategy(service), (scheduling) => {
    const counted = map(deploymentPeaks(deployment), ([peak]) => peak?.desired ?? 0);
    const certain = valueOr(counted, undefined);
    if (certain !== undefined) return known(certain);
    return scheduling === 'DAEMON' ? counted : desiredCount(service);
  });
}

function rolling(service: Service, desired: number): Fact<RolloutPlan> {
  const percents = both(minimumHealthyPercent(service), maximumPercent(service), (minimum, maximum) => ({
    minimumHealthyPercent: minimum,
    maximumPercent: maximum,
  }));
  return chain(impliedSchedulingStrategy(service), (scheduling) =>
    map(percents, (pair) => ({
      strategy: 'ROLLING' as const,
      schedulingStrategy: scheduling === 'DAEMON' ? ('DAEMON' as const) : ('REPLICA' as const),
      desired,
      ...pair,
    })),
  );
}

/** The percentages where they are known and steer. */
function percentsOf(deployment: Deployment, service: Service): Bounds {
  const steer = chain(deploymentController(service), (controller) =>
    chain(deploymentStrategy(service), (strategy) =>
      controller === 'ECS' && strategy === 'ROLLING'
        ? both(minimumHealthyPercent(service), maximumPercent(service), (minimum, maximum) => ({
            minimum,
            maximum,
          }))
        : absent(),
    ),
  );
  const percents = deployment.service ? valueOr(steer, undefined) : undefined;
  return percents ? { percents } : {};
}

/** Of a rollout in single steps only so many are kept: the others are like them. */
const FIRST = 18;
const LAST = 6;

function drawn(rollout: Rollout, plan: RolloutPlan, deployment: Deployment): RolloutPortrait {
  if (rollout.outcome === 'refused')
    return { is: 'open', why: [`ECS refuses the service: ${rollout.because}`] };
  const { steps, desired, lowest, peak, strategy } = rollout;
  const many = steps.length > FIRST + LAST + 1;
  const now = orElse(
    chain(runningService(deployment), ({ runningCount }) =>
      runningCount === undefined ? absent() : known(runningCount),
    ),
    () => known(0),
  );
  const running = valueOr(now, undefined);
  return {
    is: 'drawn',
    strategy,
    desired,
    lowest,
    peak,
    floor: 'floor' in rollout ? rollout.floor : lowest,
    ceiling: 'ceiling' in rollout ? rollout.ceiling : peak,
    ...(plan.strategy === 'ROLLING' &&
    plan.minimumHealthyPercent !== undefined &&
    plan.maximumPercent !== undefined
      ? { percents: { minimum: plan.minimumHealthyPercent, maximum: plan.maximumPercent } }
      : {}),
    ...(running === undefined ? {} : { running }),
    steps: many ? [...steps.slice(0, FIRST), ...steps.slice(-LAST)] : steps,
    ...(many ? { omitted: { after: FIRST, steps: steps.length - FIRST - LAST } } : {}),
    ...(rollout.outcome === 'dead-end' ? { deadEnd: rollout.because } : {}),
  };
}
