import { formatPatch } from 'diff';
import { visible } from '../../report/escape.ts';
import type { Paint } from '../../report/paint.ts';
import { type Hunks, hunksOf, type Text } from './hunks.ts';

/** A file before and after, under the name that the diff calls it. */
export interface Change {
  readonly name: string;
  readonly before: Text;
  readonly after: Text;
}

/** How a diff is to look. */
export interface Look {
  readonly paint: Paint;
  /** Is it read by a terminal or the log of a CI system, which act on what they read? Then it is made safe to print. */
  readonly shown: boolean;
}

/** A unified diff of one file, and how it can be applied. */
export interface Diff extends Pick<Hunks, 'hides' | 'bare'> {
  readonly lines: readonly string[];
}

/** The lines that name the file: git's own, and those of before and after. */
const HEADING = 3;

/** The unified diff of a change, which `patch -p1` and `git apply` take. */
export function unifiedDiff({ name, before, after }: Change, { paint, shown }: Look): Diff {
  const { hunks, hides, bare } = hunksOf(before, after);
  const text = formatPatch({
    isGit: true,
    oldFileName: `a/${name}`,
    newFileName: `b/${name}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: shown ? hunks.map((hunk) => ({ ...hunk, lines: hunk.lines.map(printable) })) : [...hunks],
  });
  const lines = text.replace(/\n$/, '').split('\n');
  return {
    lines: lines.map((line, index) => (index < HEADING ? paint.strong(heading(line)) : painted(line, paint))),
    hides,
    bare,
  };
}

/** A name with blanks ends where a tab stands: without one, `patch` takes it for shorter. */
function heading(line: string): string {
  return /^(?:---|\+\+\+) [^"].* /.test(line) ? `${line}\t` : line;
}

/** A line without what a terminal or a log would act on. A line break of Windows' and a tab do no harm. */
function printable(line: string): string {
  if (line.startsWith('\\')) return line;
  const text = line.slice(1).replace(/\r$/, '');
  return line.slice(0, 1) + text.split('\t').map(visible).join('\t');
}

function painted(line: string, paint: Paint): string {
  switch (line[0]) {
    case '@':
      return paint.info(line);
    case '+':
      return paint.good(line);
    case '-':
      return paint.error(line);
    case '\\':
      return paint.dim(line);
    default:
      return line;
  }
}
