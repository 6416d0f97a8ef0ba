import { type StructuredPatchHunk, structuredPatch } from 'diff';
import type { Span } from '../../model/source.ts';
import type { Stretch } from '../../report/source-line.ts';
import { SourceText } from '../../report/source-text.ts';

/** A text, and where values of environment variables stand in it, which are not shown. */
export interface Text {
  readonly text: string;
  readonly secrets: readonly Span[];
}

/** The hunks of a unified diff, in which no value of an environment variable stands. */
export interface Hunks {
  readonly hunks: readonly StructuredPatchHunk[];
  /** A value stood in a line that changes: the diff shows *** there, and cannot be applied. */
  readonly hides: boolean;
  /** A value stood right below a change: `git apply` takes a hunk that ends without context only with `--unidiff-zero`. */
  readonly bare: boolean;
}

/** Lines around a change: three, as `diff -u` and git show them, and fewer where a value stands there. */
const CONTEXTS = [3, 2, 1, 0];

/** The differences of two texts. Lines around a change that hold values are left out rather than masked, so that the diff can be applied. */
export function hunksOf(before: Text, after: Text): Hunks {
  const old = new SourceText(before.text, before.secrets);
  const now = new SourceText(after.text, after.secrets);
  const size = old.lineCount - (before.text.endsWith('\n') ? 1 : 0);
  const ways = CONTEXTS.map((context) => {
    const { hunks } = structuredPatch('', '', before.text, after.text, undefined, undefined, { context });
    const made = hunks.map((hunk) => withoutValues(linesOf(hunk, old, now), hunk, size));
    return {
      hunks: made.map(({ hunk }) => hunk),
      hides: made.some(({ hides }) => hides),
      bare: made.some(({ bare }) => bare),
    };
  });
  const best = ways.find(({ hides, bare }) => !hides && !bare) ?? ways.find(({ hides }) => !hides);
  return best ?? ways[0] ?? { hunks: [], hides: false, bare: false };
}

/** A line with its mark (blank, plus, minus; a backslash before a remark), and what of it is not to be shown. */
interface Line {
  readonly line: string;
  readonly masks: readonly Stretch[];
}

function linesOf(
  { oldStart, newStart, lines }: StructuredPatchHunk,
  old: SourceText,
  now: SourceText,
): readonly Line[] {
  let before = oldStart;
  let after = newStart;
  return lines.map((line) => {
    if (line.startsWith('\\')) return { line, masks: [] };
    const masks = line.startsWith('+') ? now.masks(after) : old.masks(before);
    if (!line.startsWith('+')) before += 1;
    if (!line.startsWith('-')) after += 1;
    return { line, masks: masks.filter(({ start, end }) => end > start) };
  });
}

interface Made {
  readonly hunk: StructuredPatchHunk;
  readonly hides: boolean;
  readonly bare: boolean;
}

/** `total`: how many lines there are before the change. */
function withoutValues(lines: readonly Line[], hunk: StructuredPatchHunk, total: number): Made {
  const first = lines.findIndex(({ line }) => !line.startsWith(' '));
  const last = lines.findLastIndex(({ line }) => !line.startsWith(' '));
  const leading = lines.slice(0, first).findLastIndex(hasValue) + 1;
  const trailing = lines.slice(last + 1).findIndex(hasValue);
  const behind = lines.length - last - 1;
  const kept = { before: first - leading, behind: trailing < 0 ? behind : trailing };
  const trimmed = kept.before < first || kept.behind < behind;
  // As much on both sides: a hunk with less on one side is taken for one that stands at an end of its file.
  const least = Math.min(kept.before, kept.behind);
  const from = trimmed ? first - least : 0;
  const to = trimmed ? last + 1 + (kept.behind > 0 ? Math.max(least, 1) : 0) : lines.length;
  const shown = lines.slice(from, to);
  const count = (mark: string) => shown.filter(({ line }) => line[0] === ' ' || line[0] === mark).length;
  return {
    hunk: {
      ...hunk,
      oldStart: hunk.oldStart + from,
      newStart: hunk.newStart + from,
      oldLines: count('-'),
      newLines: count('+'),
      lines: shown.map(masked),
    },
    hides: shown.some(hasValue),
    bare: to === last + 1 && (to < lines.length || hunk.oldStart + hunk.oldLines <= total),
  };
}

function hasValue({ masks }: Line): boolean {
  return masks.length > 0;
}

const MASK = '***';

function masked({ line, masks }: Line): string {
  let shown = '';
  let done = 0;
  for (const { start, end } of masks.toSorted((a, b) => a.start - b.start)) {
    // Behind the mark.
    if (end + 1 <= done) continue;
    shown += line.slice(done, Math.max(start + 1, done)) + (start + 1 < done ? '' : MASK);
    done = end + 1;
  }
  return shown + line.slice(done);
}
