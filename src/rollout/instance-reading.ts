import { type Fact, known, unknown, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { instance, instanceType } from '../fact/kinds/ec2.ts';
import type { ContainerInstanceShape, TaskShape } from '../fact/kinds/ecs.ts';
import { type EniLimit, eniLimit } from '../knowledge/eni-limits.ts';
import type { Attributes } from './eligibility.ts';
import type { InterfaceUse } from './interface-room.ts';
import type { Room } from './placement.ts';

/** The EC2 instance's id; of what is not EC2 the container instance's. */
export function instanceName({ ec2InstanceId, containerInstanceArn = '' }: ContainerInstanceShape): string {
  return ec2InstanceId ?? containerInstanceArn.slice(containerInstanceArn.lastIndexOf('/') + 1);
}

const read = new WeakMap<ContainerInstanceShape, Attributes>();

/** An instance's attributes by name; all services of a cluster ask for them. */
export function attributesOf(shape: ContainerInstanceShape): Attributes {
  let attributes = read.get(shape);
  if (!attributes) {
    attributes = new Map((shape.attributes ?? []).map(({ name = '', value }) => [name, value]));
    read.set(shape, attributes);
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

/** What an instance's interfaces are, and what of them is in use. */
export async function interfacesOf(
  shape: ContainerInstanceShape,
  facts: Facts,
  attributes: Attributes,
  here: readonly TaskShape[] | undefined,
): Promise<{ readonly type: string | undefined; readonly use: InterfaceUse }> {
  const { ec2InstanceId: id, runningTasksCount, pendingTasksCount } = shape;
  const machine = id === undefined ? undefined : valueOr(await facts.ask(instance, { id }), undefined);
  const type = attributes.get('ecs.instance-type') ?? machine?.InstanceType;
  const counted = runningTasksCount !== undefined && pendingTasksCount !== undefined;
  return {
    type,
    use: {
      trunked: attributes.has('ecs.awsvpc-trunk-id'),
      limit: type === undefined ? undefined : await limitOf(type, facts),
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
async function limitOf(type: string, facts: Facts): Promise<EniLimit | undefined> {
  const limit = eniLimit(type);
  if (limit) return limit;
  const shape = valueOr(await facts.ask(instanceType, { name: type }), undefined);
  const most = shape?.NetworkInfo?.MaximumNetworkInterfaces;
  return most === undefined ? undefined : { plain: most - 1, trunked: undefined };
}
