import { createScanner, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { maskJson } from '../read/json-placeholders.ts';
import { type Bracketed, bracketedChanges, type Extent } from './bracketed.ts';
import { type JsonLayout, jsonLayout, spellJson, spellMember } from './json-layout.ts';
import type { ContainerPlan } from './plan.ts';
import type { ParsedText } from './syntax.ts';
import { indentation, type TextChange } from './text-change.ts';
import type { Value } from './value.ts';

/** Tokens of jsonc-parser's scanner (its `SyntaxKind`), by number: the package exports a const enum, which ESM erases. */
const COMMA = 5;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;

/** Parses JSON, with comments, trailing commas and placeholders as the reader takes them; undefined where it does not parse. */
export function parseJson(text: string): ParsedText | undefined {
  const plain = treeOf(text);
  if (plain) return parsed(text, plain);
  const masked = maskJson(text).text;
  const tree = treeOf(masked);
  return tree && parsed(masked, tree);
}

function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? tree : undefined;
}

function parsed(text: string, root: Node): ParsedText {
  const layout = jsonLayout(text, root);
  return {
    value: nodeValue(root),
    changes(plan) {
      const container = plan.path.reduce<Node | undefined>((node, step) => node && childOf(node, step), root);
      return container ? changesOf(text, layout, container, plan) : undefined;
    },
  };
}

/** A member's or element's node. Of a name given twice the last counts, as in `JSON.parse`. */
function childOf(node: Node, step: string): Node | undefined {
  const children = node.children ?? [];
  if (node.type === 'array') return children[Number(step)];
  return children.findLast(({ children: [key] = [] }) => key?.value === step)?.children?.[1];
}

function nodeValue(node: Node): Value {
  if (node.type === 'array') return (node.children ?? []).map(nodeValue);
  if (node.type !== 'object') return node.value as string | number | boolean | null;
  const members = new Map<string, Value>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key && value) members.set(key.value as string, nodeValue(value));
  }
  return members;
}

function changesOf(
  text: string,
  layout: JsonLayout,
  container: Node,
  { remove, replace, insert }: ContainerPlan,
): readonly TextChange[] {
  const isArray = container.type === 'array';
  const members = container.children ?? [];
  const gone = members.flatMap((member, index) => {
    const key = isArray ? String(index) : String(member.children?.[0]?.value);
    return remove.has(key) ? [index] : [];
  });
  const spellings = insert.map(
    ([key, value]) =>
      (indent: string, expanded: boolean) =>
        isArray
          ? spellJson(value, layout, indent, expanded)
          : spellMember(key, value, layout, indent, expanded),
  );
  const replaced = [...replace].flatMap(([key, value]) => {
    const node = childOf(container, key);
    return node ? [replacement(text, layout, node, value)] : [];
  });
  const at = bracketed(text, container);
  return [...replaced, ...bracketedChanges(text, at, new Set(gone), spellings, layout.unit)];
}

/** A list or map that stood on one line stays on one; what replaces a scalar is laid out like the rest of the text. */
function replacement(text: string, layout: JsonLayout, node: Node, value: Value): TextChange {
  const { offset: start, length, children = [] } = node;
  const end = start + length;
  const expanded = children.length === 0 || text.slice(start, end).includes('\n');
  return { start, end, text: spellJson(value, layout, indentation(text, start), expanded) };
}

function bracketed(text: string, container: Node): Bracketed {
  const open = container.offset + 1;
  const close = container.offset + container.length - 1;
  const members = (container.children ?? []).map(({ offset, length }) => ({
    start: offset,
    end: offset + length,
  }));
  const commas: (number | undefined)[] = [];
  const comments: Extent[] = [];
  const scanner = createScanner(text, false);
  for (let gap = 0; gap <= members.length; gap++) {
    const from = members[gap - 1]?.end ?? open;
    const to = members[gap]?.start ?? close;
    scanner.setPosition(from);
    for (
      let token = scanner.scan() as number;
      scanner.getTokenOffset() < to;
      token = scanner.scan() as number
    ) {
      const start = scanner.getTokenOffset();
      if (token === COMMA) commas[gap - 1] = start;
      if (token === LINE_COMMENT || token === BLOCK_COMMENT) {
        comments.push({ start, end: start + scanner.getTokenLength() });
      }
    }
  }
  return { open, close, members, commas, comments };
}
