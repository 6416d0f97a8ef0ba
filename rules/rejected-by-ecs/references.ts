/** What names something else of the task definition: volumes, containers, the proxy. */
import { all, not, some, type Truth, valueOr } from '../../src/fact/fact.ts';
import { appMeshProxyProperties } from '../../src/knowledge/ecs-limits.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { essential } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { type Constraint, missing } from './constraint.ts';
import { cycle, onCycle } from './dependency-graph.ts';
import { removal, safe, setting, taskRow } from './forms.ts';
import {
  allContainers,
  allOf,
  allVolumes,
  bearer,
  containerOf,
  member,
  namesOne,
  renameToNearest,
  same,
  says,
  spelledNames,
} from './naming.ts';
import { appMesh, otherModeThan } from './premises.ts';
import { eachOf, observed, oneOf, owner, subject } from './subject.ts';

const DEPENDENCY = apiPage('API_ContainerDependency');
const PROXY = apiPage('API_ProxyConfiguration');
const ERROR = { severity: 'error' } as const;

export const references: readonly Constraint[] = [
  taskRow({
    id: 'mount-point-volume-unknown',
    where: 'containerDefinitions[].mountPoints[].sourceVolume',
    absentPasses: true,
    appliesTo: 'any',
    when: 'the `sourceVolume` of a mount point names no volume of the task definition',
    severity: 'error',
    source: apiPage('API_MountPoint'),
    violated: (name, deployment) => all([name.given, not(namesOne(name, allVolumes(deployment)))]),
    message: (name, deployment) =>
      `${subject(name)} is ${observed(name)}, expected ${known(spelledNames(allVolumes(deployment)), 'volume')}`,
    fixes: (name, deployment) =>
      renameToNearest(name, spelledNames(allVolumes(deployment)), safe(ERROR, deployment)),
  }),
  taskRow({
    id: 'volume-not-referenced',
    where: 'volumes[]',
    appliesTo: 'volume with configuredAtLaunch',
    when: 'a volume that is configured at launch is mounted by no container',
    severity: 'error',
    source: apiPage('API_Volume'),
    violated: (volume, deployment) =>
      all([says(volume, 'configuredAtLaunch', 'true'), not(mounted(volume, deployment))]),
    message: (volume) => `${subject(volume)} is configured at launch, but no container mounts it`,
    fixes: (volume, deployment) =>
      deployment.service && !valueOr(missing(deployment.service.view.get('volumeConfigurations')), false)
        ? []
        : [removal(volume, safe(ERROR, deployment))],
  }),
  containerReference('volumes-from-unknown-container', {
    where: 'containerDefinitions[].volumesFrom[].sourceContainer',
    appliesTo: 'any',
    when: 'the `sourceContainer` of `volumesFrom` names no container of the task definition',
    source: apiPage('API_VolumeFrom'),
  }),
  containerReference('depends-on-unknown-container', {
    where: 'containerDefinitions[].dependsOn[].containerName',
    appliesTo: 'any',
    when: '`dependsOn` names no container of the task definition',
    source: DEPENDENCY,
  }),
  containerReference('proxy-container-unknown', {
    where: 'proxyConfiguration.containerName',
    appliesTo: 'proxyConfiguration',
    when: 'the `containerName` of the proxy names no container of the task definition',
    source: PROXY,
  }),
  taskRow({
    id: 'depends-on-complete-essential',
    where: 'containerDefinitions[].dependsOn[].condition',
    absentPasses: true,
    appliesTo: 'any',
    when: 'a container waits for COMPLETE or SUCCESS of an essential container, whose end stops the task',
    severity: 'error',
    source: DEPENDENCY,
    violated: (condition, deployment) =>
      all([
        says(condition.parent as View, 'condition', 'COMPLETE', 'SUCCESS'),
        ofTarget(condition, deployment, (target) => essential(target as View<ContainerShape>)),
      ]),
    message: (condition, deployment) =>
      `${owner(condition)} waits for ${observed(condition)} of ${targetName(condition, deployment)}, which is essential; expected START or HEALTHY, or essential false there`,
    fixes: (condition, deployment) => {
      const target = targetOf(condition, deployment) as View<ContainerShape> | undefined;
      const others = valueOr(allContainers(deployment), []).filter((container) => container !== target);
      const anotherIsEssential = others.some((other) =>
        valueOr(essential(other as View<ContainerShape>), false),
      );
      return target && anotherIsEssential
        ? [setting(target.get('essential'), false, safe(ERROR, deployment))]
        : [];
    },
  }),
  taskRow({
    id: 'depends-on-healthy-without-health-check',
    where: 'containerDefinitions[].dependsOn[].condition',
    absentPasses: true,
    appliesTo: 'any',
    when: 'a container waits for HEALTHY of one that has no `healthCheck` in the task definition; a HEALTHCHECK of the image does not count',
    severity: 'error',
    source: DEPENDENCY,
    violated: (condition, deployment) =>
      all([
        says(condition.parent as View, 'condition', 'HEALTHY'),
        ofTarget(condition, deployment, (target) => missing(member(target, 'healthCheck'))),
      ]),
    message: (condition, deployment) =>
      `${owner(condition)} waits for "HEALTHY" of ${targetName(condition, deployment)}, which has no healthCheck`,
    fixes: (condition, deployment) => [setting(condition, 'START', safe(ERROR, deployment))],
  }),
  taskRow({
    id: 'depends-on-cycle',
    where: 'containerDefinitions[].dependsOn[].containerName',
    absentPasses: true,
    appliesTo: 'any',
    when: 'containers wait for each other in a circle, a container for itself included',
    severity: 'error',
    source: DEPENDENCY,
    violated: onCycle,
    message: (name, deployment) => {
      const circle = cycle(name, deployment);
      return circle.length < 2
        ? `${owner(name)} depends on itself`
        : `containers wait for each other in a circle: ${[...circle, circle[0]].join(' → ')}`;
    },
    fixes: (name, deployment) =>
      name.parent && cycle(name, deployment).length < 2
        ? [removal(name.parent, safe(ERROR, deployment), 'remove the dependency of the container on itself')]
        : [],
  }),
  taskRow({
    id: 'proxy-requires-awsvpc',
    where: 'proxyConfiguration',
    appliesTo: 'proxyConfiguration APPMESH',
    when: 'the network mode of a task with an App Mesh proxy is not awsvpc',
    severity: 'error',
    source: PROXY,
    premise: appMesh,
    violated: (_, deployment) => otherModeThan(deployment, 'awsvpc'),
    message: (_, { taskDefinition: { view } }) =>
      `proxyConfiguration of type APPMESH is set with networkMode ${observed(view.get('networkMode') as View)}, expected "awsvpc"`,
    // It takes the mesh away, which is hardly what was meant: never by itself.
    fixes: (proxy) => [removal(proxy, false)],
  }),
  taskRow({
    id: 'proxy-required-properties',
    where: 'proxyConfiguration.properties',
    appliesTo: 'proxyConfiguration APPMESH',
    when: 'the App Mesh proxy lacks AppPorts, ProxyIngressPort or ProxyEgressPort, or has neither IgnoredUID nor IgnoredGID',
    severity: 'error',
    source: PROXY,
    errorTexts: ['proxy-required-properties/ProxyIngressPort'],
    premise: appMesh,
    violated: (properties) => {
      const { required, oneOf: choice } = appMeshProxyProperties();
      return not(all([...required.map((name) => has(properties, name)), has(properties, ...choice)]));
    },
    message: (properties) => {
      const { required, oneOf: choice } = appMeshProxyProperties();
      const lacking = required.filter((name) => !valueOr(has(properties, name), true));
      const either = valueOr(has(properties, ...choice), true) ? [] : [oneOf(choice)];
      return `proxyConfiguration lacks the ${[...lacking, ...either].length > 1 ? 'properties' : 'property'} ${eachOf([...lacking, ...either])}`;
    },
  }),
];

