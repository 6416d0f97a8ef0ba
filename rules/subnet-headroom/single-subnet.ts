import {
  absent,
  all,
  any,
  chain,
  collect,
  equals,
  type Fact,
  holds,
  known,
  map,
  not,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { subnet } from '../../src/fact/kinds/ec2.ts';
import { sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { desiredCount, type Service, schedulingStrategy } from '../../src/model/service.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { otherSubnets } from './evidence.ts';

const BECAUSE = 'no service of two or more tasks with awsvpc';
const NO_SUBNET = 'no subnet is named';

/** Are all tasks of the service in one subnet, or in subnets of one zone? The zones no service file tells. */
export function singleSubnet(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(BECAUSE);
  const network = service.view.get('networkConfiguration').get('awsvpcConfiguration');
  const premise = all([
    network.given,
    holds(desiredCount(service), (tasks) => tasks >= 2),
    // UpdateService input says no scheduling strategy, but ECS takes no desired count for DAEMON.
    service.form === 'update' ? truth(true) : equals(schedulingStrategy(service), 'REPLICA'),
  ]);
  return premise.match<Verdicts | Promise<Verdicts>>({
    known: (applies) => (applies ? judge(deployment, service, facts) : notApplicable(BECAUSE)),
    absent: () => notApplicable(BECAUSE),
    unknown: cannotTell,
  });
}

function judge(deployment: Deployment, service: Service, facts: Facts): Verdict | Promise<Verdict> {
  const count = valueOr(desiredCount(service), 0);
  return distinct(service).match<Verdict | Promise<Verdict>>({
    known: (ids) => {
      const [only, ...others] = ids;
      if (only === undefined) return notApplicable(NO_SUBNET);
      if (others.length > 0) return zoneVerdict(deployment, service, count, ids, facts);
      return fail({
        ...failure(deployment, service, only),
        message: `all ${count} tasks of the service are in ${only}, its one subnet, and so in one availability zone`,
      });
    },
    absent: () => notApplicable(NO_SUBNET),
    unknown: cannotTell,
  });
}

/** The subnets by name, each once. */
function distinct(service: Service): Fact<readonly string[]> {
  const subnets = service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets');
  return subnets.items.match<Fact<readonly string[]>>({
    known: (items) => map(collect(items.map((item) => item.reference)), (ids) => [...new Set(ids)]),
    absent,
    unknown: (why) => unknown(...why),
  });
}

/** Two zones that are known are enough; that there is only one takes all of them. */
async function zoneVerdict(
  deployment: Deployment,
  service: Service,
  count: number,
  ids: readonly string[],
  facts: Facts,
): Promise<Verdict> {
  const answers = await Promise.all(ids.map((id) => facts.ask(subnet, { id })));
  const zones = answers.map((answer, index) =>
    chain(answer, (shape) => zoneOf(shape.AvailabilityZone, ids[index])),
  );
  const found = [...new Set(zones.flatMap((zone) => valueOr(zone, undefined) ?? []))];
  const different = any(
    found.flatMap((one, index) => found.slice(index + 1).map((other) => not(sameText(one, other)))),
  );
  if (found.length > 1) return different.match<Verdict>({ known: pass, absent: pass, unknown: cannotTell });
  return collect(zones).match<Verdict>({
    known: ([zone]) =>
      zone === undefined
        ? notApplicable('none of the subnets exists')
        : fail({
            ...failure(deployment, service, ids[0] ?? ''),
            message: `all ${count} tasks of the service are in ${zone}, the one availability zone of its ${ids.length} subnets`,
            evidence: ids.map((id) => `${id}: ${zone}`),
          }),
    absent: () => notApplicable('none of the subnets exists'),
    unknown: cannotTell,
  });
}

function zoneOf(zone: string | undefined, id = ''): Fact<string> {
  return zone === undefined
    ? unknown({ reason: 'not-recorded', detail: `the availability zone of ${id}` })
    : known(zone);
}

function failure(deployment: Deployment, service: Service, id: string): Pick<Failure, 'at' | 'fixes'> {
  return {
    at: service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets'),
    fixes: otherSubnets(
      deployment,
      id,
      undefined,
      `list the subnets of the same VPC, and name one of another zone beside ${id}`,
    ),
  };
}
