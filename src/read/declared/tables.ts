import { balancingFacts } from './balancing.ts';
import { bucketsFacts } from './buckets.ts';
import { clustersFacts } from './clusters.ts';
import { iamFacts } from './iam.ts';
import { imagesFacts } from './images.ts';
import { keysFacts } from './keys.ts';
import { logsFacts } from './logs.ts';
import { networkFacts } from './network.ts';
import { scalingFacts } from './scaling.ts';
import { secretsFacts } from './secrets.ts';
import type { DeclaredFacts } from './source.ts';

/** All that a template can tell of the account it is deployed to. */
export const TABLES: readonly DeclaredFacts[] = [
  ...balancingFacts,
  ...bucketsFacts,
  ...clustersFacts,
  ...iamFacts,
  ...imagesFacts,
  ...keysFacts,
  ...logsFacts,
  ...networkFacts,
  ...scalingFacts,
  ...secretsFacts,
];
