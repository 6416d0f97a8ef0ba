import { columns } from './columns.ts';
import { visible } from './escape.ts';
import { type Block, blocksOf } from './page/blocks.ts';
import type { Paint } from './paint.ts';

import { hang, wrap } from './wrap.ts';

export { plain } from './paint.ts';

const STEP = 2;
const GAP = '  ';

/** A page of Markdown as a terminal shows it: no marks, links written out, wrapped to `width` columns. */
export function pageText(page: string, paint: Paint, width: number): string {
  const parts: string[] = [];
  let indent = 0;
  let before: Block | undefined;
  for (const block of blocksOf(page)) {
    if (block.is === 'heading') indent = (block.level - 1) * STEP;
    const margin = block.is === 'heading' ? Math.max(indent - STEP, 0) : indent;
    const lines = linesOf(block, paint, width - margin).map((line) =>
      line === '' || verbatim(block) ? line : ' '.repeat(margin) + line,
    );
    if (before && !(before.is === 'item' && block.is === 'item')) parts.push('');
    parts.push(...lines);
    before = block;
  }
  return `${parts.join('\n')}\n`;
}

/** A script is there to be copied, with the beginning of its lines. */
function verbatim(block: Block): boolean {
  return block.is === 'code' && block.info === 'bash';
}

function linesOf(block: Block, paint: Paint, width: number): readonly string[] {
  switch (block.is) {
    case 'heading':
      return [paint.strong(told(block.text))];
    case 'paragraph':
      return wrap(told(block.text), width);
    case 'item':
      return hang(`${block.mark} `, told(block.text), width);
    case 'code':
      return codeLines(block, paint);
    case 'table':
      return tableLines(block, paint, width);
  }
}

/** `json task-definition` says what the block is: a file of that name. */
function codeLines(block: Block & { readonly is: 'code' }, paint: Paint): readonly string[] {
  const [language = '', name] = block.info.split(' ');
  const lines = block.lines.map(visible);
  if (verbatim(block)) return lines;
  const head = name === undefined ? [] : [paint.dim(visible(`${name}.${language}:`))];
  return [...head, ...lines.map((line) => (line === '' ? '' : GAP + line))];
}

/** In columns where they fit; else each row as a list of what its heads say. */
function tableLines(
  { heads, rows }: Block & { readonly is: 'table' },
  paint: Paint,
  width: number,
): readonly string[] {
  const all = [heads, ...rows].map((cells) => cells.map(cellTold));
  const widths = heads.map((_, column) => Math.max(...all.map((cells) => columns(cells[column] ?? ''))));
  const fits = widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length) <= width;
  if (fits)
    return all.map((cells, index) => {
      const line = cells
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columns(cell)))
        .join(GAP)
        .trimEnd();
      return index === 0 ? paint.strong(line) : line;
    });
  const [names = [], ...records] = all;
  return records.flatMap(([first = '', ...cells], index) => [
    ...(index === 0 ? [] : ['']),
    paint.strong(first.replaceAll('`', '')),
    ...cells.flatMap((cell, column) => hang(`${GAP}${names[column + 1] ?? ''}: `, cell, width)),
  ]);
}

/** Of a cell that is one link the address says enough. */
function cellTold(cell: string): string {
  const [, address] = /^\[[^\]]*\]\((https?:[^)\s]*)\)$/.exec(cell) ?? [];
  return address === undefined ? told(cell) : visible(address);
}

/** Code as it stands; a link; an address in angle brackets; strong and emphasised words. */
const MARKED =
  /(`[^`]*`)|\[([^\]]*)\]\(([^)\s]*)\)|<(https?:[^>\s]+)>|\*\*([^*]+)\*\*|(?<!\w)_([^_]+)_(?!\w)/g;

/** The text without marks; of a link to another page of ours the words alone. */
function told(text: string): string {
  const bare = text.replace(
    MARKED,
    (_, code?: string, words?: string, to = '', address?: string, strong?: string, emphasised = '') => {
      if (words !== undefined) return /^https?:/.test(to) && words !== to ? `${words} (${to})` : words;
      return code ?? address ?? strong ?? emphasised;
    },
  );
  return visible(bare.replaceAll('&lt;', '<'));
}
