import { type Fact, known, unknown, valueOr, type Why } from '../../fact/fact.ts';
import { opaqueValue } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { orOpaque } from './open.ts';
import { listed, property } from './property.ts';
import type { DeclaredResource } from './resource.ts';

/** A property of a resource. */
export function at(it: DeclaredResource, ...names: readonly string[]): View {
  return property(it.view as View, ...names);
}

/**
 * What a property says, as a shape may hold it: what is open in it stands there as an opaque text. Undefined where it is not
 * given; Terraform writes `""` for that.
 */
export function word(it: DeclaredResource, name: string): string | undefined {
  return wordAt(at(it, name), `${it.id}.${name}`);
}

/** The same of any view; `label` is what a person calls it. */
export function wordAt(view: View, label: string): string | undefined {
  return valueOr(orOpaque(view, label), '') || undefined;
}

/** What a property says that is always given; opaque where it is not. */
export function needed(it: DeclaredResource, name: string): string {
  return word(it, name) ?? opaqueValue(`${it.id}.${name}`);
}

/** The texts of a list, open ones as opaque texts; unknown where the list as a whole is open. */
export function words(it: DeclaredResource, name: string): Fact<readonly string[]> {
  return listed(at(it, name), (item) => orOpaque(item, `${it.id}.${name}.${item.key}`));
}

/** A flag with what stands where it is not given. */
export function flag(it: DeclaredResource, name: string, otherwise: boolean): Fact<boolean> {
  return at(it, name).flag.match<Fact<boolean>>({
    known,
    absent: () => known(otherwise),
    unknown: (why) => unknown(...why),
  });
}

/** The shape without the members that are undefined, so that it is what the API answers. */
export function answered<T extends object>(shape: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as T;
}

/** Why it is not known whether the resource is there at all; nothing where it is. */
export function doubts({ exists }: DeclaredResource): readonly Why[] {
  return whyOf(exists);
}

export function whyOf(fact: Fact<unknown>): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}
