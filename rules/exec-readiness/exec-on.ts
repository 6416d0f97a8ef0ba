import { holds, type Truth } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { execEnabled, type Service } from '../../src/model/service.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

/**
 * Judges where the service turns ECS Exec on. Where the input leaves that unchanged, what would fail is unknown;
 * what passes either way still passes.
 */
export function whereExecOn({ service }: Deployment, judge: () => Verdicts): Verdicts {
  if (!service) return notApplicable('no service is deployed');
  return execEnabled(service).match<Verdicts>({
    known: (on) => (on ? judge() : notApplicable('ECS Exec is off')),
    absent: () => notApplicable('ECS Exec is off'),
    unknown: (why) => [judge()].flat().map((verdict) => (verdict.is === 'fail' ? cannotTell(why) : verdict)),
  });
}

/** What was not asked, because nobody may be. */
function notAsked(what: string): Verdict {
  return cannotTell([{ reason: 'offline', detail: `${what} was not looked up`, unlockedBy: '--live' }]);
}

/** Asks the account where the service turns ECS Exec on; `what` names what is asked for. */
export function askWhereExecOn(
  { service }: Deployment,
  facts: Facts,
  what: string,
  judge: (service: Service) => Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  if (!service) return notApplicable('no service is deployed');
  return execEnabled(service).match<Verdicts | Promise<Verdicts>>({
    known: (on) => {
      if (!on) return notApplicable('ECS Exec is off');
      return facts.offline ? notAsked(what) : judge(service);
    },
    absent: () => notApplicable('ECS Exec is off'),
    unknown: cannotTell,
  });
}

/** One verdict for each container. */
export function judgeContainers(
  { taskDefinition }: Deployment,
  judge: (container: View<ContainerShape>) => Verdicts,
): Verdicts {
  return containers(taskDefinition).match<Verdicts>({
    known: (list) => list.flatMap((container): readonly Verdict[] => [judge(container)].flat()),
    absent: () => notApplicable('there are no containers'),
    unknown: cannotTell,
  });
}

/** A list that is given and not empty. */
export function filled(list: View): Truth {
  return holds(list.size, (size) => size > 0);
}
