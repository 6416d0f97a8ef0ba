import type { Span } from './source.ts';

/** 1-based, the column in UTF-16 code units. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** Lines that follow one another, without their line feeds. */
interface Stretch {
  readonly start: number;
  readonly lines: readonly string[];
}

/** As many lines make a stretch: where each of a large text begins would take longer to find than most values. */
const STRETCH = 32;
const ONE_STRETCH = new RegExp(String.raw`(?:[^\n]*\n){${STRETCH}}`, 'y');

/** The lines of a text: turns offsets into positions, and line numbers into text. Counted when first asked. */
export class Lines {
  readonly #text: string;
  #starts: readonly number[] | undefined;
  /** What was asked for last: places that are told after one another stand close together. */
  #latest: Stretch | undefined;
  #count: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get count(): number {
    const last = this.#stretches().length - 1;
    this.#count ??= last * STRETCH + this.#stretch(last).lines.length;
    return this.#count;
  }

  /** The line of a 1-based number, without its line feed; empty where there is none. */
  line(number: number): string {
    const index = Math.floor((number - 1) / STRETCH);
    return this.#stretch(index).lines[number - 1 - index * STRETCH] ?? '';
  }

  /** The line and column of an offset. A byte order mark takes no column. */
  position(offset: number): Position {
    const starts = this.#stretches();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const { start, lines } = this.#stretch(low);
    let index = 0;
    let from = start;
    for (; index < lines.length - 1; index++) {
      const next = from + (lines[index] ?? '').length + 1;
      if (offset < next) break;
      from = next;
    }
    const mark = from === 0 && offset > 0 && this.#text.startsWith('\uFEFF') ? 1 : 0;
    return { line: low * STRETCH + index + 1, column: offset - from + 1 - mark };
  }

  /** The span between two offsets, the end exclusive. */
  span(start: number, end: number): Span {
    const from = this.position(start);
    const to = this.position(end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** Where each stretch begins. */
  #stretches(): readonly number[] {
    this.#starts ??= stretchesOf(this.#text);
    return this.#starts;
  }

  #stretch(index: number): Stretch {
    const starts = this.#stretches();
    const start = starts[index] ?? this.#text.length;
    if (this.#latest?.start !== start) {
      const next = starts[index + 1];
      // Behind the last line feed begins the first line of the next one.
      const text = this.#text.slice(start, next === undefined ? undefined : next - 1);
      this.#latest = { start, lines: text.split('\n') };
    }
    return this.#latest;
  }
}

function stretchesOf(text: string): readonly number[] {
  const starts = [0];
  ONE_STRETCH.lastIndex = 0;
  while (ONE_STRETCH.test(text)) starts.push(ONE_STRETCH.lastIndex);
  return starts;
}
