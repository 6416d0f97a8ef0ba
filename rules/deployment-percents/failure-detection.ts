import {
  all,
  any,
  chain,
  equals,
  holds,
  not,
  orElse,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { inVpcLattice, loadBalanced, someContainerChecked } from '../../src/model/health-checks.ts';
import { deploymentController, deploymentStrategy, type Service } from '../../src/model/service.ts';
import {
  cannotTell,
  type Failure,
  failsIf,
  notApplicable,
  type Verdict,
  type Verdicts,
  where,
} from '../../src/rule.ts';
import { configurationFix } from './percent-edits.ts';
import { NOT_ROLLING, rollsWith } from './rollout-premise.ts';

type Detection = 'deploymentCircuitBreaker' | 'alarms';

const NAMES = {
  deploymentCircuitBreaker: 'the deployment circuit breaker',
  alarms: 'deployment alarms',
} as const;

function detection(service: Service, member: Detection) {
  return service.view.get('deploymentConfiguration').get(member);
}

function enabled(service: Service, member: Detection): Truth {
  return orElse(detection(service, member).get('enable').flag, () => truth(false));
}

/** Is nothing there to end a deployment that fails? */
export function noCircuitBreaker(deployment: Deployment): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed');
  const watched = any([enabled(service, 'deploymentCircuitBreaker'), enabled(service, 'alarms')]);
  return where(rollsWith(service, 1), NOT_ROLLING, () =>
    failsIf(not(watched), () => ({
      at: detection(service, 'deploymentCircuitBreaker'),
      message: `${named(service)} has neither a deployment circuit breaker nor deployment alarms: ECS goes on starting tasks of a deployment that fails`,
      fixes: configurationFix(
        deployment,
        service,
        { deploymentCircuitBreaker: { enable: true, rollback: true } },
        'stop a deployment whose tasks do not start, and return to the last one that was completed',
      ),
    })),
  );
}

const ROLLBACK = 'no circuit breaker with rollback, or no service yet';

/** Would the breaker find no deployment that it could return to? */
export function cannotRollBack(deployment: Deployment): Verdicts {
  const { service, around } = deployment;
  if (!service) return notApplicable('no service is deployed');
  const rolls = all([
    enabled(service, 'deploymentCircuitBreaker'),
    orElse(detection(service, 'deploymentCircuitBreaker').get('rollback').flag, () => truth(false)),
    equals(deploymentController(service), 'ECS'),
    equals(deploymentStrategy(service), 'ROLLING'),
  ]);
  return where(rolls, ROLLBACK, () =>
    around.running.match<Verdicts>({
      known: ({ deployments = [] }) => {
        const states = deployments.flatMap(({ rolloutState }) => (rolloutState ? [rolloutState] : []));
        // ECS tells no state of the deployments of a service behind a Classic Load Balancer.
        if (!states.includes('COMPLETED') && states.length < Math.max(deployments.length, 1))
          return cannotTell([
            {
              reason: 'undecidable',
              detail: `${named(service)} does not tell the state of ${states.length === 0 ? 'its' : 'all its'} deployments`,
            },
          ]);
        return failsIf(truth(!states.includes('COMPLETED')), () => ({
          at: detection(service, 'deploymentCircuitBreaker').get('rollback'),
          message: `rollback is on, and ${named(service)} has no completed deployment to return to: its deployments are ${states.join(', ')}`,
          evidence: deployments.map(
            ({ id = 'a deployment', status, rolloutState, rolloutStateReason, taskDefinition }) =>
              `${id} (${[status, taskDefinition].filter(Boolean).join(', ')}): ${rolloutState ?? 'no state'}${rolloutStateReason ? `, ${rolloutStateReason}` : ''}`,
          ),
        }));
      },
      absent: () => notApplicable(ROLLBACK),
      unknown: cannotTell,
    }),
  );
}

/** Does the breaker see only tasks that never run, for want of any health check? */
export function blindBreaker({ service, taskDefinition }: Deployment): Verdicts {
  if (!service) return notApplicable('no service is deployed');
  const breaker = all([
    enabled(service, 'deploymentCircuitBreaker'),
    equals(deploymentController(service), 'ECS'),
  ]);
  const checked = any([
    loadBalanced(service),
    inVpcLattice(service),
    someContainerChecked(taskDefinition),
    cloudMapChecked(service),
  ]);
  return where(breaker, 'no circuit breaker is at work', () =>
    failsIf(not(checked), () => ({
      at: detection(service, 'deploymentCircuitBreaker'),
      message: `${named(service)} has a circuit breaker and no health check of any kind: it trips on tasks that never reach RUNNING, not on tasks that run and do not work`,
      evidence: ['no load balancer, VPC Lattice, service registry or container health check'],
    })),
  );
}

/** A registry's own health checks count for the breaker, and only Cloud Map knows whether it has any. */
function cloudMapChecked(service: Service): Truth {
  const registered = holds(service.view.get('serviceRegistries').size, (size) => size > 0);
  return chain(registered, (is) =>
    is
      ? unknown({
          reason: 'offline',
          detail: 'whether the Cloud Map service checks the health of its instances',
          unlockedBy: '--live',
        })
      : truth(false),
  );
}

/** Is failure detection configured where ECS does not use it? */
export function notApplicableDetection({ service }: Deployment): Verdicts {
  if (!service) return notApplicable('no service is deployed');
  return [misplaced(service, 'deploymentCircuitBreaker'), misplaced(service, 'alarms')].flat();
}

function misplaced(service: Service, member: Detection): Verdicts {
  const controller = deploymentController(service);
  const strategy = deploymentStrategy(service);
  const idle = any([not(equals(controller, 'ECS')), not(equals(strategy, 'ROLLING'))]);
  return where(
    enabled(service, member),
    `${NAMES[member]} not enabled`,
    (): Verdict =>
      failsIf(idle, () =>
        misplacement(service, member, valueOr(controller, 'ECS'), valueOr(strategy, 'ROLLING')),
      ),
  );
}

function misplacement(service: Service, member: Detection, controller: string, strategy: string): Failure {
  const at = detection(service, member);
  const refused = member === 'deploymentCircuitBreaker' && controller === 'CODE_DEPLOY';
  const setting = controller === 'ECS' ? `the strategy ${strategy}` : `the controller ${controller}`;
  return {
    at,
    ...(refused ? { severity: 'error', phase: 'register' } : { severity: 'warning', phase: 'rollout' }),
    message: `${NAMES[member]} ${member === 'alarms' ? 'are' : 'is'} enabled with ${setting}, and ECS documents ${member === 'alarms' ? 'them' : 'it'} for rolling updates with the controller ECS`,
    why: refused
      ? 'ECS refuses a circuit breaker for a service that CodeDeploy deploys'
      : 'it may end no deployment that fails, although the service looks as if it did',
    // A described service may be one whose other settings UpdateService does not take: there is no edit and no sure command.
    fixes:
      service.form === 'describe'
        ? []
        : [
            {
              kind: 'edit',
              description: `remove ${NAMES[member]}`,
              safe: refused,
              edits: [{ at, op: 'remove' }],
            },
          ],
  };
}

function named(service: Service): string {
  return service.name.match({
    known: (name) => `service "${name}"`,
    absent: () => 'the service',
    unknown: () => 'the service',
  });
}
