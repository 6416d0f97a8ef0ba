import type { AnyKind } from '../fact/kind.ts';
import { cluster, clusters, service, serviceArns, taskDefinition } from '../fact/kinds/ecs.ts';

/** What is asked to find the services of an account. */
export const FINDING_SERVICES: readonly AnyKind[] = [cluster, clusters, serviceArns, service, taskDefinition];
