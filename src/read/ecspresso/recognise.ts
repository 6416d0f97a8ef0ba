import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';

/** Members of a configuration beside the two that name files. */
const OTHERS = [
  'cluster',
  'region',
  'service',
  'timeout',
  'plugins',
  'required_version',
  'codedeploy',
  'appspec',
  'filter_command',
];

/**
 * Is the value a configuration of ecspresso? It names files by `task_definition` and `service_definition`. The ECS CLI's
 * ecs-params and Terraform's `aws_ecs_service` have a `task_definition` too.
 * https://github.com/kayac/ecspresso#configuration-file
 */
export function isEcspresso(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const has = (name: string) => Object.hasOwn(value, name);
  if (has('desired_count') || has('container_definitions')) return false;
  if (!namesFile(value['service_definition']) && !namesFile(value['task_definition'])) return false;
  return has('service_definition') || OTHERS.some(has);
}

/** A path, or a structure with one. */
function namesFile(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Unresolved || (isObject(value) && 'path' in value);
}
