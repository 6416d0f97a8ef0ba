import { all } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { runsOnlyOn } from '../../src/model/launch.ts';
import type { Service } from '../../src/model/service.ts';
import { type ContainerRooms, containerRooms } from '../../src/rollout/container-rooms.ts';
import { notAsked } from '../../src/rollout/not-asked.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';
import { awsvpc, matched } from './premise.ts';

const NOT_ON_EC2 = 'no service with awsvpc on EC2 instances';

/** Asks for the container instances of a service with awsvpc whose tasks run on EC2. */
export function askWhereOnInstances(
  deployment: Deployment,
  facts: Facts,
  judge: (service: Service) => Verdicts | Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(NOT_ON_EC2);
  return all([awsvpc(service), runsOnlyOn(deployment, 'EC2')]).match<Verdicts | Promise<Verdicts>>({
    known: (is) => {
      if (!is) return notApplicable(NOT_ON_EC2);
      if (facts.offline) return cannotTell([notAsked('what the container instances have free')]);
      return judge(service);
    },
    absent: () => notApplicable(NOT_ON_EC2),
    unknown: cannotTell,
  });
}

/** Judges what such a service finds on its container instances. */
export function whereOnInstances(
  deployment: Deployment,
  facts: Facts,
  judge: (service: Service, rooms: ContainerRooms) => Verdict | Promise<Verdict>,
): Verdicts | Promise<Verdicts> {
  return askWhereOnInstances(deployment, facts, async (service) =>
    matched(await containerRooms(deployment, facts), (rooms) => judge(service, rooms)),
  );
}
