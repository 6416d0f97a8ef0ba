import type { Snapshot } from '../../src/fact/snapshot.ts';
import { addAccount } from './account.ts';
import { Book } from './book.ts';
import { addCapacity } from './capacity.ts';
import { addDependencies } from './dependencies.ts';
import { addNetwork } from './network.ts';
import { ACCOUNT, CLUSTER, NOW, REGION } from './place.ts';
import { random } from './random.ts';
import { addRoles } from './roles.ts';
import { addServices } from './services.ts';
import type { Planted, Size } from './size.ts';
import { addTaskDefinitions } from './task-definitions.ts';

export interface Estate {
  readonly snapshot: Snapshot;
  readonly cluster: string;
  readonly planted: readonly Planted[];
}

/**
 * A cluster as a company runs it: services on Fargate and on container instances in one VPC of three zones, with all that they
 * rest on. Mostly healthy; a few faults are planted.
 */
export function estate(size: Partial<Size> = {}, seed = 1): Estate {
  const services = size.services ?? 1000;
  const share = (of: number, least: number) => Math.max(least, Math.round((of * services) / 1000));
  const full: Size = {
    services,
    taskDefinitions: size.taskDefinitions ?? share(300, 3),
    roles: size.roles ?? share(40, 6),
    containerInstances: size.containerInstances ?? share(50, 2),
    secrets: size.secrets ?? share(100, 4),
    parameters: size.parameters ?? share(60, 3),
  };
  const book = new Book();
  const choose = random(seed);
  addAccount(book);
  const network = addNetwork(book, choose);
  const dependencies = addDependencies(book, full, choose);
  const roles = addRoles(book, full, dependencies, choose);
  const definitions = addTaskDefinitions(book, full, { ...dependencies, ...roles });
  const capacity = addCapacity(book, full, network, roles, choose);
  const { planted } = addServices(book, full, { definitions, network, capacity, dependencies }, choose);
  return { snapshot: book.snapshot(ACCOUNT, REGION, NOW), cluster: CLUSTER, planted };
}
