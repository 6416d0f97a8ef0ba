import {
  all,
  chain,
  collect,
  type Fact,
  map,
  type Truth,
  truth,
  unknown,
  valueOr,
  type Why,
} from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { instance, instanceType, subnet } from '../fact/kinds/ec2.ts';
import {
  type ContainerInstanceShape,
  capacityProvider,
  containerInstances,
  runningTasks,
  taskDefinition,
} from '../fact/kinds/ecs.ts';
import { type Deployment, remember } from '../model/deployment.ts';
import { registeredTaskDefinition } from '../model/registered.ts';
import { type Demand, demandOf } from './demand.ts';
import { clusterOf } from './deployment-peak.ts';
import { type Constraints, constraintsOf, eligible } from './eligibility.ts';
import { attributesOf, instanceName, interfacesOf, resourcesOf } from './instance-reading.ts';
import { type InterfaceUse, interfaceRoom } from './interface-room.ts';
import type { Room } from './placement.ts';
import type { Running } from './replacement.ts';
import { type RunningTasks, runningTasksBy } from './running-tasks.ts';
import { zonesOf } from './service-subnets.ts';

/** What `containerRooms` asks for. */
export const ROOM_FACTS: readonly AnyKind[] = [
  containerInstances,
  runningTasks,
  taskDefinition,
  capacityProvider,
  instance,
  instanceType,
  subnet,
];

/** A container instance that is ACTIVE, as the tasks of one service see it. */
export interface Candidate {
  readonly id: string;
  readonly shape: ContainerInstanceShape;
  readonly type: string | undefined;
  /** May a task of the service be placed here at all? */
  readonly may: Truth;
  /** Undefined where the tasks need no interface of their own. */
  readonly use: InterfaceUse | undefined;
  /** Why what its interfaces are and do could not be read; empty where it was. */
  readonly unread: readonly Why[];
  /** What is free, with as many interfaces as are free at least, and at most. */
  readonly least: Room;
  readonly most: Room;
}

/** The cluster's instances as the tasks of one service see them. */
export interface ContainerRooms {
  readonly cluster: string;
  readonly demand: Demand;
  readonly candidates: readonly Candidate[];
  /** The statuses of the instances that are not ACTIVE and so take no task. */
  readonly inactive: readonly string[];
  /** Rooms that take the tasks for sure, and those that may take them. */
  readonly sure: readonly Room[];
  readonly possible: readonly Room[];
  /** Why some rooms are possible only. */
  readonly why: readonly Why[];
  /** The service's running tasks; undefined where they were not listed, and why. */
  readonly running: readonly Running[] | undefined;
  readonly unlisted: readonly Why[];
}

/**
 * Asks for the container instances of the cluster, and for what decides whether and how many tasks each takes. Several problems
 * ask it of one deployment.
 */
export function containerRooms(deployment: Deployment, facts: Facts): Promise<Fact<ContainerRooms>> {
  return remember(deployment, containerRooms, () => roomsOf(deployment, facts));
}

async function roomsOf(deployment: Deployment, facts: Facts): Promise<Fact<ContainerRooms>> {
  const demanded = chain(clusterOf(deployment), (cluster) =>
    map(demandOf(deployment.taskDefinition), (demand) => ({ cluster, demand })),
  );
  return demanded.match<Promise<Fact<ContainerRooms>>>({
    known: ({ cluster, demand }) => roomsIn(deployment, facts, cluster, demand),
    absent: async () => unknown({ reason: 'unresolved', detail: 'the task definition has no containers' }),
    unknown: async (why) => unknown(...why),
  });
}

async function roomsIn(
  deployment: Deployment,
  facts: Facts,
  cluster: string,
  demand: Demand,
): Promise<Fact<ContainerRooms>> {
  const [listed, tasks, zones] = await Promise.all([
    facts.ask(containerInstances, { cluster }),
    facts.ask(runningTasks, { cluster }),
    demand.interfaces === 0 ? undefined : zonesOf(deployment, facts),
  ]);
  const read = chain(listed, (shapes) =>
    map(constraintsOf(deployment, zones), (limits) => ({ shapes, limits })),
  );
  return read.match<Promise<Fact<ContainerRooms>>>({
    known: async ({ shapes, limits }) => {
      const listing = valueOr(tasks, undefined);
      const placed = listing && runningTasksBy(listing);
      const active = shapes.filter(({ status }) => status === 'ACTIVE');
      const [candidates, running] = await Promise.all([
        Promise.all(active.map((shape) => candidate(shape, facts, demand, limits, placed))),
        runningOf(limits.group, facts, shapes, placed),
      ]);
      return map(collect(candidates), (found) => ({
        cluster: cluster.slice(cluster.lastIndexOf('/') + 1),
        demand,
        candidates: found,
        inactive: shapes.flatMap(({ status = 'of unknown status' }) => (status === 'ACTIVE' ? [] : [status])),
        running,
        unlisted: tasks.match({ known: () => [], absent: () => [], unknown: (why) => why }),
        ...split(found),
      }));
    },
    absent: async () => unknown({ reason: 'undecidable', detail: `cluster ${cluster} does not exist` }),
    unknown: async (why) => unknown(...why),
  });
}

