import { all, any, chain, equals, holds, known, not, orElse, some, type Truth, truth } from '../fact/fact.ts';
import type { Service } from './service.ts';
import type { ContainerShape } from './shapes.ts';
import { containers, type TaskDefinition } from './task-definition.ts';
import type { View } from './view.ts';

/**
 * Is the service behind a load balancer: a target group, a Classic Load Balancer, or a gateway connector,
 * for which ECS makes target groups itself?
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
 */
export function loadBalanced(service: Service): Truth {
  return any([
    filled(service.view.get('loadBalancers')),
    filled(service.view.get('gatewayConnectors') as View),
  ]);
}

/** Does VPC Lattice send traffic to the service, and check its targets? */
export function inVpcLattice(service: Service): Truth {
  return filled(service.view.get('vpcLatticeConfigurations'));
}

/**
 * Does the container have a health check of its own in the task definition? One whose command is `NONE` has not, and a
 * HEALTHCHECK of its image does not count: the agent does not watch it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export function hasHealthCheck(container: View<ContainerShape>): Truth {
  const check = container.get('healthCheck');
  const none = chain(
    orElse(check.get('command').items, () => known([])),
    ([first]) => (first ? equals(first.verbatim, 'NONE') : truth(false)),
  );
  return all([check.given, not(none)]);
}

/** Does some container of the task have a health check of its own? */
export function someContainerChecked(task: TaskDefinition): Truth {
  return some(containers(task), hasHealthCheck);
}

function filled(list: View): Truth {
  return holds(list.size, (size) => size > 0);
}
