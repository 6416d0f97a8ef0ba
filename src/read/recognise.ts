import { Unresolved } from '../model/placeholder.ts';
import type { ServiceForm } from '../model/service.ts';
import type { Path } from '../model/source.ts';
import type { TaskDefinitionForm } from '../model/task-definition.ts';
import { isObject } from '../model/view.ts';
import { lookAlike, lookAlikeList, runsTasks, spelledByCloudFormation } from './look-alikes.ts';
import { quote } from './quote.ts';

/** A definition that a document holds: what it is, and where in the document it stands. */
export type Definition =
  | {
      readonly is: 'task-definition';
      readonly form: TaskDefinitionForm;
      readonly raw: unknown;
      readonly path: Path;
    }
  | { readonly is: 'service'; readonly form: ServiceForm; readonly raw: unknown; readonly path: Path };

/** A part of a document that is no definition: what it is instead, and what to do. */
interface Stranger {
  readonly message: string;
  readonly path: Path;
}

type Structure = Readonly<Record<string, unknown>>;

/** What a document holds, by its shape and never by its name. */
export function recognise(value: unknown, path: Path = []): readonly (Definition | Stranger)[] {
  if (Array.isArray(value)) return inList(value, path);
  if (isObject(value)) return inStructure(value, path);
  return [{ path, message: `expected a task definition or a service, found ${scalarName(value)}` }];
}

/** Is it a definition, not a stranger? */
export function isDefinition(found: Definition | Stranger): found is Definition {
  return 'is' in found;
}

function scalarName(value: unknown): string {
  if (value instanceof Unresolved)
    return 'nothing but a placeholder: render the template and check the result';
  if (value === null || value === undefined) return 'null';
  return typeof value === 'string' ? `the text ${quote(value, 40)}` : `the ${typeof value} ${String(value)}`;
}

function inList(list: readonly unknown[], path: Path): readonly (Definition | Stranger)[] {
  if (list.length === 0)
    return [{ path, message: 'expected a task definition or a service, found an empty list' }];
  const message = lookAlikeList(list);
  if (message !== undefined) return [{ path, message }];
  if (list.every(isContainer) && list.some((item) => isObject(item) && 'image' in item))
    return [{ is: 'task-definition', form: 'containers', raw: { containerDefinitions: list }, path }];
  return list.flatMap((item, index) => recognise(item, [...path, index]));
}

function isContainer(item: unknown): boolean {
  if (!isObject(item)) return false;
  const container = 'image' in item || ('name' in item && CONTAINER_MEMBERS.some((name) => name in item));
  return (
    container && !('containerDefinitions' in item) && !('serviceName' in item) && !('apiVersion' in item)
  );
}

const CONTAINER_MEMBERS = [
  'essential',
  'portMappings',
  'logConfiguration',
  'environment',
  'memoryReservation',
  'secrets',
];

function inStructure(raw: Structure, path: Path): readonly (Definition | Stranger)[] {
  if (Object.keys(raw).length === 0)
    return [{ path, message: 'expected a task definition or a service, found an empty structure' }];
  const message = lookAlike(raw);
  if (message !== undefined) return [{ path, message }];
  return (
    answerOfACall(raw, path) ??
    definition(raw, path) ?? [{ path, message: `${strange(raw)}: expected a task definition or a service` }]
  );
}

