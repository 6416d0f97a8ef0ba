import type { CST } from 'yaml';
import type { Properties } from './yaml-parts.ts';

/** What leads to a node: an indicator, its tag and anchor, blanks and comments. */
export interface Lead extends Properties {
  readonly indicated: boolean;
  /** Does the node stand in a line below all of them? */
  readonly below: boolean;
}

// Nearly all nodes have neither tag nor anchor: they share these.
const NOTHING: Lead = { indicated: false, below: false, tag: undefined, anchor: undefined };
const BESIDE: Lead = { indicated: true, below: false, tag: undefined, anchor: undefined };
const BELOW: Lead = { indicated: true, below: true, tag: undefined, anchor: undefined };

/** Tags that only an application understands, such as CloudFormation's. */
const CUSTOM_TAG = /^![\w:.-]+$/;

const ANCHOR = /^&[\w-]+$/;

/**
 * Reads what leads to a node; undefined wherever the parser could report something, and at tags of the language itself and
 * names whose colon stands in another line.
 */
export function leadTo(
  next: CST.Token | null | undefined,
  tokens: readonly CST.SourceToken[],
  indicator: 'seq-item-ind' | 'map-value-ind' | 'comma' | 'doc-start',
): Lead | undefined {
  let apart = indicator === 'seq-item-ind' || indicator === 'doc-start';
  let indicated = false;
  let below = false;
  let tag: string | undefined;
  let anchor: string | undefined;
  for (let index = 0; index < tokens.length; index++) {
    const { type, source } = tokens[index] as CST.SourceToken;
    switch (type) {
      case indicator:
        if (indicated || tag !== undefined || anchor !== undefined) return undefined;
        indicated = true;
        below = false;
        apart = false;
        break;
      case 'space':
        if (source.includes('\t')) return undefined;
        apart = true;
        break;
      case 'newline':
        if (!indicated && indicator === 'map-value-ind') return undefined;
        below = true;
        apart = true;
        break;
      case 'comment':
        if (!apart || (!indicated && indicator === 'map-value-ind')) return undefined;
        break;
      case 'tag':
        if (tag !== undefined || (anchor !== undefined && !apart) || !CUSTOM_TAG.test(source))
          return undefined;
        tag = source;
        below = false;
        apart = false;
        break;
      case 'anchor':
        if (anchor !== undefined || (tag !== undefined && !apart) || !ANCHOR.test(source)) return undefined;
        anchor = source.slice(1);
        below = false;
        apart = false;
        break;
      default:
        return undefined;
    }
  }
  if (tag === undefined && anchor === undefined) return !indicated ? NOTHING : below ? BELOW : BESIDE;
  return apart || !next ? { indicated, below, tag, anchor } : undefined;
}

/** Where the blanks and comments at an offset end; undefined wherever the parser could report something. */
export function behindBlanks(
  tokens: readonly CST.SourceToken[] | undefined,
  offset: number,
  startsLine: boolean,
): number | undefined {
  if (!tokens) return offset;
  let end = offset;
  let apart = startsLine;
  for (let index = 0; index < tokens.length; index++) {
    const { type, source } = tokens[index] as CST.SourceToken;
    if (type === 'comment' ? !apart : (type !== 'space' && type !== 'newline') || source.includes('\t'))
      return undefined;
    if (type !== 'comment') apart = true;
    end += source.length;
  }
  return end;
}
