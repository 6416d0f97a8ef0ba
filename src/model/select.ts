import { settled, type Why } from '../fact/fact.ts';
import { isObject, type View } from './view.ts';

/** The values that a path with wildcards names, and why some of them may be missing from the list. */
export interface Selection {
  readonly views: readonly View[];
  /** Reasons of the lists and structures on the way that are unknown; empty where the selection is complete. */
  readonly why: readonly Why[];
}

/** A path taken apart, once for all roots: its last step (a member's name or `[]`), and the way that leads to it. */
export interface Way {
  readonly from: Way | undefined;
  readonly step: string;
  /** Its place among the selections of a root. */
  readonly place: number;
}

const ways = new Map<string, Way>();

/** The way of a path such as `containerDefinitions[].portMappings[].hostPort`; the empty path is the root itself. */
export function wayOf(where: string): Way {
  let way = ways.get(where);
  if (!way) {
    const dot = where.lastIndexOf('.');
    const [from, step] = where.endsWith('[]')
      ? [where.slice(0, -2), '[]']
      : [where.slice(0, Math.max(dot, 0)), where.slice(dot + 1)];
    const before = where === '' ? undefined : wayOf(from);
    way = { from: before, step, place: ways.size };
    ways.set(where, way);
  }
  return way;
}

/** What was selected of a root so far, by the places of the ways; read by `at`. */
export type Selections = (Selection | undefined)[];

/** The selection where nothing is there, nor may be. */
export const NOTHING: Selection = { views: [], why: [] };

/**
 * Selects values by a path. Where a structure on the way is absent nothing is selected; the last member is selected even where it
 * is absent, so that its absence can be judged. A selection is made once for each root and path, and serves the longer paths too.
 */
export function select(root: View<never> | View, where: string): Selection {
  return at(wayOf(where), root as View, selectionsOf(root));
}

/** The root asked last: hundreds of constraints ask of the same one after the other. */
let lately: { readonly root: View; readonly selections: Selections } | undefined;

/** The selections of a root, for who asks for many. */
export function selectionsOf(root: View<never> | View): Selections {
  if (lately?.root !== root) lately = { root: root as View, selections: keptOf(root as View) };
  return lately.selections;
}

function keptOf(root: View): Selections {
  return root.remember(selectionsOf, () => new Array<Selection | undefined>(ways.size));
}

/** What is at the end of the way. */
export function at(way: Way, root: View, made: Selections): Selection {
  let selection = made[way.place];
  if (!selection) {
    selection = way.from ? next(at(way.from, root, made), way.step) : { views: [root], why: [] };
    made[way.place] = selection;
  }
  return selection;
}

function next(selection: Selection, step: string): Selection {
  const { views, why } = selection;
  // Below what is absent there is nothing: so it is of most paths.
  if (views.length === 0) return selection;
  if (views.length === 1 && why.length === 0) return partOf(views[0] as View, step);
  const found: View[] = [];
  let reasons = why;
  for (const view of views) {
    const part = partOf(view, step);
    for (const one of part.views) found.push(one);
    if (part.why.length > 0) reasons = [...reasons, ...part.why];
  }
  return found.length === 0 && reasons.length === 0 ? NOTHING : { views: found, why: reasons };
}

/** Where a step leads from one value. */
function partOf(view: View, step: string): Selection {
  return step === '[]' ? elementsOf(view) : memberOf(view as View<Record<string, unknown>>, step);
}

/** The elements of a list; where it is not known, why. */
function elementsOf(list: View): Selection {
  if ((list.raw ?? null) === null) return NOTHING;
  return list.items.match<Selection>({
    known: (views) => (views.length === 0 ? NOTHING : { views, why: NOTHING.why }),
    absent: () => NOTHING,
    unknown: (why) => ({ views: NOTHING.views, why }),
  });
}

/** The member of a structure; where it is not known whether there is one, why. */
function memberOf(structure: View<Record<string, unknown>>, name: string): Selection {
  const there = isObject(structure.raw) || settled(structure.given);
  if (there === true) return { views: [structure.get(name)], why: NOTHING.why };
  return there === false ? NOTHING : { views: NOTHING.views, why: there };
}
