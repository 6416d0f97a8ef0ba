import {
  all,
  any,
  chain,
  equals,
  type Fact,
  holds,
  known,
  not,
  some,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import { isOpaque, sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { compatibleWith, mayRunOn, runsOnlyOn } from '../../src/model/launch.ts';
import { deploymentController, type Service, schedulingStrategy } from '../../src/model/service.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containers, networkMode } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { blank } from './forms.ts';

/** What the rows about a service ask of the deployment. They are judged only where there is a service. */
export function serviceOf(deployment: Deployment): Service {
  if (!deployment.service) throw new Error('a row about a service was judged without one');
  return deployment.service;
}

/** A member by a name that the view's type does not tell. */
export function member(view: View, name: string): View {
  return (view as View<Record<string, unknown>>).get(name);
}

/** The elements of a list that the view's type does not tell. */
export function elements(view: View): Fact<readonly View[]> {
  return (view as View<readonly object[]>).items as Fact<readonly View[]>;
}

/** The service as a message names it. */
export function serviceName(deployment: Deployment): string {
  const name = valueOr(serviceOf(deployment).name, undefined);
  return name === undefined ? 'the service' : `service "${name}"`;
}

/** Is the file an input of the API? What describe calls return was accepted before, and holds what no input may. */
export function isInput(deployment: Deployment): Truth {
  return truth(serviceOf(deployment).form !== 'describe');
}

/** Does the service use Service Connect? */
export function connected(deployment: Deployment): Truth {
  return chain(serviceOf(deployment).view.get('serviceConnectConfiguration').get('enabled').flag, truth);
}

export function isDaemon(deployment: Deployment): Truth {
  return equals(schedulingStrategy(serviceOf(deployment)), 'DAEMON');
}

export function controlledBy(deployment: Deployment, ...controllers: readonly string[]): Truth {
  return equals(deploymentController(serviceOf(deployment)), ...controllers);
}

export function fargateOnly(deployment: Deployment): Truth {
  return runsOnlyOn(deployment, 'FARGATE');
}

export function onInstancesOnly(deployment: Deployment): Truth {
  return runsOnlyOn(deployment, 'EC2');
}

export function mayRunOnFargate(deployment: Deployment): Truth {
  return mayRunOn(deployment, 'FARGATE');
}

/**
 * Is the task definition's network mode one of these? Where it gives none and is made for Fargate or Managed Instances,
 * no default of container instances applies.
 */
export function networkModeIn(deployment: Deployment, ...modes: readonly string[]): Truth {
  const { taskDefinition } = deployment;
  const mode = taskDefinition.view.get('networkMode');
  return chain(mode.given, (given) => {
    if (given) return equals(mode.text, ...modes);
    const elsewhere = any([
      compatibleWith(deployment, 'FARGATE'),
      compatibleWith(deployment, 'MANAGED_INSTANCES'),
      truth(deployment.asFargate),
    ]);
    return chain(elsewhere, (is) =>
      is
        ? unknown({ reason: 'unresolved', detail: 'the task definition gives no networkMode' })
        : equals(networkMode(taskDefinition), ...modes),
    );
  });
}

/** A name as it is spelled, also one that holds what a template leaves open: two equal spellings are one name. */
export function spelledName(view: View): Fact<string> {
  const { raw } = view;
  return typeof raw === 'string' && isOpaque(raw) ? known(raw) : view.text;
}

function isNamed(view: View, name: string): Truth {
  return chain(spelledName(view), (own) => sameText(own, name));
}

/** Does a container of the task definition have this name? */
export function hasContainer(deployment: Deployment, name: string): Truth {
  return some(containers(deployment.taskDefinition), (container) => isNamed(container.get('name'), name));
}

/** The container of that name, where the task definition is known to have one. */
export function containerNamed(deployment: Deployment, name: string): View<ContainerShape> | undefined {
  return valueOr(containers(deployment.taskDefinition), []).find((container) =>
    valueOr(isNamed(container.get('name'), name), false),
  );
}

/** The names of the containers as far as they are known, for messages and suggestions. */
export function containerNames(deployment: Deployment): readonly string[] {
  return valueOr(containers(deployment.taskDefinition), []).flatMap((container) => {
    const name = valueOr(container.get('name').text, undefined);
    return name === undefined ? [] : [name];
  });
}

/** Is a port mapping of the task definition named so, and does it meet the condition? */
export function hasNamedPort(
  deployment: Deployment,
  name: string,
  condition: (mapping: View) => Truth = () => truth(true),
): Truth {
  return some(containers(deployment.taskDefinition), (container) =>
    some(container.get('portMappings').items, (mapping) =>
      all([isNamed(mapping.get('name'), name), condition(mapping as View)]),
    ),
  );
}

/** The names of the port mappings as far as they are known, for messages and suggestions. */
export function portNames(deployment: Deployment): readonly string[] {
  const names: string[] = [];
  for (const container of valueOr(containers(deployment.taskDefinition), [])) {
    for (const mapping of valueOr(container.get('portMappings').items, [])) {
      const name = valueOr(mapping.get('name').text, undefined);
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

/** Is there a text, and not an empty one? A name that the deploy alone will tell is one. */
export function filled(view: View): Truth {
  return not(blank(view));
}

/** Is none of the collection's elements, or not even the collection, there? */
export function empty(view: View): Truth {
  return not(all([view.given, not(holds(view.size, (size) => size === 0))]));
}
