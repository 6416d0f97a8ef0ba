import { isObject } from '../../model/view.ts';

/**
 * Is this what `terraform show -json` (or `tofu show -json`) prints of a plan or of a state?
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function isTerraform(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value) || typeof value['format_version'] !== 'string') return false;
  if (PARTS.some((name) => Object.hasOwn(value, name))) return true;
  // Of a state without resources nothing but the versions is printed.
  return Object.keys(value).every((name) => name === 'format_version' || name === 'terraform_version');
}

const PARTS = ['planned_values', 'resource_changes', 'values', 'configuration'];
