import type { Why } from '../../fact/fact.ts';
import { isOpaque, shown, whyOpaque } from '../../fact/opaque.ts';
import type { Deployment } from '../../model/deployment.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import { type DeclaredPair, declaredDeployment } from '../declared/deployments.ts';
import { missingTask, type Target } from '../pair.ts';
import { familyOf, serviceOf, taskDefinitionOf } from './definitions.ts';
import type { TemplateResource } from './resource.ts';
import type { Run } from './run.ts';
import type { Told, Worlds } from './worlds.ts';

const SERVICE = 'AWS::ECS::Service';
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';

/** The deployments of a template: each service with its task definition, and task definitions that none uses. */
export function deploymentsOf(worlds: Worlds, target: Target): readonly Deployment[] {
  const deployments: Deployment[] = [];
  const used = new Set<string>();
  for (const id of worlds.idsOf(SERVICE)) {
    const pairs = worlds.of(id).flatMap(({ run, told }) => {
      const service = run.get(id);
      if (!service) return [];
      const task = taskOf(service, run);
      if (!('reason' in task)) used.add(task.id);
      return [pairOf(run, told, service, task)];
    });
    const [first, ...others] = pairs;
    if (first) deployments.push(declaredDeployment([first, ...others], target));
  }
  for (const id of worlds.idsOf(TASK_DEFINITION)) {
    if (used.has(id)) continue;
    const [first, ...others] = worlds.of(id).flatMap(({ run, told }) => {
      const task = run.get(id);
      return task ? [alone(run, told, task)] : [];
    });
    if (first) deployments.push(declaredDeployment([first, ...others], target));
  }
  return deployments;
}

function pairOf(
  run: Run,
  world: Told | undefined,
  resource: TemplateResource,
  task: TemplateResource | Why,
): DeclaredPair {
  const service = serviceOf(resource);
  const { file } = service;
  const taskDefinition = 'reason' in task ? missingTask(service.view, task) : taskDefinitionOf(task);
  const common = { file, name: resource.id, taskDefinition, service, estate: run, source: run.source };
  return world ? { ...common, world } : common;
}

function alone(run: Run, world: Told | undefined, task: TemplateResource): DeclaredPair {
  const taskDefinition = taskDefinitionOf(task);
  const common = {
    file: taskDefinition.file,
    name: task.id,
    taskDefinition,
    estate: run,
    source: run.source,
  };
  return world ? { ...common, world } : common;
}

/** The task definition of a service, by what its reference is equal to; or why it is not known which one that is. */
function taskOf(service: TemplateResource, run: Run): TemplateResource | Why {
  const wanted = isObject(service.properties) ? service.properties['TaskDefinition'] : service.properties;
  if (wanted instanceof Unresolved) return wanted.why;
  if (typeof wanted !== 'string')
    return { reason: 'unresolved', detail: 'the service names no task definition', unlockedBy: '--live' };
  const [same] = run.taskDefinitions(wanted);
  if (same) return same;
  const family = familyOf(wanted);
  const [only, ...others] = run.taskDefinitions(family);
  if (only && others.length === 0) return only;
  if (isOpaque(wanted)) return whyOpaque(wanted);
  const detail = `the task definition ${shown(family)} is not in the template`;
  return { reason: 'offline', detail, unlockedBy: '--live' };
}
