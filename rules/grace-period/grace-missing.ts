import {
  all,
  any,
  equals,
  type Fact,
  holds,
  map,
  present,
  type Truth,
  valueOr,
} from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { loadBalanced } from '../../src/model/health-checks.ts';
import { deploymentController, gracePeriod, type Service } from '../../src/model/service.ts';
import { containerName } from '../../src/model/task-definition.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Settings,
  type Verdicts,
} from '../../src/rule.ts';
import { type Checker, type CheckTimes, checkersOf } from './checkers.ts';
import { graceFix } from './grace-fix.ts';
import { type Observed, observedStart } from './observed.ts';
import { longer } from './start-time.ts';

const BECAUSE = 'no service with a load balancer and the controller ECS';

/** Is a service behind a load balancer without a grace period, so that a slow start is a death sentence? */
export function graceMissing(
  deployment: Deployment,
  facts: Facts,
  settings: Settings,
): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(BECAUSE);
  const premise = all([loadBalanced(service), equals(deploymentController(service), 'ECS')]);
  const none = holds(gracePeriod(service), (seconds) => seconds <= 0);
  return premise.match<Verdicts | Promise<Verdicts>>({
    known: (applies) =>
      applies
        ? none.match<Verdicts | Promise<Verdicts>>({
            known: (is) => (is ? judge(deployment, service, facts, settings) : pass()),
            absent: pass,
            unknown: cannotTell,
          })
        : notApplicable(BECAUSE),
    absent: () => notApplicable(BECAUSE),
    unknown: cannotTell,
  });
}

async function judge(
  deployment: Deployment,
  service: Service,
  facts: Facts,
  settings: Settings,
): Promise<Verdicts> {
  const observed = observedStart(deployment, facts);
  const [checkers, seen] = await Promise.all([
    checkersOf(deployment, service, facts, settings, observed),
    observed,
  ]);
  const deadly = checkers.find(({ start, times }) => isTrue(longer(start, deathOf(times))));
  if (deadly) return fail(tooSlow(deployment, service, deadly));
  const loop = restartLoop(deployment, service, checkers, seen);
  if (loop) return fail(loop);
  // Where it was seen to be quicker than the checker waits, how much quicker does not matter.
  const unsure = checkers.filter(
    ({ start, times }) => !isTrue(present(start)) && !isTrue(longer(deathOf(times), seen.atMost)),
  );
  if (unsure.length > 0)
    return fail(
      guessedTooSlow(deployment, service, unsure) ?? startUnknown(deployment, service, unsure, settings),
    );
  const told = checkers.filter(({ start }) => isTrue(present(start)));
  return any(told.map(({ start, times }) => longer(start, deathOf(times)))).match<Verdicts>({
    known: pass,
    absent: pass,
    unknown: cannotTell,
  });
}

/** How often a task must have been killed while it started before it is called a loop. */
const LOOP = 2;

/** Have tasks been killed again and again, each before it can have been healthy once? */
function restartLoop(
  deployment: Deployment,
  service: Service,
  checkers: readonly Checker[],
  { killed }: Observed,
): Failure | undefined {
  for (const { name, targetGroup, container, times } of checkers) {
    const checks = valueOr(times, undefined);
    if (!checks) continue;
    // One that was healthy once lives at least a check longer, and ECS takes a moment to notice.
    const early = killed.filter(
      (task) =>
        isChecker(targetGroup, task.targetGroup, checkers.length === 1) &&
        task.lived <= checks.death + 3 * checks.interval,
    );
    if (early.length < LOOP) continue;
    const longest = Math.max(...early.map(({ lived }) => lived));
    return {
      ...noGrace(service),
      severity: 'error',
      message: `${noGraceText(service)}, and a restart loop is seen: ${early.length} tasks of the last hour failed the health checks of ${name} within ${longest} s of their start`,
      why: `the checks give ${who(container)} up after ${checks.death} s, ECS stops the task, and the next one fares no better; if the application can be healthy at all, it needs longer than that`,
      evidence: [
        ...evidenceOf(name, checks),
        ...early.slice(0, 3).map(({ id, lived, reason }) => `task ${id} lived ${lived} s: ${reason}`),
      ],
      fixes: graceFix(
        deployment,
        service,
        Math.max(1.5 * longest, longest + valueOr(checks.recovery, 0)),
        'more than the longest of these tasks lived, until the start time is measured',
      ),
    };
  }
  return undefined;
}

