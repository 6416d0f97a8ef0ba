import { absent, chain, collect, type Fact, known, map, unknown, unknownFor } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { type CapacityProviderShape, capacityProvider } from '../fact/kinds/ecs.ts';
import { type AutoScalingGroupShape, autoScalingGroup } from '../fact/kinds/scaling.ts';
import type { Deployment } from '../model/deployment.ts';
import { isFargateProvider } from '../model/launch.ts';
import { managedScaling, providersOf } from './capacity-providers.ts';
import type { Candidate, ContainerRooms } from './container-rooms.ts';
import { resourcesOf } from './instance-reading.ts';
import type { Room } from './placement.ts';

/** What `growthOf` asks for. */
export const GROWTH_FACTS: readonly AnyKind[] = [capacityProvider, autoScalingGroup];

/** An Auto Scaling group that ECS scales, and what it may add to the cluster. */
export interface GrowingGroup {
  readonly provider: string;
  /** The group's name. */
  readonly group: string;
  readonly maximum: number;
  /** Instances that it may have beyond those that take tasks now. */
  readonly more: number;
  /** What a new instance has; unknown where it is not told which type it will be. */
  readonly blank: Fact<Room>;
}

/** The groups of the providers in use that ECS scales by itself; empty where nothing adds an instance. */
export async function growthOf(
  deployment: Deployment,
  facts: Facts,
  { candidates, demand }: ContainerRooms,
): Promise<Fact<readonly GrowingGroup[]>> {
  return providersOf(deployment, 'used').match<Promise<Fact<readonly GrowingGroup[]>>>({
    known: async (used) => {
      const names = [...new Set(used.map(({ name }) => name))].filter((name) => !isFargateProvider(name));
      const groups = await Promise.all(
        names.map(async (name) => {
          const shape = await facts.ask(capacityProvider, { name });
          const mine = candidates.filter((it) => it.shape.capacityProviderName === name);
          return groupOf(name, shape, facts, mine, demand.interfaces === 1);
        }),
      );
      return collect(groups);
    },
    absent: async () => known([]),
    unknown: async (why) => unknown(...why),
  });
}

async function groupOf(
  provider: string,
  described: Fact<CapacityProviderShape>,
  facts: Facts,
  mine: readonly Candidate[],
  networked: boolean,
): Promise<Fact<GrowingGroup>> {
  const arn = chain(described, (shape) => {
    const owner = shape.autoScalingGroupProvider;
    if (!owner) return absent();
    return chain(managedScaling(shape), (managed) =>
      managed && owner.autoScalingGroupArn !== undefined ? known(owner.autoScalingGroupArn) : absent(),
    );
  });
  return arn.match<Promise<Fact<GrowingGroup>>>({
    known: async (name) =>
      chain(await facts.ask(autoScalingGroup, { name }), (shape) => {
        const { MaxSize, AutoScalingGroupName = name } = shape;
        if (MaxSize === undefined)
          return unknown({ reason: 'not-recorded', detail: `the maximum size of ${AutoScalingGroupName}` });
        const more = Math.max(0, MaxSize - mine.length);
        const blank = blankOf(shape, mine, networked);
        return known({ provider, group: AutoScalingGroupName, maximum: MaxSize, more, blank });
      }),
    absent: async () => absent(),
    unknown: async (why) => unknown(...why),
  });
}

/** A new instance is like those that the group has, where they are all of one type and the group launches no other. */
function blankOf(group: AutoScalingGroupShape, mine: readonly Candidate[], networked: boolean): Fact<Room> {
  const name = group.AutoScalingGroupName ?? '';
  const [sample, ...others] = mine;
  const overrides = group.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? [];
  const same = others.every(({ type }) => type === sample?.type);
  if (!sample || !same || sample.type === undefined || overrides.length > 1) {
    return unknown({ reason: 'undecidable', detail: `which instance type ${name} launches next` });
  }
  const limit = sample.use?.trunked ? sample.use.limit?.trunked : sample.use?.limit?.plain;
  if (networked && (limit === undefined || limit === null)) {
    const why = { reason: 'undecidable', detail: `how many interfaces a new ${sample.type} has` } as const;
    return unknownFor(sample.unread.length > 0 ? sample.unread : [why]);
  }
  return map(resourcesOf(sample.shape, 'registeredResources'), (left) => ({
    id: `new instances of ${name}`,
    ...left,
    interfaces: networked ? (limit ?? 0) : Number.POSITIVE_INFINITY,
    slots: sample.most.slots === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : 1,
  }));
}

/** Rooms for what a group may still add, no more of them than there are tasks to place. */
export function addedRooms(groups: readonly GrowingGroup[], tasks: number): Fact<readonly Room[]> {
  const added = groups
    .filter(({ more }) => more > 0)
    .map(({ blank, more }) =>
      map(blank, (room) =>
        Array.from({ length: Math.min(more, tasks) }, (_, index) => ({
          ...room,
          id: `${room.id} ${index + 1}`,
        })),
      ),
    );
  return map(collect(added), (lists) => lists.flat());
}
