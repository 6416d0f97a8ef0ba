import { chain, collect, type Fact, known, unknown } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { capacityProvider } from '../fact/kinds/ecs.ts';
import { type AutoScalingGroupShape, autoScalingGroup } from '../fact/kinds/scaling.ts';
import type { Deployment } from '../model/deployment.ts';
import { describedProvider, managedScaling, providersOf } from './capacity-providers.ts';

/** What `groupsInUse` asks for. */
export const GROUP_FACTS: readonly AnyKind[] = [capacityProvider, autoScalingGroup];

/** The Auto Scaling group of a capacity provider in use. */
export interface GroupInUse {
  readonly provider: string;
  readonly name: string;
  readonly shape: AutoScalingGroupShape;
  /** The most instances that it may have. */
  readonly maximum: number;
  /** Does ECS scale it? */
  readonly managed: Fact<boolean>;
}

/**
 * The groups that the tasks of a service run on, where its capacity providers are all of Auto Scaling groups and each is known;
 * empty where it uses no capacity provider.
 */
export async function groupsInUse(
  deployment: Deployment,
  facts: Facts,
): Promise<Fact<readonly GroupInUse[]>> {
  return providersOf(deployment, 'used').match<Promise<Fact<readonly GroupInUse[]>>>({
    known: async (used) => {
      const names = [...new Set(used.map(({ name }) => name))];
      return collect(await Promise.all(names.map((name) => groupOf(name, facts))));
    },
    absent: async () => known([]),
    unknown: async (why) => unknown(...why),
  });
}

async function groupOf(provider: string, facts: Facts): Promise<Fact<GroupInUse>> {
  const described = await describedProvider(facts, provider);
  const group = chain(
    described,
    ({ autoScalingGroupProvider: owner }): Fact<string> =>
      owner?.autoScalingGroupArn === undefined
        ? unknown({
            reason: 'undecidable',
            detail: `how many instances capacity provider ${provider} may add`,
          })
        : known(owner.autoScalingGroupArn),
  );
  return group.match<Promise<Fact<GroupInUse>>>({
    known: async (name) =>
      chain(await facts.ask(autoScalingGroup, { name }), (shape) => {
        const { MaxSize, AutoScalingGroupName = name } = shape;
        if (MaxSize === undefined)
          return unknown({ reason: 'not-recorded', detail: `the maximum size of ${AutoScalingGroupName}` });
        return known({
          provider,
          name: AutoScalingGroupName,
          shape,
          maximum: MaxSize,
          managed: chain(described, managedScaling),
        });
      }),
    absent: async () =>
      unknown({ reason: 'undecidable', detail: `capacity provider ${provider} does not exist` }),
    unknown: async (why) => unknown(...why),
  });
}
