import { valueOr } from '../fact/fact.ts';
import { isOpaque } from '../fact/opaque.ts';
import type { Deployment } from './deployment.ts';

/** The region deployed to, by its name: what a command can say. A template's region is open unless the user gives it. */
export function namedRegion({ region }: Pick<Deployment, 'region'>): string | undefined {
  const name = valueOr(region, undefined);
  return name === undefined || isOpaque(name) ? undefined : name;
}
