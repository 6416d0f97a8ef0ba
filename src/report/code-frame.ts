import type { Span } from '../model/source.ts';
import { columns } from './columns.ts';
import type { Paint } from './paint.ts';
import { type Cut, cutLine, type Stretch } from './source-line.ts';
import type { SourceText } from './source-text.ts';

/** Lines shown around the offending ones. */
const BEFORE = 2;
const AFTER = 1;
/** Of a longer span only so many lines are shown from its start; then its last one. */
const LONGEST_SPAN = 4;

/** How a frame is to look. */
export interface FrameStyle {
  readonly width: number;
  readonly paint: Paint;
  /** The colour of what marks the span. */
  readonly mark: (text: string) => string;
  /** Is the span itself shown even where it looks like the value of an environment variable? */
  readonly reveals: boolean;
}

/**
 * The lines of a text around a span, numbered, the offending ones marked with `>`, and the start of the span underlined.
 * Every line fits into the width and holds no control character; values of environment variables are masked.
 */
export function codeFrame(source: SourceText, span: Span, style: FrameStyle): readonly string[] {
  const { width, paint, mark, reveals } = style;
  const last = Math.min(Math.max(span.endLine, span.line), source.lineCount);
  if (span.line < 1 || span.line > last) return [];
  const shown = shownLines(span.line, last, source.lineCount);
  const digits = String(shown.at(-1)).length;
  const room = Math.max(width - digits - 5, 20);
  const frame: string[] = [];
  let before = 0;
  for (const line of shown) {
    if (before !== 0 && line !== before + 1) frame.push(paint.dim(`  ${'.'.repeat(digits)}`));
    before = line;
    const offends = line >= span.line && line <= last;
    const focus = line === span.line ? span.column : 1;
    const masks = source.masks(line);
    const hidden = reveals && line === span.line ? masks.filter((mask) => !covers(span, mask)) : masks;
    const cut = cutLine(source.line(line), focus, room, hidden);
    const number = String(line).padStart(digits);
    const gutter = offends ? `${mark('>')} ${number} ${paint.dim('|')}` : paint.dim(`  ${number} |`);
    frame.push(cut.text === '' ? gutter : `${gutter} ${cut.text}`);
    if (line === span.line) {
      const carets = underline(cut, span, last);
      if (carets !== '')
        frame.push(`${paint.dim(`  ${' '.repeat(digits)} |`)} ${carets.replace(/\^+/, mark)}`);
    }
  }
  return frame;
}

function shownLines(first: number, last: number, count: number): readonly number[] {
  const lines: number[] = [];
  const from = Math.max(1, first - BEFORE);
  const to = Math.min(count, last + AFTER);
  for (let line = from; line <= Math.min(to, first + LONGEST_SPAN - 2); line++) lines.push(line);
  for (let line = Math.max(last, first + LONGEST_SPAN - 1); line <= to; line++) lines.push(line);
  return lines;
}

function covers(span: Span, { start, end }: Stretch): boolean {
  return span.column - 1 <= start && (span.endLine > span.line || end <= span.endColumn - 1);
}

/** Carets under what the first line of the span shows of it; at least one. */
function underline(cut: Cut, span: Span, last: number): string {
  const start = cut.columnAt(span.column - 1);
  const end = last > span.line ? columns(cut.text) : cut.columnAt(span.endColumn - 1);
  const size = Math.max(Math.min(end, columns(cut.text)) - start, 1);
  return ' '.repeat(start) + '^'.repeat(size);
}
