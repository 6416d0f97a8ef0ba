import { absent, chain, type Fact, known, unknown, valueOr, type Why } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { type InstanceShape, instance, instanceType } from '../fact/kinds/ec2.ts';
import type { ContainerInstanceShape, TaskShape } from '../fact/kinds/ecs.ts';
import { type EniLimit, eniLimit } from '../knowledge/eni-limits.ts';
import type { Attributes } from './eligibility.ts';
import type { InterfaceUse } from './interface-room.ts';
import type { Room } from './placement.ts';

/** The EC2 instance's id; of what is not EC2 the container instance's. */
export function instanceName({ ec2InstanceId, containerInstanceArn = '' }: ContainerInstanceShape): string {
  return ec2InstanceId ?? containerInstanceArn.slice(containerInstanceArn.lastIndexOf('/') + 1);
}

const remembered = new WeakMap<ContainerInstanceShape, Attributes>();

/** An instance's attributes by name; all services of a cluster ask for them. */
export function attributesOf(shape: ContainerInstanceShape): Attributes {
  let attributes = remembered.get(shape);
  if (!attributes) {
    attributes = new Map((shape.attributes ?? []).map(({ name = '', value }) => [name, value]));
    remembered.set(shape, attributes);
  }
  return attributes;
}

export type Left = Pick<Room, 'cpu' | 'memory' | 'tcp' | 'udp' | 'gpus'>;

/**
 * What is left of CPU, memory and GPUs, and which ports are taken: of `remainingResources` now, of `registeredResources` before
 * any task was placed. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html
 */
export function resourcesOf(
  shape: ContainerInstanceShape,
  which: 'remainingResources' | 'registeredResources',
): Fact<Left> {
  const named = (name: string) => shape[which]?.find((resource) => resource.name === name);
  const cpu = named('CPU')?.integerValue;
  const memory = named('MEMORY')?.integerValue;
  if (cpu === undefined || memory === undefined) {
    return unknown({
      reason: 'not-recorded',
      detail: `the ${which} of container instance ${instanceName(shape)}`,
    });
  }
  const ports = (name: string) => new Set((named(name)?.stringSetValue ?? []).map(Number));
  return known({
    cpu,
    memory,
    tcp: ports('PORTS'),
    udp: ports('PORTS_UDP'),
    gpus: named('GPU')?.stringSetValue?.length ?? 0,
  });
}

/** What an instance's interfaces are, and what of them is in use. `why`: what kept that from being read. */
export async function interfacesOf(
  shape: ContainerInstanceShape,
  facts: Facts,
  attributes: Attributes,
  here: readonly TaskShape[] | undefined,
): Promise<{ readonly type: string | undefined; readonly use: InterfaceUse; readonly why: readonly Why[] }> {
  const { ec2InstanceId: id, runningTasksCount, pendingTasksCount } = shape;
  const read: Fact<InstanceShape> = id === undefined ? absent() : await facts.ask(instance, { id });
  const machine = valueOr(read, undefined);
  const trunked = attributes.has('ecs.awsvpc-trunk-id');
  const type = attributes.get('ecs.instance-type') ?? machine?.InstanceType;
  const limit = type === undefined ? absent() : await limitOf(type, facts);
  const counted = runningTasksCount !== undefined && pendingTasksCount !== undefined;
  return {
    type,
    // With a trunk what is attached to the instance does not count, and EC2 does not tell the limit.
    why: [...(trunked && type !== undefined ? [] : whyOf(read)), ...(trunked ? [] : whyOf(limit))],
    use: {
      trunked,
      limit: valueOr(limit, undefined),
      attached: machine?.NetworkInterfaces?.length,
      awsvpcTasks: here?.filter(hasInterface).length,
      tasks: counted ? runningTasksCount + pendingTasksCount : undefined,
    },
  };
}

function hasInterface({ attachments = [] }: TaskShape): boolean {
  return attachments.some(({ type, status }) => type === 'ElasticNetworkInterface' && status !== 'DELETED');
}

/** From the data; for a type that is newer, from EC2, which does not tell the limit with trunking. */
async function limitOf(type: string, facts: Facts): Promise<Fact<EniLimit>> {
  const limit = eniLimit(type);
  if (limit) return known(limit);
  return chain(await facts.ask(instanceType, { name: type }), ({ NetworkInfo }) => {
    const most = NetworkInfo?.MaximumNetworkInterfaces;
    return most === undefined ? absent() : known({ plain: most - 1, trunked: undefined });
  });
}

function whyOf(fact: Fact<unknown>): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}
