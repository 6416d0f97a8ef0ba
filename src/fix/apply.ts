import type { EditOutput } from '../engine/result.ts';
import { parseJson } from './json.ts';
import { type FixProblem, isProblem, plan } from './plan.ts';
import type { ParsedText } from './syntax.ts';
import { changed } from './text-change.ts';
import { sameValue } from './value.ts';
import { parseYaml } from './yaml.ts';

export type { FixProblem } from './plan.ts';

/** How a text is spelled. */
export type Syntax = 'json' | 'yaml';

const MARK = '\uFEFF';

/**
 * The text with the edits of a fix made in it. All pointers refer to the text as it is given. Layout, comments, line
 * breaks and a byte order mark are kept; nothing but the values concerned and their separators changes. A comment at the
 * end of a removed member's line goes with it; comments on lines of their own stay.
 *
 * The result is parsed again before it is given back: where it would not say exactly what the edits ask for, or where an
 * edit cannot be made, the answer is the problem in a sentence.
 *
 * `document` chooses one of several documents in a YAML text, counted from 0; pointers count from its root.
 */
export function applyEdits(
  text: string,
  syntax: Syntax,
  edits: readonly EditOutput[],
  document?: number,
): string | FixProblem {
  const mark = text.startsWith(MARK) ? MARK : '';
  const body = text.slice(mark.length);
  const before = parse(body, syntax, document);
  if (isProblem(before)) return before;
  const planned = plan(before.value, edits);
  if (isProblem(planned)) return planned;
  const changes = planned.containers.map((container) => before.changes(container));
  const edited = changes.includes(undefined)
    ? undefined
    : changed(
        body,
        changes.flatMap((some) => some ?? []),
      );
  const after = edited === undefined ? undefined : parse(edited, syntax, document);
  if (edited === undefined || !after || isProblem(after) || !sameValue(after.value, planned.outcome)) {
    return { problem: 'the edit cannot be made without changing more of the text than it should' };
  }
  return mark + edited;
}

function parse(text: string, syntax: Syntax, document: number | undefined): ParsedText | FixProblem {
  if (syntax === 'yaml') return parseYaml(text, document);
  return parseJson(text) ?? { problem: 'the text is not JSON' };
}

/** What became of several fixes of one text. */
export interface FixedText {
  readonly text: string;
  readonly skipped: readonly SkippedFix[];
}

/** A fix that was not made, by its index in the order given, and why. */
export interface SkippedFix extends FixProblem {
  readonly index: number;
}

/**
 * The text with several fixes made, each wholly or not at all. Of two that concern the same value the earlier is made and
 * the later skipped, to be asked for again of the new text.
 */
export function applyFixes(
  text: string,
  syntax: Syntax,
  fixes: readonly (readonly EditOutput[])[],
  document?: number,
): FixedText {
  const { made, skipped } = mostOf(fixes, (wanted) => {
    const answer = applyEdits(text, syntax, wanted.flat(), document);
    return typeof answer === 'string' ? { text: answer } : answer;
  });
  return { text: made?.text ?? text, skipped };
}

/**
 * Makes as many fixes together as can be made, the earlier before the later. Most often all can be made at once; where not,
 * halves tell with few attempts which cannot.
 */
export function mostOf<Fix, Made extends object>(
  fixes: readonly Fix[],
  make: (wanted: readonly Fix[]) => Made | FixProblem,
): { readonly made: Made | undefined; readonly skipped: readonly SkippedFix[] } {
  let made: Made | undefined;
  let chosen: readonly Fix[] = [];
  const skipped: SkippedFix[] = [];
  const attempt = (start: number, end: number): void => {
    const wanted = [...chosen, ...fixes.slice(start, end)];
    const answer = make(wanted);
    if (!isProblem(answer)) {
      made = answer;
      chosen = wanted;
    } else if (end - start === 1) {
      skipped.push({ index: start, problem: answer.problem });
    } else {
      const middle = (start + end) >> 1;
      attempt(start, middle);
      attempt(middle, end);
    }
  };
  if (fixes.length > 0) attempt(0, fixes.length);
  return { made, skipped };
}
