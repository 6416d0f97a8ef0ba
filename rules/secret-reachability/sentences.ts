import { valueOr } from '../../src/fact/fact.ts';
import { opaqueName } from '../../src/fact/opaque.ts';
import { declaredSecret } from '../../src/model/declared-secret.ts';
import type { FetchedValue } from '../../src/model/fetched-value.ts';
import { shellWord } from '../../src/model/shell-word.ts';

/** ` in eu-west-1`, where an ARN does not say so itself; empty where the region is not known. */
export function inRegion({ id, region }: FetchedValue): string {
  const place = valueOr(region, undefined);
  return place === undefined || id.startsWith('arn:') ? '' : ` in ${place}`;
}

/** ` --region eu-west-1`, for a command; empty where the region is not known. */
export function regionOption({ region }: FetchedValue): string {
  const place = valueOr(region, undefined);
  return place === undefined ? '' : ` --region ${shellWord(place)}`;
}

/** How a statement names the resource: a secret that the template declares is `${Secret}` there, its ARN. */
export function inStatement(arn: string): string {
  const declared = declaredSecret(arn);
  return declared === undefined ? arn : opaqueName(declared);
}

/** One line for each place that names the value: the beginning of the evidence. */
export function namings({ id, references }: FetchedValue): readonly string[] {
  return references.map(({ label }) => `${label} refers to ${id}`);
}
