/** All rows about the service, in the order of the catalogue's groups. */
import { capacity } from './capacity.ts';
import type { Constraint } from './constraint.ts';
import { deployment } from './deployment.ts';
import { discovery } from './discovery.ts';
import { ebs } from './ebs.ts';
import { lattice } from './lattice.ts';
import { launch } from './launch.ts';
import { loadBalancers } from './load-balancers.ts';
import { network } from './network.ts';
import { placement, rebalancing } from './placement.ts';
import { scheduling } from './scheduling.ts';

export const serviceRows: readonly Constraint[] = [
  ...launch,
  ...capacity,
  ...network,
  ...placement,
  ...scheduling,
  ...rebalancing,
  ...deployment,
  ...loadBalancers,
  ...discovery,
  ...ebs,
  ...lattice,
];
