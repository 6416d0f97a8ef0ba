import {
  all,
  any,
  chain,
  type Fact,
  known,
  orElse,
  truth,
  unknown,
  valueOr,
  type Why,
} from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { autoScalingGroup, scalableTarget } from '../../src/fact/kinds/scaling.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import {
  desiredCount,
  impliedSchedulingStrategy,
  nameForFacts,
  type Service,
} from '../../src/model/service.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import { describedProvider, managedScaling, providersOf } from '../../src/rollout/capacity-providers.ts';
import { type ContainerRooms, containerRooms } from '../../src/rollout/container-rooms.ts';
import { clusterOf, runningService } from '../../src/rollout/deployment-peak.ts';
import { growthOf } from '../../src/rollout/growth.ts';
import { groupsInUse } from '../../src/rollout/most-instances.ts';
import { totalCapacity } from '../../src/rollout/placement.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { declaredRoom } from './maximum-as-declared.ts';
import { counted, matched, named, whereOnEc2 } from './premise.ts';
import { clusterShape, groupName } from './providers.ts';
import { roomLines, whatBinds } from './shortage.ts';

/** May service auto scaling want more tasks than the instances hold, with nothing that adds an instance? */
export function serviceScales(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereOnEc2(deployment, facts, async (service) => {
    // Service auto scaling does not scale them: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
    if (valueOr(impliedSchedulingStrategy(service), 'REPLICA') === 'DAEMON')
      return notApplicable('a DAEMON service is not scaled by service auto scaling');
    return matched(
      await maximumOf(deployment, service, facts),
      async (maximum) => {
        const read = await containerRooms(deployment, facts);
        return read.match<Verdicts | Promise<Verdicts>>({
          known: (rooms) => judge(deployment, service, facts, maximum, rooms),
          absent: () => notApplicable('the cluster does not exist'),
          unknown: (why) => asDeclared(deployment, service, facts, maximum, why),
        });
      },
      'the service has no scalable target',
    );
  });
}

async function maximumOf(deployment: Deployment, service: Service, facts: Facts): Promise<Fact<number>> {
  const place = valueOr(clusterOf(deployment), undefined);
  const name = valueOr(nameForFacts(service), undefined);
  if (place === undefined || name === undefined) {
    return unknown({
      reason: 'unresolved',
      detail: 'the service and its cluster are not named',
      unlockedBy: '--cluster',
    });
  }
  const target = await facts.ask(scalableTarget, { cluster: place, service: name });
  return target.match<Fact<number>>({
    known: ({ MaxCapacity }) => told(MaxCapacity, name),
    absent: () => target as Fact<never>,
    unknown: (why) => unknown(...why),
  });
}

function told(maximum: number | undefined, name: string): Fact<number> {
  const detail = `the maximum of the scalable target of service ${name}`;
  return maximum === undefined ? unknown({ reason: 'not-recorded', detail }) : known(maximum);
}

function judge(
  deployment: Deployment,
  service: Service,
  facts: Facts,
  maximum: number,
  rooms: ContainerRooms,
): Verdicts | Promise<Verdicts> {
  const now = chain(runningService(deployment), ({ runningCount }) =>
    runningCount === undefined
      ? unknown({ reason: 'not-recorded', detail: 'how many tasks of the service run now' })
      : known(runningCount),
  );
  return matched(
    orElse(now, () => known(0)),
    (running) => whatGrows(deployment, service, facts, maximum, rooms, running),
  );
}

async function whatGrows(
  deployment: Deployment,
  service: Service,
  facts: Facts,
  maximum: number,
  rooms: ContainerRooms,
  running: number,
): Promise<Verdict> {
  const { sure, possible, demand } = rooms;
  const more = maximum - running;
  if (totalCapacity(sure, demand) >= more) return pass();
  const groups = await growthOf(deployment, facts, rooms);
  return groups.match<Verdict | Promise<Verdict>>({
    known: async (list) => {
      if (list.some((group) => group.more > 0)) return pass();
      const fits = totalCapacity(possible, demand);
      if (fits >= more) return cannotTell(rooms.why);
      const growing = await mayGrowUnmanaged(deployment, facts);
      return fail({
        at: service.view.get('desiredCount'),
        severity: growing.length > 0 ? 'warning' : 'error',
        message: `service auto scaling may raise ${named(service)} to ${counted(maximum, 'task')}, ${more} more than run now, and the instances of cluster ${rooms.cluster} have room for ${fits}; ${growing.length > 0 ? `ECS does not scale ${growing.join(' and ')}` : 'no capacity provider adds instances'}`,
        evidence: [
          `scalable target: at most ${counted(maximum, 'task')}; ${running} run now`,
          whatBinds(rooms),
          ...roomLines(rooms),
        ],
        fixes: await useManaged(deployment, service, facts),
      });
    },
    absent: pass,
    unknown: cannotTell,
  });
}

