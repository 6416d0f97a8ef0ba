/** The ARN of a secret that a template declares: Secrets Manager puts a hyphen and six characters of its own behind the name. */
import { isName, isOpaque, labelOf, opaqueName, shown, unitsOf } from '../fact/opaque.ts';

const SUFFIX = '.Suffix';

/** What Secrets Manager puts behind the name of a secret that a template declares: a hyphen and six characters. */
export function declaredSuffix(resource: string): string {
  return `-${opaqueName(`${resource}${SUFFIX}`)}`;
}

/** The same ARN with `?` for each of the six characters that are made up for a secret of the template; as it is if it is no such ARN. */
export function withSixUnknown(arn: string): string {
  const last = unitsOf(arn).at(-1) ?? '';
  return declaredSecret(arn) === undefined ? arn : `${arn.slice(0, -last.length)}??????`;
}

/** The secret that a template declares, of whose ARN this ends in the random characters; undefined of any other ARN. */
export function declaredSecret(arn: string): string | undefined {
  const last = unitsOf(arn).at(-1) ?? '';
  const label = (isName(last) && labelOf(last)) || '';
  return label.endsWith(SUFFIX) ? label.slice(0, -SUFFIX.length) : undefined;
}

/** The text as a person reads it, where the random characters are what they are in a policy: `??????`. */
export function told(text: string): string {
  if (!isOpaque(text)) return text;
  return unitsOf(text)
    .map((unit) => (isName(unit) && labelOf(unit)?.endsWith(SUFFIX) ? '??????' : shown(unit)))
    .join('');
}
