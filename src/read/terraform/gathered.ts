import { Unresolved } from '../../model/placeholder.ts';
import type { Instance } from './instance.ts';
import { type ReadAttribute, translated } from './spec.ts';
import type { Gathered } from './translation.ts';

/** What is asked for the other resources. */
interface Resources {
  readonly attributes: { value(instance: Instance, name: string): unknown };
  instances(type: string): readonly Instance[];
  reader(instance: Instance): ReadAttribute;
}

/**
 * A property with what other resources add to it. One of which it is open to whom it adds may add to this: what it says is then
 * open here too.
 */
export function gather(
  { own, one, from }: Gathered,
  instance: Instance,
  names: readonly string[],
  estate: Resources,
): unknown {
  const given = own === undefined ? undefined : translated(own, estate.reader(instance));
  const called = names
    .map((name) => estate.attributes.value(instance, name))
    .filter((it) => typeof it === 'string');
  const added: unknown[] = [];
  const isIt = (it: unknown) => typeof it === 'string' && called.includes(it);
  for (const { type, by, value } of from) {
    for (const other of estate.instances(type)) {
      const read = estate.reader(other);
      const named = listOf(read(by));
      const open = named.find((it) => it instanceof Unresolved);
      if (named.some(isIt)) added.push(...listOf(value(read)));
      else if (open !== undefined) added.push(open);
    }
  }
  if (one) return added.length > 0 ? document(added.at(-1)) : given;
  if (added.length === 0 || given instanceof Unresolved) return given;
  return [...new Set([...listOf(given), ...added])];
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** A policy is JSON text. */
function document(value: unknown): unknown {
  return typeof value === 'string' ? translated({ from: ['it'], json: true }, () => value) : value;
}
