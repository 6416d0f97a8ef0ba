import type { CST } from 'yaml';
import type { Extent } from './bracketed.ts';

/** A tag, with the blanks before it. */
export interface TagExtent extends Extent {
  /** Where the tag itself begins. */
  readonly at: number;
}

/** An entry of a block map or block sequence: where it stands and of what it is made. */
export interface BlockEntry extends Extent {
  /** Just behind the colon or dash, and the anchor or tag that follows it. */
  readonly afterIndicator: number;
  /** The tag of its value, with the blanks between it and the colon or dash. */
  readonly tag: TagExtent | undefined;
  readonly value: CST.Token | undefined;
}

/** Where the text of a token ends, without the comments and line breaks behind it. */
export function contentEnd(token: CST.Token): number {
  switch (token.type) {
    case 'block-map':
    case 'block-seq':
      return blockEntries(token)?.at(-1)?.end ?? token.offset;
    case 'flow-collection': {
      const close = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
      return close ? close.offset + close.source.length : token.offset;
    }
    case 'block-scalar': {
      const header = token.props.at(-1);
      return (header ? endOf(header) : token.offset) + token.source.length;
    }
    default:
      return endOf(token);
  }
}

function endOf(token: CST.Token): number {
  return token.offset + ('source' in token ? token.source.length : 0);
}

const INDICATORS = ['map-value-ind', 'seq-item-ind', 'anchor', 'tag'];

/** The entries of a block collection; undefined where one has its key behind a question mark. */
export function blockEntries(token: CST.BlockMap | CST.BlockSequence): readonly BlockEntry[] | undefined {
  const entries: BlockEntry[] = [];
  for (const item of token.items) {
    if ('explicitKey' in item && item.explicitKey) return undefined;
    const isEntry =
      token.type === 'block-map' ? item.key : item.start.some(({ type }) => type === 'seq-item-ind');
    if (!isEntry) continue;
    const leading = item.start.find(({ type }) => INDICATORS.includes(type));
    const start = Math.min(
      leading?.offset ?? Number.POSITIVE_INFINITY,
      item.key?.offset ?? Number.POSITIVE_INFINITY,
    );
    const introduction = token.type === 'block-map' ? (item.sep ?? []) : item.start;
    const indicator = introduction.findLast(({ type }) => INDICATORS.includes(type));
    if (!indicator) return undefined;
    const afterIndicator = endOf(indicator);
    const value = item.value;
    entries.push({
      start,
      end: value ? contentEnd(value) : afterIndicator,
      afterIndicator,
      tag: tagOf(introduction),
      value,
    });
  }
  return entries;
}

/** A tag that belongs to its application, such as `!Ref`: to give the value anew is to write it without. */
export function tagOf(introduction: readonly CST.SourceToken[]): TagExtent | undefined {
  const index = introduction.findLastIndex(({ type, source }) => type === 'tag' && /^![^!]/.test(source));
  const tag = introduction[index];
  const before = introduction.slice(0, Math.max(index, 0)).findLast(({ type }) => type !== 'space');
  return tag && { start: before ? endOf(before) : tag.offset, at: tag.offset, end: endOf(tag) };
}
