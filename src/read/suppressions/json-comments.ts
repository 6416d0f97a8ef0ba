import { createScanner, type Node, parseTree } from 'jsonc-parser';
import { maskJson } from '../json-placeholders.ts';
import { reveal } from '../template-text.ts';
import { below, type Comment, type Commented, type Part } from './commented.ts';

/** Tokens of jsonc-parser's scanner (its `SyntaxKind`), by number: the package exports a const enum, which ESM erases. */
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const END = 17;

/** The comments of a JSON text and what they may stand for; undefined where it cannot be read, which is told elsewhere. */
export function commentedJson(written: string): Commented | undefined {
  const text = written.startsWith('\uFEFF') ? ` ${written.slice(1)}` : written;
  const masked = maskJson(text);
  const root = parseTree(masked.text, [], { allowTrailingComma: true });
  if (!root) return undefined;
  const parts: Part[] = [];
  walk(root, '', masked.bare, parts);
  const documents = new Map([[0, { start: 0, end: text.length }]]);
  return { text: written, syntax: 'json', comments: commentsIn(masked.text, written), parts, documents };
}

function commentsIn(masked: string, text: string): readonly Comment[] {
  const comments: Comment[] = [];
  const scanner = createScanner(masked, false);
  for (let token = scanner.scan() as number; token !== END; token = scanner.scan() as number) {
    if (token !== LINE_COMMENT && token !== BLOCK_COMMENT) continue;
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    const whole = text.slice(start, end);
    const [opening = ''] = /^\/[/*][/*\s]*/.exec(whole) ?? [];
    const at = start + opening.length;
    const inner = withoutClose(whole.slice(opening.length), token === BLOCK_COMMENT);
    // The lines of a block may begin with stars.
    comments.push({
      text: inner.replace(/\n[^\S\n]*\*(?=\s)/g, '\n'),
      at,
      start,
      end,
      block: token === BLOCK_COMMENT,
    });
  }
  return comments;
}

/** Character by character: a pattern for stars at the end costs the square of their number. */
function withoutClose(comment: string, block: boolean): string {
  let end = comment.length;
  if (block && comment.endsWith('*/')) for (end -= 1; comment[end - 1] === '*'; ) end -= 1;
  return comment.slice(0, end).trimEnd();
}

/** The reader refuses what nests so deep that this would not end well. */
function walk(node: Node, pointer: string, bare: ReadonlyMap<number, string>, parts: Part[]): void {
  const { type, children = [] } = node;
  if (type !== 'array' && type !== 'object') return;
  for (const [index, child] of children.entries()) {
    const [key, value] = type === 'object' ? (child.children ?? []) : [undefined, child];
    if (!value) continue;
    const step = key ? (bare.get(key.offset) ?? reveal(String(key.value))) : index;
    const at = below(pointer, step);
    parts.push({ start: child.offset, end: child.offset + child.length, pointers: [at], document: 0 });
    walk(value, at, bare, parts);
  }
}
