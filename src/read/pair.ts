import { absent, type Fact, known, orElse, unknown, valueOr, type Why } from '../fact/fact.ts';
import { type Deployment, unasked } from '../model/deployment.ts';
import { Unresolved } from '../model/placeholder.ts';
import type { TaskDefinitionShape } from '../model/shapes.ts';
import type { Source } from '../model/source.ts';
import { family, type TaskDefinition } from '../model/task-definition.ts';
import { View } from '../model/view.ts';
import { origin, type ReadService, type ReadTaskDefinition } from './definitions.ts';

/** What the user says about the target of the run. */
export interface Target {
  readonly region?: string;
  readonly account?: string;
  /** Name or ARN. */
  readonly cluster?: string;
  readonly asFargate?: boolean;
}

/**
 * Makes deployments, in the order of their ids: a service finds its task definition by family, or takes the only one there is; where several could be
 * meant, it is unknown. A task definition that no service takes is a deployment by itself.
 */
export function pair(
  tasks: readonly ReadTaskDefinition[],
  services: readonly ReadService[],
  target: Target,
): Deployment[] {
  const taken = new Set<ReadTaskDefinition>();
  const used = new Map<string, number>();
  const deployments: Deployment[] = [];
  for (const service of services) {
    const task = taskOf(service, tasks);
    if ('view' in task) taken.add(task);
    deployments.push(
      deploymentOf('view' in task ? task : missingTask(service.view, task), service, target, used),
    );
  }
  for (const task of tasks)
    if (!taken.has(task)) deployments.push(deploymentOf(task, undefined, target, used));
  return deployments.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The deployments of services whose task definitions are known to be theirs. */
export function serviceDeployments(
  read: readonly { readonly service: ReadService; readonly task: ReadTaskDefinition | TaskDefinition }[],
  target: Target,
): Deployment[] {
  const used = new Map<string, number>();
  const deployments = read.map(({ service, task }) => deploymentOf(task, service, target, used));
  return deployments.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The task definition of a service; or why it is not known which one that is. */
function taskOf(service: ReadService, tasks: readonly ReadTaskDefinition[]): ReadTaskDefinition | Why {
  const wanted = nameOf(service.family);
  const named = tasks.filter((task) => wanted !== undefined && nameOf(family(task)) === wanted);
  const revised = named.filter((task) => sameRevision(service, task));
  const [only, ...others] = revised.length > 0 ? revised : named.length > 0 ? named : unnamed(service, tasks);
  if (!only) {
    return {
      reason: 'offline',
      detail: `the task definition ${wanted ?? 'of the service'} is not among the inputs`,
      unlockedBy: '--live',
    };
  }
  if (others.length === 0) return only;
  return {
    reason: 'unresolved',
    detail: `${others.length + 1} of the inputs may be the task definition ${wanted ?? 'of the service'}`,
  };
}

/**
 * What a service may mean that names no family of the run: the only task definition there is, unless both are named and
 * the names differ. `--service` pairs them even so.
 */
function unnamed(service: ReadService, tasks: readonly ReadTaskDefinition[]): readonly ReadTaskDefinition[] {
  if (service.asked && tasks.length === 1) return tasks;
  return tasks.filter((task) => nameOf(service.family) === undefined || nameOf(family(task)) === undefined);
}

function sameRevision(service: ReadService, task: ReadTaskDefinition): boolean {
  const wanted = valueOr(service.revision, undefined);
  const has = valueOr((task.view as View as View<{ revision?: number }>).get('revision').number, undefined);
  return wanted !== undefined && wanted === has;
}

/** A task definition that the run has no file of: unknown throughout. */
export function missingTask(
  { source, path }: Pick<ReadService['view'], 'source' | 'path'>,
  why: Why,
): TaskDefinition {
  return { form: 'register', view: View.root<TaskDefinitionShape>(source, new Unresolved(why, false), path) };
}

function deploymentOf(
  task: ReadTaskDefinition | TaskDefinition,
  service: ReadService | undefined,
  target: Target,
  used: Map<string, number>,
): Deployment {
  const taskFile = 'file' in task ? task.file : undefined;
  const named = service?.file ?? taskFile ?? '';
  const id = unique((service && nameOf(service.name)) ?? nameOf(family(task)) ?? named, named, used);
  const fromTask = origin(task.view as View);
  const fromService = service ? origin(service.view as View) : { region: absent(), account: absent() };
  const choose = (asked: string | undefined, first: Fact<string>, second: Fact<string>, what: string) =>
    asked === undefined
      ? orElse(first, () =>
          orElse(second, () =>
            unknown({
              reason: 'unresolved',
              detail: `the ${what} deployed to is not given`,
              unlockedBy: `--${what}`,
            }),
          ),
        )
      : known(asked);
  return {
    id,
    file: filedIn(task.view.source) ?? (service && filedIn(service.view.source)),
    taskDefinition: task,
    service,
    region: choose(target.region, fromService.region, fromTask.region, 'region'),
    account: choose(target.account, fromService.account, fromTask.account, 'account'),
    cluster: choose(target.cluster, service ? clusterOf(service) : absent(), absent(), 'cluster'),
    around: unasked(service),
    asFargate: target.asFargate ?? false,
    leniencies: [...('leniencies' in task ? task.leniencies : []), ...(service?.leniencies ?? [])],
  };
}

/** The cluster that a service file names; input of a deploy tool may leave it to the tool. */
function clusterOf({ view }: ReadService): Fact<string> {
  const members = view as View as View<{ cluster?: string; clusterArn?: string }>;
  return orElse(members.get('cluster').text, () => members.get('clusterArn').text);
}

/** The file, unless it stands in the account alone. */
function filedIn({ file, arn }: Source): string | undefined {
  return arn === undefined ? file : undefined;
}

function unique(name: string, file: string, used: Map<string, number>): string {
  if (!used.has(name)) {
    used.set(name, 1);
    return name;
  }
  const placed = `${name} (${file})`;
  const count = (used.get(placed) ?? 0) + 1;
  used.set(placed, count);
  return count === 1 ? placed : `${name} (${file}, ${count})`;
}

/** A name where it is known. */
function nameOf(fact: Fact<string>): string | undefined {
  return valueOr(fact, undefined);
}
