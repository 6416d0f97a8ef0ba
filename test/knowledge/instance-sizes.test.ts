import { expect, test } from 'vitest';
import { instanceSize } from '../../src/knowledge/instance-sizes.ts';

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/ */
test.each<[type: string, vcpus: number, gib: number]>([
  ['m5.large', 2, 8],
  ['c5.xlarge', 4, 8],
  ['r6g.medium', 1, 8],
  ['c5.18xlarge', 72, 144],
  ['m7i.48xlarge', 192, 768],
  ['t3.medium', 2, 4],
  ['c4.8xlarge', 36, 60],
])('%s has %i vCPUs and %d GiB', (type, vcpus, gib) => {
  expect(instanceSize(type)).toEqual({ vcpus, memoryMiB: gib * 1024 });
});

test.each(['m5.metal', 'zz9.large', 'm5', '', 'constructor.large', 'm5.constructor'])(
  'of %s nothing is known',
  (type) => expect(instanceSize(type)).toBeUndefined(),
);
