import type { CST, Node, Pair, YAMLError } from 'yaml';
import { behindBlanks, type Lead, leadTo } from './yaml-leads.ts';
import { aliasNode, MapNode, Member, type PlacedNode, type Properties, SeqNode } from './yaml-parts.ts';
import { emptyScalar, scalarOf } from './yaml-scalars.ts';

/** What is read of a document, besides its nodes. */
export interface ComposedDocument {
  readonly contents: Node | null;
  readonly range: readonly [start: number, valueEnd: number, nodeEnd: number];
  readonly errors: readonly YAMLError[];
}

/**
 * Composes a text whose syntax is plain, as that of nearly all is: just what the parser's composer makes of it, in a third
 * of the time. Undefined for anything else, such as several documents, and for whatever the composer could report.
 */
export function composeNodes(tokens: readonly CST.Token[]): ComposedDocument | undefined {
  let document: CST.Document | undefined;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as CST.Token;
    if (document) return undefined;
    if (token.type === 'document') document = token;
    else if (token.type !== 'comment' && token.type !== 'newline' && token.type !== 'space') return undefined;
  }
  const root = document?.value;
  if (!document || !root) return undefined;
  const lead = leadTo(root, document.start, 'doc-start');
  if (!lead || isNamed(lead) || (lead.indicated && !lead.below) || !isCollection(root)) return undefined;
  const contents = nodeOf(root, lead);
  if (!contents) return undefined;
  const contentEnd = contents.nodeEnd;
  const end = behindBlanks(document.end, contentEnd, true);
  return end === undefined ? undefined : { contents, range: [document.offset, contentEnd, end], errors: [] };
}

function isCollection({ type }: CST.Token): boolean {
  return type === 'block-map' || type === 'block-seq' || type === 'flow-collection';
}

function isNamed({ tag, anchor }: Properties): boolean {
  return tag !== undefined || anchor !== undefined;
}

function nodeOf(token: CST.Token, lead: Lead): PlacedNode | undefined {
  const { type } = token;
  if (type !== 'block-map' && type !== 'block-seq') return flowNode(token, lead);
  if (isNamed(lead) && !lead.below) return undefined;
  return type === 'block-map' ? blockMap(token, lead) : blockSeq(token, lead);
}

/** A node that may stand between brackets and braces. */
function flowNode(token: CST.Token, properties: Properties): PlacedNode | undefined {
  switch (token.type) {
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'block-scalar':
      return scalarOf(token, properties);
    case 'flow-collection':
      return flowCollection(token, properties);
    case 'alias':
      return isNamed(properties) ? undefined : aliasOf(token);
    default:
      return undefined;
  }
}

const ALIAS = /^\*[\w-]+$/;

function aliasOf({ source, offset, end }: CST.FlowScalar): PlacedNode | undefined {
  const valueEnd = offset + source.length;
  const nodeEnd = ALIAS.test(source) ? behindBlanks(end, valueEnd, false) : undefined;
  return nodeEnd === undefined ? undefined : aliasNode(source.slice(1), offset, valueEnd, nodeEnd);
}

/** The furthest that a colon, or the blanks before it, may end from the beginning of a name. */
const LONGEST_NAME = 1024;

function firstEnd(tokens: readonly CST.SourceToken[]): number {
  const first = tokens[0];
  return first ? first.offset + first.source.length : 0;
}

function blockMap({ items, indent, offset }: CST.BlockMap, properties: Properties): PlacedNode | undefined {
  const pairs: Pair[] = [];
  let end = offset;
  let commentEnd: number | undefined;
  for (let index = 0; index < items.length; index++) {
    const { start, key, sep, value } = items[index] as CST.BlockMap['items'][number];
    const keyStart = behindBlanks(start, end, true);
    if (keyStart === undefined) return undefined;
    if (!key && !sep) {
      commentEnd = keyStart;
      continue;
    }
    const name = key && 'indent' in key && key.indent === indent ? nameOf(key) : undefined;
    if (!name) return undefined;
    const lead = leadTo(value, sep, 'map-value-ind');
    if (!lead?.indicated || firstEnd(sep) - name.start > LONGEST_NAME) return undefined;
    if (value?.type === 'block-map' && !lead.below) return undefined;
    const node = value ? nodeOf(value, lead) : emptyScalar(sep, lead);
    if (!node) return undefined;
    end = node.nodeEnd;
    pairs.push(new Member(name, node));
  }
  if (commentEnd !== undefined && commentEnd < end) return undefined;
  return new MapNode(pairs, offset, end, commentEnd ?? end, properties);
}

const UNNAMED: Properties = { tag: undefined, anchor: undefined };

/** A name that stands in one line. */
function nameOf(key: CST.Token): PlacedNode | undefined {
  if (key.type !== 'scalar' && key.type !== 'single-quoted-scalar' && key.type !== 'double-quoted-scalar')
    return undefined;
  return key.end || key.source.includes('\n') ? undefined : scalarOf(key, UNNAMED);
}

function blockSeq({ items, offset }: CST.BlockSequence, properties: Properties): PlacedNode | undefined {
  const nodes: Node[] = [];
  let end = offset;
  let commentEnd: number | undefined;
  for (let index = 0; index < items.length; index++) {
    const { start, value } = items[index] as CST.BlockSequence['items'][number];
    const lead = leadTo(value, start, 'seq-item-ind');
    if (!lead) return undefined;
    if (!lead.indicated) {
      if (isNamed(lead) || value) return undefined;
      commentEnd = behindBlanks(start, end, true);
      continue;
    }
    const node = value ? nodeOf(value, lead) : emptyScalar(start, lead);
    if (!node) return undefined;
    end = node.nodeEnd;
    nodes.push(node);
  }
  return new SeqNode(nodes, offset, end, commentEnd ?? end, properties);
}

function flowCollection(token: CST.FlowCollection, properties: Properties): PlacedNode | undefined {
  const { offset, start: open, items } = token;
  const isMap = open.type === 'flow-map-start';
  const pairs: Pair[] = [];
  const nodes: Node[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as CST.CollectionItem;
    const { start, key, sep, value } = item;
    const lead = leadTo(key ?? value, start, 'comma');
    if (!lead) return undefined;
    const isLast = index === items.length - 1;
    const isEmpty = !key && !sep && !value && !isNamed(lead);
    // What is behind the last comma, or before it where nothing is: blanks.
    if (isEmpty && isLast && (index > 0 || !lead.indicated)) break;
    if (lead.indicated !== index > 0) return undefined;
    if (isMap) {
      const pair = isNamed(lead) ? undefined : flowPair(item);
      if (!pair) return undefined;
      pairs.push(pair);
    } else {
      const node = value && !key && !sep ? flowNode(value, lead) : undefined;
      if (!node) return undefined;
      nodes.push(node);
    }
  }
  const [close, ...behind] = token.end;
  if (close?.type !== (isMap ? 'flow-map-end' : 'flow-seq-end')) return undefined;
  const end = close.offset + 1;
  const nodeEnd = behindBlanks(behind, end, false);
  if (nodeEnd === undefined) return undefined;
  return isMap
    ? new MapNode(pairs, offset, end, nodeEnd, properties)
    : new SeqNode(nodes, offset, end, nodeEnd, properties);
}

function flowPair({ key, sep, value }: CST.CollectionItem): Pair | undefined {
  const name = key ? nameOf(key) : undefined;
  if (!name || !sep) return undefined;
  const lead = leadTo(value, sep, 'map-value-ind');
  if (!lead?.indicated) return undefined;
  const node = value ? flowNode(value, lead) : emptyScalar(sep, lead);
  return node && new Member(name, node);
}
