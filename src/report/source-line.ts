import { columnsOf, isPrintableAscii } from './columns.ts';
import { escapeOf, visible } from './escape.ts';

/** A stretch of a line, in UTF-16 code units from its start, the end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A line as it is shown, and where each of its characters went. */
export interface Cut {
  readonly text: string;
  /** The column (from 0) at which the character at this offset of the line is shown; of one not shown, the nearest. */
  columnAt(offset: number): number;
}

const TAB = 2;
const MASK = '***';
const ELLIPSIS = '...';
/** Characters looked at on each side of the focus: a line may be as long as its file. */
const REACH = 512;

interface Cell {
  readonly offset: number;
  readonly text: string;
  readonly width: number;
}

/** A line cut to `room` columns around the 1-based column `focus`, with tabs expanded, controls escaped, masks applied. */
export function cutLine(line: string, focus: number, room: number, masks: readonly Stretch[]): Cut {
  if (masks.length === 0 && line.length <= Math.min(room, REACH) && isShownAsIs(line)) return asItIs(line);
  const from = wholeLetter(line, Math.max(0, Math.min(focus - 1, line.length) - REACH));
  const to = wholeLetter(line, Math.min(line.length, from + 2 * REACH));
  const cells = cellsOf(line, from, to, masks);
  const total = cells.reduce((sum, { width }) => sum + width, 0);
  const whole = from === 0 && to === line.length;
  if (whole && total <= room) return shown(cells, '', '');

  const target = cells.findIndex(({ offset }) => offset >= focus - 1);
  let first = target < 0 ? cells.length : target;
  // A third of the room before the focus, or as much as there is.
  for (let used = 0; first > 0 && used < room / 3; first--) used += cells[first - 1]?.width ?? 0;
  const left = from > 0 || first > 0 ? ELLIPSIS : '';
  let free = room - left.length;
  let end = first;
  for (; end < cells.length; end++) {
    const width = cells[end]?.width ?? 0;
    if (width > free) break;
    free -= width;
  }
  const cutRight = end < cells.length || to < line.length;
  if (cutRight) for (; free < ELLIPSIS.length && end > first + 1; end--) free += cells[end - 1]?.width ?? 0;
  return shown(cells.slice(first, end), left, cutRight ? ELLIPSIS : '');
}

/** Is there nothing to expand, to escape and to measure in a line? So it is in most. */
function isShownAsIs(line: string): boolean {
  return isPrintableAscii(line) && visible(line) === line;
}

function asItIs(line: string): Cut {
  return {
    text: line.trimEnd(),
    columnAt: (offset) => Math.max(0, Math.min(offset, line.length)),
  };
}

function shown(cells: readonly Cell[], left: string, right: string): Cut {
  let text = left;
  for (const cell of cells) text += cell.text;
  return {
    text: (text + right).trimEnd(),
    columnAt(offset) {
      let column = left.length;
      for (const cell of cells) {
        if (cell.offset >= offset) break;
        column += cell.width;
      }
      return column;
    },
  };
}

function cellsOf(line: string, from: number, to: number, masks: readonly Stretch[]): readonly Cell[] {
  const cells: Cell[] = [];
  const near = masks.filter(({ start, end }) => start < to && end > from);
  let column = 0;
  const push = (offset: number, text: string, width: number) => {
    cells.push({ offset, text, width });
    column += width;
  };
  for (let offset = from; offset < to; ) {
    const mask = near.find(({ start, end }) => start <= offset && offset < end);
    if (mask) {
      push(offset, MASK, MASK.length);
      offset = mask.end;
      continue;
    }
    const letter = String.fromCodePoint(line.codePointAt(offset) ?? 0x20);
    if (letter === '\t') {
      const width = TAB - (column % TAB);
      push(offset, ' '.repeat(width), width);
    } else if (letter === '#' && /^##(?:vso)?\[/i.test(line.slice(offset, offset + 6))) {
      // A log command of a CI system: see `visible`.
      push(offset, '\\u0023', 6);
    } else {
      const escaped = escapeOf(letter);
      if (escaped === undefined) push(offset, letter, columnsOf(letter));
      else push(offset, escaped, escaped.length);
    }
    offset += letter.length;
  }
  return cells;
}

/** Not between the halves of a surrogate pair. */
function wholeLetter(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}
