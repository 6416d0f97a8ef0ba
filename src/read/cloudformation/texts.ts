import { opaqueValue } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { NO_VALUE, Open } from './placed.ts';

/** What CloudFormation puts in the place of a reference to a parameter or secret when it deploys. */
const DYNAMIC = /\{\{resolve:((?:ssm|ssm-secure|secretsmanager):[^{}]*)\}\}/g;

/**
 * A text with its dynamic references taken for values that nobody knows before the deploy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function withoutDynamic(text: string): string {
  return text.includes('{{resolve:')
    ? text.replace(DYNAMIC, (_, reference: string) => opaqueValue(`resolve:${reference}`))
    : text;
}

/**
 * A resolved value as it stands within a text; undefined where it is a list or a structure. `label` names what is open, which most
 * values are not.
 */
export function textOf(value: unknown, label: () => string): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      if (value === NO_VALUE || value === null || value === undefined) return '';
      if (!(value instanceof Unresolved)) return undefined;
      return opaqueValue(value instanceof Open ? value.label : label(), value.why.unlockedBy);
  }
}
