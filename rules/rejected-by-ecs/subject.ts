import { valueOr } from '../../src/fact/fact.ts';
import { shown } from '../../src/fact/opaque.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';

/** The lists whose elements have a name, and what a message calls them. */
const NAMED_LISTS: Readonly<Record<string, string>> = {
  containerDefinitions: 'container',
  volumes: 'volume',
};

/** What a message calls a value: `healthCheck.interval of container "web"`, `networkMode`, `volume "data"`. */
export function subject(value: View): string {
  const { member, owner } = whereabouts(value);
  if (owner === '') return member;
  return member === '' ? owner : `${member} of ${owner}`;
}

/** The container or volume that a value belongs to, as a message names it; empty where it is the definition's own. */
export function owner(value: View): string {
  return whereabouts(value).owner;
}

function whereabouts(value: View): { readonly member: string; readonly owner: string } {
  let member = '';
  for (let view: View | undefined = value; view?.parent; view = view.parent) {
    const list = typeof view.key === 'number' ? NAMED_LISTS[String(view.parent.key)] : undefined;
    if (list !== undefined) return { member, owner: named(view, list) };
    member = typeof view.key === 'number' ? `[${view.key}]${glue(member)}` : `${view.key}${glue(member)}`;
  }
  return { member, owner: '' };
}

function glue(rest: string): string {
  return rest === '' || rest.startsWith('[') ? rest : `.${rest}`;
}

function named(element: View, list: string): string {
  if (list === 'container') return containerName(element as View<ContainerShape>);
  const name = valueOr((element as View<{ name?: string }>).get('name').verbatim, undefined);
  return name === undefined || name === '' ? `${list} ${String(element.key)}` : `${list} "${name}"`;
}

/** The value as a message quotes it; lists and maps by their kind, since they may hold what should not be shown. */
export function observed(value: View): string {
  const { raw } = value;
  if (raw === undefined || raw === null) return 'absent';
  if (typeof raw === 'string') {
    const text = shown(raw);
    return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
  }
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  return Array.isArray(raw) ? 'a list' : 'an object';
}

/** Names in prose: `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  return listed(names, 'or');
}

/** Names in prose: `a, b and c`. */
export function eachOf(names: readonly string[]): string {
  return listed(names, 'and');
}

function listed(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
