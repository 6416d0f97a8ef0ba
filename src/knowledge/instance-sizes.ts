/**
 * How large EC2 instance types are. Source and date in instance-sizes.json (https://docs.aws.amazon.com/ec2/latest/instancetypes/).
 */
import data from './instance-sizes.json' with { type: 'json' };

/** What an instance type has, before the system and the ECS agent take their share of the memory. */
export interface InstanceSize {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

const TYPES: Readonly<Record<string, readonly number[]>> = data.types;
const VCPUS: Readonly<Record<string, number>> = data.vcpus;
const MIB = 1024;

/** The size of a type such as `m5.large`; undefined where the data does not have it. */
export function instanceSize(type: string): InstanceSize | undefined {
  const single = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (single) {
    const [vcpus = 0, gib = 0] = single;
    return { vcpus, memoryMiB: gib * MIB };
  }
  const [family = '', size = ''] = type.split('.');
  const vcpus = Object.hasOwn(VCPUS, size) ? VCPUS[size] : undefined;
  const ratio = Object.entries(data.gibPerVcpu).find(([, families]) => families.split(' ').includes(family));
  return vcpus === undefined || !ratio ? undefined : { vcpus, memoryMiB: vcpus * Number(ratio[0]) * MIB };
}

/** Day of the data. */
export function instanceSizesAsOf(): string {
  return data.asOf;
}
