import { type Fact, known, orElse, unknown, valueOr, type Why } from '../../fact/fact.ts';
import type { FactSource } from '../../fact/store.ts';
import { type Deployment, unasked, type World } from '../../model/deployment.ts';
import { family, type TaskDefinition } from '../../model/task-definition.ts';
import type { View } from '../../model/view.ts';
import type { ReadService, ReadTaskDefinition } from '../definitions.ts';
import type { Target } from '../pair.ts';
import type { Estate } from './resource.ts';

/** A service with its task definition, or a task definition alone, in one world of its template. */
export interface DeclaredPair {
  /** The file that is named in reports. */
  readonly file: string;
  /** What the template calls it, where no literal name does: the logical id or the address of the service or task definition. */
  readonly name: string;
  readonly taskDefinition: ReadTaskDefinition | TaskDefinition;
  readonly service?: ReadService;
  readonly estate: Estate;
  /** `declaredSource` of the estate in this world; one object for all deployments of a world. */
  readonly source: FactSource;
  readonly world?: World;
}

/** The deployment in all the worlds of its template; the first is the one that is told. */
export function declaredDeployment(
  [first, ...others]: readonly [DeclaredPair, ...DeclaredPair[]],
  target: Target,
): Deployment {
  const deployment = inItsWorld(first, target);
  if (others.length === 0) return deployment;
  return { ...deployment, otherWorlds: others.map((pair) => inItsWorld(pair, target)) };
}

function inItsWorld(pair: DeclaredPair, target: Target): Deployment {
  const { file, name, taskDefinition, service, estate, source, world } = pair;
  return {
    id: valueOr(service ? service.name : family(taskDefinition), name),
    file,
    taskDefinition,
    service,
    region: known(estate.region),
    account: known(estate.account),
    cluster: target.cluster === undefined ? clusterOf(service) : known(target.cluster),
    around: unasked(service),
    declared: source,
    ...(world ? { world } : {}),
    asFargate: target.asFargate ?? false,
    leniencies: [],
  };
}

/** Whoever runs a task definition that no service uses says in which cluster. */
const NOT_GIVEN: Why = {
  reason: 'unresolved',
  detail: 'the cluster deployed to is not given',
  unlockedBy: '--cluster',
};

/** CreateService deploys to the cluster `default` where none is named. */
function clusterOf(service: ReadService | undefined): Fact<string> {
  if (!service) return unknown(NOT_GIVEN);
  const members = service.view as View as View<{ cluster?: string }>;
  return orElse(members.get('cluster').reference, () => known('default'));
}
