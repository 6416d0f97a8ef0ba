import { any, chain, type Fact, known, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import {
  type ClusterShape,
  type ContainerInstanceShape,
  containerInstances,
} from '../../src/fact/kinds/ecs.ts';
import { autoScalingGroup } from '../../src/fact/kinds/scaling.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { isFargateProvider, launchKinds } from '../../src/model/launch.ts';
import { namedRegion } from '../../src/model/named-region.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { describedProvider, managedScaling } from '../../src/rollout/capacity-providers.ts';
import { clusterOf } from '../../src/rollout/deployment-peak.ts';
import { notAsked } from '../../src/rollout/not-asked.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { matched, NO_SERVICE } from './premise.ts';
import { clusterShape, untold } from './providers.ts';

/** Has the cluster no instance that takes tasks, and nothing that adds one? */
export function noInstances(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(NO_SERVICE);
  return matched(launchKinds(deployment), (kinds) => {
    if (!kinds.every((kind) => kind === 'EC2' || kind === 'EXTERNAL'))
      return notApplicable('the service does not run on EC2 or external instances');
    if (facts.offline) return cannotTell([notAsked('what container instances the cluster has')]);
    return matched(clusterOf(deployment), (cluster) =>
      judge(deployment, facts, cluster, kinds.includes('EC2')),
    );
  });
}

async function judge(
  deployment: Deployment,
  facts: Facts,
  cluster: string,
  onEc2: boolean,
): Promise<Verdict> {
  const name = cluster.slice(cluster.lastIndexOf('/') + 1);
  const listed = await facts.ask(containerInstances, { cluster });
  return listed.match<Verdict | Promise<Verdict>>({
    known: async (instances) => {
      if (instances.some(({ status }) => status === 'ACTIVE')) return pass();
      const shape = await clusterShape(deployment, facts);
      const addable = onEc2 ? await canAdd(shape, facts) : truth(false);
      const states = new Map<string, number>();
      for (const { status = 'of unknown status' } of instances)
        states.set(status, (states.get(status) ?? 0) + 1);
      const providers = valueOr(shape, undefined)?.capacityProviders ?? [];
      return addable.match<Verdict>({
        known: (can) =>
          can
            ? pass()
            : fail({
                at: deployment.service?.view ?? deployment.taskDefinition.view,
                message: `cluster ${name} has no ACTIVE container instance, and no capacity provider that can add one`,
                evidence: [
                  instances.length === 0
                    ? 'no container instance is registered'
                    : `container instances: ${[...states].map(([state, count]) => `${count} ${state}`).join(', ')}`,
                  `capacity providers of the cluster: ${providers.length === 0 ? 'none' : providers.join(', ')}`,
                ],
                fixes: takeBack(deployment, name, instances),
              }),
        absent: pass,
        unknown: cannotTell,
      });
    },
    absent: () => notApplicable('the cluster does not exist'),
    unknown: cannotTell,
  });
}

/** Instances that are only DRAINING may be ACTIVE again; ten at most in one call. */
function takeBack(
  deployment: Deployment,
  cluster: string,
  instances: readonly ContainerInstanceShape[],
): readonly Fix[] {
  const arns = instances
    .filter(({ status, agentConnected }) => status === 'DRAINING' && agentConnected === true)
    .map(({ containerInstanceArn = '' }) => shellWord(containerInstanceArn));
  if (arns.length === 0) return [];
  const place = namedRegion(deployment);
  return [
    {
      kind: 'command',
      description: 'let the instances that are DRAINING take tasks again',
      command: `aws ecs update-container-instances-state${place === undefined ? '' : ` --region ${shellWord(place)}`} --cluster ${shellWord(cluster)} --status ACTIVE --container-instances ${arns.slice(0, 10).join(' ')}`,
    },
  ];
}

/** Does ECS scale the group of some provider of the cluster, and may that group have an instance? */
async function canAdd(cluster: Fact<ClusterShape>, facts: Facts): Promise<Truth> {
  const names = chain(
    cluster,
    (shape): Fact<readonly string[]> =>
      shape.capacityProviders ? known(shape.capacityProviders) : unknown(untold(shape)),
  );
  return names.match<Promise<Truth>>({
    known: async (all) => any(await Promise.all(all.map((name) => adds(name, facts)))),
    absent: async () => truth(false),
    unknown: async (why) => unknown(...why),
  });
}

/** An instance of a provider of Managed Instances is launched for the tasks themselves; Fargate has none. */
async function adds(name: string, facts: Facts): Promise<Truth> {
  if (isFargateProvider(name)) return truth(false);
  const arn = chain(await describedProvider(facts, name), (shape): Fact<string> => {
    const group = shape.autoScalingGroupProvider;
    if (!group) return known('');
    return chain(managedScaling(shape), (managed) =>
      known(managed ? (group.autoScalingGroupArn ?? '') : 'unmanaged'),
    );
  });
  return arn.match<Promise<Truth>>({
    known: async (group) => {
      if (group === '') return truth(true);
      if (group === 'unmanaged') return truth(false);
      return chain(await facts.ask(autoScalingGroup, { name: group }), ({ MaxSize }) =>
        MaxSize === undefined
          ? unknown({ reason: 'not-recorded', detail: `the maximum size of ${group}` })
          : truth(MaxSize > 0),
      );
    },
    absent: async () => truth(false),
    unknown: async (why) => unknown(...why),
  });
}
