/** What rows of the table apply to, decided once for each deployment. */
import { all, and, any, equals, holds, known, not, orElse, type Truth } from '../../src/fact/fact.ts';
import { type Deployment, remember } from '../../src/model/deployment.ts';
import { compatibleWith, onFargate } from '../../src/model/launch.ts';
import { networkMode, windows } from '../../src/model/task-definition.ts';
import { missing } from './constraint.ts';

type Premise = (deployment: Deployment) => Truth;

function once(decide: Premise): Premise {
  return (deployment) => remember(deployment, decide, () => decide(deployment));
}

/** Fargate, as far as the files say so or the user asks as if. */
export const fargate = once(onFargate);

/** Anything but Fargate. */
export const notFargate = once((deployment) => not(fargate(deployment)));

/** Linux or Windows, by `runtimePlatform`. */
export const onWindows = once(({ taskDefinition }) => windows(taskDefinition));

/** Windows on Fargate. */
export const windowsOnFargate = once((deployment) => all([onWindows(deployment), fargate(deployment)]));

/** Windows elsewhere. */
export const windowsElsewhere = once((deployment) => all([onWindows(deployment), notFargate(deployment)]));

/** `networkMode` is given as awsvpc. On Fargate its absence is `fargate-network-mode`'s. */
export const awsvpc = once(({ taskDefinition: { view } }) => equals(view.get('networkMode').text, 'awsvpc'));

/** `networkMode` is given as host. */
export const hostMode = once(({ taskDefinition: { view } }) => equals(view.get('networkMode').text, 'host'));

/** `networkMode` is given as none. */
export const noNetwork = once(({ taskDefinition: { view } }) => equals(view.get('networkMode').text, 'none'));

/** The containers are on a bridge: said, or by default on Linux instances. */
export const bridged = once((deployment) =>
  all([notFargate(deployment), equals(networkMode(deployment.taskDefinition), 'bridge')]),
);

/** `networkMode` is not among these, its default counted; where Fargate misses it, that is `fargate-network-mode`'s. */
export function otherModeThan(deployment: Deployment, ...modes: readonly string[]): Truth {
  const given = deployment.taskDefinition.view.get('networkMode');
  return all([
    not(equals(networkMode(deployment.taskDefinition), ...modes)),
    not(all([missing(given), fargate(deployment)])),
  ]);
}

/** The task definition has EC2 among its compatibilities and FARGATE not. */
export const ec2NotFargate = once((deployment) =>
  and(compatibleWith(deployment, 'EC2'), () => not(compatibleWith(deployment, 'FARGATE'))),
);

/** Its compatibilities are EC2 and EXTERNAL, one or both, and nothing else. */
export const ownInstancesOnly = once((deployment) =>
  and(any([compatibleWith(deployment, 'EC2'), compatibleWith(deployment, 'EXTERNAL')]), () =>
    all([not(compatibleWith(deployment, 'MANAGED_INSTANCES')), notFargate(deployment)]),
  ),
);

/** EXTERNAL among the compatibilities, or the service's launch type. */
export const external = once((deployment) => {
  const launchType = deployment.service?.view.get('launchType').text;
  const declared = compatibleWith(deployment, 'EXTERNAL');
  return launchType ? any([declared, equals(launchType, 'EXTERNAL')]) : declared;
});

/** MANAGED_INSTANCES among the compatibilities, and no Fargate, whose own rows say more. */
export const managedInstances = once((deployment) =>
  all([compatibleWith(deployment, 'MANAGED_INSTANCES'), notFargate(deployment)]),
);

/** MANAGED_INSTANCES is the only compatibility. */
export const managedInstancesOnly = once((deployment) =>
  and(compatibleWith(deployment, 'MANAGED_INSTANCES'), () =>
    holds(deployment.taskDefinition.view.get('requiresCompatibilities').size, (size) => size === 1),
  ),
);

/** The container's IPC namespace is the host's. */
export const hostIpc = once(({ taskDefinition: { view } }) => equals(view.get('ipcMode').text, 'host'));

/** No task memory is given, which Fargate demands and others do not. */
export const noTaskMemory = once((deployment) =>
  all([missing(deployment.taskDefinition.view.get('memory')), notFargate(deployment)]),
);

/** The `proxyConfiguration` is of App Mesh, the only type there is. */
export const appMesh = once(({ taskDefinition: { view } }) => {
  const proxy = view.get('proxyConfiguration');
  return and(proxy.given, () =>
    equals(
      orElse(proxy.get('type').text, () => known('APPMESH')),
      'APPMESH',
    ),
  );
});
