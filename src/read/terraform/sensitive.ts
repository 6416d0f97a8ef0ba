import type { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';

/** Members of a container that are its shape and never a value: names, sizes, references. */
const SHAPE: ReadonlySet<string> = new Set([
  'name',
  'image',
  'essential',
  'cpu',
  'memory',
  'memoryReservation',
  'portMappings',
  'mountPoints',
  'volumesFrom',
  'dependsOn',
  'secrets',
  'startTimeout',
  'stopTimeout',
  'ulimits',
  'user',
  'readonlyRootFilesystem',
  'privileged',
  'interactive',
  'pseudoTerminal',
  'versionConsistency',
  'repositoryCredentials',
  'resourceRequirements',
  'restartPolicy',
  'linuxParameters',
  'environmentFiles',
]);

/** Options of log drivers that say where logs go. */
const WHERE = /^(?:awslogs-|mode$|max-buffer-size$|Name$|region$|delivery_stream$|log_group_name$)/;

/**
 * Containers of which Terraform says that something in them is sensitive, but not what: their shape, without any text that may be
 * it.
 */
export function withoutValues(containers: unknown, open: Unresolved): unknown {
  if (!Array.isArray(containers)) return containers;
  return containers.map((container) => {
    if (!isObject(container)) return container;
    const kept = Object.entries(container).map(([name, value]) => {
      if (SHAPE.has(name)) return [name, value];
      if (name === 'logConfiguration' && isObject(value)) return [name, logging(value, open)];
      return [name, hidden(value, open)];
    });
    return Object.fromEntries(kept);
  });
}

function logging(value: Readonly<Record<string, unknown>>, open: Unresolved): unknown {
  const { options } = value;
  if (!isObject(options)) return value;
  const kept = Object.entries(options).map(([name, one]) => [name, WHERE.test(name) ? one : open]);
  return { ...value, options: Object.fromEntries(kept) };
}

/** The same value with all texts hidden, but for the names of things. */
function hidden(value: unknown, open: Unresolved): unknown {
  if (typeof value === 'string') return open;
  if (Array.isArray(value)) return value.map((one) => hidden(one, open));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).map(([name, one]) => [name, name === 'name' ? one : hidden(one, open)]);
  return Object.fromEntries(kept);
}