function split(candidates: readonly Candidate[]): Pick<ContainerRooms, 'sure' | 'possible' | 'why'> {
  const sure: Room[] = [];
  const possible: Room[] = [];
  const why: Why[] = [];
  for (const { may, least, most, type, id, unread } of candidates) {
    may.match<void>({
      known: (is) => {
        if (!is) return;
        sure.push(least);
        possible.push(most);
        if (least.interfaces === most.interfaces) return;
        const detail = `how many network interfaces ${id} (${type ?? 'type unknown'}) has free`;
        why.push(...(unread.length > 0 ? unread : [{ reason: 'undecidable' as const, detail }]));
      },
      absent: () => {},
      unknown: (reasons) => {
        possible.push(most);
        why.push(...reasons);
      },
    });
  }
  return { sure, possible, why };
}

const UNLISTED: Why = { reason: 'undecidable', detail: 'which instances hold a task of the service already' };
const UNCOUNTED = { least: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };

async function candidate(
  shape: ContainerInstanceShape,
  facts: Facts,
  demand: Demand,
  limits: Constraints,
  placed: RunningTasks | undefined,
): Promise<Fact<Candidate>> {
  const here = placed && (placed.on.get(shape.containerInstanceArn ?? '') ?? []);
  const attributes = attributesOf(shape);
  const network = demand.interfaces === 0 ? undefined : await interfacesOf(shape, facts, attributes, here);
  const bounds = network ? interfaceRoom(network.use) : UNCOUNTED;
  const own = (here ?? []).filter(({ group }) => group === limits.group).length;
  const slots = limits.distinct ? 1 - own : Number.POSITIVE_INFINITY;
  const may = all([
    eligible(shape, attributes, limits),
    limits.providers.size === 0 ? await notManaged(shape, facts) : truth(true),
    limits.distinct && !here ? unknown(UNLISTED) : truth(true),
    portsTold(shape, demand),
  ]);
  return map(resourcesOf(shape, 'remainingResources'), (left) => {
    const id = instanceName(shape);
    const room = { id, ...left, slots, attributes };
    return {
      id,
      shape,
      type: network?.type ?? attributes.get('ecs.instance-type'),
      may,
      use: network?.use,
      unread: network?.why ?? [],
      least: { ...room, interfaces: bounds.least },
      most: { ...room, interfaces: bounds.most },
    };
  });
}

/** Are the ports that are taken listed, where the tasks have ports of their own? */
function portsTold(shape: ContainerInstanceShape, { tcp, udp }: Demand): Truth {
  const listed = (name: string) =>
    shape.remainingResources?.some((resource) => resource.name === name) === true;
  const told = (tcp.length === 0 || listed('PORTS')) && (udp.length === 0 || listed('PORTS_UDP'));
  const detail = `which ports of container instance ${instanceName(shape)} are taken`;
  return told ? truth(true) : unknown({ reason: 'not-recorded', detail });
}

/** Tasks of the launch type EC2 are not placed on ECS Managed Instances. */
async function notManaged(
  { capacityProviderName: name }: ContainerInstanceShape,
  facts: Facts,
): Promise<Truth> {
  if (name === undefined) return truth(true);
  return chain(await facts.ask(capacityProvider, { name }), (shape) =>
    truth(!shape.managedInstancesProvider),
  );
}

/** The service's running tasks, where each is and what it holds. */
async function runningOf(
  group: string,
  facts: Facts,
  shapes: readonly ContainerInstanceShape[],
  placed: RunningTasks | undefined,
): Promise<readonly Running[] | undefined> {
  if (!placed) return undefined;
  const names = new Map(shapes.map((shape) => [shape.containerInstanceArn, instanceName(shape)]));
  const held = await Promise.all(
    (placed.of.get(group) ?? []).map(
      async ({ containerInstanceArn, taskDefinitionArn: ref = '' }): Promise<Fact<Running>> => {
        const shape = await facts.ask(taskDefinition, { ref });
        const takes = chain(shape, (definition) => demandOf(registeredTaskDefinition(definition)));
        return map(takes, (demand) => ({ on: names.get(containerInstanceArn) ?? '', takes: demand }));
      },
    ),
  );
  const found = collect(held);
  return found.match<readonly Running[] | undefined>({
    known: (list) => (list.length === held.length ? list : undefined),
    absent: () => undefined,
    unknown: () => undefined,
  });
}
