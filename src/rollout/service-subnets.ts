import { absent, chain, collect, type Fact, known, map, unknown } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { type SubnetShape, subnet } from '../fact/kinds/ec2.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Service } from '../model/service.ts';

/** The service's subnets by id, each once; absent where it has no awsvpc configuration. */
export function subnetIds(service: Service): Fact<readonly string[]> {
  const subnets = service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets');
  return subnets.remember(subnetIds, () =>
    chain(subnets.items, (list) =>
      map(collect(list.map((item) => item.reference)), (ids) => [...new Set(ids)]),
    ),
  );
}

/** The service's subnets as the account has them; one that does not exist is left out. */
export async function serviceSubnets(
  { service }: Deployment,
  facts: Facts,
): Promise<Fact<readonly SubnetShape[]>> {
  if (!service) return absent();
  return subnetIds(service).match<Promise<Fact<readonly SubnetShape[]>>>({
    known: async (ids) => collect(await Promise.all(ids.map((id) => facts.ask(subnet, { id })))),
    absent: async () => absent(),
    unknown: async (why) => unknown(...why),
  });
}

/** The availability zones of the service's subnets. */
export async function zonesOf(deployment: Deployment, facts: Facts): Promise<Fact<ReadonlySet<string>>> {
  const shapes = await serviceSubnets(deployment, facts);
  const zones = chain(shapes, (list) => collect(list.map(zoneOf)));
  return map(zones, (names) => new Set(names));
}

function zoneOf({ AvailabilityZone, SubnetId = 'a subnet' }: SubnetShape): Fact<string> {
  return AvailabilityZone === undefined
    ? unknown({ reason: 'not-recorded', detail: `the availability zone of ${SubnetId}` })
    : known(AvailabilityZone);
}
