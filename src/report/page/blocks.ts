/** What a page of Markdown is made of, as far as our pages use it. */
export type Block =
  | { readonly is: 'heading'; readonly level: number; readonly text: string }
  | { readonly is: 'paragraph'; readonly text: string }
  | { readonly is: 'item'; readonly mark: string; readonly text: string }
  | { readonly is: 'code'; readonly info: string; readonly lines: readonly string[] }
  | {
      readonly is: 'table';
      readonly heads: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

const HEADING = /^(#{1,6}) +(.*)$/;
const FENCE = /^ *```(.*)$/;
const ITEM = /^ *([-*]|\d{1,3}\.) +(.*)$/;
const RULE_OF_TABLE = /^[ |:-]*-{3}[ |:-]*$/;
const COMMENT = /^<!--.*-->$/;

/** Lines that belong to what stands before them. */
function continues(line: string | undefined): line is string {
  return (
    line !== undefined && line.trim() !== '' && ![HEADING, FENCE, ITEM, COMMENT].some((one) => one.test(line))
  );
}

/** The blocks of a page, in its order. */
export function blocksOf(page: string): readonly Block[] {
  const lines = page.split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const rest = (first: string) => {
    const taken = [first.trim()];
    for (let next = lines[at]; continues(next); next = lines[++at]) taken.push(next.trim());
    return taken.join(' ');
  };
  while (at < lines.length) {
    const line = lines[at++] ?? '';
    const heading = HEADING.exec(line);
    const fence = FENCE.exec(line);
    const item = ITEM.exec(line);
    if (line.trim() === '' || COMMENT.test(line)) continue;
    if (heading) blocks.push({ is: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' });
    else if (fence) {
      const end = lines.findIndex((one, index) => index >= at && FENCE.test(one));
      const last = end < 0 ? lines.length : end;
      blocks.push({ is: 'code', info: (fence[1] ?? '').trim(), lines: lines.slice(at, last) });
      at = last + 1;
    } else if (item) blocks.push({ is: 'item', mark: item[1] ?? '-', text: rest(item[2] ?? '') });
    else if (line.includes('|') && RULE_OF_TABLE.test(lines[at] ?? '')) {
      const rows: (readonly string[])[] = [];
      at++;
      for (let next = lines[at]; next?.includes('|'); next = lines[++at]) rows.push(cellsOf(next));
      blocks.push({ is: 'table', heads: cellsOf(line), rows });
    } else blocks.push({ is: 'paragraph', text: rest(line) });
  }
  return blocks;
}

/** The cells of a row, with or without bars around it; `\|` is a bar of the text. */
function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
