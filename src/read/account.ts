import { collect, type Fact, known, unknown, valueOr, type Why } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import {
  cluster,
  clusters,
  type LiveServiceShape,
  service,
  serviceArns,
  taskDefinition,
} from '../fact/kinds/ecs.ts';
import { parseArn } from '../model/arn.ts';
import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { describedService, registeredTaskDefinition } from '../model/registered.ts';
import { type ReadTaskDefinition, readDescribed, readRegistered } from './definitions.ts';
import { missingTask, serviceDeployments, type Target } from './pair.ts';

/** Which of the account's services are meant. */
export interface Wanted {
  /** Names or ARNs; undefined for all clusters. */
  readonly clusters: readonly string[] | undefined;
  /** Names or ARNs; all of the clusters where empty. */
  readonly services: readonly string[];
}

/** What the account has, and what of it could not be read. */
export interface Found {
  readonly deployments: Deployment[];
  readonly errors: readonly InputError[];
}

/** The services that the account has, each with its task definition; what cannot be read is told and stops nothing. */
export async function accountDeployments(facts: Facts, wanted: Wanted, target: Target): Promise<Found> {
  const errors: InputError[] = [];
  const places = await clusterNames(facts, wanted, errors);
  const lists = await Promise.all(places.map((place) => servicesOf(facts, place, wanted.services, errors)));
  const shapes = lists.flat();
  for (const name of wanted.services) {
    const found = shapes.some((shape) => lastPart(name) === shape.serviceName);
    const told = errors.some(({ file }) => lastPart(file) === lastPart(name));
    if (!found && !told && places.length > 0)
      errors.push({ file: name, message: `there is no such service in ${inWords(places)}` });
  }
  const read = shapes.map((shape) => {
    const running = readDescribed(describedService(shape));
    return { service: running, task: unsettled(running.view) };
  });
  return { deployments: serviceDeployments(read, target), errors };
}

/** A registered task definition by family, family:revision or ARN, or why it cannot be had. */
export async function registered(
  facts: Facts,
  ref: string,
): Promise<{ readonly task: ReadTaskDefinition } | { readonly error: InputError }> {
  const answer = await facts.ask(taskDefinition, { ref });
  return answer.match<{ readonly task: ReadTaskDefinition } | { readonly error: InputError }>({
    known: (shape) => ({ task: readRegistered(registeredTaskDefinition(shape)) }),
    absent: () => ({
      error: { file: ref, message: 'there is no such file, and no such task definition in the account' },
    }),
    unknown: (why) => ({
      error: { file: ref, message: `the task definition cannot be read: ${because(why)}` },
    }),
  });
}

async function clusterNames(facts: Facts, wanted: Wanted, errors: InputError[]): Promise<readonly string[]> {
  if (wanted.clusters === undefined) {
    const all = await facts.ask(clusters, {});
    return all.match<readonly string[]>({
      known: (list) =>
        list.flatMap(({ clusterName, status }) =>
          clusterName === undefined || status === 'INACTIVE' ? [] : [clusterName],
        ),
      absent: () => [],
      unknown: (why) => {
        errors.push({ file: 'clusters', message: `the clusters cannot be listed: ${because(why)}` });
        return [];
      },
    });
  }
  const names = onceEach(wanted.clusters);
  const checked = await Promise.all(names.map((name) => existing(facts, name, errors)));
  return checked.flat();
}

/** A cluster that is known not to exist is an error; one that may not be described is tried. */
async function existing(facts: Facts, name: string, errors: InputError[]): Promise<readonly string[]> {
  const gone = () => {
    errors.push({ file: name, message: 'there is no such cluster in this account and region' });
    return [];
  };
  return (await facts.ask(cluster, { name })).match<readonly string[]>({
    known: ({ status }) => (status === 'INACTIVE' ? gone() : [name]),
    absent: gone,
    unknown: () => [name],
  });
}

async function servicesOf(
  facts: Facts,
  place: string,
  only: readonly string[],
  errors: InputError[],
): Promise<readonly LiveServiceShape[]> {
  const names =
    only.length > 0
      ? known(onceEach(only.filter((name) => mayBeIn(name, place))))
      : await listed(facts, place);
  const asked = names.match<readonly string[]>({
    known: (list) => list,
    absent: () => [],
    unknown: (why) => {
      errors.push({ file: place, message: `the services of the cluster cannot be listed: ${because(why)}` });
      return [];
    },
  });
  const shapes = await Promise.all(
    asked.map(async (name) =>
      (await facts.ask(service, { cluster: place, name })).match<readonly LiveServiceShape[]>({
        known: (shape) => {
          if (shape.status === 'INACTIVE') return [];
          // The API tells one task definition a call, and few calls a second: the first is asked for at once.
          if (shape.taskDefinition) void facts.ask(taskDefinition, { ref: shape.taskDefinition });
          return [shape];
        },
        absent: () => [],
        unknown: (why) => {
          errors.push({ file: name, message: `the service cannot be described: ${because(why)}` });
          return [];
        },
      }),
    ),
  );
  return shapes.flat();
}

/** An ARN names the cluster too: `service/prod/api`. Older ones do not. */
function mayBeIn(name: string, place: string): boolean {
  const [, cluster, rest] = parseArn(name)?.resource.split('/') ?? [];
  return rest === undefined || cluster === lastPart(place);
}

async function listed(facts: Facts, place: string): Promise<Fact<readonly string[]>> {
  const arns = await facts.ask(serviceArns, { cluster: place });
  return arns.match<Fact<readonly string[]>>({
    known: (list) => collect(list.map(({ serviceArn }) => known(serviceArn))),
    absent: () => known([]),
    unknown: (why) => unknown(...why),
  });
}

/** Its task definition is asked for where the deployment is settled: thousands of services need not wait for each other's. */
function unsettled(view: ReturnType<typeof readDescribed>['view']): ReturnType<typeof missingTask> {
  const ref = valueOr(view.get('taskDefinition').text, undefined);
  return missingTask(
    view,
    ref === undefined
      ? { reason: 'undecidable', detail: 'the service names no task definition' }
      : { reason: 'offline', detail: `the task definition ${ref} was not looked up`, unlockedBy: '--live' },
  );
}

function because(why: readonly Why[]): string {
  return why
    .map(({ detail, unlockedBy }) =>
      unlockedBy && !detail.includes(unlockedBy) ? `${detail} (${unlockedBy})` : detail,
    )
    .join('; ');
}

function lastPart(name: string): string {
  const resource = parseArn(name)?.resource ?? name;
  return resource.slice(resource.lastIndexOf('/') + 1);
}

/** A name and its ARN are one thing; the first is kept. */
function onceEach(names: readonly string[]): readonly string[] {
  return [...new Map(names.toReversed().map((name) => [lastPart(name), name])).values()].toReversed();
}

function inWords(places: readonly string[]): string {
  return `${places.length === 1 ? 'cluster' : 'clusters'} ${places.map(lastPart).join(', ')}`;
}
