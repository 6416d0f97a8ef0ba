import type { EditOutput } from '../engine/result.ts';
import { applyEdits, mostOf, type SkippedFix, type Syntax } from './apply.ts';
import type { FixProblem } from './plan.ts';

/** A file's text, and how it is spelled. */
export interface FileText {
  readonly text: string;
  readonly syntax: Syntax;
}

/** An edit with the file that it is made in. */
export interface FileEdit {
  readonly file: string;
  readonly edit: EditOutput;
}

/** What became of several fixes of several files. */
export interface FixedFiles {
  /** The texts that changed, by file. */
  readonly texts: ReadonlyMap<string, string>;
  readonly skipped: readonly SkippedFix[];
}

/** The files with several fixes made, each wholly or not at all, in how many files ever it has edits. */
export function applyToFiles(
  files: ReadonlyMap<string, FileText>,
  fixes: readonly (readonly FileEdit[])[],
): FixedFiles {
  const texts = new Map<string, string>();
  const skipped: SkippedFix[] = [];
  for (const indexes of concerningTheSame(fixes)) {
    const answer = mostOf(
      indexes.map((index) => fixes[index] ?? []),
      (wanted) => madeIn(files, wanted.flat()),
    );
    for (const [file, text] of answer.made ?? []) if (text !== files.get(file)?.text) texts.set(file, text);
    for (const { index, problem } of answer.skipped) skipped.push({ index: indexes[index] ?? 0, problem });
  }
  return { texts, skipped: skipped.sort((a, b) => a.index - b.index) };
}

/** The indexes of fixes, those together that have files in common: what cannot be made in one file is no matter of another. */
function concerningTheSame(fixes: readonly (readonly FileEdit[])[]): readonly (readonly number[])[] {
  const groupOf = new Map<string, number[]>();
  fixes.forEach((fix, index) => {
    const group: number[] = [];
    const joined = new Set(fix.flatMap(({ file }) => groupOf.get(file) ?? []));
    group.push(...joined, index);
    const files = new Set(fix.map(({ file }) => file));
    for (const one of joined) for (const { file } of fixes[one] ?? []) files.add(file);
    for (const file of files) groupOf.set(file, group);
  });
  return [...new Set(groupOf.values())].map((group) => group.sort((a, b) => a - b));
}

/** The texts of all files that the edits concern, with the edits made. */
function madeIn(
  files: ReadonlyMap<string, FileText>,
  edits: readonly FileEdit[],
): ReadonlyMap<string, string> | FixProblem {
  const made = new Map<string, string>();
  for (const [file, mine] of grouped(edits, ({ file }) => file)) {
    const is = files.get(file);
    if (!is) return { problem: 'the file to be edited was not read' };
    let { text } = is;
    // Each document by itself: its edits move no other one.
    for (const [document, some] of grouped(mine, ({ edit }) => edit.document)) {
      const answer = applyEdits(
        text,
        is.syntax,
        some.map(({ edit }) => edit),
        document,
      );
      if (typeof answer !== 'string') return answer;
      text = answer;
    }
    made.set(file, text);
  }
  return made;
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
