import { absent, chain, type Fact, known, map, orElse, type Why } from '../../fact/fact.ts';
import { isOpaque } from '../../fact/opaque.ts';
import { parseArn } from '../../model/arn.ts';
import type { InputError } from '../../model/input-error.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { ServiceShape, TaskDefinitionShape } from '../../model/shapes.ts';
import { isObject, View } from '../../model/view.ts';
import type { ReadService, ReadTaskDefinition } from '../definitions.ts';
import type { TerraformEstate } from './estate.ts';
import type { Instance } from './instance.ts';
import { own } from './open.ts';
import { withoutValues } from './sensitive.ts';
import { structure, translated } from './spec.ts';
import { SERVICE } from './types/service.ts';
import { TASK_DEFINITION } from './types/task-definition.ts';

/** A task definition with the instance that declares it, and all that a service may call it. */
export interface DeclaredTask {
  readonly instance: Instance;
  readonly task: ReadTaskDefinition;
  /** Its ARN, with and without the revision, and the family. */
  readonly names: readonly string[];
}

/** The task definition that an `aws_ecs_task_definition` registers. */
export function readTaskDefinition(
  instance: Instance,
  estate: TerraformEstate,
  errors: InputError[],
): DeclaredTask {
  const read = estate.reader(instance);
  const raw = structure(TASK_DEFINITION, read);
  const source = estate.source(instance, TASK_DEFINITION);
  const containers = raw['containerDefinitions'];
  if (containers instanceof Unresolved) raw['containerDefinitions'] = closed(instance, containers);
  else if (containers !== undefined && !Array.isArray(containers)) {
    const { line, column } = source.span([...instance.path, 'container_definitions']) ?? {};
    errors.push({
      file: source.file,
      message: `${instance.address}: container_definitions is not a JSON list of container definitions`,
      ...(line === undefined || column === undefined ? {} : { line, column }),
    });
  }
  const view = View.root<TaskDefinitionShape>(source, raw);
  const names = ['arn', 'arn_without_revision', 'family', 'id'].map((name) =>
    estate.attributes.value(instance, name),
  );
  const revision = own(instance.values, 'revision');
  const family = own(instance.values, 'family');
  if (typeof revision === 'number' && typeof family === 'string') names.push(`${family}:${revision}`);
  return {
    instance,
    task: { file: source.file, leniencies: [], form: 'register', view },
    names: names.filter((one) => typeof one === 'string'),
  };
}

/** Containers that cannot be shown as they are: made of something new, or with something sensitive in them. */
function closed(instance: Instance, open: Unresolved): unknown {
  const text = own(instance.values, 'container_definitions');
  if (open.why.reason === 'redacted')
    return withoutValues(
      translated({ from: ['it'], json: true }, () => text),
      open,
    );
  // Text is open as a whole: not one container of it is known.
  return new Unresolved({
    reason: 'unresolved',
    detail: `${instance.address}.container_definitions is known only after the apply, because it names something that the apply makes: afterwards terraform show -json tells it`,
  });
}

/** The service that an `aws_ecs_service` creates. */
export function readService(instance: Instance, estate: TerraformEstate): ReadService {
  const raw = structure(SERVICE, estate.reader(instance));
  withDefaults(raw, estate);
  const source = estate.source(instance, SERVICE);
  const view = View.root<ServiceShape>(source, raw);
  const named: Fact<string> = view.get('taskDefinition').reference;
  return {
    file: source.file,
    leniencies: [],
    form: 'create',
    view,
    name: orElse(view.get('serviceName').text, absent),
    family: map(named, familyOf),
    revision: chain(named, (name) => {
      const revision = /:(\d+)$/.exec(name)?.[1];
      return revision === undefined ? absent() : known(Number(revision));
    }),
    asked: false,
  };
}

/**
 * What the provider makes of attributes that are not given. It sends a desired count of 0, unless the service is a daemon; one that
 * auto scaling owns comes from there. Of a daemon it sends no maximum, and not the minimum that its schema fills in. A service of
 * an external controller gets no launch type.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/service.go
 */
function withDefaults(raw: Record<string, unknown>, estate: TerraformEstate): void {
  const { schedulingStrategy = 'REPLICA', serviceName, deploymentConfiguration, deploymentController } = raw;
  if (isObject(deploymentController) && deploymentController['type'] === 'EXTERNAL') delete raw['launchType'];
  if (schedulingStrategy !== 'DAEMON') {
    if (raw['desiredCount'] === undefined && !isScaled(serviceName, estate)) raw['desiredCount'] = 0;
    return;
  }
  delete raw['desiredCount'];
  if (!isObject(deploymentConfiguration)) return;
  const { maximumPercent: _, minimumHealthyPercent: minimum, ...others } = deploymentConfiguration;
  raw['deploymentConfiguration'] =
    minimum === undefined || minimum === FILLED_IN ? others : { ...others, minimumHealthyPercent: minimum };
}

/** `deployment_minimum_healthy_percent` where nobody gives it. */
const FILLED_IN = 100;

/** May auto scaling set the desired count of the service? */
function isScaled(name: unknown, estate: TerraformEstate): boolean {
  return estate.instances('aws_appautoscaling_target').some((target) => {
    const id = estate.attributes.get(target, 'resource_id');
    return typeof id !== 'string' || typeof name !== 'string' || id.endsWith(`/${name}`);
  });
}

/** `arn:aws:ecs:…:task-definition/api:42`, `api:42` and `api` all name the family `api`. */
function familyOf(reference: string): string {
  const resource = parseArn(reference)?.resource ?? reference;
  const last = resource.slice(resource.lastIndexOf('/') + 1);
  return last.split(':', 1)[0] ?? last;
}

/**
 * The task definition of a service among those that the document declares; or why it is not known which one that is. Where its ARN
 * comes through a local value, which no plan follows, it is the only one that the module registers anew: the value is open because
 * of something that is made by the apply.
 */
export function taskDefinitionOf(
  service: ReadService,
  instance: Instance,
  tasks: readonly DeclaredTask[],
): DeclaredTask | Why {
  const { raw } = service.view.get('taskDefinition');
  if (raw instanceof Unresolved) {
    const beside = tasks.filter((task) => task.instance.module === instance.module && isNew(task.instance));
    const [only, ...others] = beside;
    return only && others.length === 0 && own(instance.unknown, 'task_definition') === true ? only : raw.why;
  }
  const name = typeof raw === 'string' ? raw : '';
  const [found, ...others] = tasks.filter(({ names }) => names.includes(name));
  if (found && others.length === 0) return found;
  return {
    reason: isOpaque(name) ? 'unresolved' : 'offline',
    detail: `the task definition ${name} is not one that the document declares`,
    ...(isOpaque(name) ? {} : { unlockedBy: '--live' }),
  };
}

function isNew({ values }: Instance): boolean {
  return typeof own(values, 'arn') !== 'string';
}
