import { absent, all, chain, type Fact, holds, known, present, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { loadBalanced } from '../../src/model/health-checks.ts';
import { gracePeriod, type Service } from '../../src/model/service.ts';
import { containerName } from '../../src/model/task-definition.ts';
import {
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Settings,
  type Severity,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { type Checker, checkersOf } from './checkers.ts';
import { graceFix } from './grace-fix.ts';
import { observedStart } from './observed.ts';

const BECAUSE = 'no service with a load balancer and a grace period';

/** Is there a grace period, and too little of it for the time that the container takes to start? */
export function graceTooShort(
  deployment: Deployment,
  facts: Facts,
  settings: Settings,
): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(BECAUSE);
  const grace = gracePeriod(service);
  const premise = all([loadBalanced(service), holds(grace, (seconds) => seconds > 0)]);
  return premise.match<Verdicts | Promise<Verdicts>>({
    known: (applies) =>
      applies ? judge(deployment, service, valueOr(grace, 0), facts, settings) : notApplicable(BECAUSE),
    absent: () => notApplicable(BECAUSE),
    unknown: cannotTell,
  });
}

async function judge(
  deployment: Deployment,
  service: Service,
  grace: number,
  facts: Facts,
  settings: Settings,
): Promise<Verdicts> {
  const observed = observedStart(deployment, facts);
  const [checkers, { atMost }] = await Promise.all([
    checkersOf(deployment, service, facts, settings, observed),
    observed,
  ]);
  // A start that was seen to be quick enough, whatever it took, needs no number.
  const enough = valueOr(
    holds(atMost, (seconds) => grace >= 1.5 * seconds),
    false,
  );
  const judged = checkers.map((checker) => {
    const said = valueOr(present(checker.start), false);
    return { checker, outcome: !said && enough ? absent() : outcomeOf(checker, grace) };
  });
  for (const severity of ['error', 'warning', 'info'] as const) {
    const worst = judged.find(({ outcome }) => valueOr(outcome, undefined) === severity);
    if (worst) return tooShort(deployment, service, grace, worst.checker, severity);
  }
  return judged.map(({ outcome }) =>
    outcome.match<Verdict>({ known: pass, absent: pass, unknown: cannotTell }),
  );
}

/** How bad it is: absent where the grace period is long enough. */
function outcomeOf({ start, times }: Checker, grace: number): Fact<Severity> {
  return chain(start, (seconds) =>
    chain(times, ({ death, recovery }) => {
      const tight = grace < 1.5 * seconds;
      if (seconds <= death) return tight ? known<Severity>('info') : absent();
      return chain(recovery, (healthy) => {
        if (grace < seconds + healthy) return known<Severity>('error');
        return tight ? known<Severity>('warning') : absent();
      });
    }),
  );
}

function tooShort(
  deployment: Deployment,
  service: Service,
  grace: number,
  checker: Checker,
  severity: Severity,
): Verdict {
  const { name, container, start, times } = checker;
  const seconds = valueOr(start, 0);
  const checks = valueOr(times, undefined);
  const recovery = checks ? valueOr(checks.recovery, 0) : 0;
  const slow = seconds > (checks?.death ?? 0);
  const needed = slow ? Math.max(1.5 * seconds, seconds + recovery) : 1.5 * seconds;
  const what = container ? containerName(container) : 'a task';
  return fail({
    at: service.view.get('healthCheckGracePeriodSeconds'),
    severity,
    message: `healthCheckGracePeriodSeconds is ${grace}: ${what} takes ${seconds} s to start, and ${needed} s are ${severity === 'error' ? 'needed' : 'advisable'}`,
    why: WHY[severity],
    evidence: [
      `${name}: a check each ${checks?.interval ?? 0} s, unhealthy after ${checks?.death ?? 0} s, healthy again after ${recovery} s`,
    ],
    fixes: graceFix(deployment, service, needed, 'room for a start that is slower than usual'),
  });
}

const WHY: Readonly<Record<Severity, string>> = {
  error:
    'the target turns unhealthy while it starts, and the grace period ends before it can be healthy again: ECS stops the task and starts another, without end',
  warning:
    'the target turns unhealthy while it starts: a start that is half as slow again as usual outlasts the grace period, and ECS stops the task',
  info: 'the checks wait longer than the start takes, so that no target is given up; a start that is half as slow again may outlast both',
};
