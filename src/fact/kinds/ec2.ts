import type { FactKind } from '../kind.ts';

/**
 * What DescribeSubnets says of a subnet; the rest of its shape is no rule's matter yet.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
 */
interface SubnetShape {
  readonly SubnetId?: string;
  readonly AvailabilityZone?: string;
}

/** A subnet by its id. */
export const subnet: FactKind<{ readonly id: string }, SubnetShape> = {
  id: 'ec2.subnet',
  noun: 'subnet',
  actions: ['ec2:DescribeSubnets'],
  key: ({ id }) => id,
};
