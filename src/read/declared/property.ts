import { chain, collect, type Fact, known, unknown, valueOr, type Why } from '../../fact/fact.ts';
import { isOpaque } from '../../fact/opaque.ts';
import { declaredBy } from '../../model/declared-at.ts';
import type { View } from '../../model/view.ts';
import type { DeclaredResource, Estate } from './resource.ts';

/** The members of an AWS shape, each as a fact. */
export type Members<T> = { readonly [K in keyof T]?: Fact<NonNullable<T[K]>> };

/** The shape of these members, without the absent ones; unknown where one of them is open. */
export function shaped<T>(members: Members<T>): Fact<T> {
  const open: Why[] = [];
  const shape = gather(members, (why) => open.push(...why));
  return open.length > 0 ? unknown(...open) : known(shape);
}

/** The shape of those members that are known. What is left out counts as not told. */
export function told<T>(members: Members<T>): T {
  return gather(members, nothing);
}

function gather<T>(members: Members<T>, open: (why: readonly Why[]) => void): T {
  const shape: Record<string, unknown> = {};
  for (const name of Object.keys(members) as (keyof T & string)[]) {
    const fact: Fact<unknown> | undefined = members[name];
    if (!fact) continue;
    const value = valueOr(fact, undefined);
    if (value !== undefined) shape[name] = value;
    else fact.match<void>({ known: nothing, absent: nothing, unknown: open });
  }
  return shape as T;
}

function nothing(): void {}

/** A text that names something, whatever of it is open: a shape may hold it, since texts are compared three-valued. */
export function spelled(view: View): Fact<string> {
  const { raw } = view;
  return typeof raw === 'string' && isOpaque(raw) ? known(raw) : view.text;
}

/** The elements of a list, each read so. */
export function listed<T>(view: View, read: (item: View) => Fact<T>): Fact<readonly T[]> {
  return chain(view.items as Fact<readonly View[]>, (items) => collect(items.map(read)));
}

/** A property by its CloudFormation name. */
export function property(view: View, ...names: readonly string[]): View {
  let at = view as View<Record<string, unknown>>;
  for (let index = 0; index < names.length; index++) at = at.get(names[index] as string) as typeof at;
  return at as View;
}

/** What an estate declares of a type, under the keys that each is asked by. Of two with one name the first that is known counts. */
export function shapesOf<T extends object>(
  estate: Estate,
  type: string,
  keysOf: (it: DeclaredResource) => readonly string[],
  shapeOf: (it: DeclaredResource) => Fact<T>,
): Map<string, Fact<T>> {
  const shapes = new Map<string, Fact<T>>();
  for (const it of estate.of(type)) {
    const shape = chain(it.exists, () =>
      chain(shapeOf(it), (made) => known(declaredBy(made, it.view as View))),
    );
    for (const key of keysOf(it)) {
      const known = shapes.get(key)?.match({ known: () => true, absent: () => false, unknown: () => false });
      if (!known) shapes.set(key, shape);
    }
  }
  return shapes;
}
