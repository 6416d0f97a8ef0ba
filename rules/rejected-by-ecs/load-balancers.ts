import {
  all,
  any,
  chain,
  equals,
  not,
  some,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import { parseArn } from '../../src/model/arn.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { removal, setting } from './forms.ts';
import { nearestName } from './nearest-name.ts';
import {
  containerNamed,
  containerNames,
  controlledBy,
  empty,
  fargateOnly,
  filled,
  hasContainer,
  isInput,
  member,
  networkModeIn,
  serviceName,
  spelledName,
} from './service-facts.ts';
import { atMost, complete } from './service-forms.ts';
import { observed, oneOf } from './subject.ts';

const LOAD_BALANCER = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html';
const CREATE_SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';

const isTargetGroup = (entry: View): Truth => filled(member(entry, 'targetGroupArn'));
const isClassic = (entry: View): Truth => filled(member(entry, 'loadBalancerName'));

/** Does the container map the port, alone or in a range? A range that covers it leaves it undecided. */
function mapsPort(container: View<ContainerShape>, port: number): Truth {
  return some(container.get('portMappings').items, (mapping) =>
    any([
      equals(mapping.get('containerPort').number, port),
      chain(mapping.get('containerPortRange').text, (range) => {
        const [first, last] = range.split('-').map(Number);
        return port >= (first ?? Number.NaN) && port <= (last ?? Number.NaN)
          ? unknown({ reason: 'undecidable', detail: `port ${port} is mapped by the range ${range} only` })
          : truth(false);
      }),
    ]),
  );
}

/** The ports that a container maps, as far as they are known. */
function portsOf(container: View<ContainerShape>): readonly number[] {
  return valueOr(container.get('portMappings').items, []).flatMap((mapping) => {
    const port = valueOr(mapping.get('containerPort').number, undefined);
    return port === undefined ? [] : [port];
  });
}

/** The container that an entry means where it names none of them: the one that maps its port, or the one nearly so named. */
function meantContainer(value: View, deployment: Deployment): string | undefined {
  const port = value.parent && valueOr(member(value.parent, 'containerPort').number, undefined);
  const mapping = valueOr(containers(deployment.taskDefinition), []).filter(
    (container) => port !== undefined && portsOf(container).includes(port),
  );
  const [only, ...others] = mapping;
  if (!only || others.length > 0) return nearestName(String(value.raw), mapping.flatMap(nameIn));
  return nameIn(only)[0];
}

function nameIn(container: View<ContainerShape>): readonly string[] {
  const name = valueOr(container.get('name').text, undefined);
  return name === undefined ? [] : [name];
}

/** The only port that the task definition maps, with its container. */
function onlyPort(
  deployment: Deployment,
): { readonly containerName: string; readonly containerPort: number } | undefined {
  const ports = valueOr(containers(deployment.taskDefinition), []).flatMap((container) =>
    nameIn(container).flatMap((containerName) =>
      portsOf(container).map((containerPort) => ({ containerName, containerPort })),
    ),
  );
  return ports.length === 1 ? ports[0] : undefined;
}

/** The load balancers of a service against the task definition's containers, and the old service role. */
export const loadBalancers: readonly Constraint[] = [
  {
    id: 'load-balancer-container-unknown',
    on: 'service',
    where: 'loadBalancers[].containerName',
    appliesTo: 'any',
    when: 'containerName names no container of the task definition',
    severity: 'error',
    source: LOAD_BALANCER,
    violated: (value, deployment) => chain(spelledName(value), (name) => not(hasContainer(deployment, name))),
    message: (value, deployment) =>
      `${serviceName(deployment)}: the load balancer's containerName is ${observed(value)}, expected a container of the task definition (${oneOf(containerNames(deployment))})`,
    fixes: (value, deployment) => {
      const meant = meantContainer(value, deployment);
      return meant === undefined
        ? []
        : [setting(value, meant, true, `send traffic to the container "${meant}", which maps that port`)];
    },
  },
  complete(['containerName', 'containerPort'], {
    id: 'load-balancer-container-port-missing',
    where: 'loadBalancers[]',
    appliesTo: 'target group',
    when: 'containerName or containerPort is absent',
    severity: 'error',
    source: LOAD_BALANCER,
    applies: isTargetGroup,
    neutral: (value, missing, deployment) => {
      const only = onlyPort(deployment);
      const name = valueOr(member(value, 'containerName').text, only?.containerName);
      const port = valueOr(member(value, 'containerPort').number, only?.containerPort);
      if (!only || name !== only.containerName || port !== only.containerPort) return undefined;
      return missing === 'containerName' ? only.containerName : only.containerPort;
    },
  }),
  {
    id: 'load-balancer-port-unknown',
    on: 'service',
    where: 'loadBalancers[].containerPort',
    appliesTo: 'any',
    when: 'containerPort is no port mapping of that container',
    severity: 'error',
    source: LOAD_BALANCER,
    violated: (value, deployment) =>
      chain(value.number, (port) =>
        chain(containerOf(value).text, (name) =>
          all([
            hasContainer(deployment, name),
            not(
              some(containers(deployment.taskDefinition), (container) =>
                all([equals(container.get('name').text, name), mapsPort(container, port)]),
              ),
            ),
          ]),
        ),
      ),
    message: (value, deployment) => {
      const name = valueOr(containerOf(value).text, '');
      const container = containerNamed(deployment, name);
      const ports = container ? portsOf(container) : [];
      return `${serviceName(deployment)}: the load balancer's containerPort is ${observed(value)}, but container "${name}" maps ${ports.length > 0 ? oneOf(ports.map(String)) : 'no port'}, expected a port that it maps`;
    },
    fixes: (value, deployment) => {
      const container = containerNamed(deployment, valueOr(spelledName(containerOf(value)), ''));
      const ports = container ? portsOf(container) : [];
      const [only] = ports;
      return only === undefined || ports.length > 1
        ? []
        : [setting(value, only, true, `send traffic to port ${only}, the one that the container maps`)];
    },
  },
  {
    id: 'load-balancer-target-exclusive',
    on: 'service',
    where: 'loadBalancers[]',
    appliesTo: 'any',
    when: 'targetGroupArn beside loadBalancerName',
    severity: 'error',
    source: LOAD_BALANCER,
    violated: (value) => all([isTargetGroup(value), isClassic(value)]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: a load balancer has both targetGroupArn and loadBalancerName ${observed(member(value, 'loadBalancerName'))}, expected one of them`,
    fixes: (value) => [
      removal(member(value, 'loadBalancerName'), true, 'remove loadBalancerName: a target group needs none'),
    ],
  },
  atMost({
    id: 'load-balancers-max',
    where: 'loadBalancers',
    appliesTo: 'any',
    when: 'more than 5 target groups',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html',
    counted: isTargetGroup,
    noun: 'target groups',
  }),
  {
    id: 'classic-load-balancer-awsvpc',
    on: 'service',
    where: 'loadBalancers[].loadBalancerName',
    appliesTo: 'awsvpc, not Fargate',
    when: 'a Classic Load Balancer is attached',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => all([networkModeIn(deployment, 'awsvpc'), not(fargateOnly(deployment))]),
    violated: filled,
    message: (value, deployment) =>
      `${serviceName(deployment)}: the Classic Load Balancer ${observed(value)} is attached, but the task definition's networkMode is awsvpc, expected a target group of type ip`,
  },
  {
    id: 'classic-load-balancer-fargate',
    on: 'service',
    where: 'loadBalancers[].loadBalancerName',
    appliesTo: 'Fargate',
    when: 'a Classic Load Balancer is attached',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: fargateOnly,
    violated: filled,
    message: (value, deployment) =>
      `${serviceName(deployment)}: the Classic Load Balancer ${observed(value)} is attached to a service on Fargate, expected a target group of type ip`,
  },
  atMost({
    id: 'classic-load-balancers-max',
    where: 'loadBalancers',
    appliesTo: 'any',
    when: 'more than one Classic Load Balancer',
    severity: 'warning',
    source: CREATE_SERVICE,
    counted: isClassic,
    noun: 'Classic Load Balancers',
  }),
  {
    id: 'code-deploy-load-balancer-missing',
    on: 'service',
    where: 'loadBalancers',
    appliesTo: 'controller CODE_DEPLOY',
    when: 'loadBalancers is empty',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => all([isInput(deployment), controlledBy(deployment, 'CODE_DEPLOY')]),
    violated: empty,
    message: (_, deployment) =>
      `${serviceName(deployment)} has no loadBalancers, but its deployment controller is CODE_DEPLOY, expected one target group`,
  },
  atMost({
    id: 'code-deploy-one-target-group',
    where: 'loadBalancers',
    appliesTo: 'controller CODE_DEPLOY',
    when: 'more than one load balancer entry',
    severity: 'warning',
    source: CREATE_SERVICE,
    premise: (deployment) => controlledBy(deployment, 'CODE_DEPLOY'),
  }),
  {
    id: 'service-role-awsvpc',
    on: 'service',
    where: 'role',
    absentPasses: true,
    appliesTo: 'awsvpc',
    when: 'role is set',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => networkModeIn(deployment, 'awsvpc'),
    violated: roleOfOwn,
    message: (value, deployment) =>
      `${serviceName(deployment)}: role is ${observed(value)}, but the task definition's networkMode is awsvpc, which the service-linked role serves: expected no role`,
    fixes: (value) => [removal(value, true, 'remove role: ECS uses its service-linked role')],
  },
  {
    id: 'service-role-without-load-balancer',
    on: 'service',
    where: 'role',
    absentPasses: true,
    appliesTo: 'any',
    when: 'role is set without load balancers',
    severity: 'error',
    source: CREATE_SERVICE,
    violated: (value) =>
      all([roleOfOwn(value), value.parent ? empty(member(value.parent, 'loadBalancers')) : truth(false)]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: role is ${observed(value)}, but no load balancer is attached, expected no role`,
    fixes: (value) => [removal(value, true, 'remove role: without a load balancer nothing uses it')],
  },
];

/** The container that a load balancer entry names. */
function containerOf(port: View): View {
  return port.parent ? member(port.parent, 'containerName') : port;
}

/** Is a role given that is not the service-linked one? What ECS says of that one when it is spelled out is not documented. */
function roleOfOwn(role: View): Truth {
  return chain(role.text, (name) =>
    parseArn(name)?.resource.startsWith('role/aws-service-role/')
      ? unknown({ reason: 'undecidable', detail: 'whether ECS takes its service-linked role spelled out' })
      : truth(name !== ''),
  );
}
