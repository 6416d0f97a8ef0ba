import type { ResourceKind } from '../kind.ts';

/**
 * What VPC Lattice's GetTargetGroup says of a target group, as far as ECS minds.
 * https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_GetTargetGroup.html
 */
export interface LatticeTargetGroupShape {
  readonly arn?: string;
  readonly name?: string;
  /** `IP`, `INSTANCE`, `LAMBDA` or `ALB`. */
  readonly type?: string;
}

/** A target group of VPC Lattice by its ARN. Templates and snapshots tell it; the account is not asked. */
export const latticeTargetGroup: ResourceKind<{ readonly arn: string }, LatticeTargetGroupShape> = {
  sort: 'resource',
  id: 'vpclattice.target-group',
  noun: 'VPC Lattice target group',
  actions: [],
  key: ({ arn }) => arn,
};
