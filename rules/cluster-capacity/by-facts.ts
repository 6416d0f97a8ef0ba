import { asgMaximumTooSmall } from './asg-maximum.ts';
import { rolloutDoesNotFit } from './rollout-fit.ts';
import { serviceScales } from './service-scaling.ts';

/** What is judged by what the container instances have free; loaded where there are such facts. */
export const CLUSTER_CAPACITY_BY_FACTS = { asgMaximumTooSmall, rolloutDoesNotFit, serviceScales };
