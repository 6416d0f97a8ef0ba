import type { EditOutput } from '../engine/result.ts';
import { isList, isMap, sameValue, toValue, type Value } from './value.ts';

/** Why an edit cannot be made. */
export interface FixProblem {
  readonly problem: string;
}

/** What happens to one list or map of the text; keys and indexes are those of the original. */
export interface ContainerPlan {
  readonly path: readonly string[];
  readonly remove: ReadonlySet<string>;
  readonly replace: ReadonlyMap<string, Value>;
  /** New members, or new elements at the end of a list. */
  readonly insert: readonly (readonly [string, Value])[];
}

/** All edits of a text, sorted by the lists and maps they concern, and the value that must come out. */
export interface Plan {
  readonly containers: readonly ContainerPlan[];
  readonly outcome: Value;
}

/** Edits by pointer, as a tree; a node with an edit has no nodes below it. */
interface Wish {
  edit: EditOutput | undefined;
  readonly below: Map<string, Wish>;
}

/** Does it say that the edits cannot be made? */
export function isProblem<Answer extends object>(
  answer: Answer | FixProblem,
): answer is Extract<Answer | FixProblem, FixProblem> {
  return 'problem' in answer;
}

/** Sorts edits, whose pointers all refer to the original value, by what they do to which list or map. */
export function plan(original: Value, edits: readonly EditOutput[]): Plan | FixProblem {
  const root: Wish = { edit: undefined, below: new Map() };
  for (const edit of edits) {
    const clash = add(root, edit);
    if (clash) return clash;
  }
  if (root.edit) return { problem: 'a whole document cannot be set or removed' };
  const containers: ContainerPlan[] = [];
  const outcome = settle(original, root, [], containers);
  return isOutcome(outcome) ? { containers, outcome: outcome.value } : outcome;
}

/** The steps of a JSON pointer (RFC 6901). */
function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function pointerOf(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Enters an edit; two edits clash where one stands inside what the other sets or removes. */
function add(root: Wish, edit: EditOutput): FixProblem | undefined {
  const clash = { problem: `another edit concerns ${edit.pointer} too` };
  let wish = root;
  for (const step of stepsOf(edit.pointer)) {
    if (wish.edit) return clash;
    const below: Wish = wish.below.get(step) ?? { edit: undefined, below: new Map() };
    wish.below.set(step, below);
    wish = below;
  }
  if (wish.below.size > 0 || (wish.edit && !sameEdit(wish.edit, edit))) return clash;
  wish.edit = edit;
  return undefined;
}

function sameEdit(a: EditOutput, b: EditOutput): boolean {
  if (a.op === 'remove' || b.op === 'remove') return a.op === b.op;
  return JSON.stringify(a.value) === JSON.stringify(b.value);
}

interface Outcome {
  readonly value: Value;
}

function isOutcome(answer: Outcome | FixProblem): answer is Outcome {
  return 'value' in answer;
}

/** What becomes of a list or map under the wishes below it; its own plan is added to `plans`. */
function settle(
  original: Value,
  wish: Wish,
  path: readonly string[],
  plans: ContainerPlan[],
): Outcome | FixProblem {
  if (!isMap(original) && !isList(original)) {
    return { problem: `${pointerOf(path)} is neither a list nor a map` };
  }
  const before = isMap(original) ? original : new Map(original.map((item, index) => [String(index), item]));
  const after = new Map<string, Value>(before);
  const remove = new Set<string>();
  const replace = new Map<string, Value>();
  const insert: (readonly [string, Value])[] = [];
  for (const [key, below] of inOrder(wish.below, original)) {
    const old = before.get(key);
    const here = [...path, key];
    if (below.edit?.op === 'remove') {
      if (old === undefined) return { problem: `there is nothing to remove at ${pointerOf(here)}` };
      remove.add(key);
      after.delete(key);
      continue;
    }
    if (old !== undefined && old !== null && !below.edit) {
      const deeper = settle(old, below, here, plans);
      if (!isOutcome(deeper)) return deeper;
      after.set(key, deeper.value);
      continue;
    }
    const built = build(below, here);
    if (!isOutcome(built)) return built;
    if (old === undefined && isList(original) && key !== String(before.size + insert.length)) {
      return { problem: `the list at ${pointerOf(path)} has no element ${key}` };
    }
    if (old === undefined) insert.push([key, built.value]);
    else if (sameValue(old, built.value)) continue;
    else replace.set(key, built.value);
    after.set(key, built.value);
  }
  if (remove.size + replace.size + insert.length > 0) plans.push({ path, remove, replace, insert });
  return { value: isMap(original) ? after : [...after.values()] };
}

/** List elements by index, so that several new ones are appended in their order. */
function inOrder(below: ReadonlyMap<string, Wish>, original: Value): readonly (readonly [string, Wish])[] {
  const wishes = [...below];
  return isList(original) ? wishes.sort(([a], [b]) => Number(a) - Number(b)) : wishes;
}

/** The value of a member that is not there yet: what is set, within the parents that it needs. */
function build(wish: Wish, path: readonly string[]): Outcome | FixProblem {
  if (wish.edit?.op === 'set') return { value: toValue(wish.edit.value) };
  if (wish.edit) return { problem: `there is nothing to remove at ${pointerOf(path)}` };
  const members = new Map<string, Value>();
  for (const [key, below] of wish.below) {
    const built = build(below, [...path, key]);
    if (!isOutcome(built)) return built;
    members.set(key, built.value);
  }
  // A pointer does not tell a list's first element from a member named "0"; AWS's shapes have no such member.
  const list = [...members.keys()].sort().every((key, index) => key === String(index));
  return {
    value: list ? [...members].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item) : members,
  };
}
