import { absent, chain, type Fact, known, map } from '../../fact/fact.ts';
import { rootShape, type StructureShape } from '../../knowledge/ecs-shapes.ts';
import { parseArn } from '../../model/arn.ts';
import type { ServiceShape, TaskDefinitionShape } from '../../model/shapes.ts';
import type { Path } from '../../model/source.ts';
import { isObject, View } from '../../model/view.ts';
import { nameOf } from '../declared/identity.ts';
import type { ReadService, ReadTaskDefinition } from '../definitions.ts';
import type { TemplateResource } from './resource.ts';
import { templatePath, toApi, toTemplate } from './spelling.ts';

/** A task definition that a template declares. CloudFormation makes up a family that nobody gave. */
export function taskDefinitionOf(resource: TemplateResource): ReadTaskDefinition {
  const raw = spelledByApi(resource, rootShape('registerTaskDefinition'), 'family', 'Family');
  const view = viewOf<TaskDefinitionShape>(resource, raw, rootShape('registerTaskDefinition'));
  return { file: view.source.file, leniencies: [], form: 'register', view };
}

/** A service that a template declares. */
export function serviceOf(resource: TemplateResource): ReadService {
  const raw = spelledByApi(resource, rootShape('createService'), 'serviceName', 'ServiceName');
  const view = viewOf<ServiceShape>(resource, raw, rootShape('createService'));
  const reference = view.get('taskDefinition').reference;
  return {
    file: view.source.file,
    leniencies: [],
    form: 'create',
    view,
    name: view.get('serviceName').text,
    family: map(reference, familyOf),
    revision: chain(view.get('taskDefinition').text, revisionOf),
    asked: false,
  };
}

function spelledByApi(
  resource: TemplateResource,
  shape: StructureShape,
  member: string,
  property: string,
): unknown {
  const raw = toApi(resource.properties, shape);
  return isObject(raw) && (raw[member] ?? null) === null
    ? Object.assign(raw, { [member]: nameOf(resource, property) })
    : raw;
}

function viewOf<T>(resource: TemplateResource, raw: unknown, shape: StructureShape): View<T> {
  const origin = (path: Path) => resource.originOf(templatePath(path, shape, resource.properties));
  const spell = (path: Path, value: unknown) =>
    value === undefined ? nothingAt(origin(path).path) : toTemplate(value, path, shape);
  return View.root<T>(resource.source(origin, spell), raw);
}

/** What stands for no value where a branch cannot be left out. */
function nothingAt(path: Path): unknown {
  return path.at(-2) === 'Fn::If' ? { Ref: 'AWS::NoValue' } : undefined;
}

/** The family that a reference to a task definition names: by ARN, by `family:revision`, or alone. */
export function familyOf(reference: string): string {
  const resource = parseArn(reference)?.resource ?? reference;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(0, colon);
}

function revisionOf(reference: string): Fact<number> {
  const revision = /:(\d+)$/.exec(reference)?.[1];
  return revision === undefined ? absent() : known(Number(revision));
}
