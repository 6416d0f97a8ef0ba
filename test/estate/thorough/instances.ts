import * as ec2 from '../../../src/fact/kinds/ec2.ts';
import * as ecs from '../../../src/fact/kinds/ecs.ts';
import type { Snapshot } from '../../../src/fact/snapshot.ts';
import type { Book } from '../book.ts';
import type { Capacity } from '../capacity.ts';
import { containerInstance } from '../machine.ts';
import { ACCOUNT, CLUSTER, NOW, REGION } from '../place.ts';
import { NEW_TYPE } from './names.ts';

/** The instances are of a type that the data on network interfaces does not know, and have no trunk interface. */
export function ofNewType(book: Book, { instances, capacityProvider }: Capacity): Snapshot {
  const renamed = (attribute: { readonly name?: string | undefined }) =>
    attribute.name === 'ecs.instance-type' ? { ...attribute, value: NEW_TYPE } : attribute;
  const image = `ami-0${'a'.repeat(16)}`;
  book.collect(
    ecs.containerInstances,
    { cluster: CLUSTER },
    instances.map((machine) => {
      const { attributes = [], ...shape } = containerInstance(machine, capacityProvider, image);
      const own = attributes.filter(({ name }) => name !== 'ecs.awsvpc-trunk-id').map(renamed);
      return { ...shape, attributes: own } as typeof shape & { attributes: typeof attributes };
    }),
  );
  book.add(
    ec2.instanceType,
    { name: NEW_TYPE },
    {
      InstanceType: NEW_TYPE as 'm6i.2xlarge',
      CurrentGeneration: true,
      NetworkInfo: { MaximumNetworkInterfaces: 4, Ipv4AddressesPerInterface: 15 },
      ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
    },
  );
  const snapshot = book.snapshot(ACCOUNT, REGION, NOW);
  const machines = Object.entries(snapshot.resources['ec2.instance'] ?? {}).map(([id, shape]) => [
    id,
    { ...(shape as ec2.InstanceShape), InstanceType: NEW_TYPE, ImageId: image },
  ]);
  const [ami] = Object.values(snapshot.resources['ec2.image'] ?? {});
  return {
    ...snapshot,
    resources: {
      ...snapshot.resources,
      'ec2.instance': Object.fromEntries(machines),
      'ec2.image': { [image]: { ...(ami as object), ImageId: image } },
    },
  };
}
