import { Unresolved } from '../../model/placeholder.ts';
import { type Origin, toPointer } from '../../model/source.ts';
import { type At, Open, type Placed, pathOf } from './placed.ts';
import type { Scope } from './scope.ts';

/** The value of a function whose argument has a form that CloudFormation does not take. */
export function malformed(name: string, expected: string): Placed {
  return {
    value: new Unresolved({
      reason: 'unresolved',
      detail: `${name} is not written as it should be: ${expected}`,
    }),
  };
}

/** A value that a function computes: it stands nowhere in the text, and is edited where the function is called. */
export function computed(at: At, what: string, value: unknown, path?: Origin['path']): Placed {
  return { value, origin: { at: at.up, through: path ? { what, path } : { what } } };
}

/** A name for what is open at a place, by which it is told from what is open elsewhere. */
export function placeName({ stack }: Scope, at: At): string {
  return `${stack.prefix}${toPointer(pathOf(at))}`;
}

/** A value that is open since the one it is made of is. */
export function openBy(scope: Scope, at: At, name: string, value: unknown): Unresolved {
  const place = placeName(scope, at);
  if (!(value instanceof Unresolved)) return new Open(place, `what ${name} gives is not known`);
  const { detail, unlockedBy } = value.why;
  return new Open(value instanceof Open ? `${name} of ${value.label}` : place, detail, unlockedBy);
}
