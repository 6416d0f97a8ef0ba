import { absent, chain, type Fact, known, map, orElse, type Why } from '../fact/fact.ts';
import { parseArn } from '../model/arn.ts';
import type { Leniency } from '../model/deployment.ts';
import type { Service } from '../model/service.ts';
import type { ServiceShape, TaskDefinitionShape } from '../model/shapes.ts';
import type { Source } from '../model/source.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import { View } from '../model/view.ts';
import type { Document } from './document.ts';
import type { Definition } from './recognise.ts';

/** Why a member that UpdateService input leaves out is not known. */
const UNCHANGED: Why = {
  reason: 'offline',
  detail: 'UpdateService leaves a member that is not given unchanged',
  unlockedBy: '--live',
};

/** Why what a bare list of containers does not hold is not known: the task definition around it is elsewhere. */
const AROUND: Why = {
  reason: 'unresolved',
  detail: 'the file is a list of containers: the task definition around it is not among the inputs',
};

/** A task definition with the file it stands in. */
export interface ReadTaskDefinition extends TaskDefinition {
  readonly file: string;
  readonly leniencies: readonly Leniency[];
}

/** A service with the file it stands in, and the task definition that it names. */
export interface ReadService extends Service {
  readonly file: string;
  readonly leniencies: readonly Leniency[];
  /** The family it names: the task definition's ARN or `family:revision`, without the revision. */
  readonly family: Fact<string>;
  /** The revision it names, where it names one. */
  readonly revision: Fact<number>;
  /** Named by `--service`. */
  readonly asked: boolean;
}

/** The typed view of a task definition. A bare list of containers is viewed as the member it would be. */
export function taskDefinition(document: Document, definition: Definition): ReadTaskDefinition {
  const { source, leniencies } = document;
  const form = definition.is === 'task-definition' ? definition.form : 'register';
  const spelled = form === 'containers' ? asContainers(source, definition.path.length) : source;
  const silence = form === 'containers' ? AROUND : undefined;
  const view = View.root<TaskDefinitionShape>(spelled, definition.raw, definition.path, silence);
  return { file: source.file, leniencies, form, view };
}

/** A bare list stands where the API would have its member `containerDefinitions`. */
function asContainers(source: Source, depth: number): Source {
  return {
    file: source.file,
    text: source.text,
    syntax: source.syntax,
    span: (path) => source.span(path),
    origin: (path) => ({ path: [...path.slice(0, depth), ...path.slice(depth + 1)] }),
  };
}

/** The typed view of a service. */
export function service(document: Document, definition: Definition, asked: boolean): ReadService {
  const { source, leniencies } = document;
  const form = definition.is === 'service' ? definition.form : 'create';
  const view = View.root<ServiceShape>(
    source,
    definition.raw,
    definition.path,
    form === 'update' ? UNCHANGED : undefined,
  );
  const updated = (view as View as View<{ service?: string }>).get('service').text;
  return {
    file: source.file,
    leniencies,
    form,
    view,
    name: form === 'update' ? map(updated, lastPart) : orElse(view.get('serviceName').text, absent),
    family: map(view.get('taskDefinition').text, familyOf),
    revision: chain(view.get('taskDefinition').text, revisionOf),
    asked,
  };
}

/** A service as the account has it, for pairing. */
export function readDescribed(described: Service): ReadService {
  const { view } = described;
  return {
    ...described,
    file: view.source.file,
    leniencies: [],
    family: map(view.get('taskDefinition').text, familyOf),
    revision: chain(view.get('taskDefinition').text, revisionOf),
    asked: false,
  };
}

/** A task definition as the account has it, for pairing. */
export function readRegistered(task: TaskDefinition): ReadTaskDefinition {
  return { ...task, file: task.view.source.file, leniencies: [] };
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** `arn:aws:ecs:…:task-definition/api:42`, `api:42` and `api` all name the family `api`. */
function familyOf(reference: string): string {
  const resource = parseArn(reference)?.resource ?? reference;
  return lastPart(resource).replace(/:\d+$/, '');
}

function revisionOf(reference: string): Fact<number> {
  const revision = /:(\d+)$/.exec(reference)?.[1];
  return revision === undefined ? absent() : known(Number(revision));
}

/** Region and account, as far as the ARN of a describe call's output tells them. */
export function origin(view: View): { readonly region: Fact<string>; readonly account: Fact<string> } {
  const members = view as View<{ taskDefinitionArn?: string; serviceArn?: string; clusterArn?: string }>;
  const text = orElse(members.get('serviceArn').text, () =>
    orElse(members.get('clusterArn').text, () => members.get('taskDefinitionArn').text),
  );
  const part = (name: 'region' | 'account') =>
    chain(text, (arn) => {
      const value = parseArn(arn)?.[name];
      return value ? known(value) : absent();
    });
  return { region: part('region'), account: part('account') };
}