/** Does the task name this target group? One whose ARN the deploy alone tells is meant where there is no other. */
function isChecker(targetGroup: string | undefined, named: string | undefined, only: boolean): boolean {
  if (named === undefined || named === targetGroup) return true;
  return targetGroup !== undefined && valueOr(sameText(named, targetGroup), only);
}

/** The start time is known, and longer than the checker waits. */
function tooSlow(
  deployment: Deployment,
  service: Service,
  { name, container, start, times }: Checker,
): Failure {
  const [seconds, checks] = [valueOr(start, 0), valueOr(times, undefined)];
  const recovery = checks ? valueOr(checks.recovery, 0) : 0;
  return {
    ...noGrace(service),
    severity: 'error',
    message: `${noGraceText(service)}: ${who(container)} takes ${seconds} s to start, and ${name} gives it up after ${checks?.death ?? 0} s`,
    evidence: evidenceOf(name, checks),
    fixes: graceFix(
      deployment,
      service,
      Math.max(1.5 * seconds, seconds + recovery),
      '1.5 times the start time',
    ),
  };
}

/** The container's own health check reckons with a start that is longer than the checker waits. */
function guessedTooSlow(
  deployment: Deployment,
  service: Service,
  checkers: readonly Checker[],
): Failure | undefined {
  for (const { name, container, times } of checkers) {
    const checks = valueOr(times, undefined);
    const period = container
      ? valueOr(container.get('healthCheck').get('startPeriod').number, undefined)
      : undefined;
    if (!checks || period === undefined || period <= checks.death) continue;
    return {
      ...noGrace(service),
      severity: 'warning',
      message: `${noGraceText(service)}: ${who(container)} has startPeriod ${period} s, and ${name} gives it up after ${checks.death} s`,
      evidence: evidenceOf(name, checks),
      fixes: graceFix(deployment, service, 1.5 * period, "1.5 times the container's own startPeriod"),
    };
  }
  return undefined;
}

/** Nobody knows how long it takes: the default grace is still a trap for whoever starts slowly. */
function startUnknown(
  deployment: Deployment,
  service: Service,
  checkers: readonly Checker[],
  { ruleset }: Settings,
): Failure {
  const deaths = checkers.flatMap(({ times }) =>
    valueOr(
      map(times, ({ death }) => [death]),
      [],
    ),
  );
  const [first] = checkers;
  const limit =
    deaths.length > 0 ? `${Math.min(...deaths)} s` : 'interval × unhealthy threshold of its checks';
  return {
    ...noGrace(service),
    severity: ruleset === 'production' ? 'warning' : 'info',
    message: `${noGraceText(service)}: ${who(first?.container)} is killed if it takes longer to start than ${limit}`,
    evidence: [
      ...checkers.flatMap(({ name, times }) => evidenceOf(name, valueOr(times, undefined))),
      'how long it takes decides: give --startup-seconds, or look at recent tasks with --live',
    ],
    fixes: graceFix(
      deployment,
      service,
      60,
      'a minute to begin with, and 1.5 times the start time once it is measured',
    ),
  };
}

function noGrace(service: Service): Pick<Failure, 'at'> {
  return { at: service.view.get('healthCheckGracePeriodSeconds') };
}

function noGraceText(service: Service): string {
  const written = valueOr(service.view.get('healthCheckGracePeriodSeconds').number, undefined);
  return `healthCheckGracePeriodSeconds is ${written ?? 'not given, so 0'}`;
}

function who(container: Checker['container']): string {
  return container ? containerName(container) : 'a task';
}

function evidenceOf(name: string, checks: CheckTimes | undefined): readonly string[] {
  if (!checks) return [];
  return [`${name}: a check each ${checks.interval} s, unhealthy after ${checks.death} s`];
}

function deathOf(times: Fact<CheckTimes>): Fact<number> {
  return map(times, ({ death }) => death);
}

function isTrue(truth: Truth): boolean {
  return valueOr(truth, false);
}
