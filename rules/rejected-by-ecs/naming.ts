/** Things that are named and named again: three-valued, since a name may be a placeholder. */
import {
  any,
  both,
  chain,
  equals,
  type Fact,
  known,
  map,
  orElse,
  some,
  type Truth,
  truth,
  unknownFor,
  valueOr,
} from '../../src/fact/fact.ts';
import { isOpaque, sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Selection } from '../../src/model/select.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import type { Fix } from '../../src/rule.ts';
import { setting } from './forms.ts';
import { nearestName } from './nearest-name.ts';

/** Do both say the same text? Two spellings of one placeholder do; whether a placeholder equals another text is unknown. */
export function same(a: View, b: View): Truth {
  const opened = [a.raw, b.raw].some((raw) => typeof raw === 'string' && isOpaque(raw));
  if (opened && typeof a.raw === 'string' && typeof b.raw === 'string') return sameText(a.raw, b.raw);
  const literal = both(a.verbatim, b.verbatim, (left, right) => left === right);
  return literal.match<Truth>({
    known: (is) =>
      is
        ? truth(true)
        : chain(
            both(a.text, b.text, (left, right) => left === right),
            truth,
          ),
    absent: () => truth(false),
    unknown: () => literal,
  });
}

/** A member by a name that the view's type does not tell. */
export function member(structure: View, name: string): View {
  return (structure as View<Record<string, unknown>>).get(name);
}

/** Is the value the name of one of these? */
export function namesOne(value: View, named: Fact<readonly View[]>): Truth {
  return some(named, (item) => same(value, member(item, 'name')));
}

/** The element that has this name, where one is known to have it. */
export function bearer(name: View, named: Fact<readonly View[]>): View | undefined {
  return valueOr(named, []).find((item) => valueOr(same(name, member(item, 'name')), false));
}

/** Does an earlier value of the list say the same? */
export function repeats(value: View, values: readonly View[]): Truth {
  return any(before(value, values).map((earlier) => same(value, earlier)));
}

/** The earlier value that says the same, for a message. */
export function twin(value: View, values: readonly View[]): View | undefined {
  return before(value, values).find((earlier) => valueOr(same(value, earlier), false));
}

function before(value: View, values: readonly View[]): readonly View[] {
  const index = values.indexOf(value);
  return index < 0 ? [] : values.slice(0, index);
}

/** The containers, by their untyped views. */
export function allContainers(deployment: Deployment): Fact<readonly View[]> {
  return containers(deployment.taskDefinition) as Fact<readonly View[]>;
}

/** The volumes; absent ones are none. */
export function allVolumes(deployment: Deployment): Fact<readonly View[]> {
  return orElse(deployment.taskDefinition.view.get('volumes').items as Fact<readonly View[]>, () =>
    known([]),
  );
}

/** A selection as a fact: unknown where it may have missed something. */
export function allOf({ views, why }: Selection): Fact<readonly View[]> {
  return why.length > 0 ? unknownFor(why) : known(views);
}

/** The names that are known, as spelled. */
export function spelledNames(named: Fact<readonly View[]>): readonly string[] {
  return valueOr(named, []).flatMap((item) => {
    const name = valueOr(member(item, 'name').verbatim, undefined);
    return name === undefined ? [] : [name];
  });
}

/** The edit to the nearest of the names, where one is near. */
export function renameToNearest(value: View, names: readonly string[], isSafe: boolean): readonly Fix[] {
  const meant = nearestName(valueOr(value.text, ''), names);
  return meant === undefined ? [] : [setting(value, meant, isSafe)];
}

/** The container that a value stands in, however deep. */
export function containerOf(value: View): View<ContainerShape> | undefined {
  for (let view: View | undefined = value; view?.parent; view = view.parent)
    if (view.parent.key === 'containerDefinitions') return view as View<ContainerShape>;
  return undefined;
}

/** Does the member of a structure have one of these words? */
export function says(structure: View, name: string, ...words: readonly string[]): Truth {
  return equals(member(structure, name).text, ...words);
}

/** The text with every character that a name may not have replaced, and cut to its length. */
export function nameLike(text: string, max: number): string {
  return text
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, max);
}

/** A fact of the length, for limits that count. */
export function lengthOf(text: Fact<string>): Fact<number> {
  return map(text, (value) => [...value].length);
}
