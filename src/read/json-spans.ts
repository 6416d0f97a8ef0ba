import { createScanner } from 'jsonc-parser';
import type { Path, Span } from '../model/source.ts';
import type { Lines } from './lines.ts';
import { reveal } from './template-text.ts';

/** Tokens of jsonc-parser's scanner (its `SyntaxKind`), by number: the package exports a const enum, which ESM erases. */
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const COMMA = 5;
const STRING = 10;
const END = 17;

interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds where values stand in a text that is known to parse. Nothing is indexed until it is asked for: most files have few
 * findings, and a container that was walked once is remembered.
 */
export class JsonSpans {
  readonly #text: string;
  readonly #children = new Map<number, ReadonlyMap<string, Extent>>();
  readonly #lines: Lines;
  #root: Extent | undefined;

  readonly #bare: ReadonlyMap<number, string>;

  /** `lines` are those of the file, with which the text agrees offset by offset; `bare` holds what was masked in it. */
  constructor(text: string, lines: Lines, bare: ReadonlyMap<number, string>) {
    this.#text = text;
    this.#lines = lines;
    this.#bare = bare;
  }

  /** The span of the value at a path, or undefined where the text has none. */
  span(path: Path): Span | undefined {
    this.#root ??= rootOf(this.#text);
    let extent: Extent | undefined = this.#root;
    for (const step of path) {
      extent = extent && this.#childrenOf(extent.start).get(String(step));
      if (!extent) return undefined;
    }
    return this.#lines.span(extent.start, extent.end);
  }

  #childrenOf(start: number): ReadonlyMap<string, Extent> {
    const known = this.#children.get(start);
    if (known) return known;
    const children = this.#scanChildren(start);
    this.#children.set(start, children);
    return children;
  }

  #scanChildren(start: number): ReadonlyMap<string, Extent> {
    const scanner = createScanner(this.#text, true);
    const children = new Map<string, Extent>();
    scanner.setPosition(start);
    const open = scanner.scan() as number;
    if (open !== OPEN_BRACE && open !== OPEN_BRACKET) return children;
    let index = 0;
    for (;;) {
      let token = scanner.scan() as number;
      if (token === COMMA) continue;
      if (token === CLOSE_BRACE || token === CLOSE_BRACKET || token === END) return children;
      let key = String(index++);
      if (open === OPEN_BRACE) {
        if (token !== STRING) return children;
        key = this.#bare.get(scanner.getTokenOffset()) ?? reveal(scanner.getTokenValue());
        scanner.scan(); // the colon
        token = scanner.scan() as number;
      }
      const from = scanner.getTokenOffset();
      const nested = token === OPEN_BRACE || token === OPEN_BRACKET;
      const end = nested ? closingOf(this.#text, from) : from + scanner.getTokenLength();
      if (nested) scanner.setPosition(end);
      children.set(key, { start: from, end });
    }
  }
}

function rootOf(text: string): Extent {
  const scanner = createScanner(text, true);
  scanner.scan();
  return { start: scanner.getTokenOffset(), end: text.trimEnd().length };
}

/**
 * The offset behind the bracket that closes the one at `open`. The text is known to parse, so brackets match; only strings and
 * comments may hold others. What is skipped is most of a file, and tokens would cost several times as much.
 */
function closingOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) at = endOfString(text, at);
    else if (character === 0x2f) at = endOfComment(text, at);
    else if (character === 0x7b || character === 0x5b) depth += 1;
    else if ((character === 0x7d || character === 0x5d) && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The offset of the quote that closes the string whose quote stands at `open`. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x5c) at += 1;
    else if (character === 0x22) return at;
  }
  return text.length;
}

/** The offset of the last character of the comment that begins at `slash`. */
function endOfComment(text: string, slash: number): number {
  const block = text.charCodeAt(slash + 1) === 0x2a;
  const end = block ? text.indexOf('*/', slash + 2) + 1 : text.indexOf('\n', slash);
  return end > slash ? end : text.length;
}
