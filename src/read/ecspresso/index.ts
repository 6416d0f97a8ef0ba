import { absent, type Fact, known, orElse, valueOr } from '../../fact/fact.ts';
import { shown } from '../../fact/opaque.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { InputError } from '../../model/input-error.ts';
import { isObject, View } from '../../model/view.ts';
import {
  type ReadService,
  type ReadTaskDefinition,
  service as serviceOf,
  taskDefinition as taskDefinitionOf,
} from '../definitions.ts';
import type { Document } from '../document.ts';
import { missingTask, pair, serviceDeployments, type Target } from '../pair.ts';
import type { Reader, ReadingContext } from '../reading.ts';
import {
  DEFINITIONS,
  type DefinitionKind,
  type NamedDefinition,
  readDefinition,
  unset,
} from './definition.ts';
import { rendered } from './rendered.ts';

/** The members of a configuration that say what is deployed and where. */
interface Configuration {
  readonly region?: string;
  readonly cluster?: string;
  readonly service?: string;
  readonly task_definition?: string | { readonly path?: string };
  readonly service_definition?: string | { readonly path?: string };
}

/** ecspresso's own default. */
const DEFAULT_CLUSTER = 'default';

/**
 * Reads a configuration of ecspresso with the definitions that it names. What is deployed is the service with its task
 * definition; without `service_definition` the service that is there, whose task definition alone is new.
 */
export const readEcspresso: Reader = async ({ document: written, target, context }) => {
  const { document, missing } = rendered(written, context.environment);
  const config = View.root<Configuration>(document.source, document.value);
  const errors: InputError[] = missing.map(({ name, path }) => unset(name, document.source, path));
  const where = whereTo(config, target, context);
  if ('conflict' in where) return { deployments: [], errors: [...errors, where.conflict] };
  const task = await namedBy(config, 'task-definition', context);
  const service = await namedBy(config, 'service', context);
  errors.push(...task.errors, ...service.errors);
  const readTask = task.found && taskDefinitionOf(task.found.document, task.found.definition);
  const readService = service.found
    ? named(serviceOf(service.found.document, service.found.definition, true), config)
    : unchangedService(document, config);
  return { deployments: deploymentsOf(config, readTask, readService, where.target), errors };
};

function deploymentsOf(
  config: View<Configuration>,
  task: ReadTaskDefinition | undefined,
  service: ReadService | undefined,
  target: Target,
): readonly Deployment[] {
  if (!service) return task ? pair([task], [], target) : [];
  const missing = missingTask(config, {
    reason: 'unresolved',
    detail: 'the task definition of the service could not be read',
  });
  return serviceDeployments([{ service, task: task ?? missing }], target);
}

/** The definition that the configuration names. */
async function namedBy(
  config: View<Configuration>,
  kind: DefinitionKind,
  context: ReadingContext,
): Promise<NamedDefinition> {
  const { member } = DEFINITIONS[kind];
  const given = config.get(member) as View;
  const view = (isObject(given.raw) ? (given as View<{ path: string }>).get('path') : given) as View<string>;
  const { line, column } = view.place;
  const { file } = config.source;
  const place = { file, ...(line === undefined || column === undefined ? {} : { line, column }) };
  return view.text.match<NamedDefinition | Promise<NamedDefinition>>({
    known: (path) => readDefinition(path, { kind, by: file, place }, context),
    absent: () => ({ errors: [] }),
    unknown: ([why]) => ({
      errors: [
        {
          ...place,
          message: `${member} names a file that is not known: ${shown(why?.detail ?? '')}${why?.unlockedBy === undefined ? '' : ` without ${why.unlockedBy}`}`,
        },
      ],
    }),
  });
}

/** The service under the name that the configuration gives it, whatever its definition says. */
function named(service: ReadService, config: View<Configuration>): ReadService {
  const name = config.get('service').text;
  return { ...service, name: orElse(name, () => service.name) };
}

/** Without `service_definition` the service stays as it is, but for its task definition. */
function unchangedService(document: Document, config: View<Configuration>): ReadService | undefined {
  const { service, service_definition: definition } = config.raw as Configuration;
  if ((definition ?? null) !== null || (service ?? null) === null) return undefined;
  const raw = { service };
  return serviceOf(document, { is: 'service', form: 'update', raw, path: [] }, true);
}

/** Where ecspresso deploys to: it takes region and cluster from nowhere but its configuration and the environment. */
function whereTo(
  config: View<Configuration>,
  target: Target,
  { environment }: ReadingContext,
): { readonly target: Target } | { readonly conflict: InputError } {
  const region: Fact<string> = orElse(config.get('region').text, () => {
    const set = environment?.['AWS_REGION'];
    return set ? known(set) : absent();
  });
  const cluster = orElse(config.get('cluster').text, () => known(DEFAULT_CLUSTER));
  const said = { region: valueOr(region, undefined), cluster: valueOr(cluster, undefined) };
  for (const part of ['region', 'cluster'] as const) {
    const [here, there] = [target[part], said[part]];
    if (here === undefined || there === undefined || lastPart(here) === lastPart(there)) continue;
    const { line, column } = config.get(part).place;
    return {
      conflict: {
        file: config.source.file,
        message: `this configuration deploys to ${part} ${there}, and ${part} ${here} is asked: ecspresso takes the ${part} from its configuration`,
        ...(line === undefined || column === undefined ? {} : { line, column }),
      },
    };
  }
  return {
    target: {
      ...target,
      ...(target.region === undefined && said.region !== undefined ? { region: said.region } : {}),
      ...(target.cluster === undefined && said.cluster !== undefined ? { cluster: said.cluster } : {}),
    },
  };
}

/** A cluster's name, of its ARN too. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
