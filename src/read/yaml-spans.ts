import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path, Span } from '../model/source.ts';
import type { Lines } from './lines.ts';
import { reveal } from './template-text.ts';
import { isMergeKey } from './yaml-values.ts';

/** Finds where the values of a YAML document stand. What an alias stands for is found at its anchor. */
export class YamlSpans {
  readonly #root: Node | null;
  readonly #text: string;
  readonly #lines: Lines;
  readonly #targets: ReadonlyMap<Alias, Node>;

  constructor(root: Node | null, text: string, lines: Lines, targets: ReadonlyMap<Alias, Node>) {
    this.#root = root;
    this.#text = text;
    this.#lines = lines;
    this.#targets = targets;
  }

  /** The span of the value at a path, or undefined where the text has none. */
  span(path: Path): Span | undefined {
    let node: Node | undefined = this.#root ?? undefined;
    for (const step of path) {
      node = node && this.#child(node, step);
      if (!node) return undefined;
    }
    const range = node?.range;
    if (!range) return undefined;
    const [start, end] = range;
    return this.#lines.span(start, start + this.#text.slice(start, end).trimEnd().length);
  }

  #child(parent: Node, step: string | number): Node | undefined {
    const node = isAlias(parent) ? this.#targets.get(parent) : parent;
    if (isSeq(node)) return node.items[Number(step)] as Node | undefined;
    if (!isMap(node)) return undefined;
    const pairs = node.items as readonly Pair<Node, Node | null>[];
    const own = pairs.find(({ key }) => !isMergeKey(key) && this.#nameOf(key) === String(step));
    if (own) return own.value ?? own.key;
    for (const { key, value } of pairs) {
      const found = isMergeKey(key) && value ? this.#merged(value, step) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  #merged(value: Node, step: string | number): Node | undefined {
    const sources = isSeq(value) ? (value.items as readonly Node[]) : [value];
    for (const source of sources) {
      const found = this.#child(source, step);
      if (found) return found;
    }
    return undefined;
  }

  #nameOf(key: Node): string | undefined {
    const scalar = isAlias(key) ? this.#targets.get(key) : key;
    if (!isScalar(scalar)) return undefined;
    return typeof scalar.value === 'string' ? reveal(scalar.value) : (scalar.source ?? String(scalar.value));
  }
}