function containerReference(
  id: string,
  row: Pick<Constraint, 'where' | 'appliesTo' | 'when' | 'source'>,
): Constraint {
  return taskRow({
    id,
    ...row,
    absentPasses: true,
    severity: 'error',
    violated: (name, deployment) => all([name.given, not(namesOne(name, allContainers(deployment)))]),
    message: (name, deployment) =>
      `${subject(name)} is ${observed(name)}, expected ${known(otherNames(name, deployment), 'container')}`,
    fixes: (name, deployment) => renameToNearest(name, otherNames(name, deployment), safe(ERROR, deployment)),
  });
}

/** The containers that may be meant: not the one that refers. */
function otherNames(name: View, deployment: Deployment): readonly string[] {
  const own = containerOf(name)?.get('name').raw;
  return spelledNames(allContainers(deployment)).filter((other) => other !== own);
}

function known(names: readonly string[], what: string): string {
  if (names.length === 0) return `the name of a ${what}, of which the task definition has none`;
  return `the name of a ${what} of the task definition: ${oneOf(names.map((name) => JSON.stringify(name)))}`;
}

function mounted(volume: View, deployment: Deployment): Truth {
  const mounts = select(
    deployment.taskDefinition.view as View,
    'containerDefinitions[].mountPoints[].sourceVolume',
  );
  return some(allOf(mounts), (name) => same(name, member(volume, 'name')));
}

function targetOf(condition: View, deployment: Deployment): View | undefined {
  const name = (condition.parent as View<{ containerName?: string }>).get('containerName');
  return bearer(name as View, allContainers(deployment));
}

/** Is it so of the container that the dependency names? Unknown where it may be one of several, no where it is none. */
function ofTarget(condition: View, deployment: Deployment, ask: (target: View) => Truth): Truth {
  const name = (condition.parent as View<{ containerName?: string }>).get('containerName') as View;
  return some(allContainers(deployment), (container) =>
    all([same(name, member(container, 'name')), ask(container)]),
  );
}

function targetName(condition: View, deployment: Deployment): string {
  const target = targetOf(condition, deployment);
  return target ? owner(target) : 'a container';
}

function has(properties: View, ...names: readonly string[]): Truth {
  return some((properties as View<{ name?: string }[]>).items, (property) =>
    says(property as View, 'name', ...names),
  );
}
