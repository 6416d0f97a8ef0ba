import type { View } from './view.ts';

/** Members that two bundles share: what one writes the other reads. */
const DECLARED = Symbol.for('ecs-preflight.declared');

/** Says of an AWS shape which resource of a template it is made of, by a view of that resource's properties. */
export function declaredBy<S extends object>(shape: S, properties: View): S {
  // Not enumerable: a shape stays plain data for whoever copies or prints it.
  return Object.defineProperty(shape, DECLARED, { value: properties });
}

/** The property of the template that a member of the shape comes from, by its CloudFormation name; undefined for the account's. */
export function declaredAt(shape: object, ...names: readonly string[]): View | undefined {
  let view = (shape as { readonly [DECLARED]?: View })[DECLARED];
  for (const name of names) view = (view as View<Record<string, unknown>> | undefined)?.get(name);
  return view;
}
