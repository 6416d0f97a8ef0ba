import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import { setOwn } from '../json-tolerant.ts';
import { FUNCTIONS, unknownFunction } from './functions.ts';
import { isLoop, unrolled } from './loops.ts';
import { type At, NO_VALUE, type Placed, type Places, step } from './placed.ts';
import type { Scope, Surroundings } from './scope.ts';
import { withoutDynamic } from './texts.ts';

/** The scope of one resource, or of an expression outside of all. */
export function scopeOf(stack: Surroundings, places: Places): Scope {
  const scope: Scope = { stack, places, resolve: (raw, at) => resolve(scope, raw, at) };
  return scope;
}

/** Resolves what stands at a place of a template: functions are replaced by their values, the rest is copied. */
export function resolve(scope: Scope, raw: unknown, at: At | undefined): Placed {
  if (isPlain(raw)) return { value: raw };
  if (typeof raw === 'string') return { value: withoutDynamic(raw) };
  if (Array.isArray(raw)) return { value: list(scope, raw, at) };
  if (!isObject(raw)) return { value: raw };
  const name = functionName(raw);
  if (name === undefined) return { value: structure(scope, raw, at) };
  const own = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  return own ? own(scope, raw[name], step(at, name)) : unknownFunction(name);
}

/** Is it a scalar in which nothing is to be replaced? That is what most of a template is. */
export function isPlain(raw: unknown): boolean {
  if (typeof raw === 'string') return !raw.includes('{{');
  return typeof raw !== 'object' || raw === null;
}

/** The function that a structure is, if it is one: a structure with the function's name as its only member. */
export function functionName(raw: Readonly<Record<string, unknown>>): string | undefined {
  let only: string | undefined;
  for (const name in raw) {
    if (!Object.hasOwn(raw, name)) continue;
    // What a macro gives is laid over the members beside it.
    if (name === 'Fn::Transform') return name;
    if (only !== undefined) return undefined;
    only = name;
  }
  if (only === undefined) return undefined;
  return only === 'Ref' || (only.startsWith('Fn::') && !only.startsWith('Fn::ForEach')) ? only : undefined;
}

/** The elements that there are; open as a whole where it is not known whether one of them is. */
function list(scope: Scope, raw: readonly unknown[], at: At | undefined): unknown {
  const items: unknown[] = [];
  let perhaps: Unresolved | undefined;
  for (let index = 0; index < raw.length; index++) {
    const item = raw[index];
    if (isPlain(item) && items.length === index) {
      items.push(item);
      continue;
    }
    const { value, origin } = resolve(scope, item, step(at, index));
    if (value === NO_VALUE) continue;
    if (value instanceof Unresolved && !value.stands) perhaps ??= value;
    if (origin) scope.places.put(items, items.length, origin);
    else if (items.length !== index) scope.places.put(items, items.length, { at: step(at, index) });
    items.push(value);
  }
  return perhaps ? new Unresolved(perhaps.why) : items;
}

function structure(scope: Scope, raw: Readonly<Record<string, unknown>>, at: At | undefined): unknown {
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(raw)) {
    if (isLoop(name)) return looped(scope, raw, at);
    const member = raw[name];
    if (isPlain(member)) {
      setOwn(made, name, member);
      continue;
    }
    const { value, origin } = resolve(scope, member, step(at, name));
    if (value === NO_VALUE) continue;
    setOwn(made, name, value);
    if (origin) scope.places.put(made, name, origin);
  }
  return made;
}

function looped(scope: Scope, raw: Readonly<Record<string, unknown>>, at: At | undefined): unknown {
  const members = unrolled(raw, at, (one, place) => resolve(scope, one, place).value);
  if (!members) return new Unresolved(LOOP_OPEN);
  const made: Record<string, unknown> = {};
  for (const { name, raw: one, at: place } of members) {
    const { value, origin } = resolve(scope, one, place);
    if (value === NO_VALUE) continue;
    setOwn(made, name, value);
    scope.places.put(made, name, origin ?? { at: place });
  }
  return made;
}

const LOOP_OPEN = { reason: 'unresolved', detail: 'over what a Fn::ForEach runs is not known' } as const;