/**
 * The groups of providers in use that ECS does not scale and that may yet grow by policies of their own: then the capacity is
 * only unmanaged.
 */
async function mayGrowUnmanaged(deployment: Deployment, facts: Facts): Promise<readonly string[]> {
  const names = valueOr(providersOf(deployment, 'used'), []).map(({ name }) => name);
  const found = await Promise.all(
    names.map(async (name) => {
      const shape = valueOr(await describedProvider(facts, name), undefined);
      const arn = shape?.autoScalingGroupProvider?.autoScalingGroupArn;
      if (!shape || arn === undefined || valueOr(managedScaling(shape), true)) return [];
      const group = valueOr(await facts.ask(autoScalingGroup, { name: arn }), undefined);
      // One that is not told may grow.
      const { MaxSize = 1, DesiredCapacity = 0, AutoScalingGroupName = groupName(arn) } = group ?? {};
      return MaxSize > DesiredCapacity ? [AutoScalingGroupName] : [];
    }),
  );
  return found.flat();
}

/** Where the instances are not known, what is declared may show that ECS adds none, or too few. */
async function asDeclared(
  deployment: Deployment,
  service: Service,
  facts: Facts,
  maximum: number,
  why: readonly Why[],
): Promise<Verdicts> {
  const template = deployment.declared !== undefined || why.every(({ reason }) => reason === 'offline');
  const desired = valueOr(desiredCount(service), undefined);
  const groups = valueOr(await groupsInUse(deployment, facts), undefined);
  if (!template || !groups || desired === undefined || maximum <= desired) return cannotTell(why);
  const growing = any(groups.map((group) => all([group.managed, truth(group.maximum > 0)])));
  const grows = growing.match<Verdict | undefined>({
    known: (is) => (is ? pass() : undefined),
    absent: () => undefined,
    unknown: cannotTell,
  });
  if (grows) return grows;
  const most =
    valueOr(await declaredRoom(deployment, facts), undefined)?.bounds.most ?? Number.POSITIVE_INFINITY;
  const never = groups.length > 0 && most < maximum;
  const names = groups.map(({ name }) => name).join(' and ');
  const because =
    groups.length === 0
      ? 'the service uses no capacity provider: ECS adds no instance for them'
      : `ECS does not scale ${names}${never ? `, which ${groups.length === 1 ? 'has' : 'have'} room for ${most} of them at most` : ''}`;
  return fail({
    at: service.view.get('desiredCount'),
    severity: never ? 'error' : 'warning',
    message: `service auto scaling may raise ${named(service)} from ${desired} to ${counted(maximum, 'task')}, and ${because}`,
    evidence: [`scalable target: at most ${counted(maximum, 'task')}`],
  });
}

/** A provider of the cluster that ECS scales, for the service to use. */
async function useManaged(deployment: Deployment, service: Service, facts: Facts): Promise<readonly Fix[]> {
  const cluster = valueOr(await clusterShape(deployment, facts), undefined);
  for (const name of cluster?.capacityProviders ?? []) {
    const shape = valueOr(await describedProvider(facts, name), undefined);
    if (!shape?.autoScalingGroupProvider || !valueOr(managedScaling(shape), false)) continue;
    const command = updateServiceCommand(deployment, service, [
      '--capacity-provider-strategy',
      `capacityProvider=${name},weight=1`,
      '--force-new-deployment',
    ]);
    if (command === undefined) return [];
    const description = `run the service by ${name}, whose instances ECS adds as tasks need them`;
    return [{ kind: 'command', description, command }];
  }
  return [];
}
