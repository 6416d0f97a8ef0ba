/** How a number or a boolean stands in its file, where a text is wanted: `1.10` is a version, `012345678901` an account. */
import { originOf } from '../../src/model/source.ts';
import type { View } from '../../src/model/view.ts';

/** The characters of the value; undefined where it stands there by an alias, or inside another text. */
export function spellingOf(at: View): string | undefined {
  const { source, raw } = at;
  const { path, inner, through } = originOf(source, at.path);
  const span = inner || through || source.generatedBy !== undefined ? undefined : source.span(path);
  if (!span || span.line !== span.endLine) return undefined;
  const line = lineOf(source.text, span.line);
  const spelled = line.slice(span.column - 1, span.endColumn - 1);
  return means(spelled, raw) ? spelled : undefined;
}

function means(spelled: string, raw: unknown): boolean {
  if (typeof raw === 'number') return Number(spelled) === raw;
  return typeof raw === 'boolean' && spelled.toLowerCase() === String(raw);
}

/** A line, counted from 1; a byte order mark takes no column. */
function lineOf(text: string, line: number): string {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}