/** Output of the describe, register and create calls, which wraps what it is about; also a pair in one structure. */
function answerOfACall(raw: Structure, path: Path): readonly (Definition | Stranger)[] | undefined {
  const { taskDefinition, service, services } = raw;
  const found: (Definition | Stranger)[] = [];
  if (isObject(taskDefinition)) {
    const message = lookAlike(taskDefinition);
    const inner = [...path, 'taskDefinition'];
    if (message !== undefined) found.push({ path: inner, message });
    else found.push({ is: 'task-definition', form: 'describe', raw: taskDefinition, path: inner });
  }
  if (isObject(service)) {
    const form = 'serviceArn' in service || !isObject(taskDefinition) ? 'describe' : 'create';
    found.push({ is: 'service', form, raw: service, path: [...path, 'service'] });
  }
  if (Array.isArray(services)) {
    if (services.length === 0)
      found.push({
        path,
        message: 'this output of DescribeServices holds no service: was the name or the cluster wrong?',
      });
    for (const [index, one] of services.entries()) {
      const inner = [...path, 'services', index];
      if (isObject(one)) found.push({ is: 'service', form: 'describe', raw: one, path: inner });
      else found.push({ path: inner, message: `expected a service, found ${scalarName(one)}` });
    }
  }
  return found.length > 0 ? found : undefined;
}

/** Members that nothing but a task definition has. */
const TASK_MEMBERS = [
  'requiresCompatibilities',
  'executionRoleArn',
  'taskRoleArn',
  'networkMode',
  'runtimePlatform',
  'volumes',
  'cpu',
  'memory',
  'pidMode',
  'ipcMode',
  'proxyConfiguration',
  'ephemeralStorage',
  'inferenceAccelerators',
];

/** Members that a service has and RunTask has not. */
const SERVICE_MEMBERS = [
  'serviceName',
  'desiredCount',
  'deploymentConfiguration',
  'deploymentController',
  'schedulingStrategy',
  'loadBalancers',
  'serviceRegistries',
  'healthCheckGracePeriodSeconds',
  'serviceConnectConfiguration',
  'availabilityZoneRebalancing',
  'vpcLatticeConfigurations',
  'forceNewDeployment',
];

/** Members that a service shares with RunTask. */
const SHARED_MEMBERS = [
  'taskDefinition',
  'cluster',
  'capacityProviderStrategy',
  'enableECSManagedTags',
  'enableExecuteCommand',
  'launchType',
  'networkConfiguration',
  'placementConstraints',
  'placementStrategy',
  'platformVersion',
  'propagateTags',
  'volumeConfigurations',
];

function has(raw: Structure, names: readonly string[]): number {
  return names.filter((name) => Object.hasOwn(raw, name)).length;
}

function definition(raw: Structure, path: Path): readonly (Definition | Stranger)[] | undefined {
  const owned = (name: string) => Object.hasOwn(raw, name);
  if (owned('serviceArn')) return [{ is: 'service', form: 'describe', raw, path }];
  const ofTask = has(raw, TASK_MEMBERS);
  if (
    owned('containerDefinitions') ||
    (owned('family') && ofTask > 0) ||
    owned('taskDefinitionArn') ||
    (ofTask > 1 && has(raw, SERVICE_MEMBERS) === 0)
  ) {
    const form = owned('taskDefinitionArn') || owned('revision') ? 'describe' : 'register';
    return [{ is: 'task-definition', form, raw, path }];
  }
  const ofService = has(raw, SERVICE_MEMBERS);
  const shared = has(raw, SHARED_MEMBERS);
  const named =
    owned('service') && (typeof raw['service'] === 'string' || raw['service'] instanceof Unresolved);
  if (named && (ofService + shared > 0 || Object.keys(raw).length === 1))
    return [{ is: 'service', form: 'update', raw, path }];
  if (ofService > 0) return [{ is: 'service', form: 'create', raw, path }];
  const message = runsTasks(raw);
  if (message !== undefined) return [{ path, message }];
  if (shared > 1 || owned('launchType')) return [{ is: 'service', form: 'create', raw, path }];
  return undefined;
}

function strange(raw: Structure): string {
  const hint = spelledByCloudFormation(raw);
  if (hint !== undefined) return hint;
  const names = Object.keys(raw);
  const shown = names.slice(0, 4).map((name) => quote(name, 30));
  return `this has the member${names.length === 1 ? '' : 's'} ${shown.join(', ')}${names.length > 4 ? ' and others' : ''}`;
}
