import {
  absent,
  both,
  chain,
  collect,
  type Fact,
  known,
  orElse,
  unknown,
  unknownFor,
  valueOr,
  type Why,
} from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import type { Service } from '../model/service.ts';
import type { TaskPath } from './judge-paths.ts';
import { type Path, path } from './path.ts';

type Network = ReturnType<typeof networkOf>;

/** The paths from each subnet that the service names, for a task's own interface. */
export async function subnetPaths(
  service: Service,
  facts: Facts,
  launchKind: 'FARGATE' | 'EC2',
  to: string,
  region: string,
): Promise<Fact<readonly TaskPath[]>> {
  const network = networkOf(service);
  const platform = valueOr(service.view.get('platformVersion').text, undefined);
  const place = both(
    groupsOf(network),
    publicIpOf(network, launchKind),
    (securityGroups, assignPublicIp) => ({
      securityGroups,
      assignPublicIp,
      launchKind,
      service: to,
      region,
      ...(platform === undefined ? {} : { platformVersion: platform }),
    }),
  );
  const from = async (subnet: string): Promise<TaskPath> => ({
    from: subnet,
    path: await place.match<Promise<Fact<Path>>>({
      known: (query) => facts.ask(path, { subnet, ...query }),
      absent: async () => unknown(DEFAULT_GROUP),
      unknown: async (why) => unknownFor(why),
    }),
  });
  return network.get('subnets').items.match<Promise<Fact<readonly TaskPath[]>>>({
    known: async (items) =>
      known(
        await Promise.all(
          items.map(({ reference, pointer }) =>
            reference.match<Promise<TaskPath>>({
              known: from,
              absent: async () => ({ from: pointer, path: unknown(NO_SUBNETS) }),
              unknown: async (why) => ({ from: pointer, path: unknownFor(why) }),
            }),
          ),
        ),
      ),
    absent: async () => unknown(NO_SUBNETS),
    unknown: async (why) => unknownFor(why),
  });
}

const NO_SUBNETS: Why = {
  reason: 'unresolved',
  detail: 'in which subnets the tasks run: the service names none',
};
const DEFAULT_GROUP: Why = {
  reason: 'undecidable',
  detail:
    'the service names no security groups: its tasks get the default group of the VPC, which was not read',
};

function networkOf({ view }: Service) {
  return view.get('networkConfiguration').get('awsvpcConfiguration');
}

function groupsOf(network: Network): Fact<readonly string[]> {
  return chain(network.get('securityGroups').items, (items) =>
    items.length === 0 ? absent() : collect(items.map(({ reference }) => reference)),
  );
}

/** A task's own interface on an EC2 instance never gets a public address; on Fargate it gets none unless asked for. */
function publicIpOf(network: Network, launchKind: 'FARGATE' | 'EC2'): Fact<boolean> {
  if (launchKind === 'EC2') return known(false);
  return chain(
    orElse(network.get('assignPublicIp').text, () => known('DISABLED')),
    (value) => known(value === 'ENABLED'),
  );
}
