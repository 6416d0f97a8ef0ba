import { valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { impliedSchedulingStrategy, type Service } from '../../src/model/service.ts';
import { providersOf } from '../../src/rollout/capacity-providers.ts';
import { type ContainerRooms, containerRooms } from '../../src/rollout/container-rooms.ts';
import { deploymentPeaks } from '../../src/rollout/deployment-peak.ts';
import type { Peak } from '../../src/rollout/peak.ts';
import { fitsWhicheverProvider } from '../../src/rollout/rollout-fit.ts';
import { cannotTell, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { matched, whereOnEc2 } from './premise.ts';

/** A deployment on container instances: what it needs, and what there is. */
export interface Placement {
  readonly deployment: Deployment;
  readonly service: Service;
  readonly rooms: ContainerRooms;
  readonly peaks: readonly Peak[];
  readonly peak: Peak;
}

/** Judges a REPLICA service on EC2; a DAEMON service, which has one task on each instance, where that is asked for; `unread` where its instances are not known. */
export function wherePlaced(
  deployment: Deployment,
  facts: Facts,
  judge: (placement: Placement) => Verdicts | Promise<Verdicts>,
  daemon: (service: Service, rooms: ContainerRooms) => Verdict = () =>
    notApplicable('a DAEMON service runs one task on each instance'),
  unread: (service: Service, why: readonly Why[]) => Verdicts | Promise<Verdicts> = (_, why) =>
    cannotTell(why),
): Verdicts | Promise<Verdicts> {
  return whereOnEc2(deployment, facts, (service) =>
    matched(impliedSchedulingStrategy(service), (scheduling) =>
      containerRooms(deployment, facts).then((read) =>
        read.match<Verdicts | Promise<Verdicts>>({
          known: (rooms) => {
            if (scheduling === 'DAEMON') return daemon(service, rooms);
            return matched(deploymentPeaks(deployment), (peaks) => {
              const [peak] = peaks;
              if (!peak) return notApplicable('no task is wanted');
              return judge({ deployment, service, rooms, peaks, peak });
            });
          },
          absent: () => notApplicable('the cluster does not exist'),
          unknown: (why) => (scheduling === 'DAEMON' ? cannotTell(why) : unread(service, why)),
        }),
      ),
    ),
  );
}

/** Why nothing is said: what is not known of the instances, or of the tasks on them. */
export function leftOpen({ rooms }: Pick<Placement, 'rooms'>, because: string): Verdict {
  const why: Why = { reason: 'undecidable', detail: because };
  const reasons = [...rooms.why, ...rooms.unlisted];
  return cannotTell(reasons.length > 0 ? reasons : [why]);
}

/** It fits in all; with several providers only if each has room for what the weights may give it. */
export function fits(placement: Placement): Verdicts {
  const { deployment, rooms, peaks } = placement;
  const names = valueOr(providersOf(deployment, 'used'), []).map(({ name }) => name);
  return fitsWhicheverProvider(peaks, rooms, names)
    ? pass()
    : leftOpen(placement, `how ECS divides the tasks between ${names.join(' and ')}`);
}
