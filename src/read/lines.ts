import type { Span } from '../model/source.ts';

/** 1-based, the column in UTF-16 code units. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text: turns offsets into positions. Counted when first asked. */
export class Lines {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The line and column of an offset. A byte order mark takes no column. */
  position(offset: number): Position {
    this.#starts ??= lineStarts(this.#text);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const mark = low === 0 && offset > 0 && this.#text.startsWith('\uFEFF') ? 1 : 0;
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 - mark };
  }

  /** The span between two offsets, the end exclusive. */
  span(start: number, end: number): Span {
    const from = this.position(start);
    const to = this.position(end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}
