import { structuredPatch } from 'diff';
import type { EditOutput } from '../../src/engine/result.ts';
import type { Path, Source, Span } from '../../src/model/source.ts';

/** The path of a pointer, indexes as the reader has them. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Where the nearest thing stands that is there: the value itself, or what is to get it. */
function nearest(source: Source, path: Path): { readonly span: Span | undefined; readonly is: boolean } {
  for (let length = path.length; length >= 0; length--) {
    const span = source.span(path.slice(0, length));
    if (span) return { span, is: length === path.length };
  }
  return { span: undefined, is: false };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = text.indexOf('\n', start) + 1;
  const mark = line === 1 && text.startsWith('\uFEFF') ? 1 : 0;
  return start + column - 1 + mark;
}

/**
 * What edits changed that is none of their business, told by the reader's places, which know nothing of how edits are made; nothing
 * where all is well. A value that is set is held to its very bytes, what comes or goes to the lines around it.
 */
export function changedElsewhere(
  before: string,
  after: string,
  edits: readonly EditOutput[],
  source: Source,
): readonly string[] {
  const [only] = edits;
  if (only && edits.length === 1 && only.op === 'set') {
    const path = pathOf(only.pointer);
    const { span, is } = nearest(source, path);
    const scalar = span && is && span.line === span.endLine && typeof only.value !== 'object';
    if (scalar) {
      const head = before.slice(0, offsetOf(before, span.line, span.column));
      const tail = before.slice(offsetOf(before, span.endLine, span.endColumn));
      // A tag such as !Ref stands before its value and goes with it.
      const bare = head.replace(/![A-Za-z:]+[ \t]+$/, '');
      return after.startsWith(bare) && after.endsWith(tail)
        ? []
        : [`${only.pointer}: bytes around the value`];
    }
  }
  const may = new Set<number>();
  for (const edit of edits) {
    const path = pathOf(edit.pointer);
    const { span, is } = nearest(source, path);
    if (!span) continue;
    const parent = nearest(source, path.slice(0, -1)).span ?? span;
    // What comes stands behind the last member; what goes takes the line of its key, or moves the next one up.
    const first = is ? span.line - 1 : span.line;
    for (let line = first; line <= span.endLine + 1; line++) may.add(line);
    if (edit.op === 'remove') for (const line of [parent.line - 1, parent.line]) may.add(line);
  }
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 0 });
  return hunks.flatMap(({ oldStart, lines }) => {
    const gone = lines.filter((line) => line.startsWith('-'));
    return gone.flatMap((line, index) =>
      may.has(oldStart + index) ? [] : [`line ${oldStart + index}: ${line}`],
    );
  });
}
