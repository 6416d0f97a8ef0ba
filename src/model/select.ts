import type { Why } from '../fact/fact.ts';
import { isObject, type View } from './view.ts';

/** The values that a path with wildcards names, and why some of them may be missing from the list. */
export interface Selection {
  readonly views: readonly View[];
  /** Reasons of the lists and structures on the way that are unknown; empty where the selection is complete. */
  readonly why: readonly Why[];
}

const steps = new Map<string, Step>();

/** The last step of a path, and the path that leads to it; a step is a member's name or `[]`. */
interface Step {
  readonly from: string;
  readonly step: string;
}

/**
 * Selects values by a path such as `containerDefinitions[].portMappings[].hostPort`. Where a structure on the way is absent
 * nothing is selected; the last member is selected even where it is absent, so that its absence can be judged.
 * A selection is made once for each root and path, and serves the longer paths too.
 */
export function select(root: View<never> | View, where: string): Selection {
  const view = root as View;
  const made = view.remember(select, () => new Map([['', { views: [view], why: [] }]]));
  return selectIn(made, where);
}

function selectIn(known: Map<string, Selection>, where: string): Selection {
  let selection = known.get(where);
  if (!selection) {
    const { from, step } = stepOf(where);
    selection = next(selectIn(known, from), step);
    known.set(where, selection);
  }
  return selection;
}

function stepOf(where: string): Step {
  let last = steps.get(where);
  if (!last) {
    const dot = where.lastIndexOf('.');
    last = where.endsWith('[]')
      ? { from: where.slice(0, -2), step: '[]' }
      : { from: where.slice(0, Math.max(dot, 0)), step: where.slice(dot + 1) };
    steps.set(where, last);
  }
  return last;
}

function next(selection: Selection, step: string): Selection {
  const { views, why } = selection;
  // Below what is absent there is nothing: so it is of most paths.
  if (views.length === 0) return selection;
  const found: View[] = [];
  let reasons = why;
  const open = (more: readonly Why[]) => {
    reasons = [...reasons, ...more];
  };
  for (const view of views) {
    if (step === '[]') {
      view.items.match<void>({
        known: (items) => {
          for (const item of items) found.push(item);
        },
        absent: () => {},
        unknown: open,
      });
    } else if (isObject(view.raw)) {
      found.push((view as View<Record<string, unknown>>).get(step));
    } else {
      view.given.match<void>({
        known: (given) => {
          if (given) found.push((view as View<Record<string, unknown>>).get(step));
        },
        absent: () => {},
        unknown: open,
      });
    }
  }
  return { views: found, why: reasons };
}
