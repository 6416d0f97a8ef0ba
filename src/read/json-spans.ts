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
  /** Undefined of a list or structure until somebody asks: for what is only walked into, it is the most of a file. */
  end: number | undefined;
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
    return this.#lines.span(extent.start, endOf(this.#text, extent));
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

/** The next element, if it is written plainly: all of a scalar, or what opens a list or structure; or the end of the list. */
const PLAIN_ELEMENT = /[\s,]*(?:([{[]|"[^"\\]*"|[\w.+-]+(?=[\s,}\]]))|\])/y;
/** The next member with its name, or the end of the structure. */
const PLAIN_MEMBER = /[\s,]*(?:"([^"\\]*)"\s*:\s*([{[]|"[^"\\]*"|[\w.+-]+(?=[\s,}\]]))|\})/y;

/** The children of a list or structure, walked as far as somebody has asked. */
class Walk {
  readonly #text: string;
  readonly #bare: ReadonlyMap<number, string>;
  readonly #found = new Map<string, Extent>();
  readonly #named: boolean;
  #done: boolean;
  /** The child before the next one, which comes behind its end. */
  #last: Extent;

  constructor(text: string, start: number, bare: ReadonlyMap<number, string>) {
    this.#text = text;
    this.#bare = bare;
    this.#named = text[start] === '{';
    this.#done = !this.#named && text[start] !== '[';
    this.#last = { start, end: start + 1 };
  }

  find(key: string): Extent | undefined {
    while (!this.#done && !this.#found.has(key)) this.#next();
    return this.#found.get(key);
  }

  /** Most children are written plainly, and read in one step; else token by token. */
  #next(): void {
    const from = endOf(this.#text, this.#last);
    const plain = this.#named ? PLAIN_MEMBER : PLAIN_ELEMENT;
    plain.lastIndex = from;
    const found = this.#bare.size === 0 ? plain.exec(this.#text) : null;
    if (!found) {
      this.#scan(from);
      return;
    }
    const [, first, second] = found;
    const value = this.#named ? second : first;
    if (value === undefined) {
      this.#done = true;
      return;
    }
    const nested = value === '{' || value === '[';
    const end = plain.lastIndex;
    this.#keep(this.#named ? reveal(first ?? '') : String(this.#found.size), {
      start: end - value.length,
      end: nested ? undefined : end,
    });
  }

  #scan(from: number): void {
    const scanner = createScanner(this.#text, true);
    scanner.setPosition(from);
    let token = scanner.scan() as number;
    if (token === COMMA) token = scanner.scan() as number;
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
    this.#keep(key, { start, end: nested ? undefined : start + scanner.getTokenLength() });
  }

  #keep(key: string, child: Extent): void {
    this.#last = child;
    this.#found.set(key, child);
  }
}

function endOf(text: string, extent: Extent): number {
  extent.end ??= closingOf(text, extent.start);
  return extent.end;
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

/** What is nested less deep is skipped in one step, if it is no larger: the expression remembers where it has been. */
const DEEP = 8;
const LARGE = 0x10000;
let small: RegExp | undefined;

/** Matches a list or structure without comments. */
function smallContainer(): RegExp {
  const string = String.raw`"[^"\\]*(?:\\[\s\S][^"\\]*)*"`;
  const between = String.raw`[^"{}[\]/]*`;
  let child = string;
  for (let depth = 0; depth < DEEP; depth++)
    child = String.raw`(?:${string}|[{[]${between}(?:${child}${between})*[}\]])`;
  return new RegExp(child, 'y');
}

/**
 * The offset behind the bracket that closes the one at `open`. The text is known to parse, so brackets match; only strings and
 * comments may hold others. What is skipped is most of a file, and tokens would cost several times as much.
 */
function closingOf(text: string, open: number): number {
  small ??= smallContainer();
  small.lastIndex = 0;
  if (small.test(text.slice(open, open + LARGE))) return open + small.lastIndex;
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
