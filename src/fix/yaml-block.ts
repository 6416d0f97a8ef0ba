import type { CST } from 'yaml';
import type { ContainerPlan } from './plan.ts';
import {
  afterBlanks,
  isFirstOnLine,
  lineBreakAt,
  lineStart,
  nextLine,
  type TextChange,
} from './text-change.ts';
import { isList, type Value } from './value.ts';
import { spellBlock, spellFlow, takesLines, type YamlLayout } from './yaml-layout.ts';
import { type BlockEntry, blockEntries, contentEnd } from './yaml-tokens.ts';

/** A list or map in block style, with the names of its entries. */
export interface Block {
  readonly token: CST.BlockMap | CST.BlockSequence;
  readonly keys: readonly string[];
  /** Where a value may stand instead that has no lines of its own; undefined at the document's root. */
  readonly holder: BlockEntry | undefined;
}

/** The windows of a plan for a list or map in block style; undefined where it is spelled in a way that is not edited. */
export function blockChanges(
  text: string,
  layout: YamlLayout,
  { token, keys, holder }: Block,
  { remove, replace, insert }: ContainerPlan,
): readonly TextChange[] | undefined {
  const entries = blockEntries(token);
  if (!entries || entries.length !== keys.length || entries.length === 0) return undefined;
  const changes: TextChange[] = [];
  const going = entries.flatMap((_, index) => (remove.has(keys[index] ?? '') ? [index] : []));
  const values = insert.map(([key, value]) =>
    token.type === 'block-map' ? new Map([[key, value]]) : [value],
  );
  const last = entries.length - 1;
  const succeeds = insert.length > 0 && going.at(-1) === last;
  if (going.length === entries.length && !succeeds) {
    return emptied(text, entries, holder, token.type === 'block-map' ? '{}' : '[]');
  }
  const final = entries[last] as BlockEntry;
  const margin = ' '.repeat(final.start - lineStart(text, final.start));
  const lineBreak = lineBreakAt(text, final.start);
  const added = values.map((value) => spellBlock(value, layout, margin, lineBreak));
  if (succeeds) {
    going.pop();
    const end = endsAtLineStart(text, final.end) ? lineBreak : '';
    changes.push({ start: final.start, end: final.end, text: added.join(lineBreak + margin) + end });
  } else if (added.length > 0) {
    const end = extentEnd(text, final);
    const lines = added.map((entry) => margin + entry);
    changes.push(
      endsAtLineStart(text, end)
        ? { start: end, end, text: lines.map((line) => line + lineBreak).join('') }
        : { start: end, end, text: lines.map((line) => lineBreak + line).join('') },
    );
  }
  entries.forEach((entry, index) => {
    const value = replace.get(keys[index] ?? '');
    if (value === undefined) return;
    const written = valueChanges(text, layout, token.type, entry, value);
    changes.push(...written, ...withoutTag(entry, written));
  });
  return [...changes, ...removals(text, entries, going)];
}

function endsAtLineStart(text: string, offset: number): boolean {
  return offset > 0 && text[offset - 1] === '\n';
}

/** Where the lines of an entry end: with its last line, and comments below it that are indented deeper than it. */
function extentEnd(text: string, entry: BlockEntry): number {
  const column = entry.start - lineStart(text, entry.start);
  let end = endsAtLineStart(text, entry.end) ? entry.end : nextLine(text, entry.end);
  for (let line = end; line < text.length; line = nextLine(text, line)) {
    const word = afterBlanks(text, line);
    if (text[word] === '#' && word - line > column) end = nextLine(text, line);
    else if (text.slice(line, nextLine(text, line)).trim() !== '') break;
  }
  return end;
}

function removals(
  text: string,
  entries: readonly BlockEntry[],
  going: readonly number[],
): readonly TextChange[] {
  const changes: TextChange[] = [];
  const staying = entries.findIndex((_, index) => !going.includes(index));
  for (const index of going) {
    const entry = entries[index] as BlockEntry;
    const end = extentEnd(text, entry);
    if (isFirstOnLine(text, entry.start)) {
      const start = lineStart(text, entry.start);
      // A text without a line break at its end is left without one.
      const breakBefore = endsAtLineStart(text, end) ? 0 : lineBreakAt(text, start - 1).length;
      changes.push({ start: start - breakBefore, end, text: '' });
    } else if (index === 0) {
      // The first entry stands behind the dash of the list around it: what stays moves up to it.
      const before = entries[staying - 1] as BlockEntry;
      const rest = extentEnd(text, before);
      changes.push({ start: entry.start, end: rest + blankLength(text, rest), text: '' });
      return [
        ...changes,
        ...removals(
          text,
          entries,
          going.filter((other) => other > staying),
        ),
      ];
    }
  }
  return changes;
}

