import type { Node } from 'jsonc-parser';
import { indentation, isFirstOnLine, lineBreakAt } from './text-change.ts';
import { isList, isMap, type Value } from './value.ts';

/** How a JSON text is laid out, as far as it shows. */
export interface JsonLayout {
  /** What one level is indented by; empty where the text is a single line. */
  readonly unit: string;
  readonly lineBreak: string;
  /** The colon with its blanks. */
  readonly colon: string;
  /** What separates members on one line. */
  readonly comma: string;
  /** Do short lists stand on one line? */
  readonly inlineLists: boolean;
}

/** Reads the layout off a text. */
export function jsonLayout(text: string, root: Node): JsonLayout {
  const colon = colonOf(text, root) ?? ': ';
  const { offset, length } = root;
  const lines = text.slice(offset, offset + length).includes('\n');
  return {
    unit: lines ? (unitOf(text, root) ?? '  ') : '',
    lineBreak: lineBreakAt(text, offset),
    colon,
    comma: colon.endsWith(' ') ? ', ' : ',',
    inlineLists: hasInlineList(text, root),
  };
}

function colonOf(text: string, node: Node): string | undefined {
  const [key, value] = node.type === 'property' ? (node.children ?? []) : [];
  const colon = key && value ? text.slice(key.offset + key.length, value.offset) : '';
  if (/^[ \t]*:[ \t]*$/.test(colon)) return colon;
  return firstOf(node, (child) => colonOf(text, child));
}

/** By how much the first nested member is indented beyond the line that its list or map opens in. */
function unitOf(text: string, node: Node): string | undefined {
  if (node.type === 'object' || node.type === 'array') {
    const outer = indentation(text, node.offset);
    for (const { offset } of node.children ?? []) {
      const inner = indentation(text, offset);
      if (isFirstOnLine(text, offset) && inner.length > outer.length && inner.startsWith(outer)) {
        return inner.slice(outer.length);
      }
    }
  }
  return firstOf(node, (child) => unitOf(text, child));
}

function hasInlineList(text: string, node: Node): boolean {
  const { type, offset, length, children = [] } = node;
  const short = type === 'array' && children.length > 0 && children.every(isPlain);
  if (short && !text.slice(offset, offset + length).includes('\n')) return true;
  return children.some((child) => hasInlineList(text, child));
}

function isPlain({ type }: Node): boolean {
  return type !== 'object' && type !== 'array';
}

function firstOf(node: Node, find: (child: Node) => string | undefined): string | undefined {
  for (const child of node.children ?? []) {
    const found = find(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Spells a value; over several lines, each but the first begun with `indent`, where it is expanded. */
export function spellJson(value: Value, layout: JsonLayout, indent: string, expanded: boolean): string {
  if (!isList(value) && !isMap(value)) return JSON.stringify(value);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  const short = isList(value) && layout.inlineLists && !value.some((item) => isList(item) || isMap(item));
  const lines = expanded && layout.unit !== '' && !short;
  const inner = lines ? indent + layout.unit : indent;
  const members = isList(value)
    ? value.map((item) => spellJson(item, layout, inner, lines))
    : [...value].map(([key, item]) => spellMember(key, item, layout, inner, lines));
  if (members.length === 0) return open + close;
  if (!lines) return open + members.join(layout.comma) + close;
  const { lineBreak } = layout;
  return `${open}${lineBreak}${inner}${members.join(`,${lineBreak}${inner}`)}${lineBreak}${indent}${close}`;
}

/** Spells a member of a map. */
export function spellMember(
  key: string,
  value: Value,
  layout: JsonLayout,
  indent: string,
  expanded: boolean,
): string {
  return JSON.stringify(key) + layout.colon + spellJson(value, layout, indent, expanded);
}
