import { createScanner } from 'jsonc-parser';
import type { Lines } from '../model/lines.ts';
import type { Path, Span } from '../model/source.ts';
import { reveal } from './template-text.ts';

/** Tokens of jsonc-parser's scanner (its `SyntaxKind`), by number: the package exports a const enum, which ESM erases. */
const OPEN_BRACE = 1;
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
  readonly #walks = new Map<number, Walk>();
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
      extent = extent && this.#walkOf(extent.start).find(String(step));
      if (!extent) return undefined;
    }
    return this.#lines.span(extent.start, extent.end);
  }

  #walkOf(start: number): Walk {
    let walk = this.#walks.get(start);
    if (!walk) {
      walk = new Walk(this.#text, start, this.#bare);
      this.#walks.set(start, walk);
    }
    return walk;
  }
}

/** The children of a list or structure, walked as far as somebody has asked. */
class Walk {
  readonly #text: string;
  readonly #bare: ReadonlyMap<number, string>;
  readonly #scanner: ReturnType<typeof createScanner>;
  readonly #found = new Map<string, Extent>();
  readonly #named: boolean;
  #done: boolean;

  constructor(text: string, start: number, bare: ReadonlyMap<number, string>) {
    this.#text = text;
    this.#bare = bare;
    this.#scanner = createScanner(text, true);
    this.#scanner.setPosition(start);
    const open = this.#scanner.scan() as number;
    this.#named = open === OPEN_BRACE;
    this.#done = open !== OPEN_BRACE && open !== OPEN_BRACKET;
  }

  find(key: string): Extent | undefined {
    while (!this.#done && !this.#found.has(key)) this.#next();
    return this.#found.get(key);
  }

  #next(): void {
    const scanner = this.#scanner;
    let token = scanner.scan() as number;
    if (token === COMMA) return;
    let key = String(this.#found.size);
    if (this.#named && token === STRING) {
      key = this.#bare.get(scanner.getTokenOffset()) ?? reveal(scanner.getTokenValue());
      scanner.scan(); // the colon
      token = scanner.scan() as number;
    } else if (this.#named || token === CLOSE_BRACKET || token === END) {
      this.#done = true;
      return;
    }
    const start = scanner.getTokenOffset();
    const nested = token === OPEN_BRACE || token === OPEN_BRACKET;
    const end = nested ? closingOf(this.#text, start) : start + scanner.getTokenLength();
    if (nested) scanner.setPosition(end);
    this.#found.set(key, { start, end });
  }
}

function rootOf(text: string): Extent {
  const scanner = createScanner(text, true);
  scanner.scan();
  return { start: scanner.getTokenOffset(), end: text.trimEnd().length };
}

/**
 * Strings and what stands between them, up to the next bracket or comment: one step over much text. So many strings at a time that
 * no text makes the expression go back over more than a little.
 */
const OVER = /(?:[^"{}[\]/]*"[^"\\]*(?:\\[\s\S][^"\\]*)*"){0,64}[^"{}[\]/]*/y;

/**
 * The offset behind the bracket that closes the one at `open`. The text is known to parse, so brackets match; only strings and
 * comments may hold others. What is skipped is most of a file, and tokens would cost several times as much.
 */
function closingOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; ) {
    OVER.lastIndex = at;
    OVER.test(text);
    const next = OVER.lastIndex;
    const character = text.charCodeAt(next);
    if (character === 0x7b || character === 0x5b) {
      depth += 1;
      at = next + 1;
    } else if (character === 0x7d || character === 0x5d) {
      depth -= 1;
      if (depth === 0) return next + 1;
      at = next + 1;
    } else if (character === 0x2f) at = endOfComment(text, next) + 1;
    else if (next > at) at = next;
    // A string that nothing closes.
    else return text.length;
  }
  return text.length;
}

/** The offset of the last character of the comment that begins at `slash`. */
function endOfComment(text: string, slash: number): number {
  const block = text.charCodeAt(slash + 1) === 0x2a;
  const end = block ? text.indexOf('*/', slash + 2) + 1 : text.indexOf('\n', slash);
  return end > slash ? end : text.length;
}
