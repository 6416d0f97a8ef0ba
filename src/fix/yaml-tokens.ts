import type { CST } from 'yaml';
import type { Extent } from './bracketed.ts';

/** An entry of a block map or block sequence: where it stands and of what it is made. */
export interface BlockEntry extends Extent {
  /** Just behind the colon or dash, and the anchor or tag that follows it. */
  readonly afterIndicator: number;
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
    const indicator = (token.type === 'block-map' ? (item.sep ?? []) : item.start).findLast(({ type }) =>
      INDICATORS.includes(type),
    );
    if (!indicator) return undefined;
    const afterIndicator = endOf(indicator);
    const value = item.value;
    entries.push({ start, end: value ? contentEnd(value) : afterIndicator, afterIndicator, value });
  }
  return entries;
}
