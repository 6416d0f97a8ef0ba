import { type Alias, isAlias, isMap, isScalar, isSeq, Lexer, type Node, type Pair } from 'yaml';
import { reveal } from '../template-text.ts';
import { composeYaml } from '../yaml-compose.ts';
import { customTag, isTemplateDocument, longName } from '../yaml-tags.ts';
import { isMergeKey, YamlValues } from '../yaml-values.ts';
import { below, type Comment, type Commented, type Part } from './commented.ts';

/** The comments of a YAML text and what they may stand for; undefined where it cannot be read, which is told elsewhere. */
export function commentedYaml(text: string): Commented | undefined {
  const composed = composeYaml(text);
  if ('tooDeep' in composed) return undefined;
  const parts: Part[] = [];
  const documents = new Map<number, { readonly start: number; readonly end: number }>();
  for (const [index, document] of composed.parsed.entries()) {
    const { contents, range, errors } = document;
    const values = new YamlValues(text, () => 0, false);
    values.read(document);
    if (errors.length > 0 || values.trouble) return undefined;
    if (!contents) continue;
    documents.set(index, { start: range[0], end: range[2] });
    const walk = new Walk(values.targets, isTemplateDocument(contents), index);
    walk.into(contents, '');
    for (const part of walk.parts.values()) parts.push(part);
  }
  return { text, syntax: 'yaml', comments: commentsIn(composed.masked, text), parts, documents };
}

/** What stands for nothing in the text: the lexer's own marks. */
const SCALAR = '\u001f';
const MARKS: readonly string[] = ['\u0002', '\u0018', SCALAR];

/** The comments as the parser finds them: neither in quotes nor in a block of text. */
function commentsIn(masked: string, text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let scalar = false;
  for (const piece of new Lexer().lex(masked)) {
    const mark = MARKS.includes(piece);
    if (!mark && !scalar && piece.startsWith('#')) {
      const [hashes = ''] = /^#+\s*/.exec(piece) ?? [];
      const end = offset + piece.trimEnd().length;
      const at = Math.min(offset + hashes.length, end);
      comments.push({ text: text.slice(at, end), at, start: offset, end, block: false });
    }
    if (!mark) offset += piece.length;
    scalar = piece === SCALAR;
  }
  return comments;
}

type WritablePart = Part & { readonly pointers: string[] };

/** Finds the members and elements of a document; what an alias repeats stands in several places. */
class Walk {
  readonly parts = new Map<object, WritablePart>();
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #template: boolean;
  readonly #document: number;

  constructor(targets: ReadonlyMap<Alias, Node>, template: boolean, document: number) {
    this.#targets = targets;
    this.#template = template;
    this.#document = document;
  }

  into(node: Node | null, pointer: string): void {
    if (!node) return;
    if (isAlias(node)) {
      this.into(this.#targets.get(node) ?? null, pointer);
      return;
    }
    const tag = this.#template ? customTag(node) : undefined;
    const inner = tag === undefined ? pointer : below(pointer, longName(tag));
    if (isSeq(node)) {
      for (const [index, item] of (node.items as readonly Node[]).entries()) {
        const at = below(inner, index);
        this.#add(item, item, item, at);
        this.into(item, at);
      }
    } else if (isMap(node)) {
      for (const { pair, name, by } of this.#members(node, new Set())) {
        const at = below(inner, name);
        this.#add(pair, pair.key, pair.value, at);
        if (by) this.#add(by, by.key, by.value, at);
        this.into(pair.value, at);
      }
    }
  }

  /** The members of a map with those that it merges, each once: what it says itself goes first. */
  *#members(node: Node, seen: Set<string>, by?: Member): Iterable<Found> {
    const map = isAlias(node) ? this.#targets.get(node) : node;
    if (!isMap(map)) return;
    const pairs = map.items as readonly Member[];
    const merged: Member[] = [];
    for (const pair of pairs) {
      const name = this.#nameOf(pair.key);
      if (isMergeKey(pair.key)) merged.push(pair);
      else if (name !== undefined && !seen.has(name)) {
        seen.add(name);
        yield { pair, name, by };
      }
    }
    for (const pair of merged) {
      const sources = isSeq(pair.value) ? (pair.value.items as readonly Node[]) : [pair.value];
      for (const source of sources) if (source) yield* this.#members(source, seen, by ?? pair);
    }
  }

  #add(key: object, from: Node, to: Node | null, pointer: string): void {
    const known = this.parts.get(key);
    if (known) {
      if (known.pointers.at(-1) !== pointer) known.pointers.push(pointer);
      return;
    }
    const start = from.range?.[0];
    if (start === undefined) return;
    const end = Math.max(to?.range?.[1] ?? 0, from.range?.[1] ?? 0);
    this.parts.set(key, { start, end, pointers: [pointer], document: this.#document });
  }

  #nameOf(key: Node): string | undefined {
    const scalar = isAlias(key) ? this.#targets.get(key) : key;
    if (!isScalar(scalar)) return undefined;
    return typeof scalar.value === 'string' ? reveal(scalar.value) : (scalar.source ?? String(scalar.value));
  }
}

type Member = Pair<Node, Node | null>;

interface Found {
  readonly pair: Member;
  readonly name: string;
  /** The merge key that takes it over. */
  readonly by: Member | undefined;
}
