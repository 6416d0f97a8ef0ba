import {
  all,
  any,
  chain,
  equals,
  holds,
  known,
  not,
  orElse,
  present,
  some,
  type Truth,
  truth,
  valueOr,
} from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import {
  hasHealthCheck,
  inVpcLattice,
  loadBalanced,
  someContainerChecked,
} from '../../src/model/health-checks.ts';
import { gracePeriod } from '../../src/model/service.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName, containers, essential } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Fix,
  failsIf,
  notApplicable,
  pass,
  type Settings,
  type Verdict,
  type Verdicts,
  where,
} from '../../src/rule.ts';
import { type Observed, observedStart } from './observed.ts';
import { longer, roundUp, startTime } from './start-time.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html, seconds but for the retries */
const DEFAULTS = { interval: 30, retries: 3, startPeriod: 0 } as const;
const MOST = { startPeriod: 300, retries: 10 } as const;

type Container = View<ContainerShape>;

/** Judges each container; `because` where there are none. */
export function eachContainer(
  { taskDefinition }: Deployment,
  because: string,
  judge: (container: Container) => Verdicts,
): Verdicts {
  return containers(taskDefinition).match<Verdicts>({
    known: (list) =>
      list.length > 0 ? list.flatMap((container) => judge(container)) : notApplicable(because),
    absent: () => notApplicable(because),
    unknown: cannotTell,
  });
}

/** Does a container's own health check give up before the container has started? */
export function checkTooEager(
  deployment: Deployment,
  facts: Facts,
  settings: Settings,
): Verdicts | Promise<Verdicts> {
  if (facts.offline) return judgeEagerness(deployment, settings, true);
  return observedStart(deployment, facts).then((seen) => judgeEagerness(deployment, settings, false, seen));
}

/** `seen`: what the tasks show; within `atMost` a task was healthy, all of its containers with it. */
function judgeEagerness(
  deployment: Deployment,
  settings: Settings,
  offline: boolean,
  seen?: Observed,
): Verdicts {
  const quickest = seen && valueOr(seen.atMost, undefined);
  const because = 'no container health check';
  return eachContainer(deployment, because, (container) =>
    where(hasHealthCheck(container), because, () => {
      const start = startTime(container, settings, offline, seen?.unread);
      const patience = patienceOf(container);
      const patient =
        quickest !== undefined &&
        valueOr(
          holds(patience, (wait) => wait >= quickest),
          false,
        );
      if (patient && !valueOr(present(start), false)) return pass();
      const eager = all([longer(start, patience), not(shielded(deployment, container, start))]);
      return failsIf(eager, () => {
        const seconds = valueOr(start, 0);
        return {
          at: container.get('healthCheck').get('startPeriod'),
          message: `${containerName(container)} takes ${seconds} s to start, and its health check gives it up after ${valueOr(patience, 0)} s (startPeriod + interval × retries)`,
          fixes: patienceFix(container, seconds),
        };
      });
    }),
  );
}

type Setting = keyof typeof DEFAULTS;

function setting(container: Container, name: Setting) {
  return orElse(container.get('healthCheck').get(name).number, () => known<number>(DEFAULTS[name]));
}

/** How long a container that never answers lives: start period + interval × retries. */
function patienceOf(container: Container) {
  return chain(setting(container, 'startPeriod'), (period) =>
    chain(setting(container, 'interval'), (interval) =>
      chain(setting(container, 'retries'), (retries) => known(period + interval * retries)),
    ),
  );
}

/** Does the service's grace period cover the start? It helps neither RunTask nor whom a dependency waits for. */
function shielded(
  { service, taskDefinition }: Deployment,
  container: Container,
  start: ReturnType<typeof startTime>,
): Truth {
  if (!service) return truth(false);
  const awaited = some(containers(taskDefinition), (other) =>
    some(other.get('dependsOn').items, (dependency) =>
      all([
        equals(dependency.get('condition').text, 'HEALTHY'),
        chain(container.get('name').text, (name) => equals(dependency.get('containerName').text, name)),
      ]),
    ),
  );
  return all([not(awaited), not(longer(start, gracePeriod(service)))]);
}

/** The longest start period there is, and more retries where that is not enough. */
function patienceFix(container: Container, seconds: number): readonly Fix[] {
  const check = container.get('healthCheck');
  const interval = valueOr(setting(container, 'interval'), DEFAULTS.interval);
  const startPeriod = Math.min(roundUp(seconds), MOST.startPeriod);
  const retries = Math.ceil((seconds - startPeriod) / interval);
  const more = retries > valueOr(setting(container, 'retries'), DEFAULTS.retries);
  if (more && retries > MOST.retries) return [];
  return [
    {
      kind: 'edit',
      description: `wait ${startPeriod} s before failed checks count${more ? `, and for ${retries} of them` : ''}`,
      safe: false,
      edits: [
        { at: check.get('startPeriod'), op: 'set', value: startPeriod },
        ...(more ? [{ at: check.get('retries'), op: 'set' as const, value: retries }] : []),
      ],
    },
  ];
}

/** Is there a grace period, and nothing that it could hold back? */
export function graceCoversNothing({ service, taskDefinition }: Deployment): Verdicts {
  if (!service) return notApplicable('no service is deployed');
  const checked = any([loadBalanced(service), inVpcLattice(service), someContainerChecked(taskDefinition)]);
  const at = service.view.get('healthCheckGracePeriodSeconds');
  const idle = all([holds(gracePeriod(service), (seconds) => seconds > 0), not(checked)]);
  return failsIf(idle, () => ({
    at,
    message: `healthCheckGracePeriodSeconds is ${valueOr(at.number, 0)}, and the service has no load balancer, VPC Lattice, gateway connector or container health check`,
    // The answer of a describe call is not mended by an edit, and without effect it needs no command.
    fixes:
      service.form === 'describe'
        ? []
        : [
            {
              kind: 'edit',
              description: 'remove the grace period: ECS does not use it without a health check',
              safe: true,
              edits: [{ at, op: 'remove' }],
            },
          ],
  }));
}

/** Is there an essential container that nothing checks? */
export function noHealthCheck(deployment: Deployment): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed');
  const outside = any([loadBalanced(service), inVpcLattice(service)]);
  return eachContainer(deployment, 'no container', (container) =>
    where(
      essential(container),
      'the container is not essential',
      (): Verdict =>
        failsIf(all([not(outside), not(hasHealthCheck(container))]), () => ({
          at: container.get('healthCheck'),
          message: `essential ${containerName(container)} has no healthCheck, and the service has no load balancer, VPC Lattice or gateway connector`,
          evidence: ['a HEALTHCHECK in the image does not count: ECS does not watch it'],
        })),
    ),
  );
}
