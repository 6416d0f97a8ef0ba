import { opaqueValue } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { DeclaredResource } from './resource.ts';

/** The ARN of a managed policy as a property names it; where that is left open, a text that stands for it alone. */
export function policyArnOf(
  { id }: DeclaredResource,
  property: string,
  value: unknown,
  place = '',
): string | undefined {
  if (value instanceof Unresolved) return opaqueValue(`${id}.${property}${place}`, value.why.unlockedBy);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The elements of a list, or of a list of lists; one that is left open as a whole is one element. */
export function elementsOf(raw: unknown): readonly unknown[] {
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) ? raw.flat() : [raw];
}