function blankLength(text: string, offset: number): number {
  return /^\s*/.exec(text.slice(offset))?.[0].length ?? 0;
}

/** All entries go: an empty list or map takes their place; comments between them stay. */
function emptied(
  text: string,
  entries: readonly BlockEntry[],
  holder: BlockEntry | undefined,
  empty: string,
): readonly TextChange[] {
  const first = entries[0] as BlockEntry;
  const last = entries.at(-1) as BlockEntry;
  if (!holder || !isFirstOnLine(text, first.start)) return instead(text, first, last, holder, empty);
  const word = { start: holder.afterIndicator, end: holder.afterIndicator, text: ` ${empty}` };
  return [word, ...removals(text, entries, [...entries.keys()])];
}

/** One word in the place of a block's lines: behind the key if there is one, else where the first line was. */
function instead(
  text: string,
  first: BlockEntry,
  last: BlockEntry,
  holder: BlockEntry | undefined,
  word: string,
): readonly TextChange[] {
  if (!holder || !isFirstOnLine(text, first.start)) {
    const end = endsAtLineStart(text, last.end) ? lineBreakAt(text, first.start) : '';
    return [{ start: first.start, end: last.end, text: word + end }];
  }
  const end = extentEnd(text, last);
  const start = lineStart(text, first.start);
  const breakBefore = endsAtLineStart(text, end) ? 0 : lineBreakAt(text, start - 1).length;
  return [
    { start: holder.afterIndicator, end: holder.afterIndicator, text: ` ${word}` },
    { start: start - breakBefore, end, text: '' },
  ];
}

/** The value of an entry is set. */
function valueChanges(
  text: string,
  layout: YamlLayout,
  within: 'block-map' | 'block-seq',
  entry: BlockEntry,
  value: Value,
): readonly TextChange[] {
  const { value: old, afterIndicator } = entry;
  const lineBreak = lineBreakAt(text, entry.start);
  const column = entry.start - lineStart(text, entry.start);
  const oldEntries = old?.type === 'block-map' || old?.type === 'block-seq' ? blockEntries(old) : undefined;
  const [first] = oldEntries ?? [];
  const last = oldEntries?.at(-1);
  if (first && last) {
    if (!takesLines(value)) return instead(text, first, last, entry, spellFlow(value, layout));
    const own = isFirstOnLine(text, first.start);
    const there = first.start - lineStart(text, first.start);
    // A list may stand as far left as its key, a map may not.
    const margin = ' '.repeat(own && !isList(value) && there <= column ? column + layout.indent : there);
    const end = extentEnd(text, last);
    const finish = endsAtLineStart(text, end) ? lineBreak : '';
    const spelled = spellBlock(value, layout, margin, lineBreak) + finish;
    return own
      ? [{ start: lineStart(text, first.start), end, text: margin + spelled }]
      : [{ start: first.start, end, text: spelled }];
  }
  const start = old?.offset ?? afterIndicator;
  const end = old ? contentEnd(old) : afterIndicator;
  const blank = old ? '' : ' ';
  const finish = endsAtLineStart(text, end) ? lineBreak : '';
  if (!takesLines(value) || old?.type === 'flow-collection') {
    return [{ start, end, text: blank + spellFlow(value, layout, old) + finish }];
  }
  const deeper = within === 'block-map' && (!isList(value) || layout.indentSeq) ? layout.indent : 0;
  const margin = ' '.repeat(column + (within === 'block-seq' ? 2 : deeper));
  const spelled = spellBlock(value, layout, margin, lineBreak);
  const comment = afterBlanks(text, end);
  if (text[comment] === '#' && finish === '') {
    const lineEnd = beforeBreak(text, nextLine(text, comment));
    return [
      { start: afterIndicator, end, text: '' },
      { start: lineEnd, end: lineEnd, text: lineBreak + margin + spelled },
    ];
  }
  const lead = within === 'block-seq' ? ' ' : lineBreak + margin;
  return [{ start: afterIndicator, end, text: lead + spelled + finish }];
}

/** The tag of a value that is set goes, with the blanks on that side of it where none are needed. */
function withoutTag({ tag, value: old }: BlockEntry, written: readonly TextChange[]): readonly TextChange[] {
  if (!tag) return [];
  const inPlace = old && written.some(({ start }) => start === old.offset) && !isBlock(old);
  const blanks = inPlace ? old.offset - tag.end : 0;
  return [{ start: inPlace ? tag.at : tag.start, end: tag.end + blanks, text: '' }];
}

function isBlock({ type }: CST.Token): boolean {
  return type === 'block-map' || type === 'block-seq';
}

/** The end of a line's text, given where the next line begins. */
function beforeBreak(text: string, next: number): number {
  const feed = endsAtLineStart(text, next) ? next - 1 : next;
  return text[feed - 1] === '\r' ? feed - 1 : feed;
}
