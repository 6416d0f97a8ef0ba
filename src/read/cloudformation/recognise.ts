import { isObject } from '../../model/view.ts';

/**
 * Is the value a CloudFormation template? `AWSTemplateFormatVersion` may be left out; then the resources tell, a map of
 * structures with a type. An AppSpec file has a list of resources.
 */
export function isCloudFormation(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  if (Object.hasOwn(value, 'AWSTemplateFormatVersion')) return true;
  const { Resources, Transform } = value;
  // A macro may make all the resources there are, as a loop does.
  return isObject(Resources) && (Transform !== undefined || Object.values(Resources).some(isResource));
}

function isResource(value: unknown): boolean {
  return isObject(value) && typeof value['Type'] === 'string' && value['Type'].includes('::');
}
